"""From the manager's check to the mail that a report can be read: freeze, consent, publish, take back, send.

What was frozen never changes; a correction is a new version with its reason. An edition can be taken back as long as
nobody was told of it and nobody outside took a file.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.choices import AUTHORITY_KINDS, OrganisationKind
from organisations.models import Membership, Organisation, OrganisationRegion
from organisations.outbox import queue_job, queue_mails
from organisations.refused import Refused, check_said
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting
from reporting import pipeline
from reporting.choices import Edition, ReportStage, ReportStatus, ReportStep
from reporting.flow.checking import unseen
from reporting.flow.sealing import check_open, locked, note, reseal
from reporting.models import PublicConsent, Report, ReportDownload, ReportPublication, ReportSending
from reporting.periods import Kind, Period
from reporting.publication import public_edition

SEND = "reporting.tasks.send_report"
#: Of which the exact edition stands apart from what parties know of each other's contracts; older ones do not.
FIRST_SCHEMA = 2
#: What ``write_text`` changes.
WORDS = ("manager_text",)
_PUBLISHED = {Edition.EXACT: ReportStep.PUBLISHED_EXACT, Edition.PUBLIC: ReportStep.PUBLISHED_PUBLIC}
_WITHDRAWN = {Edition.EXACT: ReportStep.WITHDRAWN_EXACT, Edition.PUBLIC: ReportStep.WITHDRAWN_PUBLIC}
#: Organisations of the region that read the exact edition once it is published, besides the partners of the covenant.
READERS = frozenset({*AUTHORITY_KINDS, OrganisationKind.WERKPLEIN, OrganisationKind.MINISTRY})


@transaction.atomic
def write_text(acting: Acting, report_id: uuid.UUID, *, text: str, at: dt.datetime, shown: str | None = None) -> None:
    """Change the manager's words, until the report is frozen; not over what a colleague wrote since they were shown."""
    report = locked(acting, report_id)
    check_open(report)
    check_shown(version_of(report, WORDS), shown)
    if reseal(report, manager_text=text, at=at):
        note(report, ReportStep.TEXT, by=acting, at=at)


