"""What the people of the demo can and want: each vacancy has some who meet all its rules, and some of whom not all is known."""

from datetime import UTC, date, datetime

import pytest

from candidates.choices import CandidateState
from candidates.models import CandidateProfile
from exchange import demo_wishes
from exchange.demo import load_demo
from exchange.demo_back_office import member_of
from organisations.models import Region
from placements.matching import Outcome, matched
from placements.mediation.people import FACTS, known, looking, sought, vacancies_of
from placements.vacancy_choices import VacancyState
from tests.database import owner

pytestmark = pytest.mark.django_db

DAY, MOMENT = date(2027, 3, 31), datetime(2027, 3, 31, 9, tzinfo=UTC)


def test_each_vacancy_has_people_who_meet_all_who_miss_and_of_whom_not_all_is_known(settings):
    settings.DEMO_LOGIN = True
    load_demo(at=MOMENT, on=DAY)
    region = Region.objects.get(code="groningen")
    ready = set()
    with member_of(region)("dirk") as dirk:
        for vacancy in vacancies_of(dirk).filter(state=VacancyState.OPEN).exclude(rules=[]):
            about = sought(dirk, vacancy.pk)
            rows = looking(dirk, about).order_by("pk").values_list(*FACTS, "state")
            lines = [(matched(about.asked, known(row[:-1], about.rings)), row[-1]) for row in rows]
            assert any(one.meets_all for one, _state in lines), vacancy.title
            ready |= {vacancy.pk for one, state in lines if one.meets_all and state == CandidateState.READY}
            said = {outcome for one, _state in lines for _rule, outcome in one.outcomes}
            assert said == set(Outcome), vacancy.title
        assert len(ready) > 20
    with owner():
        before = list(CandidateProfile.objects.order_by("pk").values())
    demo_wishes.furnish(region, acting_as=member_of(region), on=DAY, at=MOMENT)
    with owner():
        assert list(CandidateProfile.objects.order_by("pk").values()) == before
