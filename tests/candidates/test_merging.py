"""Two files become one, field by field as was chosen and with all that belongs to them; undoing gives just what was."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from candidates.models import (
    Candidate,
    CandidateEvent,
    CandidateIdentity,
    CandidateMerge,
    CandidateProfile,
    CandidateStep,
    CandidateTask,
    ContactMoment,
    Enrolment,
    PossibleDuplicate,
    TrainingGroup,
    TrainingSeat,
)
from candidates.registering import duplicates
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import ReadLog
from placements.models import Placement
from tests.candidates.files import questions
from tests.candidates.registrants import registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory, GroupFactory, ProgrammeFactory

WHY = "Zelfde telefoon, ik heb gebeld"
DAY = dt.date(2026, 9, 3)


@pytest.fixture
def two(cast):
    """Two files of one person at the Werkplein of Carla, with something in each."""
    with owner():
        kept = CandidateFactory(
            werkplein=cast.carla.organisation,
            registered_on=dt.date(2026, 8, 1),
            wanted_work="",
            identity__first_name="Noor",
            identity__phone="",
            identity__email="noor@demo.example",
        )
        gone = CandidateFactory(
            werkplein=cast.carla.organisation,
            registered_on=DAY,
            municipality="GM0106",
            wanted_work="timmeren",
            last_contact_on=DAY,
            identity__first_name="Nora",
            identity__phone="06-12340000",
            identity__email="noor@demo.example",
        )
        for candidate in (kept, gone):
            CandidateStep.objects.create(
                region=cast.region, candidate=candidate, to_state="registered", on=candidate.registered_on
            )
            CandidateTask.objects.create(
                region=cast.region, candidate=candidate, what="bellen", due_on=DAY, organisation=cast.carla.organisation
            )
        ContactMoment.objects.create(
            region=cast.region,
            candidate=gone,
            by=cast.carla.user,
            organisation=cast.carla.organisation,
            result="spoken",
        )
        EnrolmentFactory(candidate=gone, region=cast.region)
        PlacementFactory(candidate=kept)
        PlacementFactory(
            candidate=gone, employer_organisation=cast.bram.organisation, candidate_agreed_on=DAY, starts_on=DAY
        )
        for candidate, hours in ((kept, 24), (gone, 32)):
            CandidateProfile.objects.create(candidate=candidate, region=cast.region, hours_from=hours)
    return kept, gone


#: Written by the database beside every change; they say when, and so are never the same.
_NOT_COMPARED = {"candidates_candidatemerge", "candidates_possibleduplicate"}


def everything(region):
    """All rows that refer to a candidate of the region, and the files themselves, as text by table."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint"
            " WHERE confrelid = 'candidates_candidate'::regclass AND contype = 'f' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in _NOT_COMPARED]
        rows = {}
        for table in [*tables, "candidates_candidate"]:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY t.id")
            rows[table] = [row for (row,) in cursor.fetchall()]
    return rows


def path_of(kept, gone):
    return f"dossiers/{kept.pk}/samenvoegen/{gone.pk}/"


#: What is chosen where the two differ: the name that stays, the number and the registration of the other.
CHOSEN = {
    "candidateidentity-first_name": "kept",
    "candidateidentity-phone": "gone",
    "candidate-registered_on": "kept",
    "candidate-wanted_work": "gone",
    "candidate-state": "kept",
    "candidateprofile-hours_from": "gone",
    "reason": WHY,
}


def merged(person, two, **said):
    kept, gone = two
    answer = person.post(path_of(kept, gone), CHOSEN | said)
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        return CandidateMerge.objects.get()


