from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import EuroField, TextField
from placements.settlement import Decision
from tenders.models import Contract, Settlement


class _ContractField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.reference})"


class DecisionForm(forms.Form):
    """What becomes of the rest. Without a shortfall its fields are not asked, and without a surplus neither."""

    withheld = EuroField(
        label=_("Inhouden"),
        help_text=_("Dit bedrag verrekent de opdrachtgever volgens het contract."),
        error_messages={"required": _("Vul een bedrag in, of 0.")},
    )
    waived = EuroField(
        label=_("Kwijtschelden"),
        help_text=_("Alleen als blijkt dat de opdrachtnemer zich heeft ingespannen."),
        error_messages={"required": _("Vul een bedrag in, of 0.")},
    )
    surplus_to = _ContractField(
        label=_("Overschot naar een ander contract"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("Nergens heen: het overschot vervalt"),
        error_messages={"invalid_choice": _("Naar dit contract kan het overschot niet. Kies een ander.")},
    )
    reason = TextField(
        label=_("Motivering"),
        required=False,
        max_length=4000,
        help_text=_("Deze tekst komt in de brief. Scheldt u kwijt? Schrijf dan op waaruit de inspanning blijkt."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, settlement: Settlement, targets: QuerySet[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settlement.shortfall:
            del self.fields["withheld"], self.fields["waived"]
            self.fields["reason"].help_text = _("Deze tekst komt in de brief.")
        if targets.exists():
            self.fields["surplus_to"].queryset = targets  # type: ignore[attr-defined]
        else:
            del self.fields["surplus_to"]

    def decision(self) -> Decision:
        values = self.cleaned_data
        other = values.get("surplus_to")
        return Decision(
            withheld=values.get("withheld", Decimal(0)),
            waived=values.get("waived", Decimal(0)),
            reason=values["reason"],
            surplus_to_id=other.pk if other else None,
        )


class LetterForm(forms.Form):
    addressee = TextField(
        label=_("Ter attentie van"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    subject = TextField(
        label=_("Onderwerp"),
        max_length=200,
        error_messages={"required": _("Vul een onderwerp in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = TextField(
        label=_("Brief"),
        max_length=8000,
        error_messages={"required": _("Vul de tekst van de brief in.")},
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class TakeBackForm(forms.Form):
    taken_back_reason = TextField(
        label=_("Waarom?"),
        max_length=300,
        error_messages={"required": _("Schrijf op waarom.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
