from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from reporting.choices import JudgementState, ReportKind
from reporting.models.report import Report
from reporting.periods import Period


class Judgement(Identified):
    """What a group of partners says of a report: asked of a member of a partner, or by a mailed link without account.

    A trigger lets texts change only while the report is with the partners. Kind and period stand here too, because
    who follows the link does not see the report itself.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="judgements")
    kind = models.CharField(_("soort"), max_length=11, choices=ReportKind)
    period = models.CharField(_("periode"), max_length=7)
    group = models.CharField(_("namens"), max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(_("uiterlijk"))
    invited_at = models.DateTimeField(_("uitgenodigd"), default=timezone.now)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    mailed_at = models.DateTimeField(_("gemaild"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)
    opened_at = models.DateTimeField(_("geopend"), null=True, blank=True)
    text = models.TextField(_("oordeel"), blank=True)
    #: The organisation and function that speaks, as printed in the report: no name of a person is asked.
    spoken_by = models.CharField(_("organisatie en functie"), max_length=120, blank=True)
    written_at = models.DateTimeField(_("geschreven"), null=True, blank=True)
    declined_at = models.DateTimeField(_("ziet ervan af"), null=True, blank=True)
    #: The report was frozen or called back: nothing can be said any more.
    closed_at = models.DateTimeField(_("gesloten"), null=True, blank=True)

    class Meta:
        verbose_name = _("oordeel")
        verbose_name_plural = _("oordelen")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "group", "organisation", "email"], name="judgement_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="judgement_link_once"),
            models.CheckConstraint(
                condition=Q(written_at=None, text="", spoken_by="")
                | Q(written_at__isnull=False) & ~Q(text="") & ~Q(spoken_by=""),
                name="judgement_whole",
            ),
            models.CheckConstraint(condition=Q(written_at=None) | Q(declined_at=None), name="judgement_given_or_not"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(email=""), name="judgement_asked_of_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.period}"

    @property
    def title(self):
        return f"{self.get_kind_display()} {Period.parse(self.period).label}"

    @property
    def state(self):
        if self.written_at:
            return JudgementState.WRITTEN
        if self.declined_at:
            return JudgementState.NONE
        return JudgementState.OPENED if self.opened_at else JudgementState.INVITED


class ReportWarning(Identified):
    """Incomplete data behind a report, counted by a worker, and what the manager says of it before freezing.

    ``at`` is empty as long as nobody saw this count.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="warnings")
    code = models.CharField(max_length=40)
    count = models.PositiveIntegerField(_("aantal"))
    explanation = models.CharField(_("toelichting"), max_length=500, blank=True)
    counted_at = models.DateTimeField(_("geteld"), default=timezone.now)
    at = models.DateTimeField(_("gezien"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("waarschuwing bij een rapport")
        verbose_name_plural = _("waarschuwingen bij rapporten")
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="warning_once")]

    def __str__(self):
        return f"{self.code} {self.count}"
