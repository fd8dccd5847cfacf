"""How long data of persons stay: what the region decided, who is about to go, and keeping somebody longer on purpose.

Apps say who is due (``Keeper``); every day a chore marks those whose term ends soon, mails who works with them, and has
the others erased. Nobody goes unannounced: the days of the warning count from the mark.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from organisations.access import acts_for_coordination_point, acts_for_werkplein
from organisations.choices import KeptReason, OrganisationKind, Role
from organisations.data_kinds import Part, Subject
from organisations.models import Membership, RetentionMark, RetentionPolicy
from organisations.refused import Refused
from organisations.tenancy import Acting

#: Nobody is kept longer than this without looking again.
LONGEST_KEPT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Due:
    """A person whose term ends on this day. ``subject_ids``: all his rows, the first one stands for him.

    ``organisation_id`` works with him beside the coordination point; ``coach_id`` is told.
    """

    subject_ids: tuple[uuid.UUID, ...]
    due_on: date
    organisation_id: uuid.UUID | None = None
    coach_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """How somebody is called in a list that names nobody, and the page about him."""

    label: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Keeper:
    """One kind of data: who is due until a day, as ``system(UPKEEP)``, and how a member reads who that is.

    ``due(region_id, policy, until)`` gives everybody whose term has ended by then; ``describe(acting, ids)`` only those
    that the member may see.
    """

    subject: Subject
    part: Part
    title: str | Promise
    due: Callable[[uuid.UUID, RetentionPolicy, date], Iterable[Due]]
    describe: Callable[[Acting, Sequence[uuid.UUID]], dict[uuid.UUID, Described]]


_keepers: dict[tuple[str, str], Keeper] = {}


def register(keeper: Keeper) -> None:
    """Called once by the app that knows these persons."""
    _keepers[keeper.subject, keeper.part] = keeper


def keepers() -> list[Keeper]:
    return list(_keepers.values())


def keeper_of(subject: str, part: str) -> Keeper | None:
    return _keepers.get((subject, part))


def policy_of(region_id: uuid.UUID) -> RetentionPolicy:
    """What the region decided; unsaved with the shipped terms where it never did."""
    return RetentionPolicy.objects.filter(region_id=region_id).first() or RetentionPolicy(region_id=region_id)


def sees_retention(acting: Acting) -> bool:
    """Whoever works with persons sees whose data are about to go."""
    return acts_for_coordination_point(acting) or acts_for_werkplein(acting)


def sees_all_retention(acting: Acting) -> bool:
    """The terms themselves, and the proof of what went."""
    return acts_for_coordination_point(acting)


def may_decide_retention(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_keep_longer(acting: Acting) -> bool:
    return sees_retention(acting) and acting.may_write


def marks_of(acting: Acting) -> QuerySet[RetentionMark]:
    """Whose data are about to go, soonest first. Row security decides; this narrows by an index."""
    marks = RetentionMark.objects.filter(region_id__in=acting.region_ids).select_related("organisation", "kept_by")
    if not acts_for_coordination_point(acting):
        marks = marks.filter(organisation_id=acting.organisation_id)
    return marks.order_by("due_on", "pk")


@transaction.atomic
def decide(acting: Acting, *, region_id: uuid.UUID, terms: Mapping[str, int], at: datetime) -> RetentionPolicy:
    """Lay down how long the region keeps what. Who is due by it shows the next day, with the whole warning."""
    policy, _made = RetentionPolicy.objects.update_or_create(
        region_id=region_id, defaults={**terms, "changed_by_id": acting.user_id, "changed_at": at}
    )
    return policy


@transaction.atomic
def keep_longer(acting: Acting, mark_id: uuid.UUID, *, until: date, reason: KeptReason, on: date) -> RetentionMark:
    """Keep this person's data until a day, for a reason. Before that day he is announced anew (``mark_due``)."""
    mark = marks_of(acting).select_for_update(of=("self",), no_key=True).get(pk=mark_id)
    if until <= max(on, mark.due_on):
        raise Refused(_("Kies een dag na de dag waarop de gegevens nu gewist worden."))
    if until > on + LONGEST_KEPT:
        raise Refused(_("Bewaar niet langer dan een jaar vooruit. Daarna kunt u opnieuw kiezen."))
    mark.kept_until, mark.kept_reason, mark.kept_by_id = until, reason, acting.user_id
    mark.save(update_fields=["kept_until", "kept_reason", "kept_by"])
    return mark


