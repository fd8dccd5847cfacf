import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, EuroField
from organisations.models import Organisation
from placements.stating.agreements import AgreementEntry
from placements.stating.opening_balance import Balance
from tenders.forms.entry_fields import OneLine

_REQUIRED = {"required": _("Vul dit in.")}


class AgreementForm(forms.Form):
    """What will be done, what it is worth, what will show it and from when."""

    use_required_attribute = False
    field_order = ("company", "description", "amount", "starts_on", "evidence")

    description = OneLine(label=_("Wat gaat er gebeuren?"), max_length=300, error_messages=_REQUIRED)
    amount = EuroField(
        label=_("Waarde"),
        min_value=Decimal("0.01"),
        help_text=_("Dit bedrag telt mee als het gedaan en goedgekeurd is."),
        error_messages={"min_value": _("Vul een bedrag in boven nul.")},
    )
    starts_on = DateField(label=_("Begint op"), help_text=_("Vandaag of later: u spreekt het vooraf af."))
    evidence = OneLine(
        label=_("Waaruit blijkt het straks?"),
        max_length=300,
        help_text=_("Bijvoorbeeld een deelnemerslijst of een factuur."),
        error_messages=_REQUIRED,
    )

    def __init__(self, *args: Any, companies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = companies
        if len(companies) > 1:
            self.fields["company"] = forms.ChoiceField(
                label=_("Voor welk bedrijf?"),
                choices=[("", _("Maak een keuze")), *((str(one.pk), one.name) for one in companies)],
                error_messages={"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")},
            )
        self.order_fields(self.field_order)

    def entry(self) -> AgreementEntry:
        values = self.cleaned_data
        chosen = values.get("company")
        return AgreementEntry(
            contractor_id=uuid.UUID(chosen) if chosen else self.companies[0].pk,
            description=values["description"],
            amount=values["amount"],
            evidence=values["evidence"],
            starts_on=values["starts_on"],
        )


class OpeningBalanceForm(forms.Form):
    """The amount that was filled in before the contract came into the portal."""

    use_required_attribute = False

    amount = EuroField(
        label=_("Al ingevuld"),
        min_value=Decimal("0.01"),
        error_messages={"min_value": _("Vul een bedrag in boven nul.")},
    )
    on = DateField(label=_("Stand op"), help_text=_("De dag tot en met welke dit bedrag geldt."))
    source = OneLine(
        label=_("Waar komt dit bedrag vandaan?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: laatste voortgangsrapport van 31-12-2025."),
        error_messages=_REQUIRED,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen. Een beginstand is wat er al gedaan is."))
        return self.cleaned_data["on"]

    def balance(self) -> Balance:
        values = self.cleaned_data
        return Balance(amount=values["amount"], on=values["on"], source=values["source"])
