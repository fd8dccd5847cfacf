"""The rules of sustained outflow over rows: what they say of one placement, and by which placement each person counts.

Whether somebody lived in the region is decided by the municipality stored at registration and the areas of that day.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from candidates.models import BackOfficePolicy, Candidate, Enrolment
from candidates.querysets import lived_in
from candidates.training_choices import Outcome
from organisations.choices import Area
from placements import sustained
from placements.choices import CheckVerdict
from placements.models import ConditionCheck, Placement
from placements.sustained import Counted, Employment, Finding, HalfYear, Person, Track


@dataclass(frozen=True, slots=True)
class Weighed:
    """One condition: what the rule says, and what somebody said who saw what proves it."""

    finding: Finding
    check: ConditionCheck | None

    @property
    def differs(self) -> bool:
        """What was seen is not what the file says; the rule goes by the file, so that has to be put right."""
        if self.check is None or self.check.verdict == CheckVerdict.UNCLEAR:
            return False
        return (self.check.verdict == CheckVerdict.MET) is not self.finding.is_met


@dataclass(frozen=True, slots=True)
class Outflow:
    """What a placement means for the count. ``counts_by``: the reference of the placement by which the person counts."""

    weighed: tuple[Weighed, ...]
    counts_by: str
    half_year: HalfYear | None

    @property
    def is_sustained(self) -> bool:
        return all(one.finding.is_met for one in self.weighed)


def with_outflow_facts(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with what the rules ask of file, candidate and region, in the query that finds them."""
    person = Candidate.objects.filter(pk=OuterRef("candidate_id")).annotate(lived=lived_in(Area.REGION))
    policy = BackOfficePolicy.objects.filter(region_id=OuterRef("region_id"))
    return placements.select_related("file").annotate(
        lived_in_region=Subquery(person.values("lived")),
        gap_months=Coalesce(
            Subquery(policy.values("training_gap_months")),
            sustained.DEFAULT_GAP_MONTHS,
            output_field=IntegerField(),
        ),
    )


def outflow_of(placement: Placement, of_person: Iterable[Placement], *, on: date) -> Outflow:
    """All that the page of a placement says of it, as of day ``on``. The placement comes ``with_outflow_facts``.

    ``of_person`` are all placements of the candidate. Two queries: what he followed, and what was checked.
    """
    rest = {
        "lived_in_region": bool(placement.lived_in_region),  # type: ignore[attr-defined]
        "tracks": _tracks_of([placement.candidate_id])[placement.candidate_id],
        "gap_months": placement.gap_months,  # type: ignore[attr-defined]
    }
    employments = [employment_of(one) for one in of_person]
    last: dict[str, ConditionCheck] = {}
    checks = ConditionCheck.objects.filter(placement=placement).select_related("by", "organisation")
    for check in checks.order_by("at", "pk"):
        last[check.condition] = check
    counted = sustained.sustained_outflow(employments, **rest)
    return Outflow(
        weighed=tuple(
            Weighed(one, last.get(one.condition.value)) for one in sustained.findings(employment_of(placement), **rest)
        ),
        counts_by=counted.reference if counted else "",
        half_year=sustained.half_year_at_work(employments, by=on),
    )


def counted_by(placements: QuerySet[Placement], *, by: date) -> Counted[uuid.UUID]:
    """Each person of these placements once, up to and including day ``by``. Two queries, however many there are."""
    of_person: dict[uuid.UUID, list[Placement]] = defaultdict(list)
    for one in with_outflow_facts(placements.filter(starts_on__lte=by)).order_by("candidate_id", "pk"):
        of_person[one.candidate_id].append(one)
    tracks = _tracks_of(of_person)
    persons = {
        candidate_id: Person(
            [employment_of(one) for one in rows],
            bool(rows[0].lived_in_region),  # type: ignore[attr-defined]
            tracks[candidate_id],
            rows[0].gap_months,  # type: ignore[attr-defined]
        )
        for candidate_id, rows in of_person.items()
    }
    return sustained.count(persons, by=by)


def employment_of(placement: Placement) -> Employment:
    return Employment(
        reference=placement.reference,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        ended_on=placement.ended_on,
        wage_replaces_benefit=placement.file.wage_replaces_benefit,
    )


def _tracks_of(candidate_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Track]]:
    found: dict[uuid.UUID, list[Track]] = defaultdict(list)
    enrolments = Enrolment.objects.filter(candidate_id__in=list(candidate_ids)).select_related("programme")
    for one in enrolments.order_by("started_on", "pk"):
        track = Track(one.started_on, one.ended_on, dropout=one.outcome == Outcome.DROPOUT, name=one.programme.name)
        found[one.candidate_id].append(track)
    return found
