"""What the tests of the open pages share: vacancies, expected work of the calendar, and the words of a page."""

import datetime as dt
import html
import re

from django.test import Client
from django.utils import timezone

from organisations.models import Occupation
from tenders.models import ExpectedOccupation
from tests.database import owner
from tests.factories.placements import VacancyFactory
from tests.tenders.calendar_page import on_calendar

HOME = "/groningen/"
SEARCH = "/groningen/vacatures/"
TODAY = timezone.localdate()
#: Everything that would tell of a vacancy that is not there for everybody.
SECRETS = ("Geheim werk", "Geheime werkgever", "Sam Voorbeeld", "sam@demo.example", "050-0000000")


def vacancy(**values):
    with owner():
        return VacancyFactory(**values)


def hidden(cast):
    """Vacancies that nobody outside may see: not yet, not any more, refused, over, and of another region."""
    with owner():
        found = [
            VacancyFactory(title="Geheim werk", employer="Geheime werkgever", state=state, published_at=published)
            for state, published in (
                ("vacancy_concept", None),
                ("vacancy_submitted", None),
                ("vacancy_filled", timezone.now()),
                ("vacancy_closed", timezone.now()),
                ("vacancy_rejected", None),
            )
        ]
        found.append(
            VacancyFactory(title="Geheim werk", employer="Geheime werkgever", closes_on=TODAY - dt.timedelta(days=1))
        )
        found.append(VacancyFactory(region=cast.other_region, title="Geheim werk", employer="Geheime werkgever"))
    return found


def occupation(region, code="schilder", name="Onderhoudsschilder", **values):
    with owner():
        return Occupation.objects.update_or_create(
            region=region, code=code, defaults={"name": name, "sector": "construction"} | values
        )[0]


def expected(authority, of, *, heads=4, starts_on=None, **values):
    """A tender on the calendar that will ask people of an occupation."""
    tender = on_calendar(authority, **values)
    with owner():
        ExpectedOccupation.objects.create(tender=tender, occupation=of, head_count=heads, starts_on=starts_on)
    return tender


def get(path=SEARCH, query="", **headers):
    return Client().get(f"{path}?{query}" if query else path, headers=headers)


def text_of(answer) -> str:
    """The words of a page without data blocks, with single spaces."""
    page = re.sub(r"<script.*?</script>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split())).replace("\xa0", " ")


def titles(answer) -> list[str]:
    return [
        html.unescape(one) for one in re.findall(r'result__title--big">\s*<a[^>]*>([^<]*)</a>', answer.content.decode())
    ]