def radios(page):
    """What is chosen of each group of radio buttons."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if values.get("type") == "radio":
            found.setdefault(values["name"], None)
            if " checked" in tag:
                found[values["name"]] = values["value"]
    return found


def test_each_thing_that_differs_is_chosen_and_what_one_file_lacks_is_chosen_already(cast, two):
    page = cast.dirk.get(path_of(*two)).content.decode()
    assert 'name="candidateidentity-first_name"' in page
    assert 'name="candidateidentity-email"' not in page, "the same in both"
    chosen = radios(page)
    assert chosen["candidateidentity-phone"] == "gone", "only that file knows the number"
    assert chosen["candidateidentity-first_name"] == "kept"


def test_all_that_belongs_to_a_file_goes_along(cast, two):
    kept, gone = two
    made = merged(cast.carla, two)
    with owner():
        kept, gone = Candidate.objects.get(pk=kept.pk), Candidate.objects.get(pk=gone.pk)
        identity = CandidateIdentity.objects.get(candidate=kept)
        assert gone.merged_into_id == kept.pk
        assert (identity.first_name, identity.phone) == ("Noor", "06-12340000")
        assert (kept.wanted_work, kept.municipality, kept.registered_on) == ("timmeren", "GM0014", dt.date(2026, 8, 1))
        assert kept.last_contact_on == DAY, "the latest contact is the latest of both"
        assert kept.profile.hours_from == 32
        assert CandidateStep.objects.filter(candidate=kept).count() == 2
        assert CandidateTask.objects.filter(candidate=kept).count() == 2
        assert ContactMoment.objects.get().candidate_id == kept.pk
        assert Enrolment.objects.get().candidate_id == kept.pk
        assert Placement.objects.filter(candidate=kept).count() == 2, "of an app this one does not know"
        assert identity.shared_with == [cast.bram.organisation.pk], "the employer knows him still"
        assert made.left == 1, "a file has one profile"
        assert CandidateEvent.objects.filter(pgh_obj_id=kept.pk).exists()
    assert cast.carla.get(f"dossiers/{gone.pk}/").url == cast.carla.url(f"dossiers/{kept.pk}/")
    assert gone.reference not in cast.carla.get("dossiers/?rij=alle").content.decode()


def test_who_registered_somebody_follows_him_in_the_other_file_and_learns_of_none(cast, two):
    kept, gone = two
    school, other = registrant(), registrant()
    with owner():
        Candidate.objects.filter(pk=gone.pk).update(registrant_organisation=school.organisation, last_contact_on=None)
        Candidate.objects.filter(pk=kept.pk).update(
            registrant_organisation=other.organisation, call_by=dt.date(2026, 12, 1), last_contact_on=None
        )
    before = [one.get(f"aanmeldingen/{gone.pk}/").status_code for one in (school, other)]
    merged(cast.dirk, two, **{"candidate-call_by": "kept"})
    page = school.get(f"aanmeldingen/{gone.pk}/").content.decode()
    assert before == [200, 404]
    assert "Aangemeld" in page
    assert f"{cast.carla.organisation.name} belt voor of op 1 december 2026" in page.replace("\xa0", " ")
    with owner():
        Candidate.objects.filter(pk=kept.pk).update(state="intake", last_contact_on=DAY)
    page = school.get(f"aanmeldingen/{gone.pk}/").content.decode()
    assert "Intake" in page
    assert "belt voor of op" not in page
    for words in ("al bekend", "ander dossier", kept.reference):
        assert words not in page
    rows = school.get("aanmeldingen/?stand=intake").content.decode()
    assert gone.reference in rows
    assert kept.reference not in rows
    assert gone.reference not in school.get("aanmeldingen/?stand=registered").content.decode()
    assert school.get(f"aanmeldingen/{kept.pk}/").status_code == 404
    with (
        tenancy.acting_for(user_id=other.user.pk, organisation_id=other.organisation.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT candidates_went_on(%s)", [gone.pk])
        assert cursor.fetchone() == (None,), "only who registered it follows it"


def test_undoing_gives_just_what_was(cast, two):
    before = everything(cast.region)
    made = merged(cast.dirk, two)
    assert everything(cast.region) != before
    answer = cast.dirk.post(f"dossiers/samengevoegd/{made.pk}/terug/", {"reason": "Het zijn toch twee mensen"})
    assert answer.status_code == 302
    assert everything(cast.region) == before
    with owner():
        made.refresh_from_db()
    assert (made.undone_by_id, made.undone_reason) == (cast.dirk.user.pk, "Het zijn toch twee mensen")


def test_an_old_page_does_not_undo_the_merge_that_came_after(cast, two):
    kept, gone = two
    first = merged(cast.dirk, two)
    old_page = f"dossiers/samengevoegd/{first.pk}/terug/"
    assert cast.dirk.post(old_page, {"reason": "Het zijn toch twee mensen"}).status_code == 302
    again = dict.fromkeys(radios(cast.dirk.get(path_of(*two)).content.decode()), "kept")
    assert cast.dirk.post(path_of(*two), again | {"reason": WHY}).status_code == 302
    answer = cast.dirk.post(old_page, {"reason": "Het zijn toch twee mensen"})
    assert answer.status_code == 422
    assert "Dit is al teruggedraaid." in answer.content.decode()
    with owner():
        assert Candidate.objects.get(pk=gone.pk).merged_into_id == kept.pk
        assert CandidateMerge.objects.filter(undone_at=None).count() == 1


def test_undoing_holds_both_files_in_the_order_in_which_merging_does(cast, two):
    """Whichever of the two went: else a merge and its undo wait for each other."""
    kept, gone = sorted(two, key=lambda one: one.pk, reverse=True)
    made = merged(cast.dirk, (kept, gone), **_all_kept(cast, kept, gone))
    with CaptureQueriesContext(connection) as asked:
        answer = cast.dirk.post(f"dossiers/samengevoegd/{made.pk}/terug/", {"reason": "Het zijn toch twee mensen"})
    assert answer.status_code == 302
    (locked,) = [
        one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"] and "candidates_candidate" in one["sql"]
    ]
    assert kept.pk.hex in locked
    assert gone.pk.hex in locked
    assert 'ORDER BY "candidates_candidate"."id" ASC' in locked


def test_a_pair_that_was_merged_and_split_again_is_asked_about_again(cast, two):
    _kept, gone = two
    with tenancy.system(Purpose.IMPORT, region_id=cast.region.pk):
        duplicates.note([gone.pk], due=DAY)
    with owner():
        pair = PossibleDuplicate.objects.get()
        before = CandidateTask.objects.values().get(origin=f"duplicate:{pair.pk}")
    made = merged(cast.dirk, two)
    assert f"{pair.pk}/anders/" not in cast.dirk.get("dossiers/dubbel/").content.decode()
    undo = f"dossiers/samengevoegd/{made.pk}/terug/"
    assert cast.dirk.post(undo, {"reason": "Verkeerd om samengevoegd"}).status_code == 302
    with owner():
        pair.refresh_from_db()
        assert (pair.decision, pair.decided_at) == ("", None)
    assert f"{pair.pk}/anders/" in cast.dirk.get("dossiers/dubbel/").content.decode()
    with owner():
        assert CandidateTask.objects.values().get(origin=f"duplicate:{pair.pk}") == before, "the task is open again too"


def test_what_is_compared_stands_in_words(cast, two):
    page = cast.dirk.get(path_of(*two)).content.decode()
    assert "Assen" in page
    assert "GM0106" not in page


def test_what_changed_since_stays_when_a_merge_is_undone(cast, two):
    kept, gone = two
    made = merged(cast.dirk, two)
    with owner():
        CandidateIdentity.objects.filter(candidate=kept).update(phone="06-99990000")
        later = CandidateTask.objects.create(
            region=cast.region, candidate=kept, what="later", due_on=DAY, organisation=cast.dirk.organisation
        )
    answer = cast.dirk.post(
        f"dossiers/samengevoegd/{made.pk}/terug/", {"reason": "Het zijn toch twee mensen"}, follow=True
    )
    assert "bleef zoals het is: Telefoon" in answer.content.decode()
    with owner():
        assert CandidateIdentity.objects.get(candidate=kept).phone == "06-99990000"
        assert CandidateTask.objects.get(pk=later.pk).candidate_id == kept.pk
        assert CandidateTask.objects.filter(candidate=gone).count() == 1


@pytest.mark.django_db
def test_every_reference_to_a_candidate_is_one_the_merge_can_move():
    """The merge reads references out of the catalogue, and moves those of one column to a row with an id."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, cardinality(conkey), EXISTS (SELECT FROM pg_attribute a"
            " WHERE a.attrelid = conrelid AND a.attname = 'id') FROM pg_constraint"
            " WHERE confrelid = 'candidates_candidate'::regclass AND contype = 'f'"
        )
        rows = cursor.fetchall()
    assert len(rows) > 10
    assert [name for name, columns, has_id in rows if columns != 1 or not has_id] == []


