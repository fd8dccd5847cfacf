"""The judgement of the partners about a report: asked of members of a partner, or of somebody with a mailed link.

The link leads to one judgement and to the documents of its report, as long as the report is with the partners.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, OrganisationRegion
from organisations.outbox import queue_job, queue_mails
from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting.choices import PartnerGroup, ReportStage, ReportStep
from reporting.covenant.rows import group_of
from reporting.flow.sealing import check_open, locked, note
from reporting.models import CovenantPartner, Judgement, ReportPolicy

MAIL = "reporting.tasks.mail_judgements"
#: So many days before it is due, who did not answer is reminded, once.
REMIND_DAYS = 3


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked, for which group: members of an organisation, or somebody at an address; or both."""

    group: str
    organisation_id: uuid.UUID | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    organisation_id: uuid.UUID
    name: str
    group: str


def partners_of(region_id: uuid.UUID) -> list[Partner]:
    """The partners of the covenant, by the group that was chosen for them; the bureau does not judge its own report."""
    rows = OrganisationRegion.objects.filter(region_id=region_id, covenant_partner=True).select_related("organisation")
    chosen = dict(CovenantPartner.objects.filter(region_id=region_id).values_list("partner_id", "group"))
    order = list(PartnerGroup)
    found = [
        (group_of(row.organisation.kind, chosen.get(row.organisation_id, "")), row.organisation)
        for row in rows.exclude(organisation__kind=OrganisationKind.PROGRAMME_BUREAU)
    ]
    found.sort(key=lambda one: (order.index(one[0]), one[1].name))
    return [Partner(organisation.pk, organisation.name, str(group.label)) for group, organisation in found]


def days_for(region_id: uuid.UUID) -> int:
    """How long the partners of this region have."""
    kept = ReportPolicy.objects.filter(region_id=region_id).values_list("judgement_days", flat=True).first()
    return kept if kept is not None else ReportPolicy().judgement_days


@transaction.atomic
def ask(acting: Acting, report_id: uuid.UUID, *, invited: Iterable[Invited], due_on: dt.date, at: dt.datetime) -> int:
    """Ask for judgements, also anew after a report was called back. Returns how many are asked.

    The report is with the partners from then on.
    """
    report = locked(acting, report_id)
    check_open(report)
    if due_on <= timezone.localdate(at):
        raise Refused(_("Kies een dag die nog komt: de partners hebben tijd nodig om te lezen."))
    there = {Invited(one.group, one.organisation_id, one.email): one for one in report.judgements.all()}
    new = [one for one in dict.fromkeys(invited) if one not in there or there[one].closed_at is not None]
    if not new:
        raise Refused(_("Kies minstens één partner die nog niet is gevraagd, of vul een e-mailadres in."))
    if report.stage == ReportStage.DRAFT:
        report.stage = ReportStage.JUDGING
        report.save(update_fields=["stage"])
    for one in new:
        judgement = there.get(one) or Judgement(
            region_id=report.region_id,
            report=report,
            kind=report.kind,
            period=report.period,
            group=one.group,
            organisation_id=one.organisation_id,
            email=one.email,
        )
        judgement.due_on, judgement.invited_at, judgement.invited_by_id = due_on, at, acting.user_id
        # After it was called back: opened first, because a closed judgement says nothing else any more.
        judgement.closed_at = judgement.mailed_at = judgement.reminded_at = judgement.opened_at = None
        judgement.save()
        if judgement.declined_at is not None:
            judgement.declined_at = None
            judgement.save(update_fields=["declined_at"])
    note(report, ReportStep.ASKED, by=acting, at=at, reason=_("Aan %(n)s") % {"n": len(new)})
    queue_job(MAIL, report_id=report.pk, region_id=report.region_id)
    return len(new)


@transaction.atomic
def call_back(acting: Acting, report_id: uuid.UUID, *, at: dt.datetime) -> None:
    """The report is a draft again; who was asked can say nothing any more. Not once a partner has written."""
    report = locked(acting, report_id)
    if report.stage != ReportStage.JUDGING:
        raise Refused(_("Dit rapport is niet bij de partners."))
    if report.judgements.exclude(written_at=None).exists():
        raise Refused(_("Een partner heeft zijn oordeel al geschreven. Terughalen kan niet meer."))
    report.judgements.filter(closed_at=None).update(closed_at=at)
    report.stage = ReportStage.DRAFT
    report.save(update_fields=["stage"])
    note(report, ReportStep.REOPENED, by=acting, at=at)


