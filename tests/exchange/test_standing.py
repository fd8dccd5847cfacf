"""Where a candidate of a package stands, and since when: what the row says, or what follows from training and work."""

from datetime import date
from decimal import Decimal

import pytest

from candidates.choices import CandidateState
from exchange.landing.standing import standing_of
from exchange.package import CandidateRow, EnrolmentRow, FollowUpRow, PlacementRow

TODAY = date(2026, 11, 22)
REGISTERED = date(2026, 1, 5)


def candidate(state: str = "") -> CandidateRow:
    return CandidateRow(
        reference="K-1",
        registered_on=REGISTERED,
        source="self",
        target_group="ww",
        municipality="GM0014",
        state=state,
    )


def training(first: str, last: str = "", outcome: str = "") -> EnrolmentRow:
    return EnrolmentRow(
        reference="E",
        candidate="K-1",
        programme="P",
        started_on=date.fromisoformat(first),
        ended_on=date.fromisoformat(last) if last else None,
        outcome=outcome,
    )


def check(day: str) -> FollowUpRow:
    return FollowUpRow(placement="W", months=6, checked_on=date.fromisoformat(day), at_work=True)


def work(first: str, last: str = "", reference: str = "W") -> PlacementRow:
    return PlacementRow(
        reference=reference,
        candidate="K-1",
        employer="Bedrijf",
        sector="other",
        starts_on=date.fromisoformat(first),
        ended_on=date.fromisoformat(last) if last else None,
        hours_per_week=Decimal(24),
        wage_replaces_benefit=True,
        sroi=False,
    )


CASES = {
    "nothing yet": ("", [], [], "registered", "2026-01-05"),
    "in training": ("", [training("2026-02-01")], [], "training", "2026-02-01"),
    "training still to begin": ("", [training("2026-12-01")], [], "registered", "2026-01-05"),
    "training done": ("", [training("2026-02-01", "2026-05-01", "certificate")], [], "ready", "2026-05-01"),
    "training ended, nobody wrote how": ("", [training("2026-02-01", "2026-05-01")], [], "ready", "2026-05-01"),
    "stopped": ("", [training("2026-02-01", "2026-03-01", "dropout")], [], "registered", "2026-01-05"),
    "at work": ("", [training("2026-02-01", "2026-05-01", "certificate")], [work("2026-06-01")], "placed", "2026-06-01"),
    "last working day is today": ("", [], [work("2026-06-01", "2026-11-22")], "placed", "2026-06-01"),
    "at work, and asked about it": (
        "", [], [work("2026-02-01")], "follow_up", "2026-08-04", [check("2026-08-04")]
    ),
    "at work again, and not asked about that": (
        "", [], [work("2025-02-01", "2026-01-31"), work("2026-09-01", reference="W-2")], "placed", "2026-09-01",
        [check("2025-08-04")],
    ),
    "work ended": ("", [], [work("2026-06-01", "2026-11-21")], "follow_up", "2026-11-21"),
    "work still to begin": ("", [], [work("2026-12-01")], "registered", "2026-01-05"),
    "the row says so": ("diagnosis", [training("2026-02-01")], [], "diagnosis", "2026-01-05"),
    "withdrawn after training": ("withdrawn", [training("2026-02-01", "2026-03-01", "dropout")], [], "withdrawn", "2026-03-01"),
    "trained before registering": ("ready", [training("2025-02-01", "2025-03-01", "certificate")], [], "ready", "2026-01-05"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_where_somebody_stands(name):
    given, enrolments, placements, state, since, *checks = CASES[name]
    found = standing_of(candidate(given), enrolments, placements, *checks, on=TODAY)
    assert (found.state, found.since) == (state, date.fromisoformat(since))
    waits = state in {CandidateState.READY, CandidateState.PROPOSED}
    assert found.ready_since == (found.since if waits else None)
