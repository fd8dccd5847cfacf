"""Speed dates of one region for the oracle: everybody of the region is asked, has a wish, and talks once."""

import datetime as dt

from candidates.models import Candidate
from organisations.models import Region
from placements.models import Vacancy
from tests.cast import Person
from tests.factories.speed_dates import (
    SpeedDateCandidateFactory,
    SpeedDateEmployerFactory,
    SpeedDateFactory,
    SpeedDateMeetingFactory,
    SpeedDateWishFactory,
)


def speed_date_rows(region: Region, coordination: Person) -> None:
    """An event that is prepared and one that was held, with an employer for a vacancy and one without."""
    coming = SpeedDateFactory(region=region, title="Geheime speeddate", created_by=coordination.user)
    held = SpeedDateFactory(region=region, day=dt.date(2026, 3, 3), state="speeddate_held")
    vacancy = Vacancy.objects.filter(region=region, state="vacancy_open").order_by("pk").first()
    for event in (coming, held):
        employers = [
            SpeedDateEmployerFactory(event=event, name="Geheime werkgever"),
            SpeedDateEmployerFactory(event=event, vacancy=vacancy, name=vacancy.employer, tables=10),
        ]
        for place, candidate in enumerate(Candidate.objects.filter(region=region).order_by("pk")):
            attendee = SpeedDateCandidateFactory(event=event, candidate=candidate, added_by=coordination.user)
            SpeedDateWishFactory(employer=employers[place % 2], attendee=attendee)
            SpeedDateMeetingFactory(employer=employers[1], attendee=attendee, table=place + 1, note="Goed gesprek")
        # What was said afterwards, so that there is history of the talks.
        event.meetings.update(employer_says="yes", candidate_says="maybe")
