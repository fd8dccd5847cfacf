"""Files, training and placements of a region as facts. Merged files and enrolments that were taken away are none."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Min, Q
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import BackOfficePolicy, CandidateStep, Enrolment, TrainingProgramme, TrainingSeat
from candidates.models import Candidate as CandidateRow
from candidates.querysets import lived_in
from candidates.training_choices import SeatState
from organisations.choices import Area
from placements import sustained
from placements.models import FollowUp, Proposal
from placements.models import Placement as PlacementRow
from placements.vacancy_choices import ProposalState
from reporting.collect.surroundings import Named
from reporting.figures import facts

if TYPE_CHECKING:
    from datetime import date

ZERO = Decimal("0.00")
#: States that nobody reaches without having come as far as intake.
_FROM_INTAKE = [
    CandidateState.INTAKE,
    CandidateState.DIAGNOSIS,
    CandidateState.TRAINING,
    CandidateState.READY,
    CandidateState.PROPOSED,
    CandidateState.PLACED,
    CandidateState.FOLLOW_UP,
]


@dataclass(frozen=True)
class People:
    """By key of the row, so that what is linked to it can be found."""

    candidates_by_key: Mapping[uuid.UUID, facts.Candidate]
    programmes_by_key: Mapping[uuid.UUID, facts.Programme]
    enrolments: tuple[facts.Enrolment, ...]
    placements: tuple[facts.Placement, ...]
    passed_over: tuple[facts.PassedOverSeat, ...]
    proposals: tuple[facts.Proposal, ...]

    @property
    def candidates(self) -> tuple[facts.Candidate, ...]:
        return tuple(self.candidates_by_key.values())

    @property
    def programmes(self) -> tuple[facts.Programme, ...]:
        return tuple(self.programmes_by_key.values())


def people_of(region_id: uuid.UUID, organisations: Mapping[uuid.UUID, Named]) -> People:
    """Eight queries, however many there are."""
    candidates = _candidates(region_id, organisations)
    programmes = _programmes(region_id)
    return People(
        candidates_by_key=candidates,
        programmes_by_key=programmes,
        enrolments=_enrolments(region_id, candidates, programmes),
        placements=_placements(region_id, candidates),
        passed_over=_passed_over(region_id, candidates),
        proposals=_proposals(region_id, candidates),
    )


def gap_months_of(region_id: uuid.UUID) -> int:
    """Between training and the work that followed from it, as the region set it."""
    own = (
        BackOfficePolicy.objects.filter(region_id=region_id)
        .order_by("pk")
        .values_list("training_gap_months", flat=True)
    )
    months = own.first()
    return sustained.DEFAULT_GAP_MONTHS if months is None else months


def _candidates(region_id: uuid.UUID, organisations: Mapping[uuid.UUID, Named]) -> dict[uuid.UUID, facts.Candidate]:
    steps = CandidateStep.objects.filter(region_id=region_id, to_state__in=_FROM_INTAKE).order_by("candidate_id")
    intake = dict(steps.values("candidate_id").annotate(first=Min("on")).values_list("candidate_id", "first"))
    rows = (
        CandidateRow.objects.standing()
        .filter(region_id=region_id)
        .annotate(in_region=lived_in(Area.REGION), in_priority=lived_in(Area.PRIORITY))
        .order_by("reference")
        .values_list(
            "pk",
            "reference",
            "registered_on",
            "source",
            "target_group",
            "municipality",
            "werkplein_id",
            "in_region",
            "in_priority",
        )
    )
    return {
        pk: facts.Candidate(
            reference=reference,
            registered_on=registered_on,
            source=source,
            group=group,
            municipality=municipality,
            werkplein=organisations[werkplein].code if werkplein in organisations else "",
            in_region=in_region,
            in_priority=in_priority,
            intake_on=intake.get(pk),
        )
        for pk, reference, registered_on, source, group, municipality, werkplein, in_region, in_priority in rows
    }


def _programmes(region_id: uuid.UUID) -> dict[uuid.UUID, facts.Programme]:
    rows = TrainingProgramme.objects.filter(region_id=region_id).order_by("code")
    return {
        pk: facts.Programme(code=code, name=name, form=form, developed_on=developed_on)
        for pk, code, name, form, developed_on in rows.values_list("pk", "code", "name", "form", "developed_on")
    }


def _enrolments(
    region_id: uuid.UUID,
    candidates: Mapping[uuid.UUID, facts.Candidate],
    programmes: Mapping[uuid.UUID, facts.Programme],
) -> tuple[facts.Enrolment, ...]:
    rows = Enrolment.objects.filter(region_id=region_id).order_by("reference")
    return tuple(
        facts.Enrolment(
            reference=reference,
            candidate=candidates[candidate],
            programme=programmes[programme],
            started_on=started_on,
            ended_on=ended_on,
            outcome=outcome,
            dropout_reason=dropout_reason,
            cost=(training or ZERO) + (guidance or ZERO),
        )
        for (
            reference,
            candidate,
            programme,
            started_on,
            ended_on,
            outcome,
            dropout_reason,
            training,
            guidance,
        ) in rows.values_list(
            "reference",
            "candidate_id",
            "programme_id",
            "started_on",
            "ended_on",
            "outcome",
            "dropout_reason",
            "training_cost",
            "guidance_cost",
        )
        if candidate in candidates
    )


def _placements(region_id: uuid.UUID, candidates: Mapping[uuid.UUID, facts.Candidate]) -> tuple[facts.Placement, ...]:
    checks = _checks(region_id)
    rows = PlacementRow.objects.filter(region_id=region_id).order_by("reference")
    return tuple(
        facts.Placement(
            reference=reference,
            candidate=candidates[candidate],
            sector=sector,
            starts_on=starts_on,
            ends_on=ends_on,
            ended_on=ended_on,
            hours_per_week=hours,
            wage_replaces_benefit=bool(replaces),
            sroi=sroi,
            checks=tuple(checks.get(pk, ())),
        )
        for pk, reference, candidate, sector, starts_on, ends_on, ended_on, hours, replaces, sroi in rows.values_list(
            "pk",
            "reference",
            "candidate_id",
            "sector",
            "starts_on",
            "ends_on",
            "ended_on",
            "hours_per_week",
            "file__wage_replaces_benefit",
            "sroi",
        )
        if candidate in candidates
    )


def _checks(region_id: uuid.UUID) -> dict[uuid.UUID, list[facts.Check]]:
    found: dict[uuid.UUID, list[facts.Check]] = defaultdict(list)
    known = FollowUp.objects.filter(region_id=region_id, checked_on__isnull=False, at_work__isnull=False)
    rows = known.order_by("placement_id", "months").values_list("placement_id", "months", "checked_on", "at_work")
    for placement, months, checked_on, at_work in rows:
        if checked_on is None:
            continue
        found[placement].append(facts.Check(months=months, checked_on=checked_on, at_work=bool(at_work)))
    return found


def _passed_over(
    region_id: uuid.UUID, candidates: Mapping[uuid.UUID, facts.Candidate]
) -> tuple[facts.PassedOverSeat, ...]:
    given = TrainingSeat.objects.filter(
        region_id=region_id, state__in=SeatState.taking(), passed_over__gt=0, offered_at__isnull=False
    )
    rows = given.order_by("pk").values_list(
        "candidate_id", "group__name", "offered_at", "pass_over_reason", "passed_over_nearer"
    )
    seats: dict[tuple[str, str, date], facts.PassedOverSeat] = {}
    for candidate, group, offered_at, reason, nearer in rows:
        if candidate in candidates and offered_at is not None:
            seat = facts.PassedOverSeat(
                candidate=candidates[candidate].reference,
                group=group,
                offered_on=timezone.localdate(offered_at),
                reason=reason,
                nearer=nearer > 0,
            )
            seats[seat.candidate, seat.group, seat.offered_on] = seat
    return tuple(seats.values())


def _proposals(region_id: uuid.UUID, candidates: Mapping[uuid.UUID, facts.Candidate]) -> tuple[facts.Proposal, ...]:
    """Those that passed somebody over, and those to which an employer said no: nothing else is counted of them."""
    counted = Q(file__passed_over__gt=0) | Q(state=ProposalState.REFUSED)
    rows = Proposal.objects.filter(counted, region_id=region_id).order_by("pk")
    names = ("candidate_id", "vacancy__reference", "made_at", "state", "employer_answered_at", "refuse_reason")
    found = []
    for candidate, vacancy, made_at, state, answered_at, refusal, passed, reason in rows.values_list(
        *names, "file__passed_over", "file__pass_over_reason"
    ):
        refused = state == ProposalState.REFUSED and answered_at is not None
        if candidate in candidates:
            found.append(
                facts.Proposal(
                    candidate=candidates[candidate].reference,
                    vacancy=vacancy,
                    made_on=timezone.localdate(made_at),
                    passed_over=passed or 0,
                    pass_reason=reason or "",
                    refused_on=timezone.localdate(answered_at) if refused else None,
                    refusal=refusal if refused else "",
                )
            )
    return tuple(found)
