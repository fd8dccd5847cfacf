"""The promising occupations of a region: proposed from figures, settled by people, and adopted with a day.

The portal proposes by what can be counted: places in vacancies that are open, and people whom the calendar asks in the
next twelve months. What people change is theirs to explain; the figures of the day of adoption stay with the list.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from organisations.models import Occupation
from organisations.months import add_months
from organisations.refused import Refused
from organisations.shown import digest
from organisations.tenancy import Acting
from placements.kansrijk.listing import open_vacancies
from placements.models import PromisingList, PromisingOccupation
from placements.vacancy_choices import PromisingState
from tenders.calendar.demand import read_demand
from tenders.calendar.wanted import Wanted

#: So many stand on a list at most.
MOST = 10
#: How far ahead people who will be asked are counted.
MONTHS_AHEAD = 12
#: So long a concept that was thrown away can come back.
BROUGHT_BACK_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one occupation: vacancies and the places in them, and people that the calendar asks within a year."""

    vacancies: int = 0
    places: int = 0
    heads: int = 0

    @property
    def total(self) -> int:
        return self.places + self.heads


NONE = Figures()


def figures_of(region_id: uuid.UUID, *, on: date) -> Mapping[uuid.UUID, Figures]:
    """What counts for the proposed order, by occupation. Two queries; call it inside a context."""
    counted = open_vacancies(region_id, on=on).filter(occupation__isnull=False).order_by().values("occupation_id")
    rows = counted.annotate(number=Count("pk"), people=Sum("places"))
    vacancies = {row["occupation_id"]: (row["number"], row["people"]) for row in rows}
    until = add_months(on, MONTHS_AHEAD)
    heads: defaultdict[str, int] = defaultdict(int)
    for line in read_demand(region_id, Wanted(), on=on).lines:
        if line.on is not None and on <= line.on < until:
            heads[line.occupation_code] += line.heads
    ids = dict(Occupation.objects.filter(region_id=region_id).order_by("pk").values_list("code", "pk"))
    by_id = {ids[code]: count for code, count in heads.items() if code in ids}
    return {key: Figures(*vacancies.get(key, (0, 0)), by_id.get(key, 0)) for key in {*vacancies, *by_id}}


def newest_adopted(region_id: uuid.UUID) -> PromisingList | None:
    """The list that holds now."""
    return adopted(region_id).first()


def adopted(region_id: uuid.UUID) -> QuerySet[PromisingList]:
    found = PromisingList.objects.filter(region_id=region_id, state=PromisingState.ADOPTED)
    return found.order_by("-adopted_on", "-created_at", "-pk")


def concept_of(region_id: uuid.UUID) -> PromisingList | None:
    return PromisingList.objects.filter(region_id=region_id, state=PromisingState.CONCEPT).first()


def on_list(one: PromisingList) -> list[PromisingOccupation]:
    """In order."""
    rows = one.occupations.filter(position__isnull=False).select_related("occupation")
    return list(rows.order_by("position", "pk"))


def left_off(one: PromisingList) -> list[PromisingOccupation]:
    rows = one.occupations.filter(position__isnull=True).select_related("occupation")
    return list(rows.order_by("occupation__name", "pk"))


def in_use(region_id: uuid.UUID) -> QuerySet[Occupation]:
    return Occupation.objects.filter(region_id=region_id, retired_on__isnull=True).order_by("name", "pk")


# What the coordination point does with a concept


@transaction.atomic
def propose(acting: Acting, *, region_id: uuid.UUID, on: date) -> PromisingList:
    """A concept with the occupations of which most people are asked."""
    if region_id not in acting.region_ids:
        raise Refused(_("U werkt niet in deze regio. Kies een regio waarin u werkt."))
    figures = figures_of(region_id, on=on)
    asked = [one for one in in_use(region_id) if figures.get(one.pk, NONE).total]
    asked.sort(key=lambda one: (-figures[one.pk].total, -figures[one.pk].places, one.name))
    made = PromisingList(region_id=region_id, created_by_id=acting.user_id)
    _begin(made)
    PromisingOccupation.objects.bulk_create(
        PromisingOccupation(
            promising_list=made,
            occupation=one,
            position=position,
            places=figures[one.pk].places,
            heads=figures[one.pk].heads,
        )
        for position, one in enumerate(asked[:MOST], start=1)
    )
    return made


