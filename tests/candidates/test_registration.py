"""Somebody is registered with little, is called by a day that is promised, and can be taken back while nothing was done."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.choices import CandidateState, Source
from candidates.file import facts
from candidates.models import (
    AgencyConditions,
    BackOfficePolicy,
    Candidate,
    CandidateIdentity,
    CandidateStep,
    CandidateTask,
    PossibleDuplicate,
    WerkpleinArea,
)
from organisations.choices import OrganisationKind, Role
from organisations.models import OrganisationRegion, OutboxMessage, ReadLog, new_id
from tests.candidates.registrants import SOMEBODY, registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.workspace import act

#: A Thursday: five days later is a Tuesday, two days later a Saturday.
TODAY = dt.date(2026, 11, 19)
NEW = "aanmeldingen/nieuw/"
AGREED = {
    "bureau-consulted_on": "18-11-2026",
    "bureau-consulted_with": "Dirk van het Coördinatiepunt",
    "bureau-half_year_contract": "on",
    "bureau-no_temp_contract": "on",
    "bureau-contributes": "yes",
    "bureau-training_contribution": "250,00",
    "bureau-no_contribution_reason": "",
}
_real = timezone.localdate


@pytest.fixture(autouse=True)
def thursday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))


@pytest.fixture
def served(cast):
    """The Werkplein of Carla serves the municipality of Groningen."""
    with owner():
        WerkpleinArea.objects.create(region=cast.region, municipality="GM0014", werkplein=cast.carla.organisation)
    return cast


def text(answer):
    """The page with plain spaces."""
    return answer.content.decode().replace("\xa0", " ")


def made():
    with owner():
        return Candidate.objects.select_related("identity", "werkplein").get()


def test_little_is_enough_and_who_calls_by_when_is_promised(served):
    answer = served.carla.post(NEW, SOMEBODY, follow=True)
    assert answer.status_code == 200
    candidate = made()
    assert (candidate.state, candidate.state_since, candidate.registered_on) == ("registered", TODAY, TODAY)
    assert candidate.identity.name == "Noor Voorbeeldsma"
    assert candidate.call_by == dt.date(2026, 11, 24)
    assert candidate.werkplein == served.carla.organisation
    assert candidate.registrant_organisation_id == served.carla.organisation.pk
    page = text(answer)
    assert f"Aangemeld, met nummer {candidate.reference}" in page
    assert "Werkplein Groningen belt voor of op 24 november 2026" in page
    with owner():
        [step] = CandidateStep.objects.all()
        assert (step.from_state, step.to_state, step.by_id) == ("", "registered", served.carla.user.pk)
        assert not OutboxMessage.objects.exists(), "without an address nobody is mailed"


def test_the_promise_keeps_the_days_of_the_region_and_falls_on_a_working_day(served):
    with owner():
        BackOfficePolicy.objects.update_or_create(region=served.region, defaults={"contact_days": 2})
    assert "23 november 2026" in text(served.dirk.get(NEW))
    served.dirk.post(NEW, SOMEBODY | {"municipality": "GM0106"})
    candidate = made()
    assert candidate.call_by == dt.date(2026, 11, 23)
    assert candidate.werkplein is None, "nobody serves Assen: the coordination point calls"
    assert candidate.registrant_organisation_id is None


def in_both(cast, person, **days):
    """The organisation works in both regions, which settled their terms in this order."""
    with owner():
        for name, value in days.items():
            BackOfficePolicy.objects.create(region=getattr(cast, name), contact_days=value)
        OrganisationRegion.objects.create(region=cast.other_region, organisation=person.organisation, code="ook-hier")


def test_who_works_in_two_regions_promises_the_days_of_the_one_in_which_he_registers(served):
    in_both(served, served.carla, other_region=20, region=2)
    assert "23 november 2026" in text(served.carla.get(NEW))
    served.carla.post(NEW, SOMEBODY)
    candidate = made()
    assert (candidate.region_id, candidate.call_by) == (served.region.pk, dt.date(2026, 11, 23))


def test_a_duplicate_is_looked_at_within_the_days_of_its_own_region(cast):
    in_both(cast, cast.dirk, region=2, other_region=20)
    same = {"first_name": "Noor", "last_name": "Voorbeeldsma", "phone": "06-12340000", "email": "noor@demo.example"}
    with owner():
        CandidateFactory(region=cast.other_region, **{f"identity__{name}": value for name, value in same.items()})
        candidate = CandidateFactory(region=cast.other_region)
    with act(cast.dirk) as acting:
        facts.change_identity(acting, candidate.pk, facts.Identity(birth_date=None, **same), on=TODAY)
    with owner():
        assert CandidateTask.objects.get(candidate=candidate).due_on == dt.date(2026, 12, 9)


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ({"phone": ""}, "telefoonnummer of een mailadres"),
        ({"municipality": ""}, "Kies een gemeente."),
        ({"last_name": ""}, "Vul een achternaam in."),
        ({"wanted_work": ""}, "of kies ‘Bel mij’"),
        ({"wanted_work": "timmeren, bsn 111222333"}, "burgerservicenummer"),
        ({"first_name": "Noor 2"}, "geen cijfers"),
        ({"birth_date": "1-1-2025"}, "jonger dan 14 jaar"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(cast, left_out, field):
    answer = cast.carla.post(NEW, SOMEBODY | left_out)
    page = text(answer)
    assert answer.status_code == 422
    assert field in page
    assert 'value="Voorbeeldsma"' in page or "last_name" in left_out
    with owner():
        assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"), [("GM0114", "GM0114"), (" gm 0114 ", "GM0114"), ("Assen", "GM0106"), ("gm 0106", "GM0106")]
)
def test_somebody_from_outside_the_region_is_registered_with_the_code_of_his_municipality(served, typed, code):
    said = SOMEBODY | {"municipality": "elsewhere", "other_municipality": typed}
    page = text(served.carla.post(NEW, said, follow=True))
    candidate = made()
    assert candidate.municipality == code
    assert candidate.werkplein == served.carla.organisation, "nobody serves it: who registers there calls"
    if code == "GM0114":
        assert "GM0114, buiten de regio" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Vul de code van de gemeente in."),
        ("Emmen", "Typ de code van de gemeente (GM en vier cijfers); die vindt u op de site van het CBS."),
        ("GM01145", "Typ de code van de gemeente"),
        ("Hoogezand-Sappemeer", "bestaat niet meer"),
        ("gm 0018", "bestaat niet meer"),
    ],
)
def test_a_municipality_that_cannot_be_read_is_asked_again(cast, typed, words):
    answer = cast.carla.post(NEW, SOMEBODY | {"municipality": "elsewhere", "other_municipality": typed})
    assert answer.status_code == 422
    assert words in text(answer)
    with owner():
        assert not Candidate.objects.exists()


def test_the_form_promises_no_names_of_municipalities_outside_the_region(cast):
    page = text(cast.carla.get(NEW))
    assert "die vindt u op de site van het CBS" in page
    assert "of de naam" not in page


def test_a_municipality_of_the_list_and_another_one_typed_are_not_both_kept(cast):
    said = SOMEBODY | {"other_municipality": "GM0114"}
    answer = cast.carla.post(NEW, said)
    assert answer.status_code == 422
    assert "U koos al een gemeente. Maak dit veld leeg, of kies ‘Buiten de regio’." in text(answer)
    assert list(answer.context["form"].errors) == ["other_municipality"]
    with owner():
        assert not Candidate.objects.exists()


def test_call_me_is_an_answer_to_the_rest(cast):
    cast.carla.post(NEW, SOMEBODY | {"wanted_work": "", "wants_call": "on"})
    candidate = made()
    assert candidate.wants_call
    assert candidate.target_group == ""


def test_a_form_that_is_sent_twice_registers_once(cast):
    token = str(new_id())
    first, second = (cast.carla.post(NEW, SOMEBODY | {"token": token}) for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert str(made().pk) == token


def test_the_person_is_told_what_is_kept_and_why(served):
    served.dirk.post(NEW, SOMEBODY | {"email": "noor@demo.example"})
    candidate = made()
    with owner():
        mail = OutboxMessage.objects.get(name="candidate_registered").payload
    told = mail["text"].replace("\xa0", " ")
    assert mail["to"] == "noor@demo.example"
    for words in (
        "Beste Noor,",
        "Werkplein Groningen belt u voor of op 24 november 2026.",
        candidate.reference,
        "Wat bewaren wij?",
        "weg laten halen",
        "/groningen/mijn-pagina/",
    ):
        assert words in told
    assert "/werk/" not in told
    # No organisation of the portal registered this one as its own, so none follows how it goes.
    assert "hoe ver het is" not in told
    registrant().post(NEW, SOMEBODY | {"email": "tess@demo.example", "first_name": "Tess", "token": str(new_id())})
    with owner():
        mail = OutboxMessage.objects.filter(name="candidate_registered").order_by("created_at", "pk").last().payload
    assert "Wie u aanmeldde, ziet hoe ver het is." in mail["text"]


def test_a_school_registers_and_sees_its_own_registrations_and_their_state(served):
    school, other = registrant(), registrant(name="Andere school")
    answer = school.post(NEW, SOMEBODY | {"source": "uwv"}, follow=True)
    candidate = made()
    assert candidate.source == Source.SCHOOL, "what it is says what it registers as"
    assert candidate.registrant == school.organisation.name
    assert "Werkplein Groningen belt voor of op 24 november 2026" in text(answer)
    page = text(school.get("aanmeldingen/"))
    assert "Noor Voorbeeldsma" in page
    assert "Aangemeld" in page
    assert "Noor Voorbeeldsma" not in text(other.get("aanmeldingen/"))
    assert other.get(f"aanmeldingen/{candidate.pk}/").status_code == 404
    assert registrant(region=served.other_region).get(f"aanmeldingen/{candidate.pk}/").status_code == 404
    assert served.frank.get(f"aanmeldingen/{candidate.pk}/").status_code == 403, "he opens files, not registrations"
    assert school.get(f"dossiers/{candidate.pk}/").status_code == 403


def test_registrations_are_sorted_by_how_far_they_are_as_the_list_shows_it(served):
    school = registrant()
    with owner():
        for reference, state in (("K-1", "ready"), ("K-2", "registered"), ("K-3", "withdrawn"), ("K-4", "intake")):
            CandidateFactory(
                registrant_organisation=school.organisation, reference=reference, state=state, ready_since=TODAY
            )
        # What the school sees of this one is the state of the file in which the person goes on.
        gone = CandidateFactory(registrant_organisation=school.organisation, reference="K-5")
        gone.merged_into = CandidateFactory(state="placed", werkplein=served.carla.organisation)
        gone.save()

    def listed(sort):
        return re.findall(r"K-[1-5](?=<)", text(school.get(f"aanmeldingen/?sort={sort}")))

    assert listed("state") == ["K-2", "K-4", "K-1", "K-5", "K-3"]
    assert listed("-state") == ["K-3", "K-5", "K-1", "K-4", "K-2"]
    assert "sort=call_by" not in text(school.get("aanmeldingen/")), "who calls stands beside it, which nothing sorts"


def test_every_registration_that_is_looked_at_leaves_a_line(served):
    school = registrant()
    with owner():
        candidates = [CandidateFactory(registrant_organisation=school.organisation) for _n in range(2)]
    school.get("aanmeldingen/")
    school.get(f"aanmeldingen/{candidates[0].pk}/")
    with owner():
        lines = ReadLog.objects.filter(subject="candidate", user=school.user)
        assert sorted(lines.values_list("subject_id", "reason")) == sorted(
            [
                (candidates[0].pk, "Eigen aanmeldingen bekijken"),
                (candidates[1].pk, "Eigen aanmeldingen bekijken"),
                (candidates[0].pk, "Eigen aanmelding bekijken"),
            ]
        )


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_registers_or_sees_registrations(served, who):
    person = getattr(served, who)
    with owner():
        candidate = CandidateFactory(registrant_organisation=person.organisation)
    for path in (NEW, "aanmeldingen/", f"aanmeldingen/{candidate.pk}/"):
        assert person.get(path).status_code == 403, path
    assert person.post(NEW, SOMEBODY).status_code == 403
    with owner():
        assert Candidate.objects.count() == 1


def test_who_reads_along_registers_nobody(served):
    auditor = registrant(role=Role.AUDITOR)
    assert auditor.get("aanmeldingen/").status_code == 200
    assert auditor.get(NEW).status_code == 403
    assert auditor.post(NEW, SOMEBODY).status_code == 403


def test_frank_registers_in_his_own_region_only(served):
    served.frank.post(NEW, SOMEBODY)
    with owner():
        assert made().region_id == served.other_region.pk
    assert "Voorbeeldsma" not in text(served.dirk.get("dossiers/?rij=alle"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"bureau-consulted_on": ""}, "Vul een datum in."),
        ({"bureau-consulted_on": "20-11-2026"}, "Deze dag moet nog komen"),
        ({"bureau-consulted_with": ""}, "met wie u overlegde"),
        ({"bureau-half_year_contract": ""}, "Zonder deze toezegging"),
        ({"bureau-no_temp_contract": ""}, "Zonder deze toezegging"),
        ({"bureau-contributes": ""}, "Kies ja of nu niet."),
        ({"bureau-training_contribution": ""}, "Vul het bedrag in"),
        ({"bureau-training_contribution": "1.000.000.000,00"}, "meer dan 100.000 euro"),
        ({"bureau-contributes": "not_now"}, "waarom u nu niet meebetaalt"),
    ],
)
def test_a_temp_agency_answers_everything_or_registers_nobody(served, said, words):
    agency = registrant(OrganisationKind.TEMP_AGENCY)
    answer = agency.post(NEW, SOMEBODY | AGREED | said)
    assert answer.status_code == 422
    assert words in text(answer)
    with owner():
        assert not Candidate.objects.exists()
        assert not AgencyConditions.objects.exists()


def test_what_a_temp_agency_agreed_to_is_kept_with_the_registration(served):
    agency = registrant(OrganisationKind.TEMP_AGENCY)
    not_now = {"bureau-contributes": "not_now", "bureau-no_contribution_reason": "Er is veel vraag naar mensen"}
    agency.post(NEW, SOMEBODY | AGREED | not_now)
    candidate = made()
    with owner():
        conditions = AgencyConditions.objects.get()
    assert conditions.candidate_id == candidate.pk
    assert conditions.training_contribution is None
    assert conditions.no_contribution_reason == "Er is veel vraag naar mensen"
    assert "Er is veel vraag naar mensen" in text(agency.get(f"aanmeldingen/{candidate.pk}/"))


def test_the_coordination_point_answers_them_too_for_an_agency(served):
    assert served.dirk.post(NEW, SOMEBODY | {"source": "temp_agency"}).status_code == 422
    assert served.dirk.post(NEW, SOMEBODY | AGREED | {"source": "temp_agency"}).status_code == 302
    with owner():
        assert AgencyConditions.objects.get().organisation_id == served.dirk.organisation.pk


def test_who_helps_somebody_reads_in_the_file_what_the_agency_agreed_to(served):
    agency = registrant(OrganisationKind.TEMP_AGENCY)
    agency.post(NEW, SOMEBODY | AGREED)
    candidate = made()
    for person in (served.carla, served.dirk):
        page = text(person.get(f"dossiers/{candidate.pk}/"))
        assert "Wat het uitzendbureau toezegde" in page
        assert "Dirk van het Coördinatiepunt" in page
        assert "betaalt € 250,00 mee" in page
    with owner():
        AgencyConditions.objects.all().delete()
    assert "toezegde" not in text(served.dirk.get(f"dossiers/{candidate.pk}/")), "an import may lack them"


def test_who_registered_takes_back_what_nobody_worked_on(served):
    school = registrant()
    school.post(NEW, SOMEBODY)
    candidate = made()
    with owner():
        call = CandidateTask.objects.create(
            region=candidate.region, candidate=candidate, kind="call", what="Bel na vijven", due_on=TODAY,
            organisation=served.carla.organisation,
        )  # fmt: skip
    path = f"aanmeldingen/{candidate.pk}/"
    assert "Aanmelding intrekken" in text(school.get(path))
    asked = text(school.get(f"{path}intrekken/"))
    assert "Noor Voorbeeldsma" in asked
    assert "Niet intrekken" in asked
    assert made().state == CandidateState.REGISTERED, "asking changes nothing"
    assert school.post(f"{path}intrekken/").status_code == 302
    assert (made().state, made().call_by) == (CandidateState.WITHDRAWN, None)
    with owner():
        call.refresh_from_db()
        assert call.done_at is not None, "nobody calls any more"
        last = CandidateStep.objects.order_by("at", "pk").last()
    assert last.reason == f"Ingetrokken door {school.organisation.name}"
    assert "Aanmelding intrekken" not in text(school.get(path))


@pytest.mark.parametrize("done", [{"state": "intake"}, {"last_contact_on": TODAY}, {"coach": True}])
def test_nothing_is_taken_back_once_somebody_worked_on_it(served, done):
    school = registrant()
    school.post(NEW, SOMEBODY)
    candidate = made()
    with owner():
        values = {"coach": served.carla.user} if "coach" in done else done
        Candidate.objects.filter(pk=candidate.pk).update(**values)
    assert "Er is al iemand met deze aanmelding bezig" in text(
        school.get(f"aanmeldingen/{candidate.pk}/intrekken/", follow=True)
    )
    answer = school.post(f"aanmeldingen/{candidate.pk}/intrekken/", follow=True)
    assert "Er is al iemand met deze aanmelding bezig" in text(answer)
    assert made().state == values.get("state", "registered")


def test_somebody_elses_registration_is_not_there_to_be_taken_back(served):
    school, other = registrant(), registrant(name="Andere school")
    school.post(NEW, SOMEBODY)
    assert other.post(f"aanmeldingen/{made().pk}/intrekken/").status_code == 404
    assert served.alice.post(f"aanmeldingen/{made().pk}/intrekken/").status_code == 403
    assert made().state == CandidateState.REGISTERED


def test_a_list_of_registrations_asks_as_much_at_three_as_at_twenty_three(served):
    school = registrant()
    with owner():
        for n in range(3):
            CandidateFactory(registrant_organisation=school.organisation, identity__first_name=f"Naam{n}")
    school.get("aanmeldingen/")
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert school.get("aanmeldingen/").status_code == 200
        counts.append(len(asked))
        with owner():
            for _n in range(20):
                CandidateFactory(registrant_organisation=school.organisation)
    assert counts[0] == counts[1] <= 9
    with owner():
        assert CandidateIdentity.objects.count() == 43
        assert not PossibleDuplicate.objects.exists(), "factories look for nobody"
