"""The reports that Esra has in the demo: a quarter that everybody can read, a draft that is with the partners, a meeting.

Figures are collected at once, which takes little; the documents are left to the worker, as a PDF takes seconds.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import OrganisationRegion, Region
from organisations.tenancy import Acting
from reporting import pipeline
from reporting.choices import Edition, ReportStatus
from reporting.flow import checking, evaluating, judging, publishing
from reporting.flow.judging import Invited
from reporting.models import Judgement, Report
from reporting.periods import Kind, Period

PUBLISHED, DRAFT = Period.parse("2020-Q4"), Period.parse("2021-Q1")
_TEXTS = {
    PUBLISHED: "Het doel van 2020 is niet gehaald. Door corona stonden veel leerplekken stil."
    " Wij stellen de partners voor om de scholing in de zorg en de bouw in 2021 te verdubbelen.",
    DRAFT: "De groei trekt weer aan. Voor de termijn van het Rijk vragen wij uitstel tot na de evaluatie.",
}
_SAID = {
    "fnv": "Wie scholing volgt, moet zeker zijn van werk. Wij zien graag meer contracten van een jaar.",
    "provincie-groningen": "De aanpak werkt waar opdrachtgevers vroeg om social return vragen.",
}
_SPEAKERS = {"fnv": "FNV, regiobestuurder", "provincie-groningen": "Provincie Groningen, gedeputeerde"}
_ASKED = ("gem-groningen", *_SAID)

ActAs = Callable[[str], AbstractContextManager[Acting]]


def furnish(region: Region, *, acting_as: ActAs, on: date, at: datetime) -> None:
    """Let Esra have made them; done once."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        if Report.objects.filter(region=region).exists():
            return
    with tenancy.system(Purpose.SETUP, region_id=region.pk):
        links = OrganisationRegion.objects.filter(region=region, covenant_partner=True)
        codes: dict[str, uuid.UUID] = dict(links.values_list("code", "organisation_id"))
    published, draft = (_asked(region, period, codes, acting_as=acting_as, on=on, at=at) for period in _TEXTS)
    with acting_as("esra") as esra:
        _say(published, list(_SAID), codes, at=at)
        _say(draft, ["fnv"], codes, at=at)
        _publish(esra, published, at=at)
        evaluation = evaluating.plan(esra, year=on.year - 1, meeting_on=on - timedelta(days=18))
        evaluating.differ(
            esra,
            evaluation.pk,
            organisation_id=codes["fnv"],
            text="Wij vinden de nazorg te kort: een half jaar na de start belt niemand meer.",
            at=at,
        )
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        # Back in the row of the worker.
        Report.objects.filter(pk=draft).update(status=ReportStatus.REQUESTED, progress=pipeline.FROZEN)


def _asked(
    region: Region, period: Period, codes: dict[str, uuid.UUID], *, acting_as: ActAs, on: date, at: datetime
) -> uuid.UUID:
    """A report of which partners were asked what they think of it."""
    with acting_as("esra") as esra:
        report = pipeline.request(esra, kind=Kind.QUARTERLY, period=period, manager_text=_TEXTS[period], at=at)
    pipeline.fix_figures(pipeline.report_of(report.pk, region_id=region.pk), check=checking.count_now)
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        Report.objects.filter(pk=report.pk).update(status=ReportStatus.READY, ready_at=at)
    with acting_as("esra") as esra:
        groups = {one.organisation_id: one.group for one in judging.partners_of(region.pk)}
        invited = [Invited(groups[codes[code]], codes[code]) for code in _ASKED]
        judging.ask(esra, report.pk, invited=invited, due_on=on + timedelta(days=9), at=at)
        # Nobody of the cast needs a mail about what he finds on his first page.
        Judgement.objects.filter(report=report).update(mailed_at=at)
    return report.pk


def _say(report_id: uuid.UUID, said: list[str], codes: dict[str, uuid.UUID], *, at: datetime) -> None:
    there = dict(Judgement.objects.filter(report_id=report_id).values_list("organisation_id", "pk"))
    for code in said:
        judging.say(there[codes[code]], text=_SAID[code], spoken_by=_SPEAKERS[code], at=at)


def _publish(esra: Acting, report_id: uuid.UUID, *, at: datetime) -> None:
    """In both editions, of which the worker makes the files."""
    report = Report.objects.get(pk=report_id)
    report.warnings.update(at=at, by=esra.user_id)
    publishing.freeze(esra, report_id, at=at)
    partners = [one.pk for one in publishing.missing_consents(report)]
    said_in = "vergadering van het convenantoverleg"
    publishing.consent(esra, report_id, partners=partners, given_on=timezone.localdate(at), given_by=said_in, at=at)
    report.refresh_from_db(fields=["stage", "status", "sha256"])
    for edition in (Edition.EXACT, Edition.PUBLIC):
        publishing.put_out(esra, report, edition=edition, at=at)
