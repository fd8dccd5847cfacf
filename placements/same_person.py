"""Who is the same person: suggested by the portal, decided by the coordination point with a reason, undone with one.

Persons are recognised by name and date of birth (``placements.identity.persons``). A typing error makes two of one, and two who
happen to share both count as one. A decision changes by what they are recognised, in a trigger, and all that follows from
it is carried through here: windows, forecasts, flags for many hours, and tasks for approved months.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.choices import Seen
from organisations.refused import Refused, check_free_text
from organisations.seen import check_reason, log_seen
from organisations.tenancy import Acting
from placements.choices import CLAIMING, LineStatus, SamePerson
from placements.identity.asking import ask
from placements.identity.likeness import Likeness, likeness
from placements.identity.persons import lock_persons_of
from placements.models import DeployedPerson, Deployment, HoursStatement, PersonDecision
from placements.stating import hours
from placements.worth import appraisal

#: Pairs that the database hands over to be looked at, and that the page shows.
_MOST_PAIRS, _MOST_SHOWN = 2000, 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two identity rows that may be one person. Without names: those open with a reason."""

    one_id: uuid.UUID
    other_id: uuid.UUID
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed: approved months that are worth something else now, and months past 60 hours a week."""

    decision: PersonDecision
    tasks: int
    too_many: tuple[date, ...]


def suggestions(region_id: uuid.UUID) -> list[Pair]:
    """Pairs with the same date of birth and names that look alike, the surest first."""
    rows = ask("SELECT one_id, other_id FROM placements_similar_persons(%s, %s)", [region_id, _MOST_PAIRS])
    names = dict(
        DeployedPerson.objects.filter(pk__in={pk for row in rows for pk in row}).values_list("pk", "normalised_name")
    )
    found = []
    for one, other in rows:
        alike = likeness(names[one], names[other]) if one in names and other in names else None
        if alike is not None:
            found.append(Pair(one, other, alike))
    sure = list(Likeness)
    return sorted(found, key=lambda pair: (sure.index(pair.likeness), pair.one_id, pair.other_id))[:_MOST_SHOWN]


def recognised_as(region_id: uuid.UUID, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """All identity rows that count as the same person as these, themselves among them."""
    rows = ask("SELECT placements_same_persons(%s, %s)", [region_id, list(person_ids)])
    return {pk for (pk,) in rows}


def lines_of(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Deployment]]:
    """What these persons do or did, by person, the newest first; concepts are their company's own business."""
    found: dict[uuid.UUID, list[Deployment]] = defaultdict(list)
    lines = Deployment.objects.live().filter(person_id__in=set(person_ids)).exclude(status=LineStatus.CONCEPT)
    for line in lines.select_related("contract", "contractor", "block").order_by("-starts_on", "-pk"):
        found[line.person_id].append(line)
    return found


def open_identity(
    acting: Acting, persons: Iterable[DeployedPerson], *, reason: str, at: datetime, request: str
) -> None:
    """Write down that these names were seen, and why; before they are shown."""
    reason = check_reason(reason, otherwise=_("Vul in waarom u de namen wilt zien."))
    whose = [(person.region_id, person.pk) for person in persons]
    log_seen(acting, Seen.PERSON, whose, reason=reason, at=at, request=request)


