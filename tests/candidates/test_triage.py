"""Walking through new registrations: all filled in, decided in one press, the next by itself, and the way back."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import Assignment, CandidateTask
from organisations.models import ReadLog
from tests.candidates.files import TODAY, candidate, questions
from tests.candidates.registrants import registrant
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements.workspace import auditor_of, seen

PATH = "dossiers/nieuw/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def filled(answer, **values):
    """The form as it stands on the screen, with what is changed in it."""
    form = answer.context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    return {name: f"{one:%d-%m-%Y}" if isinstance(one, dt.date) else one for name, one in shown.items()} | values


def test_twenty_registrations_are_decided_by_pressing_one_button_each(cast, owner):
    """What the coach gets done in ten minutes: twenty screens, twenty presses, everything filled in."""
    ones = [candidate(cast, registered_on=TODAY - (30 - number) * DAY) for number in range(20)]
    answer = cast.carla.get(PATH)
    order = []
    while answer.context["current"] is not None:
        order.append(answer.context["current"].pk)
        answer = cast.carla.post(f"{PATH}{order[-1]}/", filled(answer), follow=True)
    assert order == [one.pk for one in ones]
    assert "Alle aanmeldingen zijn verdeeld" in words(answer)
    assert {(seen(one).coach_id, seen(one).state) for one in ones} == {(cast.carla.user.pk, CandidateState.INTAKE)}
    with owner():
        assert not CandidateTask.objects.exists()


def test_the_list_beside_says_how_many_it_leaves_out(cast):
    for _number in range(20):
        candidate(cast)
    assert "en nog" not in words(cast.carla.get(PATH))
    for _number in range(3):
        candidate(cast)
    answer = cast.carla.get(PATH)
    assert "23 nieuwe aanmeldingen" in words(answer)
    assert "en nog 3" in words(answer)


def test_who_lives_outside_the_region_is_shown_so_in_the_list_and_beside_it(cast):
    one = candidate(cast, municipality="GM0114")
    assert words(cast.carla.get(f"{PATH}{one.pk}/")).count("GM0114, buiten de regio") == 2


def test_the_form_is_filled_in_as_it_mostly_goes(cast):
    candidate(cast, registered_on=TODAY - DAY, target_group="ww")
    form = cast.carla.get(PATH).context["form"]
    assert {name: form[name].value() for name in ("coach", "call_by", "target_group", "to")} == {
        "coach": str(cast.carla.user.pk),
        "call_by": TODAY + 4 * DAY,
        "target_group": "ww",
        "to": "intake",
    }
    assert "werkplein" not in form.fields


def test_a_promise_that_was_made_stands_there_and_one_that_is_late_becomes_today(cast):
    promised = candidate(cast, call_by=TODAY + 2 * DAY, wants_call=True)
    answer = cast.carla.get(f"{PATH}{promised.pk}/")
    assert answer.context["form"]["call_by"].value() == TODAY + 2 * DAY
    assert "wij bellen voor of op 17 juni 2026" in words(answer)
    late = candidate(cast, call_by=TODAY - 3 * DAY)
    assert cast.carla.get(f"{PATH}{late.pk}/").context["form"]["call_by"].value() == TODAY


def test_the_coach_of_the_one_before_is_filled_in_for_the_next(cast, owner):
    with owner():
        colleague = MembershipFactory(organisation=cast.carla.organisation).user
    one, two = candidate(cast, registered_on=TODAY - 2 * DAY), candidate(cast)
    sent = filled(cast.carla.get(PATH), coach=str(colleague.pk))
    answer = cast.carla.post(f"{PATH}{one.pk}/", sent, follow=True)
    assert answer.context["current"].pk == two.pk
    assert answer.context["form"]["coach"].value() == str(colleague.pk)


def test_undo_brings_the_registration_back_on_the_screen(cast, owner):
    one = candidate(cast)
    cast.carla.post(f"{PATH}{one.pk}/", filled(cast.carla.get(PATH), target_group="nuo", note="Belt graag na vijf uur"))
    with owner():
        done = Assignment.objects.get()
        assert CandidateTask.objects.get().what == "Belt graag na vijf uur"
    assert f"verdeeld/{done.pk}/terug/" in cast.carla.get(f"{PATH}?na={done.pk}").content.decode()
    answer = cast.carla.post(f"dossiers/verdeeld/{done.pk}/terug/", follow=True)
    assert answer.context["current"].pk == one.pk
    assert (seen(one).state, seen(one).coach_id, seen(one).target_group) == ("registered", None, "participatiewet")


def test_stopping_asks_for_the_reason_beside_the_field_and_loses_nothing_typed(cast):
    one = candidate(cast)
    sent = filled(cast.carla.get(PATH), to="withdrawn", target_group="wsw", call_by="31-06-2026")
    answer = cast.carla.post(f"{PATH}{one.pk}/", sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["note"] == ["Schrijf op waarom."]
    assert answer.context["form"].errors["call_by"]
    assert answer.context["form"]["target_group"].value() == "wsw"
    assert seen(one).state == CandidateState.REGISTERED
    cast.carla.post(f"{PATH}{one.pk}/", sent | {"call_by": "", "note": "Heeft zelf werk gevonden"})
    assert (seen(one).state, seen(one).call_by) == (CandidateState.WITHDRAWN, None)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("coach", "", "Kies wie de coach wordt."),
        ("call_by", "1-6-2026", "Deze dag is voorbij"),
        ("call_by", "1-6-2036", "meer dan een jaar vooruit"),
        ("note", "bsn 111222333", "burgerservicenummer"),
    ],
)
def test_errors_stand_beside_the_field(cast, field, value, said):
    one = candidate(cast)
    answer = cast.carla.post(f"{PATH}{one.pk}/", filled(cast.carla.get(PATH)) | {field: value})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert seen(one).coach_id is None


def test_the_back_office_gives_to_a_werkplein_that_chooses_itself(cast, owner):
    with owner():
        elsewhere = OrganisationFactory(name="Werkplein Ergens", werkplein=True)
    one, two = candidate(cast, werkplein=None, registered_on=TODAY - 2 * DAY), candidate(cast, werkplein=None)
    screen = cast.dirk.get(PATH)
    assert [name for _key, name in screen.context["form"].fields["werkplein"].choices] == [
        "Geen",
        "Werkplein Ergens",
        "Werkplein Groningen",
    ]
    assert screen.context["form"]["coach"].value() == str(cast.dirk.user.pk)
    sent = filled(screen, coach="", to="registered", werkplein=str(elsewhere.pk))
    answer = cast.dirk.post(f"{PATH}{one.pk}/", sent, follow=True)
    assert answer.context["current"].pk == two.pk
    assert answer.context["form"]["coach"].value() == ""
    assert (seen(one).werkplein_id, seen(one).coach_id, seen(one).state) == (elsewhere.pk, None, "registered")
    # What was given out is not there again.
    answer = cast.dirk.post(f"{PATH}{two.pk}/", sent, follow=True)
    assert "Alle aanmeldingen zijn verdeeld" in words(answer)
    assert one.reference not in cast.dirk.get("dossiers/?rij=nieuw").content.decode()


def test_what_the_back_office_says_about_the_call_reaches_the_werkplein_that_chooses(cast, owner):
    one = candidate(cast, werkplein=None)
    chosen = {"coach": "", "to": "registered", "werkplein": str(cast.carla.organisation.pk)}
    cast.dirk.post(f"{PATH}{one.pk}/", filled(cast.dirk.get(PATH), note="Belt graag na vijf uur", **chosen))
    with owner():
        made = CandidateTask.objects.get()
    assert (made.kind, made.organisation_id, made.user_id) == ("call", cast.carla.organisation.pk, None)
    assert made.due_on == seen(one).call_by
    assert "Belt graag na vijf uur" in cast.carla.get("dossiers/taken/?wie=vrij").content.decode()


def test_who_calls_about_a_pause_gets_a_task_and_about_a_stop_nobody_is_asked(cast, owner):
    one, two = candidate(cast, registered_on=TODAY - 2 * DAY), candidate(cast)
    sent = {"caller": str(cast.carla.user.pk), "coach": "", "note": "Zit tot juli in het buitenland"}
    cast.carla.post(f"{PATH}{one.pk}/", filled(cast.carla.get(PATH), to="on_hold", **sent))
    with owner():
        made = CandidateTask.objects.get()
    assert (made.user_id, made.due_on, made.what) == (
        cast.carla.user.pk,
        seen(one).call_by,
        "Bellen over de aanmelding",
    )
    answer = cast.carla.post(f"{PATH}{two.pk}/", filled(cast.carla.get(PATH), to="withdrawn", **sent))
    assert answer.context["form"].errors["caller"] == [
        "Wie stopt, wordt niet meer gebeld. Zet dit terug op ‘De coach’."
    ]
    assert seen(two).state == CandidateState.REGISTERED


def test_only_the_one_that_is_open_is_named_and_logged(cast, owner):
    first = candidate(cast, registered_on=TODAY - 5 * DAY, identity__first_name="Eerste")
    candidate(cast, identity__first_name="Tweede", wanted_work="Stratenmaker")
    shown = words(cast.carla.get(PATH))
    assert "Eerste Voorbeeld" in shown
    assert "Stratenmaker" in shown
    assert "Tweede" not in shown
    with owner():
        (line,) = ReadLog.objects.filter(subject="candidate")
    assert (line.subject_id, line.reason) == (first.pk, "Nieuwe aanmelding verdelen")


def test_what_a_colleague_took_up_meanwhile_leads_to_the_file(cast):
    one = candidate(cast, coach=cast.carla.user)
    answer = cast.carla.post(f"{PATH}{one.pk}/", {"to": "intake"})
    assert answer.url == cast.carla.url(f"dossiers/{one.pk}/")


@pytest.mark.parametrize("who", ["alice", "bram", "esra", "school"])
def test_who_works_with_no_files_decides_nothing(cast, who):
    one = candidate(cast)
    person = registrant() if who == "school" else getattr(cast, who)
    assert person.get(PATH).status_code == 403
    assert person.post(f"{PATH}{one.pk}/", {"to": "intake"}).status_code == 403
    assert seen(one).state == CandidateState.REGISTERED


def test_a_reader_decides_nothing(cast):
    one = candidate(cast)
    auditor = auditor_of(cast.carla)
    assert auditor.get(PATH).status_code == 403
    assert auditor.post(f"{PATH}{one.pk}/", {"to": "intake"}).status_code == 403


def test_the_screen_asks_the_same_at_three_and_at_thirty(cast):
    for _number in range(3):
        candidate(cast, werkplein=None)
    few = questions(cast.dirk, PATH)
    for _number in range(27):
        candidate(cast, werkplein=None)
    assert questions(cast.dirk, PATH) == few <= 3 + 9 + 1


def test_the_keyboard_begins_at_the_person_and_reaches_every_field(cast):
    candidate(cast)
    page = cast.carla.get(PATH).content.decode()
    assert re.search(r'id="kandidaat"[^>]* data-focus-first', page)
    keys = dict(re.findall(r'<(?:select|input|textarea)\b(?=[^>]* name="(\w+)")[^>]* data-key="(\w)"', page))
    assert {"coach", "caller", "call_by", "target_group", "note", "to"} <= set(keys)
    radios = re.findall(r'name="to"[^>]* data-key="(\d)"', page)
    assert radios == ["1", "2", "3", "4"]
    every = re.findall(r'data-key="(\w)"', page)
    assert len(every) == len(set(every))
