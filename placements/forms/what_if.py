import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, DutchDecimalField, EuroField, HoursField, PercentageField
from organisations.templatetags.formatting import euro0, number
from placements.worth.what_if import Effort, People, ages_of, bonuses_among
from tenders.choices import BlockKind
from tenders.models import Block

#: More lines than this nobody compares, and nobody may let the portal reckon for ever.
MOST_ROWS = 20
MOST_PEOPLE = 999
MOST_MONTHS = 120
HOURS_IN_A_WEEK = 60
_UNITS = {
    BlockKind.PER_HOUR: _("%(label)s (%(value)s per uur)"),
    BlockKind.INVOICE_SHARE: _("%(label)s (factuurbedrag × %(factor)s)"),
    BlockKind.ONE_OFF: _("%(label)s (%(value)s per keer)"),
    BlockKind.ACTUAL_COST: _("%(label)s (kosten in euro)"),
}


class WholeNumberField(forms.IntegerField):
    """A whole number from 1, typed in a plain box."""

    def __init__(self, *, max_value: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})
        super().__init__(min_value=1, max_value=max_value, widget=widget, **kwargs)
        self.error_messages |= {
            "required": _("Vul een getal in."),
            "invalid": _("Vul een heel getal in, bijvoorbeeld 2."),
        }


