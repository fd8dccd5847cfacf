"""A company asks to take an approved line back; the verifier grants it or says why not; the company corrects."""

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from organisations.models import OutboxMessage
from placements.choices import LineStatus, ReversalState
from placements.models import Contribution, HoursStatement, ReversalRequest
from placements.reviewing import reversals
from placements.stating import hours, lifecycle
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.choices import SettlementState, Side
from tenders.models import Responsible, Settlement
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import (
    APRIL,
    MARCH,
    TODAY,
    act,
    auditor_of,
    contract_of,
    logged,
    second_contractor,
    seen,
    stated,
)


def approved(cast, contract, *, months=(MARCH,), name="A. Voorbeeld"):
    """A line of Bram with these months, all approved by Dirk."""
    line = logged(cast.bram, contract, name=name)
    statements = [stated(cast.bram, line, month) for month in months]
    with act(cast.dirk) as acting:
        chosen = Chosen(line.pk, with_deployment=True, statement_ids=tuple(one.pk for one in statements))
        verification.approve(chosen, by=acting, at=timezone.now())
    return line, statements


def asked(cast, line, statements=(), *, whole=False, reason="132 uur in plaats van 156", by=None):
    with act(by or cast.bram) as acting:
        return reversals.ask(
            acting,
            line.pk,
            with_deployment=whole,
            statement_ids=[one.pk for one in statements],
            reason=reason,
            at=timezone.now(),
        )


def live_month(line, month=MARCH):
    with owner():
        return HoursStatement.objects.live().get(deployment=line, month=month)


def mails(name):
    with owner():
        return list(OutboxMessage.objects.filter(name=name).order_by("pk"))


@pytest.fixture
def contract(cast):
    return contract_of(cast)


def test_a_granted_month_is_reversed_corrected_and_approved_anew(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    was = seen(march).value
    with act(cast.dirk) as acting:
        reversals.grant(acting, request.pk, said="Stuur de loonstrook mee.", at=timezone.now())
    renewed = live_month(line)
    assert (renewed.status, seen(march).reversed_at is None) == (LineStatus.RETURNED, False)
    with owner():
        booked = HoursStatement.objects.filter(deployment=line, month=MARCH, status=LineStatus.APPROVED)
        assert sum(one.value for one in booked) == 0
        assert sorted(one.value for one in booked) == [-was, was]
    assert seen(request).state == ReversalState.GRANTED
    with act(cast.bram) as acting:
        hours.state_hours({line.pk: Decimal(132)}, month=MARCH, by=acting, on=TODAY, at=timezone.now())
        accepted = hours.submit_hours([renewed.pk], by=acting, at=timezone.now()).accepted
    assert [one.pk for one in accepted] == [renewed.pk]
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, False, (renewed.pk,)), by=acting, at=timezone.now())  # noqa: FBT003
    assert (live_month(line).paid_hours, live_month(line).status) == (Decimal("132.00"), LineStatus.APPROVED)
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "Teruggedraaid" in page
    assert "132 uur in plaats van 156" in page
    assert "Stuur de loonstrook mee." in page


def test_a_granted_person_takes_all_approved_months_along(cast, contract):
    line, statements = approved(cast, contract, months=(MARCH, APRIL))
    (request,) = asked(cast, line, whole=True, reason="Het was 24 uur per week")
    with act(cast.dirk) as acting:
        reversals.grant(acting, request.pk, at=timezone.now())
    assert seen(line).status == LineStatus.RETURNED
    assert {live_month(line, one.month).status for one in statements} == {LineStatus.SUBMITTED}
    with owner():
        assert sum(one.value for one in HoursStatement.objects.filter(deployment=line).approved()) == 0
    with act(cast.bram) as acting:
        lifecycle.answer(line.pk, text="Nu goed", by=acting, at=timezone.now())
    assert seen(line).status == LineStatus.SUBMITTED


