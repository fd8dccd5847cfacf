import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.form_fields import ChoiceCards, DateField, DutchDecimalField, TextField
from organisations.templatetags.formatting import euro, number
from placements.models import Contribution
from placements.stating.contributions import OF_PERSONS, Details, fault_of
from tenders.choices import BlockKind
from tenders.models import Block, Contract


class ContributionForm(forms.Form):
    """An effort on ``contract`` that is no person at work, valued by a block of its tariff."""

    block = ModelChoiceField(
        label=gettext_lazy("Wat hebt u gedaan?"),
        queryset=Block.objects.none(),
        widget=ChoiceCards,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Kies wat u hebt gedaan."),
            "invalid_choice": gettext_lazy("Kies wat u hebt gedaan."),
        },
    )
    date = DateField(
        label=gettext_lazy("Op welke dag?"),
        help_text=gettext_lazy("De dag waarop het was, of de datum van de factuur."),
    )
    quantity = DutchDecimalField(
        label=gettext_lazy("Hoeveel?"),
        max_digits=14,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=gettext_lazy(
            "Uren, een aantal, of euro’s zonder btw. Bij uw keuze hierboven staat welke van de drie."
        ),
        error_messages={
            "required": gettext_lazy("Vul in hoeveel het was."),
            "min_value": gettext_lazy("Vul een getal in boven nul."),
        },
    )
    description = TextField(
        label=gettext_lazy("Omschrijving"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Bijvoorbeeld: gastles op een mbo-school, of catering door een sociale onderneming, factuur 2026-118."
        ),
        error_messages={
            "required": gettext_lazy("Schrijf kort op wat u deed. Dan weet wie het beoordeelt waar het over gaat.")
        },
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    #: What the form began with, so that a line that changed meanwhile is not overwritten.
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        contract: Contract,
        *,
        company_id: uuid.UUID,
        line: Contribution | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data=data, **kwargs)
        self.contract, self.company_id, self.line = contract, company_id, line
        blocks = blocks_of(contract)
        field = self.fields["block"]
        assert isinstance(field, ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = blocks
        field.widget.notes = {str(block.pk): unit_of(block) for block in blocks}
        del self.fields["token" if line is not None else "shown"]

    def clean_description(self) -> str:
        return " ".join(self.cleaned_data["description"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        block, quantity = data.get("block"), data.get("quantity")
        fault = fault_of(block, quantity) if block is not None and quantity is not None else ""
        if fault:
            self.add_error("quantity", fault)
        return data

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            block=data["block"], date=data["date"], quantity=data["quantity"], description=data["description"]
        )


def blocks_of(contract: Contract) -> Any:
    """The blocks of the contract's tariff that a contribution can have."""
    return contract.tariff.blocks.exclude(kind__in=OF_PERSONS).order_by("position", "label", "pk")


def unit_of(block: Block) -> str:
    """What is counted, and what one of it is worth."""
    match block.kind:
        case BlockKind.PER_HOUR:
            return _("vul het aantal uren in; een uur telt voor %(rate)s") % {"rate": euro(block.value)}
        case BlockKind.INVOICE_SHARE:
            return _("vul de factuur in euro’s zonder btw in; telt × %(factor)s") % {"factor": number(block.value, 2)}
        case BlockKind.ONE_OFF:
            return _("vul het aantal keren in; één keer telt voor %(rate)s") % {"rate": euro(block.value)}
        case _:
            return _("vul de werkelijke kosten in euro’s zonder btw in")