@transaction.atomic
def decide(
    acting: Acting, kind: SamePerson, *, one: DeployedPerson, other: DeployedPerson, reason: str, at: datetime
) -> Outcome:
    """Link two, take two apart, or say that two who look alike are not the same. ``Refused`` says why it cannot be."""
    reason = _said(reason)
    _take_region(one.region_id)
    together = recognised_as(one.region_id, [one.pk, other.pk])
    are_same = other.pk in recognised_as(one.region_id, [one.pk])
    if _open_decisions(one, other).exists():
        raise Refused(_("Over deze twee is al besloten. Draai dat besluit eerst terug."))
    if kind == SamePerson.APART and not are_same:
        raise Refused(_("Deze twee tellen al als twee personen."))
    if kind != SamePerson.APART and are_same:
        raise Refused(_("Deze twee tellen al als één persoon."))
    if kind == SamePerson.APART and (one.normalised_name, one.birth_date) != (other.normalised_name, other.birth_date):
        raise Refused(_("Deze twee zijn samengevoegd. Draai dat besluit terug om ze uit elkaar te halen."))
    if kind == SamePerson.APART and one.contractor_id == other.contractor_id:
        raise Refused(_("Bij één bedrijf is dit dezelfde medewerker. Die kunt u niet uit elkaar halen."))
    decision = PersonDecision.objects.create(
        region_id=one.region_id,
        kind=kind,
        one=one,
        other=other,
        reason=reason,
        organisation_id=acting.organisation_id,
        decided_by_id=acting.user_id,
        decided_at=at,
    )
    if kind == SamePerson.DIFFERENT:
        return Outcome(decision, 0, ())
    return _carried_through(decision, together, at=at)


@transaction.atomic
def undo(acting: Acting, decision_id: uuid.UUID, *, reason: str, at: datetime) -> Outcome:
    """Take a decision back: the two are recognised as before it, and what follows is carried through again."""
    reason = _said(reason)
    found = PersonDecision.objects.filter(region_id__in=acting.region_ids).get(pk=decision_id)
    _take_region(found.region_id)
    decision = PersonDecision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision_id)
    if decision.undone_at is not None:
        raise Refused(_("Een collega heeft dit besluit al teruggedraaid."))
    together = recognised_as(decision.region_id, [decision.one_id, decision.other_id])
    decision.undone_at, decision.undone_by_id, decision.undone_reason = at, acting.user_id, reason
    decision.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    if decision.kind == SamePerson.DIFFERENT:
        return Outcome(decision, 0, ())
    return _carried_through(decision, together, at=at)


def _carried_through(decision: PersonDecision, before: set[uuid.UUID], *, at: datetime) -> Outcome:
    """Value anew all lines of who was, or is now, recognised as one of the two."""
    persons = before | recognised_as(decision.region_id, [decision.one_id, decision.other_id])
    lines = Deployment.objects.live().filter(person_id__in=persons).exclude(status=LineStatus.CONCEPT)
    ids = list(lines.order_by("pk").values_list("pk", flat=True))
    lock_persons_of(ids)
    differing = appraisal.reappraise(ids)
    appraisal.record_revaluations(differing, at=at)
    return Outcome(decision, len(differing), _flag_hours(ids))


def _flag_hours(deployment_ids: list[uuid.UUID]) -> tuple[date, ...]:
    """Flag what waits and is above 48 hours a week now, or no longer; gives the months past 60."""
    claimed = HoursStatement.objects.live().filter(deployment_id__in=deployment_ids, status__in=CLAIMING)
    statements = list(claimed.defer("trace").order_by("month", "pk"))
    verdicts = hours.verdicts_in_all([one.pk for one in statements])
    changed = []
    for one in statements:
        verdict = verdicts.get(one.pk)
        # What was approved keeps what was said of it then.
        if verdict is None or one.status == LineStatus.APPROVED or one.many_hours == verdict.many:
            continue
        one.many_hours = verdict.many
        changed.append(one)
    HoursStatement.objects.bulk_update(changed, ["many_hours"])
    return tuple(sorted({one.month for one in statements if verdicts.get(one.pk) and verdicts[one.pk].refused}))


def _open_decisions(one: DeployedPerson, other: DeployedPerson):
    both = (one.pk, other.pk)
    return PersonDecision.objects.filter(undone_at__isnull=True, one_id__in=both, other_id__in=both)


def _take_region(region_id: uuid.UUID) -> None:
    ask("SELECT placements_take_region_of_persons(%s)", [region_id])


def _said(reason: str) -> str:
    said = " ".join(reason.split())[:500]
    if not said:
        raise Refused(_("Schrijf op waarom u dit besluit."))
    check_free_text(said)
    return said
