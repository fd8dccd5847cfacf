"""With what is left of somebody who was erased nobody does anything, also not by a request made by hand."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import Candidate, Enrolment, TrainingSeat
from candidates.training_choices import GroupState
from placements.models import ConditionCheck, EmployerContact, FollowUp, Placement
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory, GroupFactory
from tests.placements.workspace import seen

PLACING = {
    "employer": "Slagerij Vos",
    "sector": "other",
    "starts_on": "1-9-2026",
    "hours_per_week": "24",
    "contract_form": "own",
    "wage_replaces_benefit": "ja",
}
ENDING = {"ended_on": "1-10-2026", "reason": "term", "then": "ready"}
CHECKING = {"verdict": "met", "seen": "payslip", "seen_on": "1-10-2026"}
POSTS = [
    ("plaatsingen/{placement}/naam-delen/", {"agreed": "ja"}),
    ("plaatsingen/{ended}/toch-niet-beeindigd/", {}),
    ("plaatsingen/{placement}/verbeteren/", PLACING | {"reason": "Verkeerd overgenomen"}),
    ("plaatsingen/{placement}/verlengen/", {"agreed_on": "1-10-2026", "reason": "Verlengd"}),
    ("plaatsingen/{placement}/beeindigen/", ENDING),
    ("plaatsingen/{placement}/weghalen/", {"reason": "Verkeerde kandidaat"}),
    ("plaatsingen/{placement}/voorwaarde/wage/", CHECKING),
    ("plaatsingen/{placement}/contactpersoon/", {"name": "Ina de Vries", "email": "ina@bakkerij.example"}),
    ("plaatsingen/{placement}/nazorg/6/", {}),
    ("plaatsingen/nieuw/{candidate}/", PLACING),
    ("dossiers/{candidate}/scholing/groep/", {"group": "{group}"}),
    ("scholing/deelnemers/{enrolment}/terugzetten/", {}),
]
WITHOUT_FORM = {"toch-niet-beeindigd", "naam-delen", "6", "groep", "terugzetten"}


@pytest.mark.parametrize(("path", "posted"), POSTS)
def test_nothing_is_done_with_who_was_erased(cast, owner, path, posted):
    with owner():
        candidate = CandidateFactory(state=CandidateState.READY, werkplein=cast.carla.organisation)
        usual = {"candidate": candidate, "employer_organisation": cast.bram.organisation}
        placement = PlacementFactory(**usual, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 12, 1))
        ended = PlacementFactory(**usual, ended_on=dt.date(2026, 9, 30), end_reason="term")
        group = GroupFactory(programme__region=cast.region, state=GroupState.OPEN)
        removed = {"removed_by": cast.carla.user, "removed_at": timezone.now(), "removed_reason": "Vergissing"}
        enrolment = EnrolmentFactory(candidate=candidate, **removed)
        Candidate.objects.filter(pk=candidate.pk).update(anonymised_at=timezone.now())
    names = {"placement": placement.pk, "ended": ended.pk, "candidate": candidate.pk, "enrolment": enrolment.pk}
    path = path.format(**names)
    posted = {name: value.format(group=group.pk) for name, value in posted.items()}

    assert cast.carla.post(path, posted).status_code == 404
    if path.split("/")[-2] not in WITHOUT_FORM:
        assert cast.carla.get(path).status_code == 404

    with owner():
        assert Placement.objects.count() == 2
        assert not any(rows.exists() for rows in (ConditionCheck.objects, EmployerContact.objects, FollowUp.objects))
        assert not TrainingSeat.objects.exists()
        assert Enrolment.every.get(pk=enrolment.pk).removed_at is not None
    assert (seen(placement).candidate_agreed_on, seen(placement).ended_on) == (None, None)
    assert seen(ended).ended_on is not None
    # The address is there, and the page of the placement is read as before.
    assert cast.carla.get(f"plaatsingen/{placement.pk}/").status_code == 200
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(anonymised_at=None)
    assert cast.carla.post(path, posted).status_code in {302, 422}
