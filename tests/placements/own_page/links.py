"""Links to own pages for tests, what they open and lead to, and what a worker does with what came of them."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from candidates.choices import OwnPageWay
from candidates.models import ContactMoment, OwnPage
from organisations import tenancy
from organisations.choices import OutboxKind
from organisations.models import OutboxMessage
from placements import tasks
from placements.vacancy_choices import ProposalState
from tests.database import owner
from tests.factories.placements import ProposalFactory, VacancyFactory

TASKS = {
    "placements.tasks.send_own_page": tasks.send_own_page,
    "placements.tasks.follow_own_page": tasks.follow_own_page,
    "placements.tasks.tell_answer": tasks.tell_answer,
}


def link_to(candidate, *, way=OwnPageWay.MAIL, opened=True, **changes) -> str:
    """A link that works; returns its token."""
    token = f"{candidate.pk.hex}{way[:1]}{OwnPage.__name__}xyz"[:43].ljust(43, "x")
    at = timezone.now()
    values = {"expires_at": at + timedelta(days=14), "opened_at": at if opened else None} | changes
    with owner():
        OwnPage.objects.create(
            region=candidate.region, candidate=candidate, way=way, token_hash=tenancy.hash_token(token), **values
        )
    return token


def work(*names: str) -> int:
    """Do the jobs of this part that wait, once; how many there were."""
    wanted = names or tuple(TASKS)
    with owner():
        rows = list(
            OutboxMessage.objects.filter(kind=OutboxKind.JOB, done_at=None, name__in=wanted)
            .order_by("created_at", "pk")
            .values_list("pk", "name")
        )
    for key, name in rows:
        TASKS[name](outbox_id=str(key))
    return len(rows)


def sent(name: str) -> list[dict]:
    """What was queued under this name, mail or text, the oldest first."""
    with owner():
        rows = OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")
        return list(rows.values_list("payload", flat=True))


def get(token, path="", **kwargs):
    return Client().get(f"/mijn/{token}/{path}", **kwargs)


def post(token, path="", data=None, **kwargs):
    return Client().post(f"/mijn/{token}/{path}", data or {}, **kwargs)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def noted(candidate, coach, **values):
    return ContactMoment.objects.create(
        region=candidate.region,
        candidate=candidate,
        by=coach.user,
        organisation=coach.organisation,
        **({"result": "spoken", "channel": "phone"} | values),
    )


def asked(candidate, **values):
    with owner():
        vacancy = VacancyFactory(region=candidate.region, state="vacancy_open", title="Timmerman op de bouw")
        return ProposalFactory(vacancy=vacancy, candidate=candidate, state=ProposalState.ASKED, **values)
