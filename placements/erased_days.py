"""Which days of a candidate move before he is erased: his rows, put before the rules of ``month_level``."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from candidates.models import (
    BackOfficePolicy,
    BenefitOverrun,
    BenefitPeriod,
    Candidate,
    CandidateStep,
    Enrolment,
)
from candidates.training_choices import Outcome
from organisations.choices import Area
from organisations.erasing import MovedDay
from organisations.models import AreaMunicipality
from organisations.months import add_months, first_of_month, last_of_month
from placements import sustained
from placements.models import ConditionCheck, FollowUp, Placement, PlacementTerm
from placements.month_level import Key, Life, Movable, TrackDays, WorkDays, moved


def moved_days(candidate_ids: Sequence[uuid.UUID]) -> list[MovedDay]:
    """The days that move, and to which; of all files of one person together. As ``system(UPKEEP)``."""
    person = _Person(candidate_ids)
    days = moved(person.weighed, person.life().outcome)
    changed = [(key, day) for key, day in days.items() if day != person.was[key]]
    return [MovedDay(field, row_id, day) for (field, row_id), day in [*changed, *person.following(days)]]


class _Person:
    """All rows of one person that have days. A key is the field of the registry with the row."""

    def __init__(self, candidate_ids: Sequence[uuid.UUID]) -> None:
        self.candidates = list(Candidate.objects.filter(pk__in=candidate_ids).order_by("merged_into_id", "pk"))
        ids = [one.pk for one in self.candidates]
        self.enrolments = list(Enrolment.every.filter(candidate_id__in=ids).order_by("started_on", "pk"))
        placements = Placement.objects.filter(candidate_id__in=ids).select_related("file")
        self.placements = list(placements.order_by("starts_on", "pk"))
        of_placement = {"placement_id__in": [one.pk for one in self.placements]}
        self.follow_ups = list(FollowUp.objects.filter(**of_placement).order_by("due_on", "pk"))
        self.terms = list(PlacementTerm.objects.filter(**of_placement).order_by("at", "pk"))
        self.checks = list(ConditionCheck.objects.filter(**of_placement).order_by("at", "pk"))
        self.steps = list(CandidateStep.objects.filter(candidate_id__in=ids).order_by("at", "pk"))
        self.periods = list(BenefitPeriod.objects.filter(candidate_id__in=ids).order_by("starts_on", "pk"))
        self.overruns = list(BenefitOverrun.objects.filter(candidate_id__in=ids).order_by("at", "pk"))
        self.weighed = list(self._weighed())
        self.was: dict[Key, date] = {one.key: one.day for one in self.weighed}

    def life(self) -> Life:
        kept = next((one for one in self.candidates if one.merged_into_id is None), self.candidates[0])
        policy = BackOfficePolicy.objects.filter(region_id=kept.region_id).first()
        areas = list(
            AreaMunicipality.objects.filter(region_id=kept.region_id, municipality_id=kept.municipality)
            .select_related("municipality")
            .order_by("pk")
        )

        def lives(day: date) -> tuple[bool, ...]:
            known = {one.area for one in areas if _holds(one.valid, day) and _holds(one.municipality.valid, day)}
            return tuple(area in known for area in (Area.REGION, Area.PRIORITY))

        return Life(
            registered=_key("candidates.Candidate.registered_on", kept),
            lives=lives,
            tracks=tuple(self._tracks()),
            work=tuple(self._work()),
            gap_months=policy.training_gap_months if policy else sustained.DEFAULT_GAP_MONTHS,
        )

    def following(self, days: dict[Key, date]) -> Iterator[tuple[Key, date]]:
        """Days that follow from others, and those that no rule asks about."""
        by_placement = {one.pk: one for one in self.placements}
        for follow_up in self.follow_ups:
            starts_on = days[_key("placements.Placement.starts_on", by_placement[follow_up.placement_id])]
            # A term that was counted from another day stays in its month by itself.
            due_on = add_months(starts_on, follow_up.months)
            if (due_on.year, due_on.month) != (follow_up.due_on.year, follow_up.due_on.month):
                due_on = first_of_month(follow_up.due_on)
            yield from _changed("placements.FollowUp.due_on", follow_up, due_on)
            yield from _to_first("placements.FollowUp", follow_up, "called_for_on", "again_on")
        yield from self._of_terms(days)
        for placement in self.placements:
            yield from _to_first("placements.Placement", placement, "candidate_agreed_on")
        for check in self.checks:
            yield from _to_first("placements.ConditionCheck", check, "seen_on")
        yield from self._of_file()

    def _of_terms(self, days: dict[Key, date]) -> Iterator[tuple[Key, date]]:
        by_placement = {one.pk: one for one in self.placements}
        for term in self.terms:
            placement = by_placement[term.placement_id]
            if term.ends_on is not None:
                end = _key("placements.Placement.ends_on", placement)
                same = term.ends_on == placement.ends_on
                ends_on = days[end] if same else last_of_month(term.ends_on)
                yield from _changed("placements.PlacementTerm.ends_on", term, ends_on)
            yield from _to_first("placements.PlacementTerm", term, "agreed_on")

    def _of_file(self) -> Iterator[tuple[Key, date]]:
        for step in self.steps:
            yield from _to_first("candidates.CandidateStep", step, "on")
        for candidate in self.candidates:
            yield from _to_first("candidates.Candidate", candidate, "state_since", "ready_since")
        for period in self.periods:
            yield from _to_first("candidates.BenefitPeriod", period, "starts_on")
            if period.ends_on is not None:
                yield from _changed("candidates.BenefitPeriod.ends_on", period, last_of_month(period.ends_on))
        for overrun in self.overruns:
            yield from _to_first("candidates.BenefitOverrun", overrun, "first_day")
            if overrun.last_day is not None:
                yield from _changed("candidates.BenefitOverrun.last_day", overrun, last_of_month(overrun.last_day))

    def _weighed(self) -> Iterator[Movable]:
        for candidate in self.candidates:
            yield Movable(_key("candidates.Candidate.registered_on", candidate), candidate.registered_on)
        for track in self.enrolments:
            yield Movable(_key("candidates.Enrolment.started_on", track), track.started_on)
            if track.ended_on is not None:
                yield Movable(_key("candidates.Enrolment.ended_on", track), track.ended_on, last_of_month)
            if track.certificate_on is not None:
                yield Movable(_key("candidates.Enrolment.certificate_on", track), track.certificate_on, last_of_month)
        for job in self.placements:
            yield Movable(_key("placements.Placement.starts_on", job), job.starts_on)
            if job.ends_on is not None:
                yield Movable(_key("placements.Placement.ends_on", job), job.ends_on, last_of_month)
            if job.ended_on is not None:
                yield Movable(_key("placements.Placement.ended_on", job), job.ended_on, last_of_month)
        for follow_up in self.follow_ups:
            if follow_up.checked_on is not None:
                yield Movable(_key("placements.FollowUp.checked_on", follow_up), follow_up.checked_on)

    def _tracks(self) -> Iterator[TrackDays]:
        for one in self.enrolments:
            yield TrackDays(
                _key("candidates.Enrolment.started_on", one),
                _key("candidates.Enrolment.ended_on", one) if one.ended_on else None,
                dropout=one.outcome == Outcome.DROPOUT,
            )

    def _work(self) -> Iterator[WorkDays]:
        for one in self.placements:
            yield WorkDays(
                reference=one.reference,
                start=_key("placements.Placement.starts_on", one),
                end=_key("placements.Placement.ends_on", one) if one.ends_on else None,
                ended=_key("placements.Placement.ended_on", one) if one.ended_on else None,
                wage_replaces_benefit=one.file.wage_replaces_benefit,
            )


def _key(field: str, row: Any) -> Key:
    return field, row.pk


def _holds(valid: Any, day: date) -> bool:
    return (valid.lower is None or valid.lower <= day) and (valid.upper is None or day < valid.upper)


def _changed(field: str, row: Any, day: date) -> Iterator[tuple[Key, date]]:
    if day != getattr(row, field.rsplit(".", 1)[1]):
        yield _key(field, row), day


def _to_first(model: str, row: Any, *names: str) -> Iterator[tuple[Key, date]]:
    for name in names:
        day = getattr(row, name)
        if day is not None:
            yield from _changed(f"{model}.{name}", row, first_of_month(day))