def test_a_granted_contribution_comes_back_as_a_question(cast, contract):
    with owner():
        row = ContributionFactory(contract=contract, status=LineStatus.SUBMITTED, submitted_at=timezone.now())
    with act(cast.dirk) as acting:
        verification.judge_contribution(row.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    answer = cast.bram.post(f"invulling/{row.pk}/terugdraaien/", {"reason": "Acht uur in plaats van tien"})
    assert answer.status_code == 302
    with owner():
        request = ReversalRequest.objects.get(contribution=row)
    done = cast.dirk.post(f"beoordelen/verzoeken/{request.pk}/", {"verdict": "grant"})
    assert done.status_code == 302
    with owner():
        now = Contribution.objects.live().get(reference=row.reference)
    assert (now.status, now.pk == row.pk) == (LineStatus.RETURNED, False)


def test_a_refused_request_leaves_the_line_and_says_why(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    path = f"beoordelen/verzoeken/{request.pk}/"
    without = cast.dirk.post(path, {"verdict": "refuse", "said": "  "})
    assert without.status_code == 422
    assert "Schrijf op waarom de regel blijft zoals hij is." in without.content.decode()
    assert cast.dirk.post(path, {"verdict": "refuse", "said": "De loonstrook zegt 156"}).status_code == 302
    assert (seen(march).status, seen(march).reversed_at) == (LineStatus.APPROVED, None)
    assert "De loonstrook zegt 156" in cast.bram.get(f"inzet/{line.pk}/").content.decode()
    again = cast.dirk.post(path, {"verdict": "grant"})
    assert "Dit verzoek is al beantwoord of ingetrokken." in again.content.decode()
    (sent,) = mails("reversal_refused")
    assert "De loonstrook zegt 156" in sent.payload["text"]


def test_the_verifier_and_the_company_get_a_mail_that_opens_the_thing_itself(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    to_verifier = mails("reversal_asked")
    assert [one.payload["to"] for one in to_verifier] == [cast.dirk.user.email]
    assert cast.dirk.url(f"beoordelen/verzoeken/{request.pk}/") in to_verifier[0].payload["text"]
    assert "A. Voorbeeld" not in to_verifier[0].payload["text"]
    with act(cast.dirk) as acting:
        reversals.grant(acting, request.pk, at=timezone.now())
    (sent,) = mails("reversal_granted")
    assert sent.payload["to"] == "bram.verantwoordelijk@demo.example"
    assert cast.bram.url(f"inzet/{line.pk}/") in sent.payload["text"]


def test_nothing_is_asked_twice_nor_about_what_is_not_approved(cast, contract):
    line, (march, april) = approved(cast, contract, months=(MARCH, APRIL))
    asked(cast, line, [march])
    with pytest.raises(Refused, match="U hebt dit al gevraagd"):
        asked(cast, line, [march])
    asked(cast, line, [april])  # another month is another question
    with pytest.raises(Refused, match="U hebt dit al gevraagd"):
        asked(cast, line, whole=True)
    waiting = logged(cast.bram, contract, name="B. Proefstra")
    with pytest.raises(Refused, match="niet \\(meer\\) goedgekeurd"):
        asked(cast, waiting, whole=True)
    with pytest.raises(Refused, match="Schrijf op wat er niet klopt"):
        asked(cast, line, [march], reason="  ")


def test_a_line_that_a_colleague_took_back_meanwhile_goes_to_the_company_too(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    with act(cast.dirk) as acting:
        verification.undo(Chosen(line.pk, False, (march.pk,)), by=acting, at=timezone.now())  # noqa: FBT003
        reversals.grant(acting, request.pk, at=timezone.now())
    assert live_month(line).status == LineStatus.RETURNED
    with owner():
        assert HoursStatement.objects.filter(deployment=line, month=MARCH).count() == 3


def test_the_company_takes_its_request_back(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    answer = cast.bram.post(f"terugdraaien/{request.pk}/intrekken/")
    assert answer.url == cast.bram.url(f"inzet/{line.pk}/")
    assert seen(request).state == ReversalState.WITHDRAWN
    assert seen(march).status == LineStatus.APPROVED
    asked(cast, line, [march])


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(cast, contract):
    line, (march,) = approved(cast, contract)
    path = f"inzet/{line.pk}/terugdraaien/"
    page = cast.bram.get(f"{path}?maand={march.pk}").content.decode()
    assert "maart 2026" in page
    assert f'value="{march.pk}"' in page
    assert "checked" in page
    answer = cast.bram.post(path, {"reason": "Verkeerd getypt"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Kies wat er niet klopt." in text
    assert "Verkeerd getypt" in text
    assert cast.bram.post(path, {"lines": [str(march.pk)], "reason": "Verkeerd getypt"}).status_code == 302
    with owner():
        assert ReversalRequest.objects.get(statement=march).reason == "Verkeerd getypt"


def test_only_its_company_asks_and_only_its_verifier_answers(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    own, theirs = f"inzet/{line.pk}/terugdraaien/", f"beoordelen/verzoeken/{request.pk}/"
    form = {"lines": [str(march.pk)], "reason": "x"}
    neighbour = second_contractor()
    for person, path, code in (
        (cast.dirk, own, 403),
        (cast.carla, own, 403),
        (neighbour, own, 404),
        (cast.frank, own, 403),
        (cast.bram, theirs, 403),
        (cast.alice, theirs, 403),
        (cast.carla, theirs, 403),
        (cast.frank, theirs, 404),
        (auditor_of(cast.bram), own, 403),
    ):
        assert person.get(path).status_code == code, (person.user.name, path)
        assert person.post(path, form | {"verdict": "grant"}).status_code == code, (person.user.name, path)
    assert neighbour.post(f"terugdraaien/{request.pk}/intrekken/").status_code == 404
    watcher = auditor_of(cast.dirk)
    assert watcher.get(theirs).status_code == 200
    assert watcher.post(theirs, {"verdict": "grant"}).status_code == 403
    assert "132 uur" not in cast.carla.get(f"inzet/{line.pk}/").content.decode()
    assert seen(request).state == ReversalState.ASKED


def test_frank_gets_the_answer_of_a_missing_row(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    other = cast.strangers["contractor"]
    assert cast.frank.get("beoordelen/verzoeken/").content.decode().count(line.pseudonym) == 0
    with act(other):
        assert not ReversalRequest.objects.filter(pk=request.pk).exists()


def test_the_database_lets_only_the_verifier_answer_and_only_once(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    sql = "UPDATE placements_reversalrequest SET state = %s, answered_at = now() WHERE id = %s"
    with act(cast.bram), pytest.raises(DatabaseError, match="only the verifier"), transaction.atomic():
        connection.cursor().execute(sql, ["granted", request.pk])
    with act(cast.dirk) as acting:
        reversals.refuse(acting, request.pk, reason="De uren kloppen", at=timezone.now())
        with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
            connection.cursor().execute(sql, ["granted", request.pk])


def test_the_list_shows_what_waits_first_and_takes_the_same_queries_for_many(
    cast, contract, django_assert_max_num_queries
):
    line, months = approved(cast, contract, months=(MARCH, APRIL))
    first, second = asked(cast, line, months)
    with act(cast.dirk) as acting:
        reversals.refuse(acting, first.pk, reason="De uren kloppen", at=timezone.now())
    text = cast.dirk.get("beoordelen/verzoeken/").content.decode()
    assert text.index(f"{second.pk}") < text.index(f"{first.pk}")
    with django_assert_max_num_queries(8):
        cast.dirk.get("beoordelen/verzoeken/")
    for number in range(10):
        other, one = approved(cast, contract, name=f"P. Nummer {number}")
        asked(cast, other, one)
    with django_assert_max_num_queries(8):
        cast.dirk.get("beoordelen/verzoeken/")


def test_the_work_list_of_the_verifier_names_the_request_until_it_is_answered(cast, contract):
    line, (march,) = approved(cast, contract)
    assert "Alles is beoordeeld" in cast.dirk.get("beoordelen/").content.decode()
    (request,) = asked(cast, line, [march])
    text = cast.dirk.get("beoordelen/").content.decode()
    assert "verzoek: maart 2026 terugdraaien" in text
    assert f"beoordelen/verzoeken/{request.pk}/" in text
    assert f"beoordelen/verzoeken/{request.pk}/" in cast.dirk.get("beoordelen/?soort=verzoek").content.decode()
    assert f"{request.pk}" not in cast.dirk.get("beoordelen/?soort=inzet").content.decode()
    assert f"{request.pk}" not in cast.frank.get("beoordelen/").content.decode()
    with act(cast.dirk) as acting:
        reversals.refuse(acting, request.pk, reason="De uren kloppen", at=timezone.now())
    assert f"{request.pk}" not in cast.dirk.get("beoordelen/").content.decode()


def test_opened_from_the_work_list_the_next_line_opens_after_the_answer(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    waiting = logged(cast.bram, contract_of(cast), name="B. Daarna")
    listed = cast.dirk.get("beoordelen/").content.decode()
    path = re.search(rf'href="[^"]*(beoordelen/verzoeken/{request.pk}/\?[^"]*)"', listed).group(1)
    page = cast.dirk.get(path).content.decode()
    following = re.search(r'name="next" value="([^"]+)"', page).group(1)
    assert following == f"inzet.{waiting.pk}"
    form = {"verdict": "refuse", "next": following}
    refused = cast.dirk.post(path, form)
    assert refused.status_code == 422
    assert following in refused.content.decode()
    answer = cast.dirk.post(path, form | {"said": "De uren kloppen"})
    assert answer.url == cast.dirk.url(f"beoordelen/inzet/{waiting.pk}/")
    assert cast.dirk.get("beoordelen/").status_code == 200


def test_on_a_closed_contract_nothing_is_asked_or_taken_back_any_more(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    with owner():
        Settlement.objects.create(
            contract=contract,
            state=SettlementState.DRAWN_UP,
            obligation=1000,
            persons_approved=1000,
            others_approved=0,
            shortfall=0,
            surplus=0,
            withheld=0,
            drawn_up_by=cast.alice.user,
            drawn_up_for=cast.alice.organisation,
        )
    with act(cast.dirk) as acting, pytest.raises(Refused, match="De afrekening van dit contract is opgemaakt"):
        reversals.grant(acting, request.pk, at=timezone.now())
    assert (seen(request).state, seen(march).reversed_at) == (ReversalState.ASKED, None)
    with pytest.raises(Refused, match="De afrekening van dit contract is opgemaakt"):
        asked(cast, line, whole=True)
    with act(cast.dirk) as acting:
        reversals.refuse(acting, request.pk, reason="Het contract is afgerekend", at=timezone.now())
    assert seen(request).state == ReversalState.REFUSED


def unnamed(contract):
    """Nobody of the company was named on the contract, as after an import."""
    with owner():
        Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).delete()


@pytest.mark.parametrize("verdict", ["grant", "refuse"])
def test_without_a_named_person_who_asked_gets_the_answer(cast, contract, verdict):
    line, (march,) = approved(cast, contract)
    with owner():
        colleague = Person(MembershipFactory(organisation=cast.bram.organisation).user, cast.bram.organisation)
    (request,) = asked(cast, line, [march], by=colleague)
    stated(cast.bram, line, APRIL)
    unnamed(contract)
    said = {"verdict": verdict, "said": "Kijk op de loonstrook"}
    page = cast.dirk.post(f"beoordelen/verzoeken/{request.pk}/", said, follow=True).content.decode()
    (sent,) = mails({"grant": "reversal_granted", "refuse": "reversal_refused"}[verdict])
    assert sent.payload["to"] == colleague.user.email
    assert "mail over" in page or "per mail" in page
    assert "geen mail verstuurd" not in page


def test_when_nobody_of_the_company_is_left_the_verifier_reads_that_no_mail_went(cast, contract):
    line, (march,) = approved(cast, contract)
    (request,) = asked(cast, line, [march])
    unnamed(contract)
    with owner():
        cast.bram.user.is_active = False
        cast.bram.user.save()
    page = cast.dirk.post(f"beoordelen/verzoeken/{request.pk}/", {"verdict": "grant"}, follow=True).content.decode()
    assert mails("reversal_granted") == []
    assert "mail over" not in page
    assert f"Niemand bij {cast.bram.organisation.name} kan een mail krijgen" in page
    assert f'href="{cast.dirk.url(f"contracten/{contract.pk}/")}"' in page.partition("Niemand bij")[2][:600]
