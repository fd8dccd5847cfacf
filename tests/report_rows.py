"""Rows about the way of reports: one with the partners, one that was published in both editions, and an evaluation."""

import datetime as dt
import hashlib

from organisations.models import Organisation, Region
from reporting.choices import ConsentHow, Edition, FileFormat, ReportKind, ReportStage, ReportStatus, ReportStep
from reporting.models import (
    Evaluation,
    EvaluationOpinion,
    Judgement,
    PublicConsent,
    Report,
    ReportDownload,
    ReportEvent,
    ReportFile,
    ReportPolicy,
    ReportPublication,
    ReportSending,
    ReportWarning,
    Story,
)
from tests.cast import Person

AT = dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)


def report_rows(draft: Report, bureau: Person, partners: list[Person]) -> None:
    """``draft`` is with the partners; a yearly report of the same region is published. The partners signed."""
    region = draft.region
    ReportPolicy.objects.create(region=region, changed_by=bureau.user)
    ReportWarning.objects.create(report=draft, region=region, code="no_group", count=2)
    ReportWarning.objects.create(report=draft, region=region, code="spending", count=1, by=bureau.user, at=AT)
    ReportEvent.objects.create(report=draft, region=region, step=ReportStep.ASKED, by=bureau.user)
    told = {"consent_given_on": AT.date(), "consent_how": ConsentHow.PAPER, "written_by": bureau.user}
    Story.objects.create(region=region, title="Geheim verhaal", text="Nog niet goedgekeurd", **told)
    frozen = _frozen(region)
    _public_file(draft)
    for one in partners:
        asked = {"report": draft, "region": region, "group": "Vakbonden", "due_on": AT.date()}
        Judgement.objects.create(**asked, organisation=one.organisation, invited_by=bureau.user)
    Judgement.objects.create(
        **asked,
        email="geheim@voorbeeld.test",
        invited_by=bureau.user,
        token_hash=hashlib.sha256(region.pk.bytes).hexdigest(),
    )
    _consents(frozen, bureau)
    for edition in Edition:
        ReportPublication.objects.create(
            report=frozen, region=region, version=1, edition=edition, published_by=bureau.user
        )
    taken = {"report": frozen, "region": region, "format": FileFormat.PDF, "sha256": "0" * 64}
    evaluation = Evaluation.objects.create(
        region=region, year=2025, meeting_on=AT.date(), due_on=AT.date(), report=frozen, record="Geheim verslag"
    )
    for one in partners:
        for edition in Edition:
            ReportDownload.objects.create(**taken, edition=edition, organisation=one.organisation, user=one.user)
        ReportSending.objects.create(
            report=frozen,
            region=region,
            edition=Edition.EXACT,
            organisation=one.organisation,
            recipient=one.user,
            sent_by=bureau.user,
        )
        EvaluationOpinion.objects.create(
            evaluation=evaluation, region=region, organisation=one.organisation, text="Anders", recorded_by=one.user
        )


def _frozen(region: Region) -> Report:
    snapshot = '{"schema_version":2}'
    report = Report.objects.create(
        region=region,
        kind=ReportKind.YEARLY,
        period="2025",
        version=1,
        snapshot=snapshot,
        sha256=hashlib.sha256(snapshot.encode()).hexdigest(),
        frozen_at=AT,
        status=ReportStatus.READY,
        stage=ReportStage.FROZEN,
        adopted_at=AT,
    )
    _public_file(report)
    return report


def _public_file(report: Report) -> None:
    """Made before the edition is published: until then it is for the bureau and the coordination point alone."""
    ReportFile.objects.create(
        report=report, edition=Edition.PUBLIC, format=FileFormat.PDF, content=b"x", size=1, sha256="0" * 64
    )


def _consents(report: Report, bureau: Person) -> None:
    partners = Organisation.objects.filter(
        organisation_regions__region=report.region, organisation_regions__covenant_partner=True
    )
    for organisation in partners.order_by("pk"):
        PublicConsent.objects.create(
            report=report,
            region=report.region,
            organisation=organisation,
            given_on=AT.date(),
            given_by="vergadering",
            recorded_by=bureau.user,
        )
