"""A coach calls: one screen, one press, the next promise made at once; and who noted it wrongly takes it back."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.choices import CandidateState, TaskKind
from candidates.file import contacts
from candidates.file.contacts import Contact, next_working_day
from candidates.file_choices import ContactResult
from candidates.models import Candidate, CandidateIdentity, CandidateTask, ContactMoment
from candidates.working import to_do
from candidates.working.to_do import Task
from organisations.models import User, new_id
from organisations.refused import Refused
from tests.candidates.registrants import registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.workspace import act, auditor_of

#: A Wednesday.
TODAY = dt.date(2026, 9, 16)
TOMORROW = dt.date(2026, 9, 17)
_real = timezone.localdate


@pytest.fixture(autouse=True)
def a_wednesday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 9, 16, 9, 30, tzinfo=dt.UTC))


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(
            werkplein=cast.carla.organisation,
            call_by=dt.date(2026, 9, 14),
            identity__first_name="Wilhelmina",
            identity__last_name="Bovenkamp",
            identity__phone="+31 6 1234 0000",
        )


def seen(candidate) -> Candidate:
    with owner():
        return Candidate.objects.get(pk=candidate.pk)


def noted() -> list[ContactMoment]:
    with owner():
        return list(ContactMoment.objects.order_by("at", "pk"))


def call(person, candidate, result, *, query="", **typed):
    return person.post(f"dossiers/{candidate.pk}/bellen/{query}", {"result": result, "token": str(new_id())} | typed)


def record(person, candidate, result, *, at=None, **values):
    with act(person) as acting:
        return contacts.record(
            acting, candidate.pk, Contact(result=result, **values), at=at or timezone.now(), contact_id=None
        )


def test_the_screen_has_the_number_to_press_what_was_said_and_what_to_ask(cast, candidate):
    record(cast.dirk, candidate, ContactResult.NO_ANSWER, note="Voicemail ingesproken")
    text = cast.carla.get(f"dossiers/{candidate.pk}/bellen/").content.decode()
    assert 'href="tel:+31612340000"' in text
    for words in ("Wilhelmina Bovenkamp", "Voicemail ingesproken", "Welk werk zoekt u?", "Geen gehoor"):
        assert words in text


@pytest.mark.parametrize(
    ("result", "typed", "call_by", "last_contact"),
    [
        ("spoken", {}, None, TODAY),
        ("spoken", {"promise": "week"}, dt.date(2026, 9, 23), TODAY),
        ("spoken", {"promise": "maand"}, dt.date(2026, 10, 16), TODAY),
        ("no_answer", {}, TOMORROW, None),
        ("no_answer", {"promise": "anders", "call_by": "1-10-2026"}, dt.date(2026, 10, 1), None),
        ("call_back", {"promise": "morgen"}, TOMORROW, None),
        ("call_back", {"call_by": "18-9-2026"}, dt.date(2026, 9, 18), None),
        # Nobody was reached, so what was promised stands.
        ("wrong_number", {}, dt.date(2026, 9, 14), None),
    ],
)
def test_one_press_notes_the_call_and_makes_the_next_promise(cast, candidate, result, typed, call_by, last_contact):
    answer = call(cast.carla, candidate, result, note="Wil timmeren", **typed)
    assert (answer.status_code, answer.url) == (302, cast.carla.url(f"dossiers/{candidate.pk}/contact/"))
    (moment,) = noted()
    assert (moment.result, moment.note, moment.by_id, moment.organisation_id) == (
        result,
        "Wil timmeren",
        cast.carla.user.pk,
        cast.carla.organisation.pk,
    )
    now = seen(candidate)
    assert (now.call_by, now.last_contact_on) == (call_by, last_contact)


def test_calling_back_needs_a_day_that_still_comes_and_keeps_what_was_typed(cast, candidate):
    for typed, words in (
        ({}, "Kies wanneer u terugbelt."),
        ({"promise": "anders"}, "Vul de dag in waarop u belt."),
        ({"promise": "anders", "call_by": "1-9-2026"}, "Deze dag is voorbij."),
    ):
        answer = call(cast.carla, candidate, "call_back", note="Staat op de steiger", **typed)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Staat op de steiger" in answer.content.decode()
    assert call(cast.carla, candidate, "vergeten").status_code == 422
    assert noted() == []


def test_a_form_of_another_file_notes_nothing_here_and_keeps_what_was_typed(cast, candidate):
    with owner():
        other = CandidateFactory(werkplein=cast.carla.organisation)
    sent = {"token": str(new_id()), "note": "Over het rooster"}
    assert call(cast.carla, other, "spoken", **sent).status_code == 302
    for path, typed in (
        ("bellen/", {"result": "spoken"}),
        ("contact/nieuw/", {"channel": "letter", "result": "sent"}),
    ):
        answer = cast.carla.post(f"dossiers/{candidate.pk}/{path}", sent | typed)
        assert answer.status_code == 422
        assert "Dit formulier kan niet nog eens." in answer.content.decode()
        assert "Over het rooster" in answer.content.decode()
    assert [one.candidate_id for one in noted()] == [other.pk]


def test_a_day_that_nobody_means_is_refused_wherever_a_call_is_promised(cast, candidate):
    far = "31-12-2099"
    for path, typed in (
        ("bellen/", {"result": "spoken", "call_by": far}),
        ("contact/nieuw/", {"channel": "letter", "result": "sent", "call_by": far}),
        ("pauze/", {"reason": "away", "call_by": far}),
    ):
        answer = cast.carla.post(f"dossiers/{candidate.pk}/{path}", typed)
        assert answer.status_code == 422, path
        assert "meer dan een jaar vooruit" in answer.content.decode()
    with pytest.raises(Refused):
        record(cast.carla, candidate, ContactResult.SPOKEN, call_by=dt.date(2099, 12, 31))
    assert noted() == []
    assert call(cast.carla, candidate, "spoken", call_by="16-9-2027").status_code == 302


@pytest.mark.parametrize("path", ["", "contact/", "bellen/"])
def test_a_promise_that_still_comes_and_the_wish_to_be_called_stand_in_the_file(cast, candidate, path):
    def shown():
        return " ".join(cast.carla.get(f"dossiers/{candidate.pk}/{path}").content.decode().split())

    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(call_by=dt.date(2026, 9, 24), wants_call=True)
    assert "Wij bellen voor of op 24 september 2026. Deze persoon wil gebeld worden." in shown().replace("\xa0", " ")
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(call_by=None)
    assert "Er is nog geen dag beloofd." in shown()
    record(cast.carla, candidate, ContactResult.SPOKEN)
    assert "Er is nog geen dag beloofd." not in shown()


def test_who_has_no_telephone_is_written_to_from_the_same_screen(cast, candidate):
    screen = f"dossiers/{candidate.pk}/bellen/"
    assert "Gemaild" not in cast.carla.get(screen).content.decode()
    with owner():
        CandidateIdentity.objects.filter(candidate=candidate).update(phone="", email="w@voorbeeld.example")
    text = cast.carla.get(screen).content.decode()
    assert 'href="mailto:w@voorbeeld.example"' in text
    assert "Gemaild" in text
    assert call(cast.carla, candidate, "sent", query="?ronde=1", promise="week").status_code == 302
    (moment,) = noted()
    assert (moment.channel, moment.result, moment.call_by) == ("mail", "sent", dt.date(2026, 9, 23))
    assert seen(candidate).last_contact_on is None


def test_a_citizen_number_is_refused_in_a_note(cast, candidate):
    answer = call(cast.carla, candidate, "spoken", note="BSN 111222333")
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.content.decode()
    with pytest.raises(Refused):
        record(cast.carla, candidate, ContactResult.SPOKEN, note="BSN 111222333")
    assert noted() == []


def test_a_form_sent_twice_notes_one_call(cast, candidate):
    form = {"result": "no_answer", "token": str(new_id())}
    for _press in range(2):
        assert cast.carla.post(f"dossiers/{candidate.pk}/bellen/", form).status_code == 302
    assert len(noted()) == 1


def test_the_way_back_in_the_browser_notes_no_second_identical_contact(cast, candidate):
    said = {"note": "Wil timmeren", "promise": "week"}
    assert 'autocomplete="off"' in cast.carla.get(f"dossiers/{candidate.pk}/bellen/").content.decode()
    for _press in range(2):
        assert call(cast.carla, candidate, "spoken", **said).status_code == 302
    assert len(noted()) == 1
    assert call(cast.carla, candidate, "spoken", note="Belde terug over de reistijd").status_code == 302
    assert call(cast.dirk, candidate, "spoken", note="Belde terug over de reistijd").status_code == 302
    later = timezone.now() + dt.timedelta(minutes=11)
    record(cast.dirk, candidate, ContactResult.SPOKEN, note="Belde terug over de reistijd", at=later)
    assert len(noted()) == 4


@pytest.mark.parametrize("result", ["spoken", "sent", "wrong_number"])
def test_the_way_back_in_the_browser_notes_no_second_empty_contact(cast, candidate, result):
    for _press in range(2):
        assert call(cast.carla, candidate, result).status_code == 302
    assert len(noted()) == 1


@pytest.mark.parametrize("has_same_form", [True, False])
def test_a_day_that_is_chosen_after_the_way_back_in_the_browser_is_kept(cast, candidate, has_same_form):
    """Sent again as the browser kept it, or as it asked for it anew."""
    with act(cast.carla) as acting:
        task = Task("Bellen over vervoer", TODAY, cast.carla.organisation.pk, kind=TaskKind.CALL)
        task_id = to_do.add(acting, candidate, task, at=timezone.now()).pk
    first = str(new_id())
    assert call(cast.carla, candidate, "spoken", token=first).status_code == 302
    again = {"token": first} if has_same_form else {}
    answer = call(cast.carla, candidate, "spoken", promise="week", **again)
    assert cast.carla.client.get(answer.url).status_code == 200
    (moment,) = noted()
    week = dt.date(2026, 9, 23)
    assert (moment.call_by, moment.call_by_before) == (week, dt.date(2026, 9, 14))
    assert (seen(candidate).call_by, seen(candidate).last_contact_on) == (week, TODAY)
    with owner():
        assert CandidateTask.objects.get(pk=task_id).done_at is not None
    # Without a day it takes nothing back.
    call(cast.carla, candidate, "spoken", **again)
    assert len(noted()) == 1
    assert seen(candidate).call_by == week


def test_who_was_spoken_to_goes_on_to_the_intake_in_one_press(cast, candidate):
    answer = call(cast.carla, candidate, "intake")
    assert answer.url == cast.carla.url(f"dossiers/{candidate.pk}/intake-en-diagnose/intake/")
    assert seen(candidate).state == CandidateState.INTAKE
    assert [one.result for one in noted()] == [ContactResult.SPOKEN]


def test_a_call_does_the_tasks_to_call_and_taking_it_back_opens_them_again(cast, candidate):
    with act(cast.carla) as acting:
        task = to_do.add(
            acting,
            candidate,
            Task("Bellen over vervoer", TODAY, cast.carla.organisation.pk, kind=TaskKind.CALL),
            at=timezone.now(),
        )
    moment = record(cast.carla, candidate, ContactResult.SPOKEN)
    with owner():
        assert CandidateTask.objects.get(pk=task.pk).done_at == moment.at
    answer = cast.carla.post(f"dossiers/{candidate.pk}/contact/{moment.pk}/terug/", follow=True)
    assert "Teruggedraaid" in answer.content.decode()
    with owner():
        assert CandidateTask.objects.get(pk=task.pk).done_at is None
    now = seen(candidate)
    assert (now.call_by, now.last_contact_on) == (dt.date(2026, 9, 14), None)
    assert noted() == []


def test_only_the_last_contact_of_today_is_taken_back_by_who_noted_it(cast, candidate):
    earlier = timezone.now() - dt.timedelta(days=1)
    old = record(cast.carla, candidate, ContactResult.NO_ANSWER, at=earlier)
    first = record(cast.carla, candidate, ContactResult.NO_ANSWER, at=timezone.now() - dt.timedelta(minutes=9))
    for moment in (old, first):
        if moment is first:
            record(cast.dirk, candidate, ContactResult.SPOKEN)
        answer = cast.carla.post(f"dossiers/{candidate.pk}/contact/{moment.pk}/terug/", follow=True)
        assert "Terugdraaien kan niet meer." in answer.content.decode()
    assert len(noted()) == 3
    # Of somebody else it is no contact that he can take back at all, also by the database.
    assert cast.dirk.post(f"dossiers/{candidate.pk}/contact/{first.pk}/terug/").status_code == 404
    with act(cast.dirk):
        assert ContactMoment.objects.filter(pk=first.pk).delete()[0] == 0
    assert len(noted()) == 3


def test_after_three_calls_in_vain_the_page_says_what_helps(cast, candidate):
    for minutes in range(3):
        assert "keer achter elkaar" not in cast.carla.get(f"dossiers/{candidate.pk}/").content.decode()
        record(cast.carla, candidate, ContactResult.NO_ANSWER, at=timezone.now() + dt.timedelta(minutes=minutes))
    assert "3 keer achter elkaar niet bereikt" in cast.carla.get(f"dossiers/{candidate.pk}/").content.decode()
    record(cast.carla, candidate, ContactResult.WRONG_NUMBER, at=timezone.now() + dt.timedelta(minutes=5))
    assert "telefoonnummer klopt niet" in cast.carla.get(f"dossiers/{candidate.pk}/").content.decode()


def test_another_contact_than_a_call_is_noted_in_the_file(cast, candidate):
    path = f"dossiers/{candidate.pk}/contact/nieuw/"
    sent = {"channel": "letter", "result": "sent", "note": "Uitnodiging", "token": str(new_id())}
    assert cast.carla.post(path, sent).status_code == 302
    # A letter fulfils no promise to call.
    assert seen(candidate).call_by == dt.date(2026, 9, 14)
    assert "Brief: verstuurd" in cast.carla.get(f"dossiers/{candidate.pk}/contact/").content.decode()
    assert cast.carla.post(path, sent | {"channel": "phone"}).status_code == 422


def test_a_round_goes_from_one_promised_call_to_the_next_own_ones_first(cast, candidate):
    with owner():
        carla = User.objects.get(pk=cast.carla.user.pk)
        here = {"werkplein": cast.carla.organisation}
        own = CandidateFactory(**here, coach=carla, call_by=TODAY)
        CandidateFactory(**here, coach=carla, call_by=TOMORROW)
        CandidateFactory(**here, coach=User.objects.get(pk=cast.dirk.user.pk), call_by=TODAY)
        CandidateFactory(**here, call_by=TODAY, state=CandidateState.WITHDRAWN)
    way = cast.carla.url("dossiers/bellen/")
    assert way in cast.carla.get("dossiers/?rij=bellen").content.decode()
    assert way not in cast.carla.get("dossiers/?rij=klaar").content.decode()
    first = cast.carla.get("dossiers/bellen/").url
    assert first == cast.carla.url(f"dossiers/{own.pk}/bellen/?ronde=1")
    second = call(cast.carla, own, "no_answer", query="?ronde=1").url
    assert second == cast.carla.url(f"dossiers/{candidate.pk}/bellen/?ronde=1")
    last = call(cast.carla, candidate, "spoken", query="?ronde=1")
    assert last.url == cast.carla.url("dossiers/?rij=bellen")
    assert cast.carla.get("dossiers/bellen/").url == last.url


def test_nobody_is_called_twice_within_an_hour_and_afterwards_he_is(cast, candidate, monkeypatch):
    with owner():
        other = CandidateFactory(werkplein=cast.carla.organisation, call_by=TODAY)
    following = call(cast.carla, candidate, "wrong_number", query="?ronde=1").url
    assert following == cast.carla.url(f"dossiers/{other.pk}/bellen/?ronde=1")
    # Promised for later today: not at once.
    assert call(cast.carla, other, "call_back", query="?ronde=1", call_by="16-9-2026").url.endswith("?rij=bellen")
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 9, 16, 10, 31, tzinfo=dt.UTC))
    assert cast.carla.get("dossiers/bellen/").url == cast.carla.url(f"dossiers/{candidate.pk}/bellen/?ronde=1")


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (dt.date(2026, 9, 17), dt.date(2026, 9, 18)),
        *((dt.date(2026, 9, n), dt.date(2026, 9, 21)) for n in (18, 19, 20)),
    ],
)
def test_the_next_working_day(day, following):
    assert next_working_day(day) == following


@pytest.mark.parametrize("who", ["alice", "bram", "esra", "school"])
def test_who_works_with_no_files_calls_nobody_and_takes_nothing_back(cast, candidate, who):
    person = registrant() if who == "school" else getattr(cast, who)
    moment = record(cast.carla, candidate, ContactResult.SPOKEN)
    assert person.get("dossiers/bellen/").status_code == 403
    assert person.post(f"dossiers/{candidate.pk}/contact/{moment.pk}/terug/").status_code == 403
    assert noted() == [moment]


def test_an_auditor_reads_and_notes_nothing(cast, candidate):
    auditor = auditor_of(cast.carla)
    assert auditor.get(f"dossiers/{candidate.pk}/contact/").status_code == 200
    assert auditor.get(f"dossiers/{candidate.pk}/bellen/").status_code == 403
    assert call(auditor, candidate, "spoken").status_code == 403
    assert noted() == []