@transaction.atomic
def keep_no_longer(acting: Acting, mark_id: uuid.UUID) -> RetentionMark:
    """Undo of keeping longer."""
    mark = marks_of(acting).select_for_update(of=("self",), no_key=True).get(pk=mark_id)
    mark.kept_until, mark.kept_reason, mark.kept_by = None, "", None
    mark.save(update_fields=["kept_until", "kept_reason", "kept_by"])
    return mark


def mark_due(
    region_id: uuid.UUID, *, on: date, at: datetime
) -> tuple[list[RetentionMark], dict[uuid.UUID, set[uuid.UUID]]]:
    """Mark who is due within the days of the warning, and forget marks of who is not any more. As ``system(UPKEEP)``.

    Who was kept longer is marked anew when the warning before that day begins: he is forgotten about by then.
    Returns the new marks, and by person the coaches to be told.
    """
    policy = policy_of(region_id)
    new: list[RetentionMark] = []
    coaches: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for keeper in keepers():
        due = {one.subject_ids[0]: one for one in keeper.due(region_id, policy, on + timedelta(days=policy.warn_days))}
        standing = RetentionMark.objects.filter(region_id=region_id, subject=keeper.subject, part=keeper.part)
        standing.exclude(subject_id__in=due).delete()
        known = {mark.subject_id: mark for mark in standing}
        for subject_id, one in due.items():
            mark = known.get(subject_id)
            if mark is not None and not _kept_to_its_end(mark, policy, on=on):
                mark.subject_ids, mark.organisation_id = list(one.subject_ids), one.organisation_id
                mark.due_on = max(mark.due_on, one.due_on)
                mark.save(update_fields=["subject_ids", "organisation", "due_on"])
                continue
            if mark is not None:
                mark.delete()
            new.append(_mark(keeper, one, mark, region_id=region_id, policy=policy, on=on, at=at))
            if one.coach_id:
                coaches[subject_id].add(one.coach_id)
    RetentionMark.objects.bulk_create(new)
    return new, coaches


def _kept_to_its_end(mark: RetentionMark, policy: RetentionPolicy, *, on: date) -> bool:
    return mark.kept_until is not None and mark.kept_until <= on + timedelta(days=policy.warn_days)


def over(region_id: uuid.UUID, *, on: date) -> list[RetentionMark]:
    """Whose day has come, and who was not kept longer."""
    marks = RetentionMark.objects.filter(region_id=region_id, due_on__lte=on, kept_until=None)
    return list(marks.order_by("due_on", "pk"))


def readers_of(marks: Iterable[RetentionMark], coaches: dict[uuid.UUID, set[uuid.UUID]]) -> dict[Membership, int]:
    """Who is told of how many of these persons: the coordination point of all, a coach of his own. Two queries."""
    marks = list(marks)
    regions = {mark.region_id for mark in marks}
    current = Membership.objects.current().filter(user__is_active=True).exclude(role=Role.AUDITOR)
    told: dict[Membership, int] = {}
    for member in (
        current.filter(
            organisation__kind=OrganisationKind.COORDINATION_POINT,
            organisation__organisation_regions__region_id__in=regions,
        )
        .select_related("user", "organisation")
        .order_by("pk")
        .distinct()
    ):
        told[member] = len({mark.subject_id for mark in marks})
    own: dict[tuple[uuid.UUID, uuid.UUID | None], set[uuid.UUID]] = defaultdict(set)
    for mark in marks:
        for coach_id in coaches.get(mark.subject_id, ()):
            own[coach_id, mark.organisation_id].add(mark.subject_id)
    for member in (
        current.filter(user_id__in=[coach_id for coach_id, _organisation in own])
        .select_related("user", "organisation")
        .order_by("pk")
    ):
        number = len(own.get((member.user_id, member.organisation_id), ()))
        if number and member not in told:
            told[member] = number
    return told


def _mark(
    keeper: Keeper,
    due: Due,
    before: RetentionMark | None,
    *,
    region_id: uuid.UUID,
    policy: RetentionPolicy,
    on: date,
    at: datetime,
) -> RetentionMark:
    ends = [due.due_on, on + timedelta(days=policy.warn_days)]
    if before is not None and before.kept_until is not None:
        ends.append(before.kept_until + timedelta(days=1))
    return RetentionMark(
        region_id=region_id,
        subject=keeper.subject,
        part=keeper.part,
        subject_id=due.subject_ids[0],
        subject_ids=list(due.subject_ids),
        organisation_id=due.organisation_id,
        # Whoever is found late gets the whole warning all the same.
        due_on=max(ends),
        told_at=at,
    )