@transaction.atomic
def move(acting: Acting, list_id: uuid.UUID, occupation_id: uuid.UUID, *, up: bool, seen_at: int | None = None) -> None:
    """One place up or down; the first and the last stay where they are. ``seen_at``: its place on the page."""
    rows = on_list(_locked(acting, list_id))
    here = next((place for place, one in enumerate(rows) if one.occupation_id == occupation_id), None)
    if here is None:
        raise Refused(_("Dit beroep staat niet meer in de lijst."))
    if seen_at is not None and rows[here].position != seen_at:
        raise Refused(
            _("De volgorde is intussen veranderd. %(name)s staat nu op plaats %(place)s. Kijk of dat goed is.")
            % {"name": rows[here].occupation.name, "place": rows[here].position}
        )
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)


@transaction.atomic
def leave_off(acting: Acting, list_id: uuid.UUID, occupation_id: uuid.UUID, *, why: str) -> None:
    """Off the list, with the reason; who comes after moves up."""
    rows = on_list(_locked(acting, list_id))
    gone = next((one for one in rows if one.occupation_id == occupation_id), None)
    if gone is None:
        raise Refused(_("Dit beroep staat niet meer in de lijst."))
    gone.position, gone.why = None, why
    gone.save(update_fields=["position", "why"])
    _number([one for one in rows if one is not gone])


@transaction.atomic
def put_on(acting: Acting, list_id: uuid.UUID, occupation_id: uuid.UUID, *, why: str, on: date) -> None:
    """At the end of the list, with the reason; also one that was left off before."""
    concept = _locked(acting, list_id)
    rows = on_list(concept)
    if len(rows) >= MOST:
        raise Refused(_("Er staan al tien beroepen in de lijst. Haal er eerst één uit."))
    if any(one.occupation_id == occupation_id for one in rows):
        raise Refused(_("Dit beroep staat al in de lijst."))
    if not in_use(concept.region_id).filter(pk=occupation_id).exists():
        raise Refused(_("Dit beroep is niet meer in gebruik."))
    figures = figures_of(concept.region_id, on=on).get(occupation_id, NONE)
    PromisingOccupation.objects.update_or_create(
        promising_list=concept,
        occupation_id=occupation_id,
        defaults={"position": len(rows) + 1, "why": why, "places": figures.places, "heads": figures.heads},
    )


@transaction.atomic
def adopt(
    acting: Acting, list_id: uuid.UUID, *, adopted_on: date, settled_with: str, note: str, on: date, shown: str
) -> PromisingList:
    """From now on everybody reads this list, with the figures of today. It changes no more.

    ``shown``: ``version`` of what its reader saw last.
    """
    concept = _locked(acting, list_id)
    rows = on_list(concept)
    check_can_be_adopted(concept, rows, adopted_on=adopted_on, on=on)
    if version(rows) != shown:
        raise Refused(_("De lijst is intussen veranderd. Kijk haar nog eens na."))
    figures = figures_of(concept.region_id, on=on)
    for one in rows:
        counted = figures.get(one.occupation_id, NONE)
        one.places, one.heads = counted.places, counted.heads
    PromisingOccupation.objects.bulk_update(rows, ["places", "heads"])
    concept.state, concept.adopted_on, concept.adopted_by_id = PromisingState.ADOPTED, adopted_on, acting.user_id
    concept.settled_with, concept.note = settled_with, note
    concept.save(update_fields=["state", "adopted_on", "adopted_by", "settled_with", "note"])
    return concept


