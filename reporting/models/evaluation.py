from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from reporting.models.report import Report


class ReportPolicy(Identified):
    """What a region decided about its reports; without a row the defaults of the fields hold."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="report_policy")
    cut_off_day = models.PositiveSmallIntegerField(
        _("sluitingsdag"), default=25, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    judgement_days = models.PositiveSmallIntegerField(
        _("dagen voor een oordeel"), default=14, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("afspraken over rapporten")
        verbose_name_plural = _("afspraken over rapporten")

    def __str__(self):
        return str(self.cut_off_day)


class Evaluation(Identified):
    """The yearly evaluation by the partners: its record is due one month after the meeting (domain rules, section 10)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="evaluations")
    year = models.PositiveSmallIntegerField(_("jaar"))
    meeting_on = models.DateField(_("vergadering op"))
    due_on = models.DateField(_("verslag uiterlijk"))
    #: The version of the yearly report that was discussed.
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations")
    record = models.TextField(_("verslag"), blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)

    class Meta:
        verbose_name = _("jaarlijkse evaluatie")
        verbose_name_plural = _("jaarlijkse evaluaties")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                name="evaluation_once_a_year",
                violation_error_message=_("Voor dit jaar staat al een evaluatie."),
            )
        ]

    def __str__(self):
        return str(self.year)


class EvaluationOpinion(Identified):
    """What a partner thinks otherwise than the record says."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("afwijkende mening"))
    recorded_at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("afwijkende mening")
        verbose_name_plural = _("afwijkende meningen")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "organisation"],
                name="opinion_once",
                violation_error_message=_("Van deze partner staat er al een afwijkende mening."),
            )
        ]

    def __str__(self):
        return str(self.organisation_id)
