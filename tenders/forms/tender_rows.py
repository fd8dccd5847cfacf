"""Rows of a tender's form: its lots, and the occupations that the work will ask. An empty row is none."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.choices import Sector
from organisations.form_fields import CountField, DateField
from organisations.models import Occupation
from tenders.calendar.entry import MOST_LOTS, MOST_OCCUPATIONS, Expected, Lot
from tenders.forms.entry_fields import OneLine

LOTS, OCCUPATIONS = "perceel", "beroep"
#: Rows that stand ready, and how many come with each 'toevoegen'.
READY, MORE = 1, 2


class Row(forms.Form):
    """A row that says nothing about faults when its page only comes back with more rows."""

    use_required_attribute = False
    hide_optional = True

    def __init__(self, *args: Any, is_redrawn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_redrawn = is_redrawn

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_redrawn:
            self._errors = ErrorDict(renderer=self.renderer)


class LotRow(Row):
    number = CountField(_("Nummer"), least=1, most=9999, required=False)
    title = OneLine(label=_("Titel"), max_length=200, required=False)
    description = OneLine(label=_("Omschrijving"), max_length=1000, required=False)

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("title") or self.cleaned_data.get("description"))


class OccupationRow(Row):
    occupation = forms.ChoiceField(label=_("Beroep"), required=False)
    head_count = CountField(_("Aantal mensen"), least=1, most=9999, required=False)
    starts_on = DateField(label=_("Vanaf"), required=False)

    def __init__(self, *args: Any, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["occupation"]
        field.choices = choices

    def clean(self) -> None:
        values = self.cleaned_data
        count, occupation = values.get("head_count"), values.get("occupation")
        if occupation and count is None and "head_count" not in self.errors:
            self.add_error("head_count", _("Vul in hoeveel mensen, of kies geen beroep."))
        if (count is not None or values.get("starts_on")) and occupation == "":
            self.add_error("occupation", _("Kies het beroep, of maak deze rij leeg."))

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("occupation"))


class Rows(forms.BaseFormSet):
    """The rows, each with its number in its labels, so that a summary of errors says which row it means."""

    word: Any = ""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            for field in form.fields.values():
                words = {"word": self.word, "number": index + 1, "name": str(field.label).lower()}
                field.widget.attrs["aria-label"] = gettext("%(word)s %(number)s, %(name)s") % words


class LotRows(Rows):
    word = _("Perceel")

    def clean(self) -> None:
        """Numbers that were left out follow on; each is used once."""
        if any(self.errors):
            return
        used: set[int] = set()
        for row in self.forms:
            if not row.is_filled:
                continue
            number = row.cleaned_data["number"]
            if number in used:
                row.add_error("number", _("Dit nummer is al van een ander perceel. Kies een ander nummer."))
            elif number:
                used.add(number)

    def lots(self) -> tuple[Lot, ...]:
        """What is filled in, by number."""
        filled = [row.cleaned_data for row in self.forms if row.is_filled]
        used = {values["number"] for values in filled if values["number"]}
        found = []
        for values in filled:
            number = values["number"] or next(one for one in range(1, 10_000) if one not in used)
            used.add(number)
            found.append(Lot(number, values["title"], values["description"]))
        return tuple(sorted(found))


class OccupationRows(Rows):
    word = _("Beroep")

    def clean(self) -> None:
        if any(self.errors):
            return
        seen: set[str] = set()
        for row in self.forms:
            chosen = row.cleaned_data.get("occupation")
            if chosen and chosen in seen:
                row.add_error("occupation", _("Dit beroep staat er al bij. Tel de mensen samen op in één rij."))
            seen.add(chosen)

    def occupations(self) -> tuple[Expected, ...]:
        values = [row.cleaned_data for row in self.forms if row.is_filled]
        made = (Expected(uuid.UUID(row["occupation"]), row["head_count"], row["starts_on"]) for row in values)
        return tuple(sorted(made, key=lambda one: str(one.occupation_id)))


def lot_rows(data: Any, *, lots: Iterable[Lot], is_redrawn: bool) -> Any:
    made = forms.formset_factory(
        LotRow, formset=LotRows, extra=READY, max_num=MOST_LOTS, absolute_max=MOST_LOTS, validate_max=True
    )
    initial = [{"number": one.number, "title": one.title, "description": one.description} for one in lots]
    return made(data, initial=initial, prefix=LOTS, form_kwargs={"is_redrawn": is_redrawn})


def occupation_rows(data: Any, *, expected: Iterable[Expected], choices: Sequence[Any], is_redrawn: bool) -> Any:
    made = forms.formset_factory(
        OccupationRow,
        formset=OccupationRows,
        extra=READY,
        max_num=MOST_OCCUPATIONS,
        absolute_max=MOST_OCCUPATIONS,
        validate_max=True,
    )
    initial = [
        {"occupation": str(one.occupation_id), "head_count": one.head_count, "starts_on": one.starts_on}
        for one in expected
    ]
    return made(data, initial=initial, prefix=OCCUPATIONS, form_kwargs={"is_redrawn": is_redrawn, "choices": choices})


def occupations_for(region_id: uuid.UUID, *, used: Iterable[uuid.UUID]) -> Any:
    """Those on the list of the region that are used, and those that the tender names already, by name."""
    of_region = Occupation.objects.filter(region_id=region_id)
    return of_region.filter(Q(retired_on=None) | Q(pk__in=list(used))).order_by("name", "pk")


def occupation_choices(occupations: Iterable[Occupation], *, sector: str) -> list[Any]:
    """By sector, that of the tender first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in occupations:
        groups.setdefault(one.sector, []).append((str(one.pk), one.name))
    order = sorted(groups, key=lambda one: (one != sector, list(Sector.values).index(one)))
    return [("", _("Kies een beroep")), *((Sector(one).label, groups[one]) for one in order)]


def with_more(data: Any, prefix: str) -> Any:
    """What was sent, with some rows more."""
    data = data.copy()
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    data[f"{prefix}-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + MORE)
    return data


def with_rows(data: Any) -> Any:
    """What was sent; who sends none of the rows has none."""
    lacking = [prefix for prefix in (LOTS, OCCUPATIONS) if f"{prefix}-TOTAL_FORMS" not in data]
    if not lacking:
        return data
    data = data.copy()
    for prefix in lacking:
        data.update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
    return data
