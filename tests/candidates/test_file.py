"""The file of a candidate: who opens it, that every opening is written down, and what is changed in it."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates import lifecycle
from candidates.choices import CandidateState, TargetGroup, TaskKind
from candidates.file import contacts, step_back
from candidates.file.contacts import Contact
from candidates.file_choices import AssessmentKind, ContactResult
from candidates.models import Assessment, Candidate, CandidateIdentity, CandidateProfile, CandidateStep, ContactMoment
from candidates.working import to_do
from candidates.working.to_do import Task
from organisations.models import Occupation, ReadLog, User, new_id
from organisations.refused import Refused
from organisations.templatetags.formatting import date_nl
from placements.choices import EndReason
from tests.candidates.registrants import registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act, auditor_of

NAME, PHONE, MAIL = "Bovenkamp", "06-44556677", "wilhelmina@voorbeeld.example"
#: Pages of the file that only read, and those that change something.
READS = ("", "contact/", "intake-en-diagnose/", "geschiedenis/")
WRITES = (
    *(
        "persoon/",
        "gegevens/",
        "bellen/",
        "contact/nieuw/",
        "intake-en-diagnose/intake/",
        "intake-en-diagnose/diagnose/",
    ),
    *("stap/", "stap/terug/", "pauze/", "stoppen/", "verder/"),
)
ONLY_POST = {"contact/nieuw/", "stap/terug/", "verder/"}
#: Session, user, enter; then a page of detail; then the line in the read log.
BUDGET = 3 + 9 + 1


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(
            werkplein=cast.carla.organisation,
            wanted_work="metselen",
            identity__first_name="Wilhelmina",
            identity__last_name=NAME,
            identity__phone=PHONE,
            identity__email=MAIL,
        )


def page(candidate, rest=""):
    return f"dossiers/{candidate.pk}/{rest}"


def seen(candidate) -> Candidate:
    with owner():
        return Candidate.objects.select_related("identity", "werkplein").get(pk=candidate.pk)


def reasons(candidate) -> list[str]:
    with owner():
        return list(
            ReadLog.objects.filter(subject_id=candidate.pk).order_by("at", "pk").values_list("reason", flat=True)
        )


def leaks(answer) -> bool:
    text = answer.content.decode()
    return any(words in text for words in (NAME, PHONE, MAIL, "metselen"))


def test_the_werkplein_and_the_coordination_point_open_it_and_each_opening_is_a_line(cast, candidate):
    for person in (cast.carla, cast.dirk):
        text = person.get(page(candidate)).content.decode()
        for words in (f"Wilhelmina {NAME}", PHONE, MAIL, "metselen", candidate.reference):
            assert words in text
    with owner():
        lines = ReadLog.objects.filter(subject="candidate", subject_id=candidate.pk)
        assert {(one.user_id, one.organisation_id, one.reason) for one in lines} == {
            (person.user.pk, person.organisation.pk, "Dossier bekeken") for person in (cast.carla, cast.dirk)
        }
        assert all(one.request for one in lines)


def test_every_page_of_the_file_says_what_it_was_opened_for(cast, candidate):
    for rest in (*READS, *(one for one in WRITES if one not in ONLY_POST)):
        assert cast.carla.get(page(candidate, rest)).status_code == 200, rest
    assert len(reasons(candidate)) == len(READS) + len(WRITES) - len(ONLY_POST)
    assert {"Dossier bekeken", "Bellen", "Intake doen", "Diagnose stellen"} <= set(reasons(candidate))
    assert "" not in reasons(candidate)


def test_the_page_is_refused_when_the_log_cannot_be_written(cast, candidate):
    with owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_readlog ADD CONSTRAINT full_up CHECK (subject = '') NOT VALID")
    cast.carla.client.raise_request_exception = False
    for rest in (*READS, "persoon/", "bellen/"):
        answer = cast.carla.get(page(candidate, rest))
        assert answer.status_code == 500, rest
        assert not leaks(answer)
    cast.carla.client.raise_request_exception = True
    with pytest.raises(DatabaseError):
        cast.carla.get(page(candidate))


@pytest.mark.parametrize("rest", [*READS, *WRITES])
def test_nobody_else_reaches_any_page_of_it(cast, candidate, rest):
    with owner():
        elsewhere = OrganisationFactory(werkplein=True, name="Werkplein Elders")
    from_elsewhere = registrant("werkplein", name="Werkplein Verderop")
    assert elsewhere.pk != from_elsewhere.organisation.pk
    for person in (cast.frank, cast.strangers["werkplein"], from_elsewhere):
        for address in (page(candidate, rest), f"dossiers/{new_id()}/{rest}"):
            # Whoever may work with candidates is told that a page of another one's file only reads, not whether it is there.
            answers = [(person.post(address), 405 if rest in READS else 404)]
            if rest not in ONLY_POST:
                answers.append((person.get(address), 404))
            for answer, status in answers:
                assert answer.status_code == status, (person.user.name, address)
                assert not leaks(answer)
    for person in (cast.alice, cast.bram, cast.esra, registrant("school"), registrant("uwv")):
        answers = [person.post(page(candidate, rest))]
        if rest not in ONLY_POST:
            answers.append(person.get(page(candidate, rest)))
        for answer in answers:
            assert answer.status_code == 403, (person.user.name, rest)
            assert not leaks(answer)
    assert reasons(candidate) == []


def test_who_reads_along_changes_nothing(cast, candidate):
    auditor = auditor_of(cast.carla)
    for rest in READS:
        text = auditor.get(page(candidate, rest)).content.decode()
        assert NAME in text
        assert "aanpassen" not in text
    for rest in WRITES:
        assert auditor.post(page(candidate, rest)).status_code == 403, rest


def test_who_somebody_is_changes_with_what_stood_there_in_the_history(cast, candidate):
    form = {
        "first_name": "Willy",
        "last_name": "van den Bovenkamp",
        "birth_date": "4-5-1988",
        "phone": "06 1111 2222",
        "email": "",
    }
    assert cast.carla.post(page(candidate, "persoon/"), form).status_code == 302
    now = seen(candidate).identity
    assert (now.name, now.birth_date, now.phone, now.email) == (
        "Willy van den Bovenkamp",
        dt.date(1988, 5, 4),
        "06 1111 2222",
        "",
    )
    assert now.normalised_phone == "0611112222"
    text = cast.dirk.get(page(candidate, "geschiedenis/")).content.decode()
    for words in (f"telefoon: {PHONE} → 06 1111 2222", f"e-mailadres: {MAIL} → leeg", "Carla, Werkplein Groningen"):
        assert words in text


def test_errors_about_who_somebody_is_stand_beside_the_field(cast, candidate):
    for form, words in (
        ({"last_name": NAME, "phone": "", "email": ""}, "Vul een telefoonnummer of een mailadres in."),
        ({"last_name": "", "phone": PHONE}, "Vul een achternaam in."),
        ({"last_name": "Bos 3", "phone": PHONE}, "geen cijfers"),
        ({"last_name": NAME, "phone": PHONE, "birth_date": "1-1-2099"}, "Deze dag moet nog komen."),
        ({"last_name": NAME, "email": "geen adres"}, "Vul een e-mailadres in"),
        ({"last_name": NAME, "phone": "111222333"}, "burgerservicenummer"),
    ):
        answer = cast.carla.post(page(candidate, "persoon/"), form)
        assert answer.status_code == 422, form
        assert words in answer.content.decode()
    assert seen(candidate).identity.phone == PHONE


def facts(**values):
    return {
        "target_group": "ww",
        "sector": "construction",
        "wanted_work": "dakdekken",
        "municipality": "GM1895",
        "hours_from": "24",
        "hours_to": "32",
        "days": ["mon", "wed"],
        "travel": "near",
        "transport": ["bicycle"],
        "licences": ["b", "am"],
        "certificates": ["VCA-basis"],
        "other_certificate": "Steigerbouw",
        "speaks": "b1",
    } | values


def test_what_somebody_can_and_wants_is_kept_as_choices(cast, candidate):
    with owner():
        job = Occupation.objects.create(
            region=cast.region, code="dakdekker", name="Dakdekker", sector="construction", certificates=["Dakdiploma"]
        )
    text = cast.carla.get(page(candidate, "gegevens/")).content.decode()
    assert "Dakdiploma" in text
    sent = facts(occupations=[str(job.pk)])
    assert cast.carla.post(page(candidate, "gegevens/"), sent).status_code == 302
    now = seen(candidate)
    assert (now.target_group, now.sector, now.wanted_work, now.municipality) == (
        "ww",
        "construction",
        "dakdekken",
        "GM1895",
    )
    with owner():
        profile = CandidateProfile.objects.get(candidate=candidate)
    assert (profile.hours_from, profile.hours_to, profile.days, profile.licences) == (
        24,
        32,
        ["mon", "wed"],
        ["b", "am"],
    )
    assert (profile.certificates, profile.occupations) == (["VCA-basis", "Steigerbouw"], [job.pk])
    assert profile.saved_by_id == cast.carla.user.pk
    text = cast.carla.get(page(candidate)).content.decode()
    for words in ("24 tot 32", "maandag, woensdag", "VCA-basis, Steigerbouw", "Dakdekker", "spreken: redt zich"):
        assert words in text
    # Kept again without the certificate that the list lacks: it stays among the choices, and goes when it is not ticked.
    cast.carla.post(page(candidate, "gegevens/"), facts(other_certificate=""))
    with owner():
        assert CandidateProfile.objects.get(candidate=candidate).certificates == ["VCA-basis"]
    assert "doelgroep: Participatiewet → WW" in cast.dirk.get(page(candidate, "geschiedenis/")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours_from": "36", "hours_to": "20"}, "minder dan het laagste"),
        ({"hours_to": "90"}, "hoogstens 60"),
        ({"hours_from": "veel"}, "heel getal"),
        ({"wanted_work": "BSN 111222333"}, "burgerservicenummer"),
        ({"occupations": ["0190b6f4-0000-7000-8000-000000000000"]}, "geldige keuze"),
    ],
)
def test_errors_about_wishes_stand_beside_the_field(cast, candidate, wrong, words):
    answer = cast.carla.post(page(candidate, "gegevens/"), facts(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with owner():
        assert not CandidateProfile.objects.exists()


def test_only_the_coordination_point_gives_a_file_to_another_werkplein(cast, candidate):
    with owner():
        other = OrganisationFactory(werkplein=True, name="Werkplein Oldambt")
    cast.carla.post(page(candidate, "gegevens/"), facts(werkplein=str(other.pk)))
    assert seen(candidate).werkplein_id == cast.carla.organisation.pk
    assert cast.dirk.post(page(candidate, "gegevens/"), facts(werkplein=str(other.pk))).status_code == 302
    assert seen(candidate).werkplein == other
    assert cast.carla.get(page(candidate)).status_code == 404


def test_an_unknown_municipality_of_an_import_stays_as_it_is(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(municipality="GM9999")
    assert "GM9999" in cast.carla.get(page(candidate)).content.decode()
    assert cast.carla.post(page(candidate, "gegevens/"), facts(municipality="GM9999")).status_code == 302
    assert seen(candidate).municipality == "GM9999"


def test_who_came_from_outside_the_region_is_put_right_with_the_code(cast, candidate):
    said = facts(municipality="elsewhere", other_municipality="Nergenshuizen")
    wrong = cast.carla.post(page(candidate, "gegevens/"), said)
    assert wrong.status_code == 422
    assert "Typ de code van de gemeente" in wrong.content.decode()
    said["other_municipality"] = "gm0114"
    assert cast.carla.post(page(candidate, "gegevens/"), said).status_code == 302
    assert seen(candidate).municipality == "GM0114"
    assert "GM0114, buiten de regio" in cast.carla.get(page(candidate)).content.decode()


def test_a_pause_has_a_reason_and_a_day_and_goes_on_where_it_stopped(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(state=CandidateState.READY, ready_since=dt.date(2026, 9, 1))
    back = timezone.localdate() + dt.timedelta(days=30)
    assert cast.carla.post(page(candidate, "pauze/"), {"note": "geen reden"}).status_code == 422
    sent = {"reason": "away", "note": "Terug in mei", "call_by": back.strftime("%d-%m-%Y")}
    assert cast.carla.post(page(candidate, "pauze/"), sent).status_code == 302
    now = seen(candidate)
    assert (now.state, now.call_by) == (CandidateState.ON_HOLD, back)
    text = cast.carla.get(page(candidate)).content.decode()
    assert "Tijdelijk weg. Terug in mei" in text
    assert cast.carla.post(page(candidate, "verder/")).status_code == 302
    assert seen(candidate).state == CandidateState.READY
    again = cast.carla.post(page(candidate, "verder/"), follow=True)
    assert "doet al mee" in again.content.decode()


def test_who_stops_is_called_no_more_and_another_reason_is_written_down(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(call_by=dt.date(2026, 9, 20))
    answer = cast.carla.post(page(candidate, "stoppen/"), {"reason": "other"})
    assert answer.status_code == 422
    assert "Schrijf op wat de reden is." in answer.content.decode()
    assert cast.carla.post(page(candidate, "stoppen/"), {"reason": "found_work"}).status_code == 302
    now = seen(candidate)
    assert (now.state, now.call_by) == (CandidateState.WITHDRAWN, None)
    with owner():
        assert CandidateStep.objects.get(candidate=candidate).reason == "Vond zelf werk"


def test_who_stops_has_no_calls_left_and_taken_back_they_are_there_again(cast, candidate):
    with act(cast.dirk) as acting:
        calls, other = (
            to_do.add(
                acting,
                candidate,
                Task(what, timezone.localdate(), cast.carla.organisation.pk, kind=kind),
                at=timezone.now(),
            )
            for what, kind in (("Bellen over vervoer", TaskKind.CALL), ("CV opvragen", TaskKind.OTHER))
        )
    cast.carla.post(page(candidate, "stoppen/"), {"reason": "found_work"})
    with owner():
        calls.refresh_from_db()
        other.refresh_from_db()
        step = CandidateStep.objects.get(candidate=candidate)
    assert (calls.done_at, calls.done_by_id, calls.outcome) == (step.at, cast.carla.user.pk, "De kandidaat is gestopt")
    assert other.done_at is None
    take_back(cast.carla, candidate)
    with owner():
        calls.refresh_from_db()
    assert (calls.done_at, calls.outcome) == (None, "")


def test_who_goes_on_is_called_as_was_promised_before_he_stopped(cast, candidate):
    promised = dt.date(2026, 11, 27)
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(call_by=promised)
    cast.carla.post(page(candidate, "stoppen/"), {"reason": "found_work"})
    assert seen(candidate).call_by is None
    cast.carla.post(page(candidate, "verder/"))
    assert (seen(candidate).state, seen(candidate).call_by) == (CandidateState.REGISTERED, promised)
    # A pause with a day of its own is a new promise; one without leaves what was promised.
    cast.carla.post(page(candidate, "pauze/"), {"reason": "away"})
    cast.carla.post(page(candidate, "verder/"))
    assert seen(candidate).call_by == promised
    # Spoken to in between: the promise was kept.
    cast.carla.post(page(candidate, "stoppen/"), {"reason": "found_work"})
    with act(cast.carla) as acting:
        contacts.record(acting, candidate.pk, Contact(ContactResult.SPOKEN), at=timezone.now())
    cast.carla.post(page(candidate, "verder/"))
    assert seen(candidate).call_by is None


def test_a_step_is_taken_with_its_day_and_its_coach_and_never_ahead(cast, candidate):
    today = timezone.localdate()
    sent = {"to": "diagnosis", "on": today.strftime("%d-%m-%Y"), "owner": str(cast.carla.user.pk), "reason": ""}
    tomorrow = (today + dt.timedelta(days=1)).strftime("%d-%m-%Y")
    for wrong, words in (
        ({"on": tomorrow}, "Deze dag moet nog komen."),
        ({"to": "on_hold"}, "Kies een stap."),
        ({"on": "1-1-2020"}, "De vorige stap was op"),
    ):
        answer = cast.carla.post(page(candidate, "stap/"), sent | wrong)
        assert answer.status_code == 422, wrong
        assert words in answer.content.decode()
    assert cast.carla.post(page(candidate, "stap/"), sent).status_code == 302
    with owner():
        step = CandidateStep.objects.get(candidate=candidate)
    assert (step.to_state, step.on, step.by_id, step.owner_id) == (
        "diagnosis",
        today,
        cast.carla.user.pk,
        cast.carla.user.pk,
    )
    assert seen(candidate).coach_id == cast.carla.user.pk


def step_to(person, candidate, state):
    today = f"{timezone.localdate():%d-%m-%Y}"
    return person.post(page(candidate, "stap/"), {"to": state, "on": today, "owner": "", "reason": ""})


def take_back(person, candidate, step=None):
    with owner():
        last = step or CandidateStep.objects.filter(candidate=candidate).order_by("at").last()
    return person.post(page(candidate, "stap/terug/"), {"step": str(last.pk)}, follow=True).content.decode()


def test_the_step_to_placed_leads_to_the_work_itself(cast, candidate):
    assert step_to(cast.carla, candidate, "placed").url == cast.carla.url(f"plaatsingen/nieuw/{candidate.pk}/")
    assert seen(candidate).state == CandidateState.REGISTERED
    with owner():
        PlacementFactory(candidate=candidate)
    # Who has work already needs no second placement.
    assert step_to(cast.carla, candidate, "placed").url == cast.carla.url(page(candidate))
    assert seen(candidate).state == CandidateState.PLACED


def test_the_follow_up_is_for_who_was_placed_also_after_a_pause(cast, candidate):
    def follow_up_is_offered():
        return 'value="follow_up"' in cast.carla.get(page(candidate, "stap/")).content.decode()

    def pause():
        assert cast.carla.post(page(candidate, "pauze/"), {"reason": "away"}).status_code == 302

    pause()
    assert not follow_up_is_offered()
    assert step_to(cast.carla, candidate, "follow_up").status_code == 422
    with act(cast.carla) as acting, pytest.raises(Refused):
        lifecycle.move(acting, candidate.pk, to="follow_up", on=timezone.localdate(), at=timezone.now())
    with owner():
        job = PlacementFactory(candidate=candidate)
    step_to(cast.carla, candidate, "placed")
    pause()
    assert follow_up_is_offered()
    step_to(cast.carla, candidate, "follow_up")
    assert seen(candidate).state == CandidateState.FOLLOW_UP
    pause()
    cast.carla.post(page(candidate, "verder/"))
    assert seen(candidate).state == CandidateState.FOLLOW_UP
    pause()
    with owner():
        job.delete()
    # Placed once, and without work now: that is written down first.
    assert step_to(cast.carla, candidate, "follow_up").url == cast.carla.url(f"plaatsingen/nieuw/{candidate.pk}/")


def test_a_wrong_step_of_today_is_taken_back_by_who_took_it(cast, candidate):
    before = seen(candidate)
    assert "van vandaag terug" not in cast.carla.get(page(candidate)).content.decode()
    step_to(cast.carla, candidate, "proposed")
    with owner():
        step = CandidateStep.objects.get(candidate=candidate)
    assert "Draai ‘Voorgesteld’ van vandaag terug" in cast.carla.get(page(candidate)).content.decode()
    assert "van vandaag terug" not in cast.dirk.get(page(candidate)).content.decode()
    assert "kan niet meer" in take_back(cast.dirk, candidate)
    assert "Teruggedraaid: aangemeld." in take_back(cast.carla, candidate)
    now = seen(candidate)
    assert (now.state, now.state_since, now.coach_id) == (before.state, before.state_since, before.coach_id)
    # Pressed twice it takes back what it took back once.
    assert "kan niet meer" in take_back(cast.carla, candidate, step)
    assert seen(candidate).state == CandidateState.REGISTERED


def test_a_stop_taken_back_gives_the_promise_back_and_one_of_yesterday_stays(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(call_by=dt.date(2026, 11, 27))
    cast.carla.post(page(candidate, "stoppen/"), {"reason": "found_work"})
    take_back(cast.carla, candidate)
    assert (seen(candidate).state, seen(candidate).call_by) == ("registered", dt.date(2026, 11, 27))
    step_to(cast.carla, candidate, "intake")
    with owner():
        last = CandidateStep.objects.filter(candidate=candidate).order_by("at").last()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with act(cast.carla) as acting, pytest.raises(Refused):
        step_back.take_back(acting, candidate.pk, last.pk, at=tomorrow)


def test_a_step_that_came_with_work_is_put_right_where_the_work_stands(cast, candidate):
    with owner():
        PlacementFactory(candidate=candidate)
    step_to(cast.carla, candidate, "placed")
    assert "hoort bij een plaatsing" in take_back(cast.carla, candidate)
    assert seen(candidate).state == CandidateState.PLACED
    # Out of work by mistake while it goes on: back it is.
    step_to(cast.carla, candidate, "ready")
    assert "Teruggedraaid: geplaatst." in take_back(cast.carla, candidate)
    assert seen(candidate).ready_since is None


def filled(candidate, person, times):
    """So many contacts, steps and intakes in the file."""
    with act(person) as acting:
        for number in range(times):
            at = timezone.now() + dt.timedelta(seconds=number)
            contacts.record(acting, candidate.pk, Contact(ContactResult.NO_ANSWER), at=at)
    with owner():
        for number in range(times):
            CandidateStep.objects.create(
                region=candidate.region,
                candidate=candidate,
                to_state="intake",
                on=dt.date(2026, 9, 1),
                by=person.user,
                owner=User.objects.get(pk=person.user.pk),
            )
            Assessment.objects.create(
                region=candidate.region,
                candidate=candidate,
                kind=AssessmentKind.INTAKE,
                version=1,
                answers={"cv": "old" if number % 2 else "none"},
                done_on=dt.date(2026, 9, 1),
                done_by=person.user,
                organisation=person.organisation,
                closed_at=timezone.now(),
            )
            CandidateIdentity.objects.filter(candidate=candidate).update(phone=f"06-1000{number:04}")


def asked(person, path):
    with CaptureQueriesContext(connection) as taken:
        assert person.get(path).status_code == 200
    return len([one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


@pytest.mark.parametrize("rest", [*READS, "bellen/"])
def test_a_full_file_asks_no_more_questions_than_an_empty_one(cast, candidate, rest):
    with owner():
        CandidateProfile.objects.create(candidate=candidate, region=candidate.region)
    filled(candidate, cast.carla, 3)
    few = asked(cast.carla, page(candidate, rest))
    filled(candidate, cast.carla, 27)
    assert asked(cast.carla, page(candidate, rest)) == few <= BUDGET


def test_a_file_whose_person_is_erased_still_opens(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(anonymised_at=timezone.now())
        ContactMoment.objects.filter(candidate=candidate).delete()
        CandidateIdentity.objects.filter(candidate=candidate).delete()
    for rest in READS:
        text = cast.dirk.get(page(candidate, rest)).content.decode()
        assert candidate.reference in text
        assert NAME not in text
        assert "aanpassen" not in text


def test_the_target_group_reads_in_words(cast, candidate):
    text = cast.carla.get(page(candidate)).content.decode()
    assert str(TargetGroup.PARTICIPATIEWET.label) in text


def test_the_overview_tells_in_a_line_what_is_learned_and_where_somebody_works(cast, candidate):
    assert "Scholing en werk" not in cast.carla.get(page(candidate)).content.decode()
    today = timezone.localdate()
    ended = today - dt.timedelta(days=40)
    with owner():
        track = EnrolmentFactory(
            candidate=candidate, started_on=ended, ended_on=ended, outcome="certificate", programme__name="Voegen"
        )
        PlacementFactory(
            candidate=candidate,
            starts_on=ended,
            ended_on=ended,
            employer="Oude Baas BV",
            end_reason=EndReason.values[0],
        )
        now = PlacementFactory(candidate=candidate, starts_on=today, employer="Nieuwe Baas BV")
    text = cast.carla.get(page(candidate)).content.decode()
    assert track.programme.name in text
    assert "certificaat" in text
    assert f"Nieuwe Baas BV, sinds {date_nl(now.starts_on)}" in text
    assert "Oude Baas" not in text


def test_somebody_becomes_the_coach_from_the_file(cast, candidate):
    text = cast.carla.get(page(candidate)).content.decode()
    assert "Ik word de coach" in text
    answer = cast.carla.post("dossiers/coach/", {"kandidaat": str(candidate.pk), "terug": "dossier", "doe": "mij"})
    assert answer.url == cast.carla.url(page(candidate))
    assert seen(candidate).coach_id == cast.carla.user.pk
    assert "Ik word de coach" not in cast.carla.get(page(candidate)).content.decode()


def test_who_gives_it_to_a_colleague_from_the_file_comes_back_in_the_file(cast, candidate):
    with owner():
        colleague = MembershipFactory(organisation=cast.carla.organisation).user
    asked = {"kandidaat": str(candidate.pk), "terug": "dossier", "doe": "kiezen"}
    screen = cast.carla.post("dossiers/coach/", asked).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', screen))
    sent |= {"coach": str(colleague.pk), "doe": "geven"}
    answer = cast.carla.post("dossiers/coach/", sent)
    assert answer.url == cast.carla.url(page(candidate))
    assert "Overgedragen." in cast.carla.get(page(candidate)).content.decode()
    assert seen(candidate).coach_id == colleague.pk


def test_an_old_address_of_a_merged_file_leads_to_the_one_that_was_kept(cast, candidate):
    with owner():
        double = CandidateFactory(werkplein=cast.carla.organisation, merged_into=candidate)
    answer = cast.carla.get(page(double))
    assert (answer.status_code, answer.url) == (302, cast.carla.url(page(candidate)))
    assert cast.frank.get(page(double)).status_code == 404
    assert cast.strangers["werkplein"].get(page(double)).status_code == 404
    assert reasons(double) == []