@pytest.mark.parametrize(
    ("reason", "words"), [("", "Schrijf op waarom."), ("zelfde", "tekens"), ("bsn is 111222333", "burgerservicenummer")]
)
def test_a_merge_says_why(cast, two, reason, words):
    answer = cast.dirk.post(path_of(*two), CHOSEN | {"reason": reason})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with owner():
        assert not CandidateMerge.objects.exists()


def test_a_merge_that_is_undone_stands_no_more_and_one_that_was_merged_on_waits(cast, two):
    kept, gone = two
    made = merged(cast.dirk, two)
    with owner():
        last = CandidateFactory(werkplein=cast.carla.organisation)
    assert cast.dirk.post(path_of(last, kept), {"reason": WHY} | _all_kept(cast, last, kept)).status_code == 302
    path = f"dossiers/samengevoegd/{made.pk}/terug/"
    waits = cast.dirk.post(path, {"reason": "Het zijn toch twee mensen"})
    assert waits.status_code == 422
    assert "daarna zelf samengevoegd" in waits.content.decode()
    with owner():
        assert Candidate.objects.get(pk=gone.pk).merged_into_id == kept.pk


def test_the_list_of_merges_asks_the_same_at_three_and_at_thirty(cast):
    def merges(number):
        with owner():
            for _place in range(number):
                kept, gone = (CandidateFactory(werkplein=cast.carla.organisation) for _file in range(2))
                Candidate.objects.filter(pk=gone.pk).update(merged_into=kept)
                CandidateMerge.objects.create(
                    region=cast.region,
                    kept=kept,
                    gone=gone,
                    reason=WHY,
                    organisation=cast.dirk.organisation,
                    merged_by=cast.dirk.user,
                )

    merges(3)
    few = questions(cast.dirk, "dossiers/samengevoegd/")
    merges(27)
    assert questions(cast.dirk, "dossiers/samengevoegd/") == few <= 3 + 5 + 1


