"""Proposals as tests begin with them: of Carla's candidate, for a vacancy of Bram's company."""

import datetime as dt

from candidates.own_page.links import new_link
from organisations.choices import Purpose
from organisations.models import OutboxMessage
from organisations.tenancy import system
from placements import tasks
from placements.models import Proposal, Vacancy
from tests.database import owner
from tests.factories.placements import ProposalFactory, VacancyFactory
from tests.placements.mediation.seekers import seeker
from tests.placements.workspace import act

TODAY = dt.date(2026, 9, 14)
NOW = dt.datetime(2026, 9, 14, 10, tzinfo=dt.UTC)
#: What an employer may not read before the yes, and not after his no.
SECRETS = ("Zilverberg", "Quirijn", "quirijn@demo.example", "06-99887766")


def vacancy_of(cast, **values) -> Vacancy:
    with owner():
        return VacancyFactory(
            **({"employer_organisation": cast.bram.organisation, "region": cast.region, "places": 2} | values)
        )


def secretive(cast, **values):
    """A candidate of Carla's Werkplein whom one can tell by his name on any page."""
    named = {
        "identity__first_name": "Quirijn",
        "identity__last_name": "Zilverberg",
        "identity__email": SECRETS[2],
        "identity__phone": SECRETS[3],
    }
    return seeker(cast, **(named | values))


def proposal(cast, state, *, vacancy=None, candidate=None, **values) -> Proposal:
    candidate = candidate or secretive(cast)
    with owner():
        return ProposalFactory(vacancy=vacancy or vacancy_of(cast), candidate=candidate, state=state, **values)


def now(one: Proposal) -> Proposal:
    with owner():
        return Proposal.objects.select_related("candidate", "file", "vacancy").get(pk=one.pk)


def work_off() -> list[str]:
    """Run the jobs that wait, as the worker would; their names."""
    jobs = {
        "placements.follow_proposal": tasks.follow_proposal,
        "placements.follow_stop": tasks.follow_stop,
        "placements.tasks.tell_answer": tasks.tell_answer,
        "placements.end_proposals": tasks.end_proposals,
    }
    done = []
    while True:
        with owner():
            rows = OutboxMessage.objects.filter(kind="job", done_at=None, name__in=jobs).order_by("created_at")
            row = rows.first()
        if row is None:
            return done
        jobs[row.name](outbox_id=str(row.pk))
        done.append(row.name)


def mails() -> list[tuple[str, str, str]]:
    """Template, address and all words of what waits to be sent."""
    with owner():
        rows = OutboxMessage.objects.exclude(kind="job").order_by("created_at", "pk")
        return [
            (one.name, one.payload.get("to", ""), f"{one.payload.get('subject', '')} {one.payload.get('text', '')}")
            for one in rows
        ]


def token_of(one: Proposal) -> str:
    """A link that was mailed to the candidate."""
    with system(Purpose.UPKEEP, region_id=one.region_id):
        return new_link(one.candidate_id, region_id=one.region_id, way="mail", at=dt.datetime.now(dt.UTC))


__all__ = [
    "NOW",
    "SECRETS",
    "TODAY",
    "act",
    "mails",
    "now",
    "proposal",
    "secretive",
    "token_of",
    "vacancy_of",
    "work_off",
]