class _Row(forms.Form):
    """One line; without a block it is an empty one, whatever else stands in it."""

    hide_optional = True

    def __init__(self, *args: Any, blocks: Sequence[Block], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = {block.code: block for block in blocks}

    @property
    def is_empty(self) -> bool:
        return not (self["block"].value() or "")

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_empty:
            self.errors.clear()

    def clean_block(self) -> Block | None:
        return self.blocks.get(self.cleaned_data["block"])


class PeopleRow(_Row):
    """Some persons of one group."""

    block = forms.ChoiceField(label=_("Welke groep"), required=False)
    number = WholeNumberField(label=_("Hoeveel mensen"), max_value=MOST_PEOPLE)
    hours_per_week = HoursField(
        label=_("Uren per week"),
        max_digits=5,
        max_value=HOURS_IN_A_WEEK,
        error_messages={
            "required": _("Vul de uren per week in."),
            **dict.fromkeys(("max_digits", "max_whole_digits", "max_value"), _("Vul hoogstens 60 uur per week in.")),
        },
    )
    starts_on = DateField(label=_("Vanaf"))
    months = WholeNumberField(label=_("Hoeveel maanden"), max_value=MOST_MONTHS)
    age = forms.TypedChoiceField(label=_("Leeftijd"), coerce=int, empty_value=None, required=False)
    permanent = forms.BooleanField(label=_("Vast contract"), required=False)

    def __init__(self, *args: Any, blocks: Sequence[Block], **kwargs: Any) -> None:
        super().__init__(*args, blocks=blocks, **kwargs)
        persons = [block for block in blocks if block.kind == BlockKind.FULL_TIME_YEAR]
        bonuses = bonuses_among(blocks)
        ages = ages_of(bonuses)
        self._choose("block", [("", _("Kies een groep")), *((one.code, one.label) for one in persons)])
        if ages:
            younger = _("Jonger dan %(age)s") % {"age": ages[0]}
            self._choose("age", [("", younger), *((age, _("%(age)s of ouder") % {"age": age}) for age in ages)])
        else:
            del self.fields["age"]
        if not any(bonus.permanent for bonus in bonuses):
            del self.fields["permanent"]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not 2000 <= day.year < 2100:  # noqa: PLR2004 - a century in which contracts lie
            raise ValidationError(_("Vul een datum in tussen 2000 en 2100."))
        return day

    def people(self) -> People | None:
        """The line, when it is filled in well."""
        if not self.is_bound or self.is_empty or not self.is_valid():
            return None
        data = self.cleaned_data
        return People(
            block=data["block"],
            number=data["number"],
            hours_per_week=data["hours_per_week"],
            starts_on=data["starts_on"],
            months=data["months"],
            age=data.get("age"),
            permanent=data.get("permanent", False),
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices


class EffortRow(_Row):
    """An effort that is no person at work."""

    block = forms.ChoiceField(label=_("Welke inspanning"), required=False)
    quantity = DutchDecimalField(
        label=_("Hoeveel"),
        max_digits=14,
        decimal_places=2,
        help_text=_("Uren, aantal of bedrag zonder btw"),
        error_messages={"required": _("Vul een aantal of bedrag in.")},
    )

    def __init__(self, *args: Any, blocks: Sequence[Block], **kwargs: Any) -> None:
        super().__init__(*args, blocks=blocks, **kwargs)
        others = [block for block in blocks if block.kind in _UNITS]
        field = self.fields["block"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Kies een inspanning")), *((one.code, _with_unit(one)) for one in others)]

    def effort(self) -> Effort | None:
        if not self.is_bound or self.is_empty or not self.is_valid():
            return None
        return Effort(self.cleaned_data["block"], self.cleaned_data["quantity"])


class SumForm(forms.Form):
    """How much is owed, for who has no contract yet: of the sum of a contract so many percent."""

    hide_optional = True

    contract_sum = EuroField(label=_("Hoe groot is de opdracht, zonder btw?"), required=False)
    percentage = PercentageField(label=_("Welk deel is voor social return?"), required=False)

    def terms(self) -> tuple[Decimal, Decimal] | None:
        """The sum and the percentage, when both are there."""
        if not self.is_bound or not self.is_valid():
            return None
        contract_sum, percentage = self.cleaned_data["contract_sum"], self.cleaned_data["percentage"]
        return None if contract_sum is None or percentage is None else (contract_sum, percentage)


class WhatIfForm:
    """All lines together, read from the address: ``p0-…`` persons, ``e0-…`` other effort."""

    def __init__(self, data: Mapping[str, Any], *, blocks: Sequence[Block], starts_on: date, months: int) -> None:
        sent = "people" in data
        more = data.get("more", "")
        people = _count(data.get("people"), least=1) + (more == "people")
        efforts = _count(data.get("efforts"), least=1) + (more == "efforts")
        self.people_count, self.effort_count = min(people, MOST_ROWS), min(efforts, MOST_ROWS)
        first = {
            "number": 1,
            "hours_per_week": Decimal(36),
            "starts_on": starts_on,
            "months": max(1, min(months, MOST_MONTHS)),
        }
        self.people = [
            PeopleRow(
                data if sent and f"p{index}-block" in data else None, prefix=f"p{index}", blocks=blocks, initial=first
            )
            for index in range(self.people_count)
        ]
        self.efforts = [
            EffortRow(data if sent and f"e{index}-block" in data else None, prefix=f"e{index}", blocks=blocks)
            for index in range(self.effort_count)
        ]
        self.is_full = self.people_count >= MOST_ROWS or self.effort_count >= MOST_ROWS

    @property
    def rows(self) -> list[forms.Form]:
        return [*self.people, *self.efforts]

    @property
    def has_efforts(self) -> bool:
        """Whether the tariff knows any effort that is no person."""
        return len(self.efforts[0].fields["block"].choices) > 1  # type: ignore[attr-defined]

    def chosen(self) -> tuple[list[People], list[Effort]]:
        """The lines that are filled in well; the others say themselves what is wrong."""
        people = [filled for row in self.people if (filled := row.people()) is not None]
        efforts = [done for row in self.efforts if (done := row.effort()) is not None]
        return people, efforts


def _count(text: Any, *, least: int) -> int:
    """A number of lines as it stands in the address; what is none counts as the least."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,3}", text):
        return least
    return max(int(text), least)


def _with_unit(block: Block) -> str:
    words = _UNITS[BlockKind(block.kind)]
    return str(words) % {"label": block.label, "value": euro0(block.value), "factor": number(block.value)}
