"""A company asks for candidates: who is told, who answers, and who never learns of it."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import Membership, OutboxMessage, User, new_id
from organisations.templatetags.formatting import day_nl
from placements import candidate_requests
from placements.candidate_requests import RequestEntry
from placements.choices import RequestState
from placements.models import CandidateRequest
from placements.steps import Refused
from tenders.choices import PartyRole, Side
from tenders.models import ContractParty, Responsible
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements.workspace import TODAY, act, auditor_of, contract_of, second_contractor, seen

pytestmark = pytest.mark.usefixtures("mid_june")

FIXED = 3


def entry(**values):
    return RequestEntry(
        **{
            "work": "Helper timmerwerkplaats",
            "number": 2,
            "starts_on": dt.date(2026, 9, 1),
            "ends_on": None,
            "hours_per_week": Decimal(32),
            "place": "Delfzijl",
        }
        | values
    )


def asked(person, contract, **values):
    with act(person) as acting:
        return candidate_requests.ask(acting, contract, entry=entry(**values), at=timezone.now())


def form(**values):
    return {
        "work": "Helper timmerwerkplaats",
        "number": "2",
        "starts_on": "1-9-2026",
        "ends_on": "",
        "hours_per_week": "32",
        "place": "Delfzijl",
        "note": "VCA",
        "token": str(new_id()),
    } | values


def mails(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def test_a_request_goes_to_who_answers_at_the_werkplein_with_a_link_to_the_thing_itself(cast):
    contract = contract_of(cast)
    with owner():
        Responsible.objects.create(contract=contract, side=Side.WERKPLEIN, name="Carla", email="carla@demo.example")
    answer = cast.bram.post(f"contracten/{contract.pk}/kandidaten-vragen/", form())
    with owner():
        made = CandidateRequest.objects.get()
    assert (answer.status_code, answer.url) == (302, cast.bram.url(f"kandidaten/{made.pk}/"))
    assert (made.state, made.number, made.note, made.contractor_id) == (
        RequestState.ASKED,
        2,
        "VCA",
        cast.bram.organisation.pk,
    )
    (mail,) = mails("candidates_asked")
    assert mail["to"] == "carla@demo.example"
    assert cast.carla.url(f"kandidaten/{made.pk}/") in mail["text"]
    for words in (
        "Helper timmerwerkplaats",
        "Aantal: 2",
        day_nl(dt.date(2026, 9, 1)),
        "Delfzijl",
        "Bouwbedrijf Molenwerf BV",
    ):
        assert words in mail["text"]


def test_without_a_named_person_all_at_the_werkplein_are_told_and_without_a_werkplein_the_coordination_point(cast):
    asked(cast.bram, contract_of(cast))
    assert [one["to"] for one in mails("candidates_asked")] == [cast.carla.user.email]
    request = asked(cast.bram, contract_of(cast, werkplein=None))
    assert [one["to"] for one in mails("candidates_asked")][1:] == [cast.dirk.user.email]
    assert cast.carla.get(f"kandidaten/{request.pk}/").status_code == 404
    assert cast.dirk.get(f"kandidaten/{request.pk}/").status_code == 200


@pytest.mark.parametrize("gone", ["inactive", "ended"])
def test_a_werkplein_where_nobody_can_log_in_any_more_is_answered_for_by_the_coordination_point(cast, gone):
    with owner():
        if gone == "inactive":
            User.objects.filter(pk=cast.carla.user.pk).update(is_active=False)
        else:
            # An organisation keeps an administrator: one who cannot log in.
            MembershipFactory(organisation=cast.carla.organisation, role=Role.ADMINISTRATOR, user__is_active=False)
            Membership.objects.filter(user=cast.carla.user).update(ended_at=timezone.now())
    asked(cast.bram, contract_of(cast))
    assert [one["to"] for one in mails("candidates_asked")] == [cast.dirk.user.email]


def test_a_form_sent_twice_asks_once(cast):
    contract, sent = contract_of(cast), form()
    answers = [cast.bram.post(f"contracten/{contract.pk}/kandidaten-vragen/", sent) for _time in range(2)]
    assert answers[0].url == answers[1].url
    assert len(mails("candidates_asked")) == 1


def test_errors_stand_beside_the_field(cast):
    contract = contract_of(cast)
    wrong = form(work="", number="0", ends_on="1-8-2026", hours_per_week="80", place="")
    answer = cast.bram.post(f"contracten/{contract.pk}/kandidaten-vragen/", wrong)
    assert answer.status_code == 422
    for words in ("welk werk het is", "Vul 1 of meer in", "ligt voor de eerste dag", "60 uur", "plaats van het werk"):
        assert words in answer.content.decode()
    with owner():
        assert not CandidateRequest.objects.exists()


def test_work_that_began_already_is_refused_beside_the_field(cast):
    contract = contract_of(cast)
    path = f"contracten/{contract.pk}/kandidaten-vragen/"
    yesterday, today = TODAY - dt.timedelta(days=1), TODAY
    answer = cast.bram.post(path, form(starts_on=yesterday.isoformat()))
    assert answer.status_code == 422
    assert answer.context["form"].errors["starts_on"] == [
        "Deze dag is al geweest. Vul vandaag in, of een dag die nog komt."
    ]
    with owner():
        assert not CandidateRequest.objects.exists()
    assert cast.bram.post(path, form(starts_on=today.isoformat())).status_code == 302


def test_the_werkplein_takes_it_up_and_answers_and_the_company_is_told(cast):
    request = asked(cast.bram, contract_of(cast))
    path = f"kandidaten/{request.pk}/antwoord/"
    assert "Helper timmerwerkplaats" in cast.carla.get("kandidaten/").content.decode()
    cast.carla.post(path, {"action": "take_up"})
    assert (seen(request).state, seen(request).taken_up_by_id) == (RequestState.SOUGHT, cast.carla.user.pk)
    assert "Carla zoekt kandidaten" in cast.bram.get(f"kandidaten/{request.pk}/").content.decode()
    empty = cast.carla.post(path, {"action": "answer", "offered": "", "text": ""})
    assert empty.status_code == 422
    assert "0 als er niemand is" in empty.content.decode()
    cast.carla.post(path, {"action": "answer", "offered": "1", "text": "Wij bellen u morgen."})
    answered = seen(request)
    assert (answered.state, answered.offered, answered.answered_for_id) == (
        RequestState.OFFERED,
        1,
        cast.carla.organisation.pk,
    )
    (mail,) = mails("candidates_answered")
    assert mail["to"] == cast.bram.user.email
    assert "1 kandidaat" in mail["text"]
    assert cast.bram.url(f"kandidaten/{request.pk}/") in mail["text"]
    text = cast.bram.get(f"kandidaten/{request.pk}/").content.decode()
    assert "Wij bellen u morgen." in text
    assert "Niet meer nodig" not in text


def test_nobody_found_is_an_answer_too(cast):
    request = asked(cast.bram, contract_of(cast))
    with act(cast.dirk) as acting:
        candidate_requests.answer(acting, request.pk, offered=0, text="Nu niemand.", at=timezone.now())
    assert (seen(request).state, seen(request).offered) == (RequestState.NONE, None)
    assert "vond nog niemand" in mails("candidates_answered")[0]["text"]


def test_who_comes_too_late_reads_what_happened_meanwhile(cast):
    request = asked(cast.bram, contract_of(cast))
    cast.bram.post(f"kandidaten/{request.pk}/intrekken/")
    assert seen(request).state == RequestState.WITHDRAWN
    assert [one["to"] for one in mails("candidates_withdrawn")] == [cast.carla.user.email]
    late = cast.carla.post(
        f"kandidaten/{request.pk}/antwoord/", {"action": "answer", "offered": "1", "text": "Hier"}, follow=True
    )
    assert "De stand is nu: ingetrokken." in late.content.decode()
    assert not mails("candidates_answered")
    with act(cast.bram) as acting, pytest.raises(Refused):
        candidate_requests.withdraw(acting, request.pk)


def test_only_who_answers_may_answer_also_by_the_database(cast):
    request = asked(cast.bram, contract_of(cast))
    path = f"kandidaten/{request.pk}/antwoord/"
    said = {"action": "answer", "offered": "1", "text": "Ja"}
    for other in (cast.bram, cast.alice, cast.esra, auditor_of(cast.carla), auditor_of(cast.dirk)):
        assert other.post(path, said).status_code == 403, other.user.name
    for other in (cast.carla, cast.dirk, auditor_of(cast.bram)):
        assert other.post(f"kandidaten/{request.pk}/intrekken/").status_code == 403, other.user.name
    with act(cast.bram) as acting, pytest.raises(Exception, match="row-level security"):
        candidate_requests.answer(acting, request.pk, offered=1, text="Ik antwoord mezelf", at=timezone.now())


def test_authority_bureau_neighbours_and_other_regions_learn_nothing(cast):
    contract = contract_of(cast)
    request = asked(cast.bram, contract)
    for other in (cast.alice, cast.esra, cast.strangers["municipality"], cast.strangers["programme_bureau"]):
        for path in ("kandidaten/", f"kandidaten/{request.pk}/"):
            assert other.get(path).status_code == 403
        with act(other):
            assert not CandidateRequest.objects.exists()
    for other in (second_contractor(), cast.frank, cast.strangers["werkplein"], cast.strangers["contractor"]):
        assert "Helper" not in other.get("kandidaten/").content.decode()
        there, nowhere = (other.get(f"kandidaten/{one}/") for one in (request.pk, new_id()))
        assert there.status_code == nowhere.status_code == 404
        with act(other):
            assert not CandidateRequest.objects.exists()
    assert second_contractor().post(f"contracten/{contract.pk}/kandidaten-vragen/", form()).status_code == 404
    assert "Helper" not in cast.alice.get(f"contracten/{contract.pk}/").content.decode()


def test_a_subcontractor_asks_for_itself_and_the_contractor_does_not_see_it(cast):
    contract, other = contract_of(cast), second_contractor()
    with owner():
        ContractParty.objects.create(
            contract=contract,
            organisation=other.organisation,
            role=PartyRole.SUBCONTRACTOR,
            joined_on=dt.date(2026, 2, 1),
            made_by=cast.bram.user,
        )
    answer = other.post(f"contracten/{contract.pk}/kandidaten-vragen/", form())
    assert answer.status_code == 302
    request = CandidateRequest(pk=answer.url.split("/")[-2])
    assert cast.carla.get(f"kandidaten/{request.pk}/").status_code == 200
    assert cast.bram.get(f"kandidaten/{request.pk}/").status_code == 404


def test_open_requests_stand_first_the_oldest_on_top(cast):
    contract = contract_of(cast)
    first, second, third = (asked(cast.bram, contract, work=work) for work in ("Metselen", "Voegen", "Slopen"))
    with act(cast.carla) as acting:
        candidate_requests.answer(acting, first.pk, offered=0, text="Nee", at=timezone.now())
        assert [one.pk for one in candidate_requests.requests_of(acting)] == [second.pk, third.pk, first.pk]
        assert [one.pk for one in candidate_requests.requests_of(acting).waiting()] == [second.pk, third.pk]
    text = cast.carla.get("kandidaten/?stand=candidates_none").content.decode()
    assert "Metselen" in text
    assert "Voegen" not in text


def test_the_list_asks_the_same_number_of_questions_for_three_and_for_twenty(cast):
    contract = contract_of(cast)

    def count():
        with CaptureQueriesContext(connection) as taken:
            assert cast.carla.get("kandidaten/").status_code == 200
        return len([one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    for _number in range(3):
        asked(cast.bram, contract)
    few = count()
    for _number in range(17):
        asked(cast.bram, contract)
    assert count() == few <= FIXED + 5


def test_the_werkplein_starts_at_what_waits_the_oldest_first(cast):
    contract = contract_of(cast)
    assert "Bedrijven zoeken kandidaten" not in cast.carla.get().content.decode()
    first = asked(cast.bram, contract, work="Metselen")
    for work in ("Voegen", "Slopen", "Stucen"):
        asked(cast.bram, contract, work=work)
    with owner():
        CandidateRequest.objects.filter(pk=first.pk).update(asked_at=timezone.now() - dt.timedelta(days=30))
    text = cast.carla.get().content.decode()
    assert "Bedrijven zoeken kandidaten" in text
    assert text.index("Metselen") < text.index("Voegen") < text.index("Slopen")
    # Three stand on the page, all four are counted.
    assert "Stucen" not in text
    assert cast.carla.url(f"kandidaten/{first.pk}/") in text
    assert re.search(r">\s*4\s*<", text)


def test_a_werkplein_that_does_not_use_the_portal_leaves_the_request_to_the_coordination_point(cast):
    with owner():
        silent = OrganisationFactory(werkplein=True, name="Werkplein Stil")
    contract = contract_of(cast, werkplein=silent)
    with owner():
        Responsible.objects.create(contract=contract, side=Side.WERKPLEIN, name="Wim", email="wim@demo.example")
    answer = cast.bram.post(f"contracten/{contract.pk}/kandidaten-vragen/", form(), follow=True)
    assert sorted(one["to"] for one in mails("candidates_asked")) == sorted([cast.dirk.user.email, "wim@demo.example"])
    text = answer.content.decode()
    assert "Bij Werkplein Stil werkt nog niemand in het portaal." in text
    assert f"Werkplein Stil en {cast.dirk.organisation.name}" in text


def test_who_asked_reads_who_got_the_mail(cast):
    answer = cast.bram.post(f"contracten/{contract_of(cast).pk}/kandidaten-vragen/", form(), follow=True)
    assert f"De mail ging naar {cast.carla.organisation.name}." in answer.content.decode()


def test_what_was_typed_is_still_there_after_taking_it_up(cast):
    request = asked(cast.bram, contract_of(cast))
    typed = {"action": "take_up", "offered": "3", "text": "Drie mensen met VCA"}
    path = f"kandidaten/{request.pk}/antwoord/"
    for _press in range(2):
        page = cast.carla.post(path, typed).content.decode()
        assert "Drie mensen met VCA" in page
        assert re.search(r'name="offered"[^>]*value="3"|value="3"[^>]*name="offered"', page)
    assert seen(request).state == RequestState.SOUGHT
    assert not mails("candidates_answered")
    assert cast.carla.post(path, typed | {"action": "answer"}).status_code == 302
    assert seen(request).offered == 3