@transaction.atomic
def freeze(acting: Acting, report_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Vaststellen: every warning was seen, and from now on nothing of the report changes."""
    report = locked(acting, report_id)
    check_open(report)
    left = unseen(report)
    if left:
        raise Refused(_("Bekijk eerst alle waarschuwingen: %(n)s zijn nog niet bevestigd of toegelicht.") % {"n": left})
    report.judgements.filter(closed_at=None).update(closed_at=at)
    reseal(report, adopted=acting, at=at)
    note(report, ReportStep.FROZEN, by=acting, at=at)


def missing_consents(report: Report) -> list[Organisation]:
    """The partners of the covenant that did not consent to the public edition; the bureau does by publishing it."""
    waiting = _without_consent(report).exclude(kind=OrganisationKind.PROGRAMME_BUREAU)
    return list(waiting.order_by("name"))


def _without_consent(report: Report) -> Any:
    given = report.consents.filter(withdrawn_at=None).values("organisation_id")
    links = OrganisationRegion.objects.filter(region_id=report.region_id, covenant_partner=True)
    return Organisation.objects.filter(pk__in=links.values("organisation_id")).exclude(pk__in=given)


@transaction.atomic
def consent(
    acting: Acting,
    report_id: uuid.UUID,
    *,
    partners: Iterable[uuid.UUID],
    given_on: dt.date,
    given_by: str,
    at: dt.datetime,
) -> int:
    """Record that partners let the public edition be published: when, and by whom or where it was said."""
    report = locked(acting, report_id)
    if report.publications.filter(edition=Edition.PUBLIC).exists():
        raise Refused(_("De openbare uitgave is al gepubliceerd."))
    waiting = {one.pk for one in missing_consents(report)}
    new = [one for one in dict.fromkeys(partners) if one in waiting]
    if not new:
        raise Refused(_("Kies minstens één partner die nog geen toestemming gaf."))
    for organisation_id in new:
        PublicConsent.objects.create(
            region_id=report.region_id,
            report=report,
            organisation_id=organisation_id,
            given_on=given_on,
            given_by=given_by,
            recorded_at=at,
            recorded_by_id=acting.user_id,
        )
    return len(new)


@transaction.atomic
def withdraw_consent(acting: Acting, report_id: uuid.UUID, *, consent_id: uuid.UUID, at: dt.datetime) -> None:
    """A partner thinks better of it, before everybody can read it."""
    report = locked(acting, report_id)
    if report.publications.filter(edition=Edition.PUBLIC).exists():
        raise Refused(_("De openbare uitgave is al gepubliceerd. Neem die eerst terug."))
    if not report.consents.filter(pk=consent_id, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused(_("Deze toestemming was al ingetrokken."))


@transaction.atomic
def publish(acting: Acting, report_id: uuid.UUID, *, edition: Edition, at: dt.datetime) -> None:
    """Let others read an edition of a frozen report; everybody only once each partner consented (covenant art. 17)."""
    report = locked(acting, report_id)
    if report.stage != ReportStage.FROZEN:
        raise Refused(_("Stel het rapport eerst vast."))
    if report.status != ReportStatus.READY:
        raise Refused(_("De documenten worden nog gemaakt. Probeer het over een minuut opnieuw."))
    if report.publications.filter(edition=edition).exists():
        if edition == Edition.PUBLIC and public_edition.is_unmade(report):
            # Its job may have been given up; where it was not, the second one finds nothing to do.
            queue_job(public_edition.TASK, region_id=report.region_id)
            return
        raise Refused(_("Deze uitgave is al gepubliceerd."))
    if pipeline.document_of(report)["schema_version"] < FIRST_SCHEMA:
        raise Refused(
            _("Dit rapport is van een oudere soort, met bedragen per opdracht. Maak eerst een nieuwe versie.")
        )
    if edition == Edition.EXACT and not report.files.filter(edition=edition).exists():
        raise Refused(_("Van deze uitgave zijn geen bestanden gemaakt."))
    if edition == Edition.PUBLIC and public_edition.is_out_of_order(report):
        raise Refused(_("Over een latere periode is al een openbare uitgave. Die bevat ook de aantallen tot dan toe."))
    if edition == Edition.PUBLIC and missing_consents(report):
        raise Refused(_("Nog niet alle partners van het convenant hebben toestemming gegeven (artikel 17)."))
    put_out(acting, report, edition=edition, at=at)


def put_out(acting: Acting, report: Report, *, edition: Edition, at: dt.datetime) -> None:
    """What ``publish`` does once nothing is in its way; the database itself looks at stage and consents."""
    if edition == Edition.PUBLIC:
        _consent_itself(acting, report, at=at)
    ReportPublication.objects.create(
        region_id=report.region_id,
        report=report,
        edition=edition,
        kind=report.kind,
        period=report.period,
        version=report.version,
        published_at=at,
        published_by_id=acting.user_id,
    )
    if edition == Edition.PUBLIC:
        queue_job(public_edition.TASK, region_id=report.region_id)
    note(report, _PUBLISHED[edition], by=acting, at=at)


def _consent_itself(acting: Acting, report: Report, *, at: dt.datetime) -> None:
    """A bureau that is a partner of the covenant too says yes by publishing; that stands with the consents."""
    for bureau in _without_consent(report).filter(kind=OrganisationKind.PROGRAMME_BUREAU):
        PublicConsent.objects.create(
            region_id=report.region_id,
            report=report,
            organisation=bureau,
            given_on=timezone.localdate(at),
            given_by=_("bij het publiceren"),
            recorded_at=at,
            recorded_by_id=acting.user_id,
        )


def hindrance(report: Report, edition: Edition) -> str:
    """Why a published edition cannot be taken back any more; empty when it can."""
    if report.sendings.filter(edition=edition).exists():
        return _("De partners hebben er al een mail over gekregen.")
    watching = (OrganisationKind.PROGRAMME_BUREAU, OrganisationKind.COORDINATION_POINT)
    taken = ReportDownload.objects.filter(report=report, edition=edition, judgement=None)
    since = report.publications.filter(edition=edition).values_list("published_at", flat=True).first()
    if since and taken.filter(at__gte=since).exclude(organisation__kind__in=watching).exists():
        return _("Een partner heeft het al opgehaald.")
    return ""


@transaction.atomic
def take_back(acting: Acting, report_id: uuid.UUID, *, edition: Edition, reason: str, at: dt.datetime) -> None:
    """Undo a publication that nobody was told of."""
    report = locked(acting, report_id)
    reason = check_said(reason, otherwise=_("Schrijf op waarom u de uitgave terugneemt."))
    publication = report.publications.filter(edition=edition).first()
    if publication is None:
        raise Refused(_("Deze uitgave is niet gepubliceerd."))
    why_not = hindrance(report, edition)
    if why_not:
        raise Refused(why_not)
    publication.delete()
    note(report, _WITHDRAWN[edition], by=acting, at=at, reason=reason)


@transaction.atomic
def send(acting: Acting, report_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Have a mail sent to everybody of the partners who may read the exact edition; who, and when, is kept."""
    report = locked(acting, report_id)
    if not report.publications.filter(edition=Edition.EXACT).exists():
        raise Refused(_("Publiceer het rapport eerst voor de partners."))
    queue_job(SEND, report_id=report.pk, region_id=report.region_id, sent_by=acting.user_id)
    note(report, ReportStep.SENT, by=acting, at=at)


@transaction.atomic
def correct(acting: Acting, report_id: uuid.UUID, *, reason: str, at: dt.datetime) -> Report:
    """Ask for a new version of a frozen report, with the reason; the worker lists what changed."""
    report = locked(acting, report_id)
    reason = check_said(reason, otherwise=_("Schrijf op wat er niet klopt aan deze versie."))
    if report.stage != ReportStage.FROZEN or report.known_on is not None:
        raise Refused(_("Dit rapport is nog niet vastgesteld: pas het aan, of maak het opnieuw."))
    kind, period = Kind(report.kind), Period.parse(report.period)
    try:
        new = pipeline.request(acting, kind=kind, period=period, manager_text=report.manager_text, at=at)
    except pipeline.ReportError as error:
        raise Refused(str(error)) from error
    note(new, ReportStep.CORRECTED, by=acting, at=at, reason=reason)
    return new


def mail(report_id: uuid.UUID | str, *, sent_by: uuid.UUID | str, at: dt.datetime) -> int:
    """Mail the readers who were not mailed yet; as ``system(UPKEEP)``. Returns how many mails go."""
    publication = ReportPublication.objects.filter(report_id=report_id, edition=Edition.EXACT).first()
    if publication is None:
        return 0
    links = OrganisationRegion.objects.filter(region_id=publication.region_id).select_related("organisation")
    readers = {one.organisation_id for one in links if one.covenant_partner or one.organisation.kind in READERS}
    told = set(
        ReportSending.objects.filter(report_id=report_id, edition=Edition.EXACT).values_list(
            "organisation_id", "recipient_id"
        )
    )
    members: Any = Membership.objects.current().filter(organisation_id__in=readers, user__is_active=True)
    rows, mails = [], []
    for member in members.select_related("user").order_by("organisation_id", "user__name", "pk"):
        if (member.organisation_id, member.user_id) in told:
            continue
        rows.append(
            ReportSending(
                region_id=publication.region_id,
                report_id=publication.report_id,
                edition=Edition.EXACT,
                organisation_id=member.organisation_id,
                recipient_id=member.user_id,
                sent_at=at,
                sent_by_id=sent_by,
            )
        )
        path = reverse("reporting:published_detail", args=[member.organisation_id, publication.pk])
        context = {
            "name": member.user.name,
            "title": publication.title,
            "version": publication.version,
            "link": urljoin(settings.PUBLIC_URL, path),
        }
        mails.append((member.user.email, context))
    ReportSending.objects.bulk_create(rows)
    queue_mails("report_published", mails)
    return len(mails)
