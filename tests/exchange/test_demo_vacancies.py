"""The vacancies of the demo: in every state, of every sort of employer, and once."""

from collections import Counter

import pytest
from django.utils import timezone

from exchange import demo_vacancies
from exchange.demo import load_demo
from exchange.demo_back_office import member_of
from organisations.models import Region
from placements.models import Vacancy, VacancyFile
from tests.database import owner

pytestmark = pytest.mark.django_db


def test_sixty_vacancies_in_every_state(settings):
    settings.DEMO_LOGIN = True
    at = timezone.now()
    on = timezone.localdate(at)
    load_demo(at=at, on=on)
    region = Region.objects.get(code="groningen")
    demo_vacancies.furnish(region, acting_as=member_of(region), on=on, at=at)
    with owner():
        rows = list(Vacancy.objects.filter(region=region))
        proven = VacancyFile.objects.filter(email_confirmed_at__isnull=False).count()
    states = Counter(one.state for one in rows)
    assert len(rows) == 60
    assert set(states) == {
        "vacancy_concept",
        "vacancy_submitted",
        "vacancy_open",
        "vacancy_filled",
        "vacancy_closed",
        "vacancy_rejected",
    }
    assert sum(one.is_expected and one.state == "vacancy_open" for one in rows) >= 6
    assert sum(one.asked_at is not None for one in rows) >= 3
    assert proven == 5
    assert len({one.municipality for one in rows}) >= 8
    assert len({one.occupation_id for one in rows}) == 26
    assert len({tuple(one.rules) for one in rows}) >= 10