def _all_kept(cast, kept, gone):
    page = cast.dirk.get(path_of(kept, gone)).content.decode()
    return dict.fromkeys(radios(page), "kept")


def test_who_works_with_both_files_merges_them_and_nobody_else(cast, two):
    kept, gone = two
    with owner():
        elsewhere = CandidateFactory()
    for person, status in (
        (cast.frank, 404),
        (cast.alice, 403),
        (cast.bram, 403),
        (cast.esra, 403),
        (registrant(), 403),
    ):
        assert person.get(path_of(kept, gone)).status_code == status, person.user.name
        assert person.post(path_of(kept, gone), CHOSEN).status_code == status, person.user.name
    assert cast.carla.get(path_of(kept, elsewhere)).status_code == 404
    assert cast.carla.post(path_of(kept, elsewhere), CHOSEN).status_code == 404
    assert cast.dirk.get(path_of(kept, elsewhere)).status_code == 200
    made = merged(cast.carla, two)
    undo = f"dossiers/samengevoegd/{made.pk}/terug/"
    for person, status in ((cast.frank, 404), (cast.alice, 403), (cast.esra, 403)):
        assert person.post(undo, {"reason": "Het zijn toch twee mensen"}).status_code == status
        assert two[0].reference not in person.get("dossiers/samengevoegd/").content.decode()
    assert two[0].reference in cast.carla.get("dossiers/samengevoegd/").content.decode()


def test_the_database_moves_nothing_for_who_works_with_one_of_the_files(cast, two):
    """Also where the view is passed by: the function asks itself."""
    made = merged(cast.dirk, two)
    person = cast.frank
    with (
        tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk),
        pytest.raises(DatabaseError, match="works with both"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT candidates_undo_merge(%s, %s, now())", [made.pk, "reden genoeg"])


def test_comparing_two_people_leaves_a_line_for_each(cast, two):
    cast.dirk.get(path_of(*two))
    with owner():
        seen = ReadLog.objects.filter(user=cast.dirk.user, reason="Dossiers samenvoegen")
        assert set(seen.values_list("subject_id", flat=True)) == {one.pk for one in two}


def test_the_other_file_is_found_by_its_number(cast, two):
    kept, gone = two
    path = f"dossiers/{kept.pk}/samenvoegen/"
    assert cast.dirk.post(path, {"number": gone.reference.lower()}).url.endswith(path_of(kept, gone))
    with owner():
        elsewhere = CandidateFactory()
    unknown = cast.carla.post(path, {"number": elsewhere.reference})
    assert unknown.status_code == 422
    assert "Met dit nummer is er geen dossier" in unknown.content.decode()


GROUP = dt.date(2026, 10, 1)


def seat(group, candidate, state):
    return TrainingSeat.objects.create(region=group.region, group=group, candidate=candidate, state=state)


def seats_now(group):
    with owner():
        rows = TrainingSeat.objects.filter(group=group).values_list("candidate_id", "state")
        return dict(rows), TrainingGroup.objects.get(pk=group.pk).seats_taken


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "stays", "taken"),
    [
        ("seat_waiting", "seat_accepted", "seat_accepted", 1),
        ("seat_accepted", "seat_offered", "seat_accepted", 1),
        ("seat_declined", "seat_waiting", "seat_waiting", 0),
        ("seat_accepted", "seat_accepted", "seat_accepted", 1),
    ],
)
@pytest.mark.parametrize("who", ["carla", "dirk"])
def test_who_had_a_seat_under_both_files_has_one_that_came_furthest(cast, two, who, of_kept, of_gone, stays, taken):
    kept, gone = two
    with owner():
        group = GroupFactory(programme=ProgrammeFactory(region=cast.region))
        seat(group, kept, of_kept)
        seat(group, gone, of_gone)
    before, rows = seats_now(group), everything(cast.region)
    made = merged(getattr(cast, who), two)
    now, number = seats_now(group)
    assert (now[kept.pk], number) == (stays, taken)
    page = cast.dirk.get(f"scholing/groepen/{group.pk}/").content.decode()
    assert page.count(f"dossiers/{kept.pk}/") + page.count(kept.reference) > 0
    assert gone.reference not in page
    undone(getattr(cast, who), made)
    assert seats_now(group) == before
    assert everything(cast.region) == rows