def check_can_be_adopted(
    concept: PromisingList, rows: Sequence[PromisingOccupation], *, adopted_on: date, on: date
) -> None:
    if not rows:
        raise Refused(_("Er staat nog geen beroep in de lijst. Voeg er eerst een toe."))
    if adopted_on > on:
        raise Refused(_("Deze dag moet nog komen."))
    before = newest_adopted(concept.region_id)
    if before is not None and before.adopted_on and adopted_on < before.adopted_on:
        raise Refused(_("Deze dag ligt voor de dag van de vorige lijst. Kies die dag of later."))


def version(rows: Iterable[PromisingOccupation]) -> str:
    """The same as long as these occupations stand in this order, for these reasons."""
    return digest({str(one.position): (one.occupation_id, one.why) for one in rows})


@transaction.atomic
def throw_away(acting: Acting, list_id: uuid.UUID) -> None:
    """A concept only; what was adopted stays. ``bring_back`` undoes it."""
    _locked(acting, list_id).delete()


def thrown_away(region_id: uuid.UUID, *, at: datetime) -> Any | None:
    """The end of the concept that was thrown away last, in its history; for as long as it can be brought back."""
    events: Any = PromisingList.pgh_event_model.objects  # type: ignore[attr-defined]
    ends = events.filter(region_id=region_id, pgh_label="delete")
    newer = PromisingList.objects.filter(region_id=region_id, created_at__gt=OuterRef("pgh_created_at"))
    kept = ends.filter(~Exists(newer), pgh_created_at__gte=at - BROUGHT_BACK_WITHIN)
    return kept.order_by("-pgh_created_at", "-pgh_id").first()


def has_been_here(acting: Acting, list_id: uuid.UUID) -> bool:
    """Whether a list is or was of a region of this member."""
    events: Any = PromisingList.pgh_event_model.objects  # type: ignore[attr-defined]
    return bool(events.filter(region_id__in=acting.region_ids, pgh_obj_id=list_id).exists())


@transaction.atomic
def bring_back(acting: Acting, list_id: uuid.UUID, *, at: datetime) -> PromisingList:
    """Undo ``throw_away``: the concept with its order and reasons, as it was."""
    ends = [thrown_away(region_id, at=at) for region_id in acting.region_ids]
    end = next((one for one in ends if one is not None and one.pgh_obj_id == list_id), None)
    if end is None:
        raise Refused(_("Dit concept kan niet meer terug: er is al een nieuwer, of het is te lang geleden."))
    again = PromisingList(
        pk=list_id, region_id=end.region_id, created_by_id=end.created_by_id, created_at=end.created_at
    )
    _begin(again)
    # What went with the list went in the same transaction, so at the same moment.
    events: Any = PromisingOccupation.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = events.filter(promising_list_id=list_id, pgh_label="delete", pgh_created_at=end.pgh_created_at)
    names = ("id", "occupation_id", "position", "places", "heads", "why")
    last = {row["id"]: row for row in rows.order_by("pgh_id").values(*names)}
    PromisingOccupation.objects.bulk_create(PromisingOccupation(promising_list=again, **row) for row in last.values())
    return again


def _begin(concept: PromisingList) -> None:
    try:
        with transaction.atomic():
            concept.save(force_insert=True)
    except IntegrityError as error:
        if "promising_list_one_concept" in str(error):
            raise Refused(_("Er is al een concept. Stel dat eerst vast, of gooi het weg.")) from error
        raise


def _locked(acting: Acting, list_id: uuid.UUID) -> PromisingList:
    lists = PromisingList.objects.filter(region_id__in=acting.region_ids)
    one = lists.select_for_update(of=("self",), no_key=True).filter(pk=list_id).first()
    if one is None:
        raise Refused(_("Dit concept is er niet meer. Iemand heeft het weggegooid."))
    check_concept(one)
    return one


def check_concept(one: PromisingList) -> None:
    """Refused once it is adopted."""
    if one.state != PromisingState.CONCEPT:
        raise Refused(_("Deze lijst is al vastgesteld en verandert niet meer."))


def _number(rows: list[PromisingOccupation]) -> None:
    for position, one in enumerate(rows, start=1):
        one.position = position
    PromisingOccupation.objects.bulk_update(rows, ["position"])
