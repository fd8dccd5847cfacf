"""A speed-date event as tests begin with it: employers, and candidates of Carla's Werkplein who said yes."""

import datetime as dt
from dataclasses import dataclass, field

from organisations.models import OutboxMessage
from placements import tasks
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateMeeting
from placements.speed_dates import asking
from tests.candidates.files import candidate
from tests.database import owner
from tests.factories.speed_dates import (
    SpeedDateCandidateFactory,
    SpeedDateEmployerFactory,
    SpeedDateFactory,
    SpeedDateWishFactory,
)

TODAY = dt.date(2026, 9, 14)
NOW = dt.datetime(2026, 9, 14, 10, tzinfo=dt.UTC)
NAMES = ("Quirijn", "Roos", "Sjoerd", "Tineke", "Ursula", "Vera", "Wim", "Xander")


@dataclass
class Fair:
    event: SpeedDate
    employers: list[SpeedDateEmployer]
    attendees: list[SpeedDateCandidate]
    path: str = field(init=False)

    def __post_init__(self):
        self.path = f"speeddates/{self.event.pk}/"

    def fresh(self) -> SpeedDate:
        with owner():
            return SpeedDate.objects.get(pk=self.event.pk)

    def talks(self) -> set[tuple[int, str, str]]:
        """Round, employer and last name of each talk."""
        with owner():
            rows = SpeedDateMeeting.objects.filter(event=self.event).select_related("attendee__candidate__identity")
            return {
                (one.slot, one.employer.name, one.attendee.candidate.identity.last_name)
                for one in rows.select_related("employer")
            }


def fair(cast, *, employers=2, people=3, wishes="all", **values) -> Fair:
    """Every pair wants to meet, or none (``wishes=""``)."""
    made = [
        candidate(
            cast,
            state="ready",
            identity__first_name=NAMES[n % 8],
            identity__last_name=f"Zilverberg{'abcdefghijkl'[n % 12]}",
        )
        for n in range(people)
    ]
    with owner():
        event = SpeedDateFactory(region=cast.region, **values)
        firms = [SpeedDateEmployerFactory(event=event) for _n in range(employers)]
        attendees = [SpeedDateCandidateFactory(event=event, candidate=one) for one in made]
        if wishes:
            for firm in firms:
                for one in attendees:
                    SpeedDateWishFactory(employer=firm, attendee=one)
    return Fair(event, firms, attendees)


def work_off() -> int:
    """Make the plans that were asked, as the worker would; how many jobs there were."""
    with owner():
        jobs = list(OutboxMessage.objects.filter(name=asking.TASK, done_at=None).values_list("pk", flat=True))
    for one in jobs:
        tasks.plan_speed_dates(outbox_id=str(one))
    return len(jobs)
