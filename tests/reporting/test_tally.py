"""What a start page counts, asked in one statement."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.models import Organisation
from placements.choices import LineStatus
from placements.models import Deployment
from reporting.overviews import lines, waiting
from reporting.overviews.tally import IN_SIGHT, NOTHING, Question, Tallied, Tally, Waits, queue, tally
from tenders.models import Contract
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db

#: Half past midnight here, and the day before in UTC.
JUST_AFTER_MIDNIGHT = dt.datetime(2026, 7, 1, 0, 30, tzinfo=timezone.get_default_timezone())


def answers(cast, *questions):
    with (
        tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk),
        CaptureQueriesContext(connection) as asked,
    ):
        found = tally(questions)
    return found, len([one for one in asked if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]])


@pytest.fixture
def contract(cast, owner):
    with owner():
        made = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        for status in (LineStatus.SUBMITTED, LineStatus.SUBMITTED, LineStatus.RETURNED):
            DeploymentFactory(contract=made, status=status, submitted_at=JUST_AFTER_MIDNIGHT)
        Contract.objects.filter(pk=made.pk).update(awarded_on=dt.date(2026, 6, 3))
    return made


def test_rows_of_several_tables_are_one_query(cast, contract):
    lines = Deployment.objects.all()
    found, queries = answers(
        cast,
        Question("contracts", Contract.objects.all(), day="awarded_on", about="id"),
        Question(F("status"), lines, moment="submitted_at"),
        Question("companies", lines, number=Count("contract__contractor", distinct=True)),
        Question("none", Organisation.objects.none()),
    )
    assert queries == 1
    assert found["contracts"] == Tallied(1, dt.date(2026, 6, 3), contract.pk)
    assert found[LineStatus.SUBMITTED] == Tallied(2, dt.date(2026, 7, 1)), "the day it was here, not that of UTC"
    assert found[LineStatus.RETURNED].count == 1
    assert found["companies"].count == 1
    assert found["none"] == found["never asked"] == Tallied()


def test_one_word_for_several_questions_is_one_answer(cast, contract):
    lines = Deployment.objects.all()
    found, _queries = answers(
        cast,
        Question("waits", lines.filter(status=LineStatus.SUBMITTED)),
        Question("waits", lines.filter(status=LineStatus.RETURNED), moment="submitted_at"),
    )
    assert found["waits"] == Tallied(3, dt.date(2026, 7, 1))


def test_without_questions_nothing_is_asked(cast):
    assert answers(cast) == ({}, 0)


def test_what_presses_most_comes_first_and_the_rest_stays_in_order():
    items = [{"status": status, "place": place} for place, status in enumerate(["done", "info", "overdue", "", "open"])]
    told = Waits((), lambda _found: [{"status": "flag", "place": 9}])
    assert [one["place"] for one in queue(items, NOTHING, told)] == [2, 9, 3, 4, 1, 0]


def test_lines_to_judge_stay_in_sight_however_much_presses_more():
    today = dt.date(2026, 7, 1)
    late = [waiting.item(1, f"Te laat {place:02d}", "/", status="overdue") for place in range(14)]
    found = Tally({lines.OTHERS: Tallied(21, today)})
    verdicts = waiting.verdicts((), url="/", on=today).items(found)
    titles = [one["title"] for one in queue(verdicts, late)]
    in_sight = [one["title"] for one in queue(verdicts, late) if not one["folded"]]
    assert in_sight == [*(one["title"] for one in late), "Andere invulling beoordelen"], (
        "what is late is never folded away"
    )
    assert sorted(titles) == sorted(one["title"] for one in [*verdicts, *late]), "nothing twice, nothing lost"
    assert titles.index("Uren beoordelen") > len(in_sight) - 1 >= IN_SIGHT, (
        "what nothing waits of makes no room for itself"
    )
    assert [one["title"] for one in queue(verdicts, late[:2])][:3] == [*titles[:2], "Andere invulling beoordelen"]
