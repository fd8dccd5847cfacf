"""The steps of a report on its way, as its people take them."""

import datetime as dt
import json
import re

from organisations import tenancy
from organisations.choices import OutboxKind, Purpose
from organisations.models import OutboxMessage
from reporting import pipeline
from reporting.choices import Edition, FileFormat
from reporting.flow import judging, publishing
from reporting.flow.judging import Invited
from reporting.models import (
    Report,
)
from tests.cast import Person
from tests.database import owner as as_owner

AT = dt.datetime(2026, 8, 3, 9, 0, tzinfo=dt.UTC)
DUE = dt.date(2026, 8, 20)
TEXT = "De partners zien dat scholing met een baangarantie het beste werkt."


def acting(person: Person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def made(region, *, period="2026-Q2", version=1, **values) -> Report:
    """A report as a worker leaves it; its files only have to be told apart."""
    with as_owner():
        report = Report.objects.create(region=region, kind="quarterly", period=period, version=version, **values)
    finish(report)
    return Report(pk=report.pk, region_id=region.pk)


def finish(report: Report) -> None:
    at_work = pipeline._AtWork(report.pk, report.region_id)
    if not stored(report).snapshot:
        at_work.freeze(stored(report))
    now = stored(report)
    for file_format in (FileFormat.PDF, FileFormat.JSON):
        at_work.store(file_format, f"{file_format} of {now.sha256}".encode(), made_of=now)
    at_work.finish(now, at=AT)


def stored(report: Report) -> Report:
    with as_owner():
        return Report.objects.select_related("region").get(pk=report.pk)


def ask(cast, report, *invited: Invited) -> None:
    with acting(cast.esra) as esra:
        judging.ask(esra, report.pk, invited=invited, due_on=DUE, at=AT)


def mail_judgements(report) -> int:
    with tenancy.system(Purpose.UPKEEP, region_id=report.region_id):
        return judging.mail(report.pk, at=AT)


def freeze(cast, report) -> None:
    with acting(cast.esra) as esra:
        publishing.freeze(esra, report.pk, at=AT)
    finish(report)


def consent(cast, report) -> None:
    with acting(cast.esra) as esra:
        partners = [one.pk for one in publishing.missing_consents(report)]
        if partners:
            publishing.consent(esra, report.pk, partners=partners, given_on=AT.date(), given_by="vergadering", at=AT)


def publish(cast, report, edition=Edition.EXACT) -> None:
    with acting(cast.esra) as esra:
        publishing.publish(esra, report.pk, edition=edition, at=AT)


def token_in_mail() -> str:
    with as_owner():
        text = json.dumps(OutboxMessage.objects.filter(kind=OutboxKind.MAIL).latest("pk").payload)
    found = re.search(r"/oordeel/([\w-]+)/", text)
    assert found
    return found[1]
