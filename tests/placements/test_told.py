"""A company is told only little of the hours of one person in one month: by trying it does not find hours elsewhere."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from organisations.tenancy import acting_for
from placements.choices import LineStatus
from placements.identity.told import MOST_HOURS, MOST_REFUSED
from placements.models import HoursStatement, PersonAsking
from placements.stating import hours, lifecycle
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tests.database import owner as as_owner
from tests.placements import test_simultaneous_hours as together
from tests.placements.test_screens_contractor import typed_on
from tests.placements.workspace import MARCH, TODAY, act, contract_of, logged, second_contractor, seen, stated

AT_THE_BOUND = "Controleer het aantal"
NO_MORE = "al een paar keer andere uren"


def elsewhere(cast, paid="194"):
    """The same person works at another company: 265,71 − 194 leaves 71,71."""
    neighbour = second_contractor()
    stated(neighbour, logged(neighbour, contract_of(cast, contractor=neighbour.organisation)), paid=paid)


def tried(cast, line, amount):
    """One attempt the way a month is handed in: what it is told, or nothing when it was taken."""
    page = cast.bram.get("uren/2026-03/").content.decode()
    sent = typed_on(page, action="submit") | {f"{line.pk}-hours": str(amount).replace(".", ",")}
    answer = cast.bram.post("uren/2026-03/", sent)
    text = answer.content.decode()
    return next((words for words in (AT_THE_BOUND, NO_MORE) if words in text), "")


def halved(attempt):
    """How near to the hours elsewhere somebody gets by halving: the width of what is still possible."""
    low, high = Decimal(0), Decimal("265.71")
    for _try in range(30):
        middle = ((low + high) / 2).quantize(Decimal("0.01"))
        match attempt(middle):
            case "":
                low = middle
            case words if words == AT_THE_BOUND:
                high = middle
            case _:
                break
    return high - low


def test_by_halving_nobody_finds_the_hours_elsewhere(cast):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    assert halved(lambda middle: tried(cast, line, middle)) > 30


def test_by_halving_with_hours_that_are_kept_one_by_one_neither(cast):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, paid=10)

    def attempt(middle):
        sent = typed_on(cast.bram.get("uren/2026-03/").content.decode()) | {
            f"{line.pk}-hours": f"{middle}".replace(".", ",")
        }
        text = cast.bram.post(f"uren/2026-03/{line.pk}/", sent, headers={"HX-Request": "true"}).content.decode()
        return next((words for words in (AT_THE_BOUND, NO_MORE) if words in text), "")

    assert halved(attempt) > 30


def test_by_throwing_the_line_away_and_making_it_anew_neither(cast):
    elsewhere(cast)
    contract = contract_of(cast)

    def attempt(middle):
        line = logged(cast.bram, contract)
        told = tried(cast, line, middle)
        with act(cast.bram) as acting:
            lifecycle.withdraw_deployment(line.pk, by=acting, at=timezone.now())
            lifecycle.discard_deployment(line.pk, by=acting, at=timezone.now())
        return told

    assert halved(attempt) > 4


def test_after_two_refusals_it_takes_a_question_to_go_on(cast):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    month = stated(cast.bram, line, paid=50)
    assert [tried(cast, line, amount) for amount in (100, 90)] == [AT_THE_BOUND] * MOST_REFUSED
    assert tried(cast, line, 60) == NO_MORE
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, 50)
    assert tried(cast, line, 50) == ""
    with act(cast.dirk) as acting:
        chosen = Chosen(line.pk, with_deployment=False, statement_ids=(month.pk,))
        verification.return_with_question(chosen, question="Klopt dit?", by=acting, at=timezone.now())
    assert tried(cast, line, 60) == ""
    assert seen(month).paid_hours == 60


def test_five_different_hours_are_taken_and_no_sixth(cast):
    line = logged(cast.bram, contract_of(cast))
    assert [tried(cast, line, amount) for amount in range(10, 10 + MOST_HOURS)] == [""] * MOST_HOURS
    assert tried(cast, line, 99) == NO_MORE
    assert tried(cast, line, 11) == ""


def test_the_coordination_point_enters_what_the_company_cannot(cast):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    for amount in (100, 90, 80):
        tried(cast, line, amount)
    with act(cast.dirk) as acting:
        kept = hours.keep_hours({line.pk: Decimal(60)}, month=MARCH, by=acting, on=TODAY, at=timezone.now())
        done = hours.submit_hours([one.pk for one in kept.statements], by=acting, at=timezone.now())
    assert [one.paid_hours for one in done.accepted] == [60]


def test_a_refusal_is_remembered_where_all_is_taken_back(cast, owner):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, paid=10)
    for amount, words in ((100, AT_THE_BOUND), (90, AT_THE_BOUND), (80, NO_MORE)):
        with act(cast.bram) as acting, pytest.raises(Refused, match=words):
            hours.state_hours({line.pk: Decimal(amount)}, month=MARCH, by=acting, on=TODAY, at=timezone.now())
    with owner():
        assert PersonAsking.objects.filter(what="told", refused=True).count() == MOST_REFUSED


def test_several_lines_of_one_person_in_one_press_are_refused_twice_at_most(cast):
    elsewhere(cast)
    contract = contract_of(cast)
    lines = [logged(cast.bram, contract) for _number in range(5)]
    page = cast.bram.get("uren/2026-03/").content.decode()
    amounts = dict(zip(lines, ("130", "65", "32", "16", "8"), strict=True))
    sent = typed_on(page, action="submit") | {f"{line.pk}-hours": amount for line, amount in amounts.items()}
    text = cast.bram.post("uren/2026-03/", sent).content.decode()
    assert text.count(AT_THE_BOUND) <= MOST_REFUSED


def test_hours_that_are_refused_leave_the_submitted_month_as_it_was(cast):
    elsewhere(cast)
    line = logged(cast.bram, contract_of(cast))
    month = stated(cast.bram, line, paid=50)
    page = cast.bram.get("uren/2026-03/").content.decode()
    sent = typed_on(page, action="submit") | {f"{line.pk}-hours": "100"}
    text = cast.bram.post("uren/2026-03/", sent).content.decode()
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, 50)
    assert AT_THE_BOUND in text
    assert "Ingediend blijft: 50,00 uur." in text
    assert typed_on(text)[f"{line.pk}-hours"] == "100,00"
    one = cast.bram.post(f"uren/2026-03/{line.pk}/", sent, headers={"HX-Request": "true"}).content.decode()
    assert AT_THE_BOUND in one
    assert f'name="{line.pk}-hours"' not in one
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, 50)


def test_hours_that_fit_change_the_submitted_month_and_it_stays_submitted(cast):
    line = logged(cast.bram, contract_of(cast))
    month = stated(cast.bram, line, paid=50)
    handed_in = seen(month).submitted_at
    sent = typed_on(cast.bram.get("uren/2026-03/").content.decode(), action="submit") | {f"{line.pk}-hours": "60"}
    page = cast.bram.post("uren/2026-03/", sent, follow=True).content.decode()
    assert "1 ingediende regel aangepast" in page
    assert "niets nieuws" not in page
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, 60)
    assert seen(month).submitted_at > handed_in


def test_what_becomes_less_makes_room_for_what_becomes_more(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract)
    stated(cast.bram, first, paid=50), stated(cast.bram, second, paid=200)
    page = cast.bram.get("uren/2026-03/").content.decode()
    sent = typed_on(page, action="submit") | {f"{first.pk}-hours": "200", f"{second.pk}-hours": "50"}
    assert cast.bram.post("uren/2026-03/", sent).status_code == 302


def test_at_the_same_time_nobody_gets_more_answers(in_scratch):
    tries = together._prepare()
    user_id, company_id, statement_id = tries[0]
    with as_owner():
        line_id = HoursStatement.objects.get(pk=statement_id).deployment_id
        HoursStatement.objects.exclude(pk=statement_id).filter(deployment__contractor=company_id).delete()
        others = HoursStatement.objects.exclude(pk=statement_id)
        others.update(status=LineStatus.SUBMITTED, paid_hours=Decimal("1.2"))
        HoursStatement.objects.filter(pk=statement_id).update(status=LineStatus.SUBMITTED, paid_hours=1)
    start = threading.Barrier(10)

    def attempt(number):
        try:
            start.wait(timeout=60)
            with acting_for(user_id=user_id, organisation_id=company_id) as acting:
                kept = hours.keep_hours(
                    {line_id: Decimal(200 + number)},
                    month=together.MONTH,
                    by=acting,
                    on=dt.date(2026, 6, 1),
                    at=timezone.now(),
                )
            return kept.refused.get(line_id, "")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(attempt, range(10)))
    assert sum(AT_THE_BOUND in one for one in told) == MOST_REFUSED
    assert sum(NO_MORE in one for one in told) == 10 - MOST_REFUSED
