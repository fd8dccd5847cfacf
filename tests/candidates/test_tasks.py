"""Tasks at files: made, done, opened again, and one list of what is to do."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from candidates.choices import TaskKind
from candidates.models import CandidateTask
from candidates.working import to_do
from candidates.working.to_do import Task
from organisations import handover, tenancy
from organisations.choices import OrganisationKind, Purpose
from organisations.models import ReadLog
from organisations.refused import Refused
from tests.candidates.files import TODAY, candidate, questions
from tests.candidates.registrants import registrant
from tests.factories.organisations import MembershipFactory
from tests.placements.workspace import act, auditor_of, seen

PATH = "dossiers/taken/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def task(cast, one, *, by=None, **values):
    by = by or cast.carla
    given = {"what": "CV opvragen", "due_on": TODAY, "organisation_id": by.organisation.pk} | values
    with act(by) as acting:
        return to_do.add(acting, one, Task(**given), at=timezone.now())


def listed(person, **asked):
    answer = person.client.get(person.url(PATH), asked)
    return [row["task"].what for row in answer.context["rows"]]


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_task_is_made_at_the_file_and_stands_in_the_list_of_who_does_it(cast, owner):
    one = candidate(cast)
    path = f"dossiers/{one.pk}/taken/nieuw/"
    form = cast.carla.get(path).context["form"]
    assert (form["user"].value(), form["due_on"].value()) == (str(cast.carla.user.pk), TODAY + 7 * DAY)
    answer = cast.carla.post(path, {"what": "VCA aanvragen", "due_on": "20-6-2026", "user": str(cast.carla.user.pk)})
    assert answer.url == cast.carla.url(f"dossiers/{one.pk}/")
    assert listed(cast.carla, wie="mij") == ["VCA aanvragen"]
    with owner():
        made = CandidateTask.objects.get()
    assert (made.user_id, made.organisation_id, made.made_by_id) == (
        cast.carla.user.pk,
        cast.carla.organisation.pk,
        cast.carla.user.pk,
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("what", "", "Vul in wat er moet gebeuren"),
        ("what", "bel 111222333", "burgerservicenummer"),
        ("due_on", "14-6-2026", "Deze dag is voorbij"),
        ("due_on", "14-6-2036", "meer dan twee jaar vooruit"),
    ],
)
def test_errors_stand_beside_the_field(cast, owner, field, value, said):
    sent = {"what": "VCA aanvragen", "due_on": "20-6-2026", "user": ""} | {field: value}
    answer = cast.carla.post(f"dossiers/{candidate(cast).pk}/taken/nieuw/", sent)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    with owner():
        assert not CandidateTask.objects.exists()


def test_done_and_open_again(cast):
    made = task(cast, candidate(cast), user_id=cast.carla.user.pk)
    cast.carla.post(f"{PATH}{made.pk}/klaar/")
    assert (seen(made).done_by_id, listed(cast.carla)) == (cast.carla.user.pk, [])
    assert listed(cast.carla, stand="klaar") == ["CV opvragen"]
    assert "was al klaar" in words(cast.carla.post(f"{PATH}{made.pk}/klaar/", follow=True))
    answer = cast.carla.post(f"{PATH}{made.pk}/open/", {"terug": "dossier"})
    assert answer.url == cast.carla.url(f"dossiers/{made.candidate_id}/")
    assert (seen(made).done_at, seen(made).done_by_id) == (None, None)


def test_another_day_and_another_person(cast, owner):
    with owner():
        colleague = MembershipFactory(organisation=cast.carla.organisation).user
    made = task(cast, candidate(cast), due_on=TODAY - 3 * DAY)
    path = f"{PATH}{made.pk}/"
    # The day it was due stays allowed: nobody has to move a task that is late to give it to somebody.
    cast.carla.post(path, {"what": "CV opvragen", "due_on": "12-6-2026", "user": str(colleague.pk)})
    assert (seen(made).user_id, seen(made).due_on) == (colleague.pk, TODAY - 3 * DAY)
    cast.carla.post(f"{path}klaar/")
    answer = cast.carla.post(path, {"what": "Iets anders", "due_on": "20-6-2026", "user": ""})
    assert answer.status_code == 422
    assert seen(made).what == "CV opvragen"


def edited(person, made, **typed):
    """Save the form as it stands on the screen, with what is changed in it; returns the names that it offers."""
    form = person.get(f"{PATH}{made.pk}/").context["form"]
    sent = {"what": form["what"].value(), "due_on": "30-6-2026", "user": form["user"].value()} | typed
    assert person.post(f"{PATH}{made.pk}/", sent).status_code == 302
    return dict(form.fields["user"].choices)


def test_another_day_leaves_the_task_with_whom_it_is(cast, owner):
    one = candidate(cast)
    of_werkplein = task(cast, one)
    offered = edited(cast.dirk, of_werkplein)
    assert offered[str(cast.carla.organisation.pk)] == "Wie het oppakt bij Werkplein Groningen"
    row = seen(of_werkplein)
    assert (row.organisation_id, row.user_id, row.due_on) == (cast.carla.organisation.pk, None, TODAY + 15 * DAY)
    of_dirk = task(cast, one, by=cast.dirk, user_id=cast.dirk.user.pk)
    assert edited(cast.carla, of_dirk)[str(cast.dirk.user.pk)].startswith("Dirk")
    assert (seen(of_dirk).organisation_id, seen(of_dirk).user_id) == (cast.dirk.organisation.pk, cast.dirk.user.pk)
    with owner():
        both = MembershipFactory(organisation=cast.carla.organisation)
        MembershipFactory(organisation=cast.dirk.organisation, user=both.user)
    of_both = task(cast, one, by=cast.carla, user_id=both.user_id)
    edited(cast.dirk, of_both)
    assert seen(of_both).organisation_id == cast.carla.organisation.pk


def test_a_task_that_is_given_to_somebody_goes_along_to_where_he_works(cast):
    one = candidate(cast)
    made = task(cast, one)
    edited(cast.dirk, made, user="")
    assert (seen(made).organisation_id, seen(made).user_id) == (cast.dirk.organisation.pk, None)
    edited(cast.dirk, made, user=str(cast.carla.user.pk))
    assert (seen(made).organisation_id, seen(made).user_id) == (cast.carla.organisation.pk, cast.carla.user.pk)


def test_the_list_narrows_by_whose_by_late_and_by_kind(cast):
    one = candidate(cast)
    task(cast, one, what="Van mij", user_id=cast.carla.user.pk)
    task(cast, one, what="Van niemand", due_on=TODAY - DAY)
    task(cast, one, by=cast.dirk, what="Van Dirk", user_id=cast.dirk.user.pk, kind=TaskKind.CALL)
    assert listed(cast.carla) == ["Van niemand", "Van mij", "Van Dirk"]
    assert listed(cast.carla, wie="mij") == ["Van mij"]
    assert listed(cast.carla, wie="vrij") == ["Van niemand"]
    assert listed(cast.carla, wie="ons") == ["Van niemand", "Van mij"]
    assert listed(cast.carla, stand="laat") == ["Van niemand"]
    assert listed(cast.carla, soort="call") == ["Van Dirk"]


def test_an_address_that_was_mistyped_shows_what_is_to_do(cast):
    made = task(cast, candidate(cast))
    for asked in ("stand=onzin", "wie=onzin", "soort=onzin"):
        answer = cast.carla.get(f"{PATH}?{asked}")
        assert answer.status_code == 200, asked
        assert made.what in answer.content.decode()


def test_each_person_in_the_list_is_logged_once(cast, owner):
    one = candidate(cast)
    task(cast, one)
    task(cast, one)
    cast.carla.get(PATH)
    with owner():
        (line,) = ReadLog.objects.filter(subject="candidate")
    assert (line.subject_id, line.reason) == (one.pk, "Takenlijst")


def test_of_somebody_elses_candidate_there_is_no_task(cast):
    made = task(cast, candidate(cast, werkplein=None), by=cast.dirk)
    for person, status in ((cast.carla, 404), (cast.frank, 404), (cast.bram, 403), (cast.alice, 403), (cast.esra, 403)):
        assert person.get(f"{PATH}{made.pk}/").status_code == status
        for step in ("", "klaar/", "open/"):
            assert person.post(f"{PATH}{made.pk}/{step}", {"what": "x"}).status_code == status
        assert person.post(f"dossiers/{made.candidate_id}/taken/nieuw/", {"what": "x"}).status_code == status
    assert listed(cast.carla) == listed(cast.frank) == []
    assert (seen(made).what, seen(made).done_at) == ("CV opvragen", None)


def test_a_reader_reads_the_list_and_presses_nothing(cast):
    made = task(cast, candidate(cast))
    auditor = auditor_of(cast.carla)
    assert listed(auditor) == ["CV opvragen"]
    assert "klaar/" not in auditor.get(PATH).content.decode()
    of_file = f"dossiers/{made.candidate_id}/"
    for address, person, has_link in ((PATH, auditor, False), (of_file, auditor, False), (of_file, cast.carla, True)):
        page = person.get(address).content.decode()
        assert "CV opvragen" in page
        assert (f"taken/{made.pk}/" in page) is has_link, "nobody is led to a page that refuses him"
    assert auditor.post(f"{PATH}{made.pk}/klaar/").status_code == 403


def test_the_portal_makes_a_task_once(cast, owner):
    one = candidate(cast)
    entry = Task("Grens nadert", TODAY, cast.carla.organisation.pk, kind=TaskKind.BENEFIT, origin="benefit:1")
    for _time in range(2):
        with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
            to_do.add(None, one, entry, at=timezone.now())
    with owner():
        (made,) = CandidateTask.objects.all()
    assert made.made_by_id is None


def test_that_somebody_may_be_there_twice_is_told_to_the_coordination_point_alone(cast, owner):
    one = candidate(cast)
    with owner():
        made = CandidateTask.objects.create(
            region=cast.region,
            candidate=one,
            kind=TaskKind.DUPLICATE,
            what="Kijk of dit dezelfde persoon is",
            due_on=TODAY,
            organisation=cast.dirk.organisation,
        )
    with act(cast.carla):
        assert not CandidateTask.objects.exists()
        assert CandidateTask.objects.update(what="x") == 0
    for person, told in ((cast.dirk, True), (cast.carla, False)):
        for path in (PATH, f"dossiers/{one.pk}/", f"dossiers/{one.pk}/bellen/"):
            page = words(person.get(path))
            assert ("Kijk of dit dezelfde persoon is" in page) == told, (person.user.name, path)
        assert ("duplicate" in dict(person.get(PATH).context["filter"].form["soort"].field.choices)) == told
    for step in ("", "klaar/", "open/"):
        assert cast.carla.post(f"{PATH}{made.pk}/{step}", {"what": "x"}).status_code == 404
    assert seen(made).done_at is None
    cast.dirk.post(f"{PATH}{made.pk}/klaar/")
    assert seen(made).done_by_id == cast.dirk.user.pk


@pytest.mark.parametrize("kind", [TaskKind.DUPLICATE, TaskKind.CALL])
def test_who_registers_makes_no_task_and_reads_none(cast, kind):
    school = registrant(OrganisationKind.SCHOOL)
    one = candidate(cast, registrant_organisation=school.organisation, source="school")
    with act(school) as acting, pytest.raises(ProgrammingError), transaction.atomic():
        to_do.add(acting, one, Task("Bel hem", TODAY, cast.dirk.organisation.pk, kind=kind), at=timezone.now())
    task(cast, one)
    with act(school):
        assert not CandidateTask.objects.exists()


def test_who_was_spoken_to_has_no_calls_left(cast):
    one = candidate(cast)
    call, other = task(cast, one, kind=TaskKind.CALL), task(cast, one)
    with act(cast.carla) as acting:
        assert to_do.finish_calls(acting, one, at=timezone.now()) == 1
    assert (seen(call).done_by_id, seen(other).done_at) == (cast.carla.user.pk, None)


def test_who_leaves_hands_over_candidates_and_tasks(cast, owner):
    with owner():
        heir = MembershipFactory(organisation=cast.carla.organisation).user
    one = candidate(cast, coach=cast.carla.user)
    made = task(cast, one, user_id=cast.carla.user.pk)
    organisation = cast.carla.organisation.pk
    with act(cast.carla):
        found = {str(work.title): work.count for work in handover.in_hand(organisation, cast.carla.user)}
        handover.hand_over(organisation, cast.carla.user, heir)
    assert found == {"kandidaten van wie deze persoon de coach is": 1, "taken bij kandidaten": 1}
    assert (seen(one).coach_id, seen(made).user_id) == (heir.pk, heir.pk)


def test_finishing_twice_says_so(cast):
    made = task(cast, candidate(cast))
    with act(cast.carla) as acting:
        to_do.finish(acting, made.pk, at=timezone.now())
        with pytest.raises(Refused, match="was al klaar"):
            to_do.finish(acting, made.pk, at=timezone.now())


def test_the_list_asks_the_same_at_three_and_at_thirty_rows(cast):
    for _number in range(3):
        task(cast, candidate(cast))
    few = questions(cast.carla, PATH)
    for _number in range(22):
        task(cast, candidate(cast))
    assert questions(cast.carla, PATH) == few <= 3 + 5 + 1
