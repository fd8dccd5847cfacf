"""A candidate gets work; what was entered is put right or taken away; what happens to his file."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from candidates import lifecycle
from candidates.choices import CandidateState
from candidates.models import Candidate, CandidateIdentity, CandidateStep, CandidateTask
from candidates.working import to_do
from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose
from organisations.models import new_id
from organisations.refused import Refused
from placements.choices import CheckVerdict, Seen, TermKind
from placements.follow_ups import asking, calling
from placements.models import ConditionCheck, FollowUp, Placement, PlacementFile, PlacementTerm
from placements.placing import entering, running
from placements.placing.entering import PlacementEntry
from placements.placing.running import Ending, Seeing
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.placing import PlacementFactory
from tests.placements.workspace import act, contract_of

ON, DAY = dt.date(2026, 10, 1), dt.timedelta(days=1)


@pytest.fixture
def candidate(cast, owner):
    with owner():
        return CandidateFactory(state="ready", werkplein=cast.carla.organisation)


def entry(**values) -> PlacementEntry:
    usual = {
        "employer": "Bakkerij De Halm",
        "organisation": None,
        "sector": "other",
        "occupation": None,
        "starts_on": dt.date(2026, 10, 5),
        "ends_on": dt.date(2027, 4, 4),
        "hours_per_week": Decimal(24),
        "contract_form": "own",
        "wage_replaces_benefit": True,
        "sroi": False,
        "contract": None,
    }
    return PlacementEntry(**(usual | values))


def place(person, candidate, **values):
    with act(person) as acting:
        return entering.place(acting, candidate.pk, entry=entry(**values), on=ON, at=timezone.now())


def now(owner, placement):
    with owner():
        return Placement.objects.get(pk=placement.pk)


def test_placing_moves_the_file_and_keeps_the_agreed_end(cast, owner, candidate):
    placement = place(cast.carla, candidate)

    with owner():
        candidate.refresh_from_db()
        placement.refresh_from_db()
        term = PlacementTerm.objects.get(placement=placement)
        step = CandidateStep.objects.get(candidate=candidate)
    assert (candidate.state, step.to_state, step.by_id) == (CandidateState.PLACED, "placed", cast.carla.user.pk)
    assert (term.kind, term.ends_on, term.by_id) == (TermKind.AGREED, dt.date(2027, 4, 4), cast.carla.user.pk)
    assert (placement.candidate_reference, placement.region_id) == (candidate.reference, candidate.region_id)


def test_a_form_sent_twice_places_once(cast, owner, candidate):
    key = new_id()
    for _press in range(2):
        with act(cast.carla) as acting:
            entering.place(acting, candidate.pk, entry=entry(), on=ON, at=timezone.now(), placement_id=key)

    with owner():
        assert Placement.objects.count() == PlacementTerm.objects.count() == 1


def test_a_form_of_another_placement_places_nobody(cast, owner, candidate):
    """Also where that one is of a region of which nobody here sees a thing."""
    with owner():
        there = PlacementFactory(candidate__region=cast.other_region)
    with act(cast.carla) as acting, pytest.raises(Refused, match="al gebruikt voor een andere plaatsing"):
        entering.place(acting, candidate.pk, entry=entry(), on=ON, at=timezone.now(), placement_id=there.pk)

    with owner():
        candidate.refresh_from_db()
        assert Placement.objects.count() == 1
    assert candidate.state == CandidateState.READY


def test_who_is_placed_already_stays_placed(cast, owner, candidate):
    place(cast.carla, candidate)
    place(cast.dirk, candidate, employer="Tweede baan")

    with owner():
        assert CandidateStep.objects.filter(candidate=candidate).count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": dt.date(2026, 10, 4)}, "afgesproken einde ligt voor"),
        ({"candidate_agreed_on": ON}, "alleen naar een werkgever"),
        ({"employer": "Bakkerij 111222333"}, "burgerservicenummer"),
    ],
)
def test_what_cannot_be(cast, owner, candidate, values, sentence):
    with pytest.raises(Refused, match=sentence):
        place(cast.carla, candidate, **values)

    with owner():
        candidate.refresh_from_db()
        assert not Placement.objects.exists()
    assert candidate.state == CandidateState.READY


def test_a_contract_asks_for_a_company_that_works_on_it(cast, owner, candidate):
    contract = contract_of(cast)
    with owner():
        other = OrganisationFactory(kind=OrganisationKind.CONTRACTOR)
    with pytest.raises(Refused, match="doet niet mee"):
        place(cast.dirk, candidate, organisation=other, contract=contract, sroi=True)
    with pytest.raises(Refused, match="telt voor social return"):
        place(cast.dirk, candidate, organisation=cast.bram.organisation, contract=contract)

    made = place(cast.dirk, candidate, organisation=cast.bram.organisation, contract=contract, sroi=True)

    assert now(owner, made).contract_id == contract.pk


def test_an_employer_sees_the_placement_and_the_name_only_after_yes(cast, owner, candidate):
    placement = place(cast.carla, candidate, organisation=cast.bram.organisation)

    def seen():
        with act(cast.bram):
            rows = Placement.objects.values_list("pk", "candidate_reference")
            names = CandidateIdentity.objects.values_list("candidate_id", flat=True)
            return list(rows), list(names), Candidate.objects.count()

    assert seen() == ([(placement.pk, candidate.reference)], [], 0)
    with act(cast.carla) as acting:
        running.share_identity(acting, placement.pk, agreed_on=ON)
    assert seen() == ([(placement.pk, candidate.reference)], [candidate.pk], 0)
    with act(cast.carla) as acting:
        running.share_identity(acting, placement.pk, agreed_on=None)
    assert seen()[1] == []


def test_an_authority_that_employs_somebody_sees_nothing_whatever_was_agreed(cast, owner, candidate):
    with pytest.raises(Refused, match="nooit wie een kandidaat is"):
        place(cast.carla, candidate, organisation=cast.alice.organisation, candidate_agreed_on=ON)
    placement = place(cast.carla, candidate, organisation=cast.alice.organisation)
    with act(cast.carla) as acting, pytest.raises(Refused, match="nooit wie een kandidaat is"):
        running.share_identity(acting, placement.pk, agreed_on=ON)
    with owner():
        Placement.objects.filter(pk=placement.pk).update(candidate_agreed_on=ON)
        candidate.identity.refresh_from_db()

    after = now(owner, placement)
    assert (after.candidate_agreed_on, after.visible_to) == (None, after.worked_by)
    assert candidate.identity.shared_with == []
    with act(cast.alice):
        assert not Placement.objects.exists()
        assert not CandidateIdentity.objects.exists()


def test_an_employer_that_becomes_an_authority_loses_the_name(cast, owner, candidate):
    placement = place(cast.carla, candidate, organisation=cast.bram.organisation, candidate_agreed_on=ON)
    with owner():
        type(cast.bram.organisation).objects.filter(pk=cast.bram.organisation.pk).update(kind="municipality")
        candidate.identity.refresh_from_db()

    after = now(owner, placement)
    assert (after.candidate_agreed_on, after.visible_to) == (None, after.worked_by)
    assert candidate.identity.shared_with == []


def test_the_placement_follows_its_candidate_to_another_werkplein(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    with owner():
        elsewhere = OrganisationFactory(werkplein=True)
        Candidate.objects.filter(pk=candidate.pk).update(werkplein=elsewhere)

    assert f"o:{elsewhere.pk}" in now(owner, placement).visible_to
    with act(cast.carla):
        assert not Placement.objects.exists()
        assert not PlacementTerm.objects.exists()


def correct(person, placement, *, reason="Verkeerd overgenomen", shown=None, **values):
    with act(person) as acting:
        before = Placement.objects.get(pk=placement.pk)
        return entering.correct(
            acting,
            placement.pk,
            entry=entry(**values),
            reason=reason,
            shown=entering.version(before) if shown is None else shown,
            on=ON,
            at=timezone.now(),
        )


def test_a_correction_says_what_changed_and_why(cast, owner, candidate):
    placement = place(cast.carla, candidate)

    correct(cast.carla, placement, hours_per_week=Decimal(32), ends_on=None)

    after = now(owner, placement)
    with owner():
        terms = list(placement.terms.values_list("kind", "ends_on", "reason"))
    assert (after.hours_per_week, after.ends_on) == (Decimal(32), None)
    assert terms[-1] == (
        "corrected",
        None,
        "Verkeerd overgenomen (afgesproken einde was 4-4-2027, uren per week was 24)",
    )


def test_nothing_changed_writes_nothing(cast, owner, candidate):
    placement = place(cast.carla, candidate)

    correct(cast.carla, placement, reason="")

    with owner():
        assert placement.terms.count() == 1


def test_a_correction_needs_a_reason_and_the_latest_version(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    with pytest.raises(Refused, match="wat er niet klopte"):
        correct(cast.carla, placement, reason=" ", employer="Anders")
    with pytest.raises(Refused, match="Iemand anders"):
        correct(cast.carla, placement, shown="oud", employer="Anders")

    assert now(owner, placement).employer == "Bakkerij De Halm"


def test_taking_away_brings_the_candidate_back_and_takes_what_hangs_on_it(cast, owner, candidate):
    since = dt.date(2026, 7, 1)
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(ready_since=since, state_since=since)
    placement = place(cast.carla, candidate, organisation=cast.bram.organisation, candidate_agreed_on=ON)
    with act(cast.carla) as acting:
        seeing = Seeing("wage", CheckVerdict.MET, Seen.PAYSLIP, ON)
        running.check_condition(acting, placement.pk, seeing=seeing, rule_met=True, on=ON, at=timezone.now())
        entering.take_away(acting, placement.pk, reason="Andere kandidaat bedoeld", on=ON, at=timezone.now())

    with owner():
        candidate.refresh_from_db()
        last = CandidateStep.objects.filter(candidate=candidate).last()
        assert not Placement.objects.exists()
        assert not PlacementTerm.objects.exists()
        assert not ConditionCheck.objects.exists()
        assert candidate.identity.shared_with == []
    assert (candidate.state, last.reason) == ("ready", "Plaatsing weggehaald: Andere kandidaat bedoeld")
    # He keeps his place among those who wait.
    assert (candidate.ready_since, candidate.state_since) == (since, since)


def take_away(person, placement):
    with act(person) as acting:
        entering.take_away(acting, placement.pk, reason="Andere kandidaat bedoeld", on=ON, at=timezone.now())


@pytest.mark.parametrize("state", ["diagnosis", "training", "on_hold", "follow_up"])
def test_who_was_placed_by_mistake_stands_where_he_stood(cast, owner, candidate, state):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(state=state)
    placement = place(cast.carla, candidate)
    if state != "follow_up":
        into_follow_up(cast, candidate)

    take_away(cast.carla, placement)

    with owner():
        candidate.refresh_from_db()
    assert candidate.state == state


def into_follow_up(cast, candidate):
    """What the portal does by itself on the day of the first check."""
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        lifecycle.move(None, candidate.pk, to="follow_up", on=ON, at=timezone.now())


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"ended_on": ON - DAY, "end_reason": "term"}, "ready"),
        ({"ended_on": ON, "end_reason": "term"}, "placed"),
        ({"starts_on": ON + DAY}, "placed"),
        ({}, "placed"),
    ],
)
def test_with_other_work_the_file_stays_where_it_is(cast, owner, candidate, values, state):
    placement = place(cast.carla, candidate)
    with owner():
        PlacementFactory(candidate=candidate, employer="Slagerij Vos", **values)

    take_away(cast.carla, placement)

    with owner():
        candidate.refresh_from_db()
    assert candidate.state == state


def test_who_was_brought_to_work_by_hand_looks_for_work_when_the_placement_is_gone(cast, owner, candidate):
    with act(cast.carla) as acting:
        lifecycle.move(acting, candidate.pk, to="placed", on=ON, at=timezone.now() - DAY)
    placement = place(cast.carla, candidate)

    take_away(cast.carla, placement)

    with owner():
        candidate.refresh_from_db()
    assert (candidate.state, candidate.ready_since) == ("ready", ON)


def test_taking_away_leaves_nobody_a_task_about_it(cast, owner, candidate):
    placement = place(cast.carla, candidate, starts_on=dt.date(2026, 3, 2), ends_on=None)
    with act(cast.carla) as acting:
        ending = Ending(ON + DAY, "term", then="ready")
        running.end(acting, placement.pk, ending=ending, on=ON, at=timezone.now())
        to_do.add(acting, candidate, to_do.Task("Bel over het cv", ON, acting.organisation_id), at=timezone.now())
    with owner():
        due = dt.date(2026, 9, 2)
        check = FollowUp.objects.create(region=candidate.region, placement=placement, months=6, due_on=due)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        calling.call_for([asking.lock(check)], on=ON, at=timezone.now())

    take_away(cast.carla, placement)

    with owner():
        tasks = CandidateTask.objects.filter(candidate=candidate).order_by("what")
        assert list(tasks.values_list("what", "outcome")) == [
            ("Bel over het cv", ""),
            ("Het werk bij Bakkerij De Halm is dan gestopt. Zet het dossier op: klaar voor werk.", "Ongedaan gemaakt"),
            ("Nazorg na 6 maanden: bel de kandidaat of de werkgever", "Ongedaan gemaakt"),
        ]
        assert not FollowUp.objects.exists()


def test_what_was_asked_about_is_not_taken_away(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    with owner():
        FollowUp.objects.update_or_create(
            placement=placement,
            months=6,
            defaults={
                "region": candidate.region,
                "due_on": dt.date(2027, 4, 5),
                "checked_on": dt.date(2027, 4, 6),
                "at_work": True,
                "known_by": "import",
                "known_at": timezone.now(),
            },
        )
    with act(cast.carla) as acting, pytest.raises(Refused, match="al nagevraagd"):
        entering.take_away(acting, placement.pk, reason="Andere kandidaat bedoeld", on=ON, at=timezone.now())

    with owner():
        assert Placement.objects.exists()


def test_extending_keeps_the_earlier_end(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    later = dt.date(2027, 10, 4)
    with act(cast.carla) as acting:
        said = {"agreed_on": ON, "reason": "Contract verlengd", "on": ON, "at": timezone.now()}
        with pytest.raises(Refused, match="na het einde"):
            running.extend(acting, placement.pk, ends_on=dt.date(2027, 4, 4), **said)
        for day in (ON + dt.timedelta(days=1), dt.date(1900, 1, 1)):
            with pytest.raises(Refused, match="vandaag of eerder"):
                running.extend(acting, placement.pk, ends_on=later, **(said | {"agreed_on": day}))
        running.extend(acting, placement.pk, ends_on=later, **said)

    with owner():
        terms = list(placement.terms.values_list("kind", "ends_on"))
    assert now(owner, placement).ends_on == later
    assert terms == [("agreed", dt.date(2027, 4, 4)), ("extended", later)]


@pytest.mark.parametrize(
    ("day", "said"), [(dt.date(1900, 1, 1), "te lang geleden"), (dt.date(2099, 1, 1), "te ver vooruit")]
)
def test_a_first_day_that_cannot_be(cast, owner, candidate, day, said):
    with pytest.raises(Refused, match=said):
        place(cast.carla, candidate, starts_on=day, ends_on=None)
    placement = place(cast.carla, candidate)
    with pytest.raises(Refused, match=said):
        correct(cast.carla, placement, starts_on=day, ends_on=None)


def test_the_same_work_is_entered_once(cast, owner, candidate):
    place(cast.carla, candidate)
    with pytest.raises(Refused, match="staat er al"):
        place(cast.carla, candidate, employer="bakkerij de halm", hours_per_week=Decimal(12))
    other = place(cast.carla, candidate, employer="Slagerij Vos")
    with pytest.raises(Refused, match="staat er al"):
        correct(cast.carla, other)

    with owner():
        assert candidate.placements.count() == 2


def end(person, placement, **values):
    usual = {"ended_on": dt.date(2026, 12, 1), "reason": "term", "then": "ready"}
    with act(person) as acting:
        running.end(
            acting,
            placement.pk,
            ending=Ending(**(usual | values)),
            on=values.get("ended_on", dt.date(2026, 12, 1)),
            at=timezone.now(),
        )


def test_an_end_and_its_undoing(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    end(cast.carla, placement)

    with owner():
        candidate.refresh_from_db()
    assert (now(owner, placement).ended_on, candidate.state) == (dt.date(2026, 12, 1), "ready")
    with pytest.raises(Refused, match="al beëindigd"):
        end(cast.carla, placement)

    with act(cast.carla) as acting:
        running.take_back_end(acting, placement.pk, on=dt.date(2026, 12, 2), at=timezone.now())
    with owner():
        candidate.refresh_from_db()
    assert (now(owner, placement).ended_on, now(owner, placement).end_reason, candidate.state) == (None, "", "placed")


def test_an_end_to_come_leaves_the_file_and_makes_a_task(cast, owner, candidate):
    """He still works; what he does after it is for that day, unless the end is taken back."""
    placement = place(cast.carla, candidate)
    with act(cast.carla) as acting:
        ending = Ending(dt.date(2026, 12, 1), "term", then="ready")
        running.end(acting, placement.pk, ending=ending, on=dt.date(2026, 11, 20), at=timezone.now())
    with owner():
        candidate.refresh_from_db()
        task = CandidateTask.objects.get(candidate=candidate)
    assert (candidate.state, task.due_on, task.done_at) == ("placed", dt.date(2026, 12, 1), None)
    assert "klaar voor werk" in task.what

    with act(cast.carla) as acting:
        running.take_back_end(acting, placement.pk, on=dt.date(2026, 11, 21), at=timezone.now())
    with owner():
        task.refresh_from_db()
    assert task.done_at is not None


class TestTwoJobs:
    """The file follows the last of them; which of the two is ended first makes no difference."""

    @pytest.fixture
    def jobs(self, cast, candidate):
        return place(cast.carla, candidate), place(cast.carla, candidate, employer="Slagerij Vos")

    def ended(self, person, placement, day, *, on):
        with act(person) as acting:
            return running.end(acting, placement.pk, ending=Ending(day, "term", then="ready"), on=on, at=timezone.now())

    def standing(self, owner, candidate):
        """His state, and the tasks that are open."""
        with owner():
            candidate.refresh_from_db()
            tasks = CandidateTask.objects.filter(candidate=candidate, done_at=None)
            return candidate.state, list(tasks.values_list("due_on", flat=True))

    def test_while_the_other_goes_on_nothing_moves(self, cast, owner, candidate, jobs):
        one, other = jobs
        day = dt.date(2026, 12, 1)
        assert self.ended(cast.carla, one, day, on=day) == running.After.AT_WORK
        assert self.standing(owner, candidate) == ("placed", [])
        assert self.ended(cast.carla, other, day, on=day) == running.After.MOVED
        assert self.standing(owner, candidate) == ("ready", [])

    def test_while_the_other_is_to_end_there_is_one_task_for_that_day(self, cast, owner, candidate, jobs):
        one, other = jobs
        day, later = dt.date(2026, 12, 1), dt.date(2026, 12, 15)
        assert self.ended(cast.carla, other, later, on=day) == running.After.AT_WORK
        assert self.standing(owner, candidate) == ("placed", [])
        assert self.ended(cast.carla, one, day, on=day) == running.After.LATER
        assert self.standing(owner, candidate) == ("placed", [later])
        with act(cast.carla) as acting:
            running.take_back_end(acting, other.pk, on=day, at=timezone.now())
        assert self.standing(owner, candidate) == ("placed", [])
        assert self.ended(cast.carla, other, day, on=day) == running.After.MOVED


def test_a_condition_is_seen_in_our_days(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    seeing = Seeing("contract", CheckVerdict.MET, Seen.CONTRACT, dt.date(1900, 1, 1))
    with act(cast.carla) as acting, pytest.raises(Refused, match="Kijk het jaar na"):
        running.check_condition(acting, placement.pk, seeing=seeing, rule_met=True, on=ON, at=timezone.now())


def test_an_end_for_another_reason_says_which(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    with pytest.raises(Refused, match="waarom het werk stopte"):
        end(cast.carla, placement, reason="other")
    with pytest.raises(Refused, match="voor de eerste werkdag"):
        end(cast.carla, placement, ended_on=dt.date(2026, 10, 4))

    assert now(owner, placement).ended_on is None


@pytest.mark.parametrize("name", ["alice", "bram", "esra", "frank"])
def test_nobody_else_writes_a_placement(cast, owner, candidate, name):
    """Also past the use cases: the database says so."""
    with owner():
        placement = PlacementFactory(candidate=candidate, employer_organisation=cast.bram.organisation)
    with act(getattr(cast, name)):
        assert Placement.objects.filter(pk=placement.pk).update(employer="Anders") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Placement.objects.create(
                region_id=candidate.region_id,
                reference="X",
                candidate_id=candidate.pk,
                employer="X",
                sector="other",
                starts_on=ON,
                hours_per_week=1,
                sroi=False,
            )
    assert now(owner, placement).employer == "Bakkerij De Halm"


def test_the_employer_reads_the_row_and_nothing_of_the_file(cast, owner, candidate):
    """Whether benefit is still needed and what somebody remarked at the end is no business of his, whatever the code asks."""
    with owner():
        candidate.__class__.objects.filter(pk=candidate.pk).update(werkplein=cast.carla.organisation)
        placement = PlacementFactory(
            candidate=candidate,
            employer_organisation=cast.bram.organisation,
            ended_on=ON,
            end_reason="other",
            end_note="Ruzie met de voorman",
            wage_replaces_benefit=False,
        )
        PlacementFile.objects.filter(placement=placement).update(end_note="Ruzie met de baas")
    with act(cast.bram):
        (row,) = Placement.objects.filter(pk=placement.pk).values()
        assert {"wage_replaces_benefit", "end_note"} & set(row) == set()
        assert not PlacementFile.objects.exists()
        assert not PlacementFile.objects.filter(placement=placement).update(end_note="")
        assert not PlacementFile.pgh_event_model.objects.exists()
    with act(cast.carla):
        assert Placement.objects.get(pk=placement.pk).file.end_note == "Ruzie met de baas"
        assert PlacementFile.pgh_event_model.objects.filter(placement=placement).count() == 2


def test_a_placement_that_goes_takes_its_file_along(cast, owner, candidate):
    placement = place(cast.carla, candidate)
    with owner():
        assert PlacementFile.objects.get().placement_id == placement.pk
        placement.delete()
        assert not PlacementFile.objects.exists()


def test_a_corrected_first_day_moves_the_checks_that_nobody_was_asked_about(cast, owner, candidate):
    placement = place(cast.carla, candidate, starts_on=dt.date(2025, 10, 6), ends_on=None)
    with owner():
        for months, values in ((6, {"asked_at": timezone.now()}), (12, {})):
            FollowUp.objects.create(
                region=placement.region, placement=placement, months=months, due_on=dt.date(2026, 10, 6), at_work=True,
                checked_on=dt.date(2026, 10, 7), known_by="import", known_at=timezone.now(), **values,
            )  # fmt: skip
    correct(cast.carla, placement, starts_on=dt.date(2025, 10, 13), ends_on=None)
    with owner():
        days = dict(FollowUp.objects.filter(placement=placement).values_list("months", "due_on"))
    assert days == {6: dt.date(2026, 10, 6), 12: dt.date(2026, 10, 13)}