def undone(person, made):
    answer = person.post(f"dossiers/samengevoegd/{made.pk}/terug/", {"reason": "Het zijn toch twee mensen"})
    assert answer.status_code == 302, answer.content.decode()


def test_a_merge_is_not_undone_over_the_head_of_who_got_the_seat_meanwhile(cast, two):
    kept, gone = two
    with owner():
        group = GroupFactory(programme=ProgrammeFactory(region=cast.region), seats=2)
        seat(group, kept, "seat_accepted")
        seat(group, gone, "seat_accepted")
    made = merged(cast.dirk, two)
    with owner():
        seat(group, CandidateFactory(region=cast.region), "seat_offered")
    answer = cast.dirk.post(f"dossiers/samengevoegd/{made.pk}/terug/", {"reason": "Het zijn toch twee mensen"})
    assert answer.status_code == 422
    assert "intussen van iemand anders" in answer.content.decode()
    with owner():
        assert Candidate.objects.get(pk=gone.pk).merged_into_id == kept.pk
        assert CandidateMerge.objects.get().undone_at is None


@pytest.mark.parametrize(("of_kept", "of_gone"), [("", "certificate"), ("certificate", ""), ("", "")])
def test_who_took_part_in_one_group_under_both_files_took_part_once(cast, two, of_kept, of_gone):
    kept, gone = two
    with owner():
        group = GroupFactory(programme=ProgrammeFactory(region=cast.region), state="group_running")
        for candidate, outcome in ((kept, of_kept), (gone, of_gone)):
            values = {"outcome": outcome, "ended_on": GROUP} if outcome else {}
            EnrolmentFactory(
                candidate=candidate, region=cast.region, group=group, programme=group.programme,
                started_on=dt.date(2026, 9, 1), **values,
            )  # fmt: skip
    rows = everything(cast.region)
    made = merged(cast.dirk, two)
    with owner():
        [one] = Enrolment.objects.standing().filter(group=group)
        assert (one.candidate_id, one.outcome) == (kept.pk, of_kept or of_gone)
        closed = "group_closed" if of_kept or of_gone else "group_running"
        assert TrainingGroup.objects.get(pk=group.pk).state == closed, "who goes on under a file that is gone, does not"
        assert Enrolment.objects.filter(candidate=kept).count() == 2, "the other training went along"
    undone(cast.dirk, made)
    assert everything(cast.region) == rows
    with owner():
        assert TrainingGroup.objects.get(pk=group.pk).state == "group_running"


@pytest.mark.parametrize(("kept_done", "gone_done"), [(True, False), (False, True), (False, False), (True, True)])
def test_of_two_tasks_out_of_one_thing_the_one_that_is_still_to_do_stays(cast, two, kept_done, gone_done):
    kept, gone = two
    at = dt.datetime(2026, 9, 4, tzinfo=dt.UTC)
    with owner():
        for candidate, done in ((kept, kept_done), (gone, gone_done)):
            CandidateTask.objects.create(
                region=cast.region, candidate=candidate, what="grens komt dichtbij", due_on=DAY, kind="benefit",
                organisation=cast.carla.organisation, origin="benefit:2026", done_at=at if done else None,
            )  # fmt: skip
    rows = everything(cast.region)
    made = merged(cast.carla, two)
    with owner():
        [one] = CandidateTask.objects.standing().filter(origin="benefit:2026")
        assert (one.candidate_id, one.done_at is not None) == (kept.pk, kept_done and gone_done)
    undone(cast.carla, made)
    assert everything(cast.region) == rows
