from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, TextField
from organisations.forms import EmailAddressField
from organisations.models import Organisation
from placements.succession import TakeOver
from tenders.models.succession import SuccessionKind

_REASON = {"required": _("Schrijf op waarom.")}


class KvkField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **kwargs,
            max_length=8,
            validators=[
                RegexValidator(r"^\d{8}$", _("Een KVK-nummer heeft 8 cijfers. Kijk het na en typ het opnieuw."))
            ],
            error_messages={"required": _("Vul het KVK-nummer in.")},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )


class RenameForm(forms.Form):
    name = TextField(
        label=_("Naam"),
        max_length=200,
        error_messages={"required": _("Vul een naam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kvk = KvkField(label=_("KVK-nummer"), required=False)


class _CompanyField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.kvk})" if obj.kvk else obj.name


class CompanyTakeOverForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Wat is er gebeurd?"),
        choices=[
            (SuccessionKind.MERGE, _("Dit is hetzelfde bedrijf")),
            (SuccessionKind.TAKEOVER, _("Een ander bedrijf nam het over")),
        ],
        widget=ChoiceCards(
            notes={
                SuccessionKind.MERGE: _("Het staat twee keer in het portaal. Voeg ze samen."),
                SuccessionKind.TAKEOVER: _("Alles gaat naar het andere bedrijf."),
            }
        ),
        error_messages={"required": _("Kies wat er is gebeurd.")},
    )
    successor = _CompanyField(
        label=_("Welk bedrijf blijft?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Kies een bedrijf"),
        error_messages={
            "required": _("Kies een bedrijf."),
            "invalid_choice": _("Kies een bedrijf uit deze regio."),
        },
    )
    on = DateField(label=_("Per"))
    reason = TextField(
        label=_("Reden"), max_length=500, error_messages=_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, companies: QuerySet[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = companies  # type: ignore[attr-defined]
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("Leg dit vast vanaf de dag waarop het ingaat."))
        return on


class ContractTakeOverForm(forms.Form):
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = ("kvk", "name", "responsible_name", "responsible_email", "on", "reason")
    kvk = KvkField(label=_("KVK-nummer van het bedrijf dat overneemt"))
    name = TextField(
        label=_("Naam van het bedrijf"),
        required=False,
        max_length=200,
        help_text=_("Alleen nodig als dit KVK-nummer in deze regio nog niet bekend is."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = DateField(label=_("Per"), help_text=_("De eerste dag van het nieuwe bedrijf."))
    responsible_name = TextField(
        label=_("Wie is daar verantwoordelijk?"),
        max_length=120,
        error_messages={"required": _("Vul een naam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    responsible_email = EmailAddressField(label=_("E-mailadres"))
    reason = TextField(
        label=_("Reden"), max_length=500, error_messages=_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def entry(self) -> TakeOver:
        return TakeOver(**self.cleaned_data)


class UndoForm(forms.Form):
    reason = TextField(
        label=_("Waarom draait u dit terug?"),
        max_length=500,
        error_messages=_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
