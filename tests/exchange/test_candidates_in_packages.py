"""Candidates, training, placements and follow-ups of a data package: what lands, what is odd, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import (
    Candidate,
    CandidateIdentity,
    CandidateStep,
    CandidateTask,
    Enrolment,
    PossibleDuplicate,
    TrainingProgramme,
)
from candidates.registering.duplicates import NOTE
from candidates.tasks import note_duplicates
from candidates.training_choices import ProgrammeKind
from exchange.choices import JobKind, JobStatus
from organisations.models import Organisation, OutboxMessage, ReadLog
from placements.choices import EndReason, KnownBy, TermKind
from placements.models import FollowUp, Placement
from tests.database import owner
from tests.exchange.bulk import job, uploaded, worked, zipped
from tests.exchange.packages import SMALL, changed, imported, where, write

pytestmark = pytest.mark.django_db
CANDIDATES, ENROLMENTS, PLACEMENTS, FOLLOW_UPS = "candidates.csv", "enrolments.csv", "placements.csv", "followups.csv"
NOTHING_NEW = "Alles stond er al zo; er is niets gewijzigd."


def only(file: str, old: str, new: str) -> dict[str, str]:
    return {file: changed(file, old, new)[file]}


def added(file: str, *rows: str) -> dict[str, str]:
    """A package of this one file, with other rows under its header."""
    return {file: "\n".join([SMALL[file].splitlines()[0], *rows]) + "\n"}


def sent(tmp_path, files: dict[str, str]) -> list[str]:
    status, lines = imported(write(tmp_path / "more", files))
    assert status == 0, lines
    return lines


def test_facts_and_identity_stand_apart(landed):
    with owner():
        one = Candidate.objects.get(reference="K-1")
        assert (one.registered_on, one.municipality, one.wanted_work) == (date(2018, 10, 1), "GM0014", "Timmeren")
        assert one.werkplein.name == "Werkplein Proef"
        assert (one.registrant, one.registrant_organisation) == ("Gemeente Proef", None)
        assert (one.identity.name, one.identity.email) == ("Anna Voorbeeld", "anna@voorbeeld.example")
        assert one.identity.birth_date == date(1990, 5, 17)
        assert CandidateIdentity.objects.get(candidate__reference="K-2").normalised_phone == "0600000002"
        # Nobody knows his name yet, and he has a file all the same.
        assert CandidateIdentity.objects.get(candidate__reference="K-3").name == ""


def test_who_was_registered_by_the_code_of_an_organisation_is_one_of_its_registrations(landed, tmp_path):
    sent(tmp_path, only(CANDIDATES, "municipality,Gemeente Proef", "municipality,gem"))
    with owner():
        one = Candidate.objects.get(reference="K-1")
        municipality = Organisation.objects.get(name="Gemeente Proef")
        assert (one.registrant, one.registrant_organisation) == ("Gemeente Proef", municipality)
        # A municipality sees nobody, whatever it registered.
        assert f"o:{municipality.pk}" not in one.visible_to


def test_each_stands_where_his_training_and_work_brought_him(landed):
    with owner():
        states = dict(Candidate.objects.order_by().values_list("reference", "state"))
        assert states == {"K-1": "follow_up", "K-2": "ready", "K-3": "registered"}
        steps = CandidateStep.objects.filter(candidate__reference="K-1").order_by("on")
        assert [(one.from_state, one.to_state, one.on) for one in steps] == [
            ("", "registered", date(2018, 10, 1)),
            ("registered", "follow_up", date(2020, 2, 1)),
        ]
        assert Candidate.objects.get(reference="K-2").ready_since == date(2018, 12, 20)


def test_training_and_work_land_with_what_follows_from_them(landed):
    with owner():
        new, existing = TrainingProgramme.objects.order_by("code")
        assert (new.kind, existing.kind) == (ProgrammeKind.NEW, ProgrammeKind.EXISTING)
        stopped = Enrolment.objects.get(reference="E-2")
        assert (stopped.outcome, stopped.dropout_reason, stopped.guidance_cost) == ("dropout", "unknown", None)
        first, second = Placement.objects.order_by("reference")
        assert (first.employer, first.employer_organisation.kvk) == ("Bouw BV", "12345678")
        assert (first.contract.reference, first.end_reason, first.file.end_note) == (
            "C-1",
            EndReason.OTHER,
            "verhuisd naar een dorp",
        )
        assert (second.employer, second.employer_organisation, second.ends_on) == ("Een bedrijf", None, None)
        assert [(one.kind, one.ends_on) for one in first.terms.all()] == [(TermKind.AGREED, date(2019, 12, 31))]
        asked = FollowUp.objects.get(placement=first, months=6)
        assert (asked.due_on, asked.checked_on, asked.at_work, asked.known_by) == (
            date(2019, 7, 1),
            date(2019, 7, 3),
            True,
            KnownBy.IMPORT,
        )


def test_a_changed_row_updates_its_record_and_the_rest_stays(landed, tmp_path):
    with owner():
        events = Candidate.pgh_event_model.objects.count()
    lines = sent(tmp_path, only(CANDIDATES, "Anna,Voorbeeld", "Anna,Anders"))
    assert "candidates.csv: 0 nieuw, 1 gewijzigd, 2 gelijk" in lines
    with owner():
        assert CandidateIdentity.objects.get(candidate__reference="K-1").last_name == "Anders"
        # Only who he is changed, so only that has a new line in its history.
        assert Candidate.pgh_event_model.objects.count() == events


def test_a_state_that_the_file_leaves_out_stays_and_one_that_it_gives_is_a_step(landed, tmp_path):
    columns = "reference,registered_on,source,target_group,municipality,phone"
    assert sent(tmp_path, {CANDIDATES: f"{columns}\nK-2,2018-11-05,self,ww,GM0106,+31 6 00000002\n"})[-1] == NOTHING_NEW
    sent(tmp_path, only(CANDIDATES, ",ready", ",on_hold"))
    with owner():
        one = Candidate.objects.get(reference="K-2")
        assert (one.state, one.ready_since) == (CandidateState.ON_HOLD, None)
        last = CandidateStep.objects.filter(candidate=one).order_by("on").last()
        assert (last.from_state, last.to_state, last.on) == ("ready", "on_hold", one.state_since)


def test_another_agreed_end_is_a_version_of_it(landed, tmp_path):
    sent(tmp_path, only(PLACEMENTS, "2019-12-31", "2020-06-30"))
    with owner():
        one = Placement.objects.get(reference="W-1")
        assert [(term.kind, term.ends_on) for term in one.terms.order_by("at")] == [
            (TermKind.AGREED, date(2019, 12, 31)),
            (TermKind.CORRECTED, date(2020, 6, 30)),
        ]


def test_what_was_still_to_be_found_out_becomes_known(landed, tmp_path):
    with owner():
        one = Placement.objects.get(reference="W-2")
        FollowUp.objects.create(placement=one, months=12, due_on=date(2020, 3, 1))
    lines = sent(tmp_path, added(FOLLOW_UPS, "W-2,12,2020-03-02,yes"))
    assert "followups.csv: 1 nieuw, 0 gewijzigd, 0 gelijk" in lines
    with owner():
        assert FollowUp.objects.get(placement=one, months=12).at_work is True


ODD = {
    "unknown municipality": (only(CANDIDATES, "GM0106", "GM9999"), "gemeentecode die het portaal niet kent"),
    "municipality of another time": (only(CANDIDATES, "GM0106", "GM1979"), "op de dag van aanmelding niet gold"),
    "agency without its answers": (
        added(CANDIDATES, "K-9,2019-01-01,temp_agency,Uitzendbureau X,ww,GM0014,,,,,,,,,"),
        "zonder de antwoorden op de drie voorwaarden",
    ),
    "training at once": (added(ENROLMENTS, "E-9,K-1,P-2,2018-12-15,,,,,"), "scholingen die overlappen"),
    "work at once": (added(PLACEMENTS, "W-9,K-2,X,other,2030-01-01,,,,8,no,no,,"), "plaatsingen die overlappen"),
    "at work after the end": (added(FOLLOW_UPS, "W-1,24,2021-01-05,yes"), "na de laatste dag van de plaatsing"),
    "unknown number with a contractor": (
        {
            "deployments.csv": "reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,candidate\n"
            "D-9,C-1,D. Nieuw,1990-01-01,pw,2019-01-01,2019-01-31,12,K-404\n"
        },
        "inzet noemt een kandidaatnummer dat niet bekend is",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_accepted_and_said_once(landed, tmp_path, name):
    files, said = ODD[name]
    lines = sent(tmp_path, files)
    assert [line for line in lines if line.startswith("Let op: 1") and said in line], lines


@pytest.mark.parametrize(
    "files",
    [
        added(ENROLMENTS, "E-9,K-1,P-2,2018-12-16,,,,,"),
        added(PLACEMENTS, "W-9,K-1,X,other,2020-02-02,,,,8,no,no,,"),
        added(FOLLOW_UPS, "W-1,24,2020-02-01,yes"),
        {
            "deployments.csv": "reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,candidate\n"
            "D-9,C-1,D. Nieuw,1990-01-01,pw,2019-01-01,2019-01-31,12,K-3\n"
        },
    ],
)
def test_one_day_later_is_not_odd(landed, tmp_path, files):
    assert not [line for line in sent(tmp_path, files) if line.startswith("Let op")]


REFUSED = {
    "unknown source": (CANDIDATES, "municipality,Gemeente", "gemeente,Gemeente", (CANDIDATES, 2, "source")),
    "no group": (CANDIDATES, "participatiewet", "", (CANDIDATES, 2, "target_group")),
    "a name for a code": (CANDIDATES, "GM0014", "Groningen", (CANDIDATES, 2, "municipality")),
    "unknown Werkplein": (CANDIDATES, "GM0014,werk", "GM0014,nergens", (CANDIDATES, 2, "werkplein")),
    "no Werkplein": (CANDIDATES, "GM0014,werk", "GM0014,bouw", (CANDIDATES, 2, "werkplein")),
    "no address": (CANDIDATES, "anna@voorbeeld.example", "anna", (CANDIDATES, 2, "email")),
    "a formula": (CANDIDATES, "+31 6 00000002", "+cmd", (CANDIDATES, 3, "phone")),
    "a citizen number": (CANDIDATES, "Gemeente Proef", "BSN 123456782", (CANDIDATES, 2, "registrant")),
    "a citizen number for a telephone": (CANDIDATES, "06-00000001", "123456782", (CANDIDATES, 2, "phone")),
    "a citizen number in a programme": (
        "programmes.csv",
        "P-1,Timmeren",
        "P-1,123456782 Timmeren",
        ("programmes.csv", 2, "name"),
    ),
    "a citizen number of a school": ("programmes.csv", "School Proef", "123456782", ("programmes.csv", 2, "provider")),
    "number twice": (CANDIDATES, "K-3", "K-2", (CANDIDATES, 4, "reference")),
    "form": ("programmes.csv", "intensive", "long", ("programmes.csv", 2, "form")),
    "unknown candidate": (ENROLMENTS, "E-1,K-1", "E-1,K-9", (ENROLMENTS, 2, "candidate")),
    "unknown programme": (ENROLMENTS, "K-1,P-1", "K-1,P-9", (ENROLMENTS, 2, "programme")),
    "ends before it starts": (ENROLMENTS, "2018-12-15", "2018-10-14", (ENROLMENTS, 2, "ended_on")),
    "outcome without end": (ENROLMENTS, "2018-12-15", "", (ENROLMENTS, 2, "ended_on")),
    "negative costs": (ENROLMENTS, "2500.00", "-2500.00", (ENROLMENTS, 2, "training_cost")),
    "agreed end before the start": (PLACEMENTS, "2019-12-31", "2018-12-31", (PLACEMENTS, 2, "ends_on")),
    "end before the start": (PLACEMENTS, "2020-02-01", "2018-12-31", (PLACEMENTS, 2, "ended_on")),
    "placed candidate unknown": (PLACEMENTS, "W-2,K-2", "W-2,K-9", (PLACEMENTS, 3, "candidate")),
    "contract unknown": (PLACEMENTS, "C-1,own", "C-9,own", (PLACEMENTS, 2, "contract")),
    "contract without social return": (PLACEMENTS, "yes,yes,C-1", "yes,no,C-1", (PLACEMENTS, 2, "sroi")),
    "no yes or no": (PLACEMENTS, "24,no,no", "24,no,misschien", (PLACEMENTS, 3, "sroi")),
    "other months": (FOLLOW_UPS, "W-1,6", "W-1,9", (FOLLOW_UPS, 2, "months")),
    "placement unknown": (FOLLOW_UPS, "W-2,6", "W-9,6", (FOLLOW_UPS, 3, "placement")),
    "asked twice": (FOLLOW_UPS, "W-2,6", "W-1,6", (FOLLOW_UPS, 3, "months")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_row_is_refused_with_its_place_and_nobody_named(region, tmp_path, name):
    file, old, new, place = REFUSED[name]
    status, lines = imported(write(tmp_path / "package", changed(file, old, new)))
    assert status == 1
    # Who refers to a row that is wrong is not blamed for it.
    assert where(lines[:1]) == [place]
    assert len(lines) <= 3, lines
    assert "Voorbeeld" not in " ".join(lines)
    with owner():
        assert not Candidate.objects.exists()


def test_who_was_erased_is_not_brought_back(landed, tmp_path):
    with owner():
        one = Candidate.objects.get(reference="K-1")
        CandidateIdentity.objects.filter(candidate=one).update(first_name="", last_name="", email="", phone="")
        Candidate.objects.filter(pk=one.pk).update(anonymised_at=timezone.now(), registered_on=date(2018, 10, 9))
        Placement.objects.filter(candidate=one).update(starts_on=date(2019, 1, 3))
    files = {name: SMALL[name] for name in (CANDIDATES, ENROLMENTS, PLACEMENTS, FOLLOW_UPS)}
    lines = sent(tmp_path, files)
    assert lines[-1] == NOTHING_NEW
    assert any("anoniem" in line for line in lines)
    with owner():
        assert CandidateIdentity.objects.get(candidate=one).name == ""
        assert Candidate.objects.get(pk=one.pk).registered_on == date(2018, 10, 9)
        assert Placement.objects.get(reference="W-1").starts_on == date(2019, 1, 3)


def test_what_is_brought_of_a_merged_file_comes_with_the_one_that_was_kept(landed, tmp_path):
    with owner():
        kept, gone = (Candidate.objects.get(reference=one) for one in ("K-1", "K-2"))
        Placement.objects.filter(candidate=gone).update(candidate=kept)
        Enrolment.objects.filter(candidate=gone).update(candidate=kept)
        Candidate.objects.filter(pk=gone.pk).update(merged_into=kept)
    files = {name: SMALL[name] for name in (CANDIDATES, ENROLMENTS, PLACEMENTS)}
    assert sent(tmp_path, files)[-1] == NOTHING_NEW
    sent(tmp_path, added(ENROLMENTS, "E-9,K-2,P-2,2021-12-01,,,,,"))
    with owner():
        assert Enrolment.objects.get(reference="E-9").candidate == kept


def undone(person, one):
    assert person.post(f"bestanden/{one.pk}/ongedaan/").status_code == 302
    return worked(one)


def brought(person, files):
    answer = person.post("bestanden/pakket/inlezen/", {"package": [uploaded("pakket.zip", zipped(files))]})
    assert answer.status_code == 302, answer.content.decode()
    one = worked(job(kind=JobKind.PACKAGE_IN))
    assert one.status == JobStatus.TO_CONFIRM, one.checked
    page = person.get(f"bestanden/{one.pk}/").content.decode()
    assert "K-1" in page
    assert "Anna" not in page
    assert "06-00000001" not in page
    person.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    return worked(one)


PEOPLE = {
    name: SMALL[name].replace(",werk,", ",,").replace("C-1,own", ",own").replace("bouw,", "Bouw,")
    for name in (CANDIDATES, "programmes.csv", ENROLMENTS, PLACEMENTS, FOLLOW_UPS)
}


def test_undone_nothing_of_anybody_stays_not_even_in_history(cast):
    done = brought(cast.dirk, PEOPLE)
    with owner():
        placement = Placement.objects.get(reference="W-2")
        FollowUp.objects.create(placement=placement, months=12, due_on=date(2020, 3, 1))
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    with owner():
        for model in (Candidate, CandidateIdentity, CandidateStep, TrainingProgramme, Enrolment, Placement, FollowUp):
            assert not model.objects.exists(), model
        for model in (Candidate, CandidateIdentity, Enrolment, Placement):
            assert not model.pgh_event_model.objects.exists(), model


def test_a_changed_candidate_gets_its_former_values_and_one_with_a_step_more_stays(cast):
    brought(cast.dirk, PEOPLE)
    second = brought(
        cast.dirk, {CANDIDATES: PEOPLE[CANDIDATES].replace("Anna,", "Anneke,").replace("GM0106", "GM1730")}
    )
    third = brought(cast.dirk, {CANDIDATES: PEOPLE[CANDIDATES].replace("Anna,", "Anneke,").replace("GM0106", "GM1699")})
    assert undone(cast.dirk, third).status == JobStatus.UNDONE
    assert undone(cast.dirk, second).status == JobStatus.UNDONE
    with owner():
        assert CandidateIdentity.objects.get(candidate__reference="K-1").first_name == "Anna"
        assert Candidate.objects.get(reference="K-2").municipality == "GM0106"


def test_with_work_of_somebody_on_it_nothing_is_undone(cast):
    done = brought(cast.dirk, PEOPLE)
    with owner():
        one = Candidate.objects.get(reference="K-3")
        CandidateStep.objects.create(
            region=one.region, candidate=one, from_state="registered", to_state="intake", on=date(2026, 1, 1)
        )
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.LANDED
    assert after.hindrances == ["Aan kandidaat K-3 hangt een stap van een kandidaat."]
    with owner():
        assert Candidate.objects.count() == 3


def test_a_package_that_goes_out_is_in_the_read_log_for_everybody_in_it(cast):
    brought(cast.dirk, PEOPLE)
    assert cast.dirk.post("bestanden/pakket/downloaden/").status_code == 302
    one = worked(job(kind=JobKind.PACKAGE_OUT))
    assert one.status == JobStatus.DONE, one.error
    with owner():
        seen = ReadLog.objects.filter(subject="candidate", user=cast.dirk.user)
        assert {line.subject_id for line in seen} == set(Candidate.objects.values_list("pk", flat=True))
        assert len(seen) == 3
        assert {line.reason for line in seen} == {"Gegevenspakket gedownload"}
        assert Decimal(24) == Placement.objects.get(reference="W-2").hours_per_week


def looked_up():
    """A worker looks for people who are in the register twice; returns how many jobs there were."""
    with owner():
        jobs = list(OutboxMessage.objects.filter(name=NOTE, done_at=None).values_list("pk", flat=True))
    for one in jobs:
        note_duplicates(outbox_id=str(one))
    return len(jobs)


TWICE = PEOPLE | {
    CANDIDATES: PEOPLE[CANDIDATES].replace("Berend,Model,,+31 6 00000002", "Anna,Voorbeeldt,,06-00000001")
}


def test_who_is_in_it_twice_comes_before_the_coordination_point_after_it_landed(cast):
    brought(cast.dirk, TWICE)
    with owner():
        assert not PossibleDuplicate.objects.exists(), "the landing itself does not wait for it"
    assert looked_up() == 1
    with owner():
        [pair] = PossibleDuplicate.objects.select_related("one", "other")
        assert {pair.one.reference, pair.other.reference} == {"K-1", "K-2"}
        assert CandidateTask.objects.get().organisation_id == cast.dirk.organisation.pk
    brought(cast.dirk, TWICE | {CANDIDATES: TWICE[CANDIDATES].replace(",ready", ",on_hold")})
    assert looked_up() == 0, "who they are did not change"


def test_what_nobody_answered_about_doubles_does_not_hold_up_the_undoing(cast):
    done = brought(cast.dirk, TWICE)
    looked_up()
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    with owner():
        assert not Candidate.objects.exists()
        assert not PossibleDuplicate.objects.exists()
        assert not CandidateTask.objects.exists()


def test_what_somebody_decided_about_doubles_does(cast):
    done = brought(cast.dirk, TWICE)
    looked_up()
    with owner():
        pair = PossibleDuplicate.objects.get()
    assert cast.dirk.post(f"dossiers/dubbel/{pair.pk}/anders/").status_code == 302
    after = undone(cast.dirk, done)
    assert after.status == JobStatus.LANDED
    assert "een vraag of iemand er dubbel in staat" in " ".join(after.hindrances)
    with owner():
        assert PossibleDuplicate.objects.exists()


def test_a_first_day_that_moves_takes_along_what_nobody_was_asked_and_undoing_brings_it_back(cast):
    brought(cast.dirk, PEOPLE)
    moved = {PLACEMENTS: PEOPLE[PLACEMENTS].replace("2019-01-01,2019-12-31", "2019-02-04,2019-12-31")}
    second = brought(cast.dirk, moved)
    with owner():
        check = FollowUp.objects.get(placement__reference="W-1")
        assert (check.due_on, check.at_work) == (date(2019, 8, 4), True)
    assert undone(cast.dirk, second).status == JobStatus.UNDONE
    with owner():
        assert FollowUp.objects.get(pk=check.pk).due_on == date(2019, 7, 1)
        FollowUp.objects.filter(pk=check.pk).update(asked_at=timezone.now())
    brought(cast.dirk, moved)
    with owner():
        assert FollowUp.objects.get(pk=check.pk).due_on == date(2019, 7, 1), "they were asked about that day"
