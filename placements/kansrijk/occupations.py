"""What everybody may know of the work in a region: what one does and needs, what it pays, and where it can be found."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.training_choices import TrainingForm
from organisations.models import Occupation
from placements.kansrijk.everyday import called_in_vacancies
from placements.kansrijk.listing import open_vacancies
from placements.kansrijk.words import people_said
from placements.models import Vacancy
from tenders.calendar.demand import read_demand
from tenders.calendar.quarters import Quarter
from tenders.calendar.selection import words_of
from tenders.calendar.wanted import Wanted

#: So many vacancies stand on the page of an occupation; the rest is behind a link.
SHOWN = 5


class Joined(Func):
    """The lines of an array as one text."""

    function = "array_to_string"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Training:
    """A training that leads to the work, without its price; ``next_on`` is the first day of the next group."""

    name: str
    form: str
    goal: str
    entry: str
    weeks: int | None
    hours_per_week: Decimal | None
    certificate: str
    next_on: date | None
    next_place: str
    benefit_kept: bool

    @property
    def length(self) -> str:
        """``6 weken, 24 uur per week``."""
        weeks = ngettext("%(count)s week", "%(count)s weken", self.weeks) % {"count": self.weeks} if self.weeks else ""
        hours = self.hours_per_week
        week = _("%(hours)s uur per week") % {"hours": f"{hours.normalize():f}".replace(".", ",")} if hours else ""
        return ", ".join(part for part in (weeks, week) if part)


_TRAINING = """
    SELECT occupation_id, name, form, goal, entry, weeks, hours_per_week, certificate, next_on, next_place, benefit_kept
      FROM placements_public_training(%s, %s)
"""


def open_to_everybody(region_id: uuid.UUID) -> QuerySet[Occupation]:
    """Those with a page: in use, and put there by the coordination point."""
    return Occupation.objects.filter(region_id=region_id, is_public=True, retired_on__isnull=True)


def searched(region_id: uuid.UUID, *, words: str, sector: str) -> list[Occupation]:
    """By name; every word must be there, in any form (``schilderen`` finds the painter)."""
    found = open_to_everybody(region_id)
    if sector:
        found = found.filter(sector=sector)
    if words:
        tasks = Joined(F("tasks"), Value(" "))
        text = SearchVector("name", "summary", tasks, "needs", config="dutch")
        found = found.annotate(text=text).filter(
            Q(text=SearchQuery(words, config="dutch"))
            | Q(name__icontains=words)
            | Q(summary__icontains=words)
            | _meant(words)
        )
    return list(found.order_by("name", "pk"))


def _meant(words: str) -> Q:
    """Each word is an everyday one for the work (``poetsen`` for the cleaner)."""
    meant = [called_in_vacancies(word) for word in words_of(words)]
    if not meant or not all(meant):
        return Q(pk__in=[])
    return reduce(and_, (reduce(or_, (Q(name__icontains=name) for name in names)) for names in meant))


def places_by_occupation(region_id: uuid.UUID, *, on: date) -> Mapping[uuid.UUID, int]:
    """How many people open vacancies ask, by occupation."""
    places: dict[uuid.UUID, int] = {}
    rows = open_vacancies(region_id, on=on).filter(occupation__isnull=False).order_by("pk")
    for occupation_id, count in rows.values_list("occupation_id", "places"):
        places[occupation_id] = places.get(occupation_id, 0) + count
    return places


def vacancies_for(occupation: Occupation, *, on: date) -> tuple[list[Vacancy], int]:
    """The first few, what can be begun first of all, and how many there are."""
    found = open_vacancies(occupation.region_id, on=on).filter(occupation=occupation)
    rows = list(found.order_by("is_expected", F("published_at").desc(nulls_last=True), "pk")[:SHOWN])
    return rows, len(rows) if len(rows) < SHOWN else found.count()


def training_for(occupation: Occupation, *, on: date) -> list[Training]:
    """What leads to it, what begins soonest first. Only in the open context: a workspace has pages of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_TRAINING, [occupation.region_id, on])
        return [Training(*row[1:]) for row in cursor.fetchall() if row[0] == occupation.pk]


def form_said(form: str) -> str:
    """A form of training without a word of the trade."""
    said = {TrainingForm.INTENSIVE: _("Lange opleiding"), TrainingForm.SHORT: _("Korte opleiding")}
    return str(said.get(TrainingForm(form), _("Opleiding")))


def coming_for(occupation: Occupation, *, on: date) -> list[str]:
    """What the calendar asks of this work, quarter by quarter, in words that need no calendar."""
    read = read_demand(occupation.region_id, Wanted(beroep=(occupation.code,)), on=on)
    row = next(iter(read.demand.rows), None)
    if row is None:
        return []
    lines = [
        _in_quarter(quarter, row.by_quarter[quarter.year, quarter.number])
        for quarter in read.quarters
        if row.by_quarter.get((quarter.year, quarter.number))
    ]
    if row.later:
        lines.append(_("Later: ongeveer %(people)s.") % {"people": people_said(row.later)})
    if row.undated:
        lines.append(_("Wanneer is nog niet bekend: ongeveer %(people)s.") % {"people": people_said(row.undated)})
    return lines


def _in_quarter(quarter: Quarter, heads: int) -> str:
    months = {"first": date_format(quarter.first_day, "F"), "last": date_format(quarter.last_day, "F Y")}
    return _("Van %(first)s tot en met %(last)s: ongeveer %(people)s.") % (months | {"people": people_said(heads)})


def structured(occupation: Occupation, *, region_name: str, url: str) -> dict[str, Any]:
    """``Occupation`` of schema.org, as far as it is known."""
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Occupation",
        "name": occupation.name,
        "url": url,
        "occupationLocation": {"@type": "AdministrativeArea", "name": region_name},
    }
    if occupation.summary:
        told["description"] = occupation.summary
    if occupation.tasks:
        told["responsibilities"] = " ".join(occupation.tasks)
    if occupation.certificates:
        told["qualifications"] = ", ".join(occupation.certificates)
    if occupation.wage_from is not None or occupation.wage_to is not None:
        span = {"minValue": occupation.wage_from, "maxValue": occupation.wage_to}
        value = {name: str(amount) for name, amount in span.items() if amount is not None}
        told["estimatedSalary"] = {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "unitText": "MONTH"} | value,
        }
    return told
