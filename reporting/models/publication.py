from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from reporting.choices import Edition, FileFormat, ReportKind, ReportStep
from reporting.models.report import Report
from reporting.periods import Period


class ReportPublication(Identified):
    """An edition of a frozen report that others may read since ``published_at``; taken back by removing the row.

    It says by itself which report it is, because who reads an edition does not see the report: its figures and the
    rows behind them. A trigger fills in kind, period and version, and refuses a report that is not frozen, and the
    public edition before every covenant partner consented (art. 17).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    edition = models.CharField(_("uitgave"), max_length=6, choices=Edition)
    kind = models.CharField(_("soort"), max_length=11, choices=ReportKind)
    period = models.CharField(_("periode"), max_length=7)
    version = models.PositiveSmallIntegerField(_("versie"))
    published_at = models.DateTimeField(_("gepubliceerd"), default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("gepubliceerde uitgave")
        verbose_name_plural = _("gepubliceerde uitgaven")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "edition"],
                name="report_published_once",
                violation_error_message=_("Deze uitgave is al gepubliceerd."),
            )
        ]
        indexes = [models.Index(fields=["region", "-published_at"], name="published_newest")]

    def __str__(self):
        return f"{self.period} v{self.version} {self.edition}"

    @property
    def title(self):
        return f"{self.get_kind_display()} {self.period_label}"

    @property
    def period_label(self):
        return Period.parse(self.period).label


class PublicConsent(Identified):
    """A covenant partner lets the public edition of a report be published. Withdrawn, at the latest, before it is."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("gegeven op"))
    given_by = models.CharField(_("gegeven door"), max_length=200)
    recorded_at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("toestemming van een partner")
        verbose_name_plural = _("toestemmingen van partners")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organisation"],
                condition=Q(withdrawn_at=None),
                name="consent_once",
                violation_error_message=_("Deze partner gaf al toestemming."),
            )
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.given_on}"


class ReportDownload(Identified):
    """Who took which file when. Rows are only added. Without a user: by the link of ``judgement``."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="downloads")
    edition = models.CharField(_("uitgave"), max_length=6, choices=Edition)
    format = models.CharField(_("bestand"), max_length=4, choices=FileFormat)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judgement = models.ForeignKey("reporting.Judgement", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("opgehaald bestand")
        verbose_name_plural = _("opgehaalde bestanden")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=False, judgement=None)
                | Q(user=None, organisation=None, judgement__isnull=False),
                name="download_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.format} {self.at}"


class ReportSending(Identified):
    """A mail to somebody of a partner that a published edition can be read. Rows are only added."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sendings")
    edition = models.CharField(_("uitgave"), max_length=6, choices=Edition)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("verstuurd"), default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("verzending van een rapport")
        verbose_name_plural = _("verzendingen van rapporten")
        constraints = [
            models.UniqueConstraint(fields=["report", "edition", "recipient", "organisation"], name="sent_once")
        ]

    def __str__(self):
        return f"{self.recipient_id} {self.sent_at}"


class ReportEvent(Identified):
    """What was done with a version, by whom, and why. Rows are only added."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(_("stap"), max_length=20, choices=ReportStep)
    reason = models.CharField(_("reden"), max_length=500, blank=True)
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("stap van een rapport")
        verbose_name_plural = _("stappen van rapporten")

    def __str__(self):
        return f"{self.step} {self.at}"