@transaction.atomic
def send_again(acting: Acting, judgement_id: uuid.UUID) -> Judgement:
    """Mail somebody once more; an earlier link stops working."""
    judgement: Judgement = Judgement.objects.select_related("report").get(pk=judgement_id)
    report = locked(acting, judgement.report_id)
    if report.stage != ReportStage.JUDGING or judgement.written_at or judgement.closed_at:
        raise Refused(_("Dit oordeel wordt niet meer gevraagd."))
    judgement.mailed_at = None
    judgement.save(update_fields=["mailed_at"])
    queue_job(MAIL, report_id=report.pk, region_id=report.region_id)
    return judgement


@transaction.atomic
def say(judgement_id: uuid.UUID, *, text: str, spoken_by: str, at: dt.datetime) -> Judgement:
    """Keep what a partner says. It can be written anew until the report is frozen."""
    judgement = _open(judgement_id)
    judgement.text, judgement.spoken_by, judgement.written_at = text, spoken_by, at
    judgement.declined_at = None
    judgement.opened_at = judgement.opened_at or at
    judgement.save(update_fields=["text", "spoken_by", "written_at", "declined_at", "opened_at"])
    return judgement


@transaction.atomic
def decline(judgement_id: uuid.UUID, *, at: dt.datetime) -> Judgement:
    """A partner gives no judgement."""
    judgement = _open(judgement_id)
    judgement.text, judgement.spoken_by, judgement.written_at = "", "", None
    judgement.declined_at = at
    judgement.opened_at = judgement.opened_at or at
    judgement.save(update_fields=["text", "spoken_by", "written_at", "declined_at", "opened_at"])
    return judgement


def of_link(token: str) -> Judgement | None:
    """The judgement behind a link; inside ``tenancy.link(token)``."""
    return Judgement.objects.filter(token_hash=tenancy.hash_token(token)).first()


def mail(report_id: uuid.UUID | str, *, at: dt.datetime) -> int:
    """Mail whoever was asked and not mailed yet; as ``system(UPKEEP)``, in one transaction. Returns how many mails."""
    waiting: Any = Judgement.objects.select_for_update(of=("self",), no_key=True)
    rows = waiting.filter(report_id=report_id, mailed_at=None, closed_at=None, written_at=None)
    return sum(_mail(one, again=False, at=at) for one in rows.order_by("pk"))


def remind(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remind who did not answer, once, a few days before it is due; as ``system(UPKEEP)``."""
    at = timezone.now()
    rows: Any = Judgement.objects.select_for_update(of=("self",), no_key=True).filter(
        region_id=region_id,
        closed_at=None,
        written_at=None,
        declined_at=None,
        reminded_at=None,
        mailed_at__isnull=False,
        due_on__lte=on + dt.timedelta(days=REMIND_DAYS),
        due_on__gte=on,
    )
    touched = 0
    for one in rows.order_by("pk"):
        _mail(one, again=True, at=at)
        touched += 1
    return touched


def _mail(judgement: Judgement, *, again: bool, at: dt.datetime) -> int:
    told = {"title": judgement.title, "group": judgement.group, "due_on": judgement.due_on, "again": again}
    mails = []
    if judgement.email:
        token = secrets.token_urlsafe(32)
        judgement.token_hash = tenancy.hash_token(token)
        path = reverse("reporting:judgement_by_link", args=[token])
        mails.append(
            (judgement.email, told | {"name": "", "link": urljoin(settings.PUBLIC_URL, path), "account": False})
        )
    if judgement.organisation_id:
        path = reverse("reporting:judgement_detail", args=[judgement.organisation_id, judgement.pk])
        link = urljoin(settings.PUBLIC_URL, path)
        mails += [
            (email, told | {"name": name, "link": link, "account": True})
            for name, email in writers_of(judgement.organisation_id)
        ]
    if again:
        judgement.reminded_at = at
    else:
        judgement.mailed_at = at
    judgement.save(update_fields=["token_hash", "mailed_at", "reminded_at"])
    return queue_mails("report_judgement", mails)


def writers_of(organisation_id: uuid.UUID) -> list[tuple[str, str]]:
    """Name and address of those who may write for an organisation; as ``system(UPKEEP)``."""
    members = Membership.objects.current().filter(organisation_id=organisation_id, user__is_active=True)
    found = members.exclude(role=Role.AUDITOR).order_by("user__name", "pk")
    return list(found.values_list("user__name", "user__email"))


def _open(judgement_id: uuid.UUID) -> Judgement:
    rows: Any = Judgement.objects.select_for_update(of=("self",), no_key=True)
    judgement: Judgement | None = rows.filter(pk=judgement_id).first()
    if judgement is None or judgement.closed_at is not None:
        raise Refused(_("Het rapport is intussen vastgesteld of teruggehaald. Een oordeel geven kan niet meer."))
    return judgement
