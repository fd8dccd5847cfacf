from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, User
from placements.choices import LineStatus
from placements.models.contribution import Contribution
from placements.models.deployment import Deployment
from placements.models.hours import HoursStatement
from placements.models.year_line import YearLine


class Transition(Identified):
    """A line went from one state to another: when, by whom, and with which question, answer or reason.

    ``deployment`` is filled for hours statements too, so that one look shows all about a person's line.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, related_name="transitions")
    statement = models.ForeignKey(HoursStatement, on_delete=models.PROTECT, null=True, related_name="transitions")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, null=True, related_name="transitions")
    #: Without its deployment: what is said of a year is not said of the person's line.
    year_line = models.ForeignKey(YearLine, on_delete=models.PROTECT, null=True, related_name="transitions")
    from_status = models.CharField(max_length=9, choices=LineStatus, blank=True)
    to_status = models.CharField(max_length=9, choices=LineStatus)
    note = models.CharField(_("vraag, antwoord of reden"), max_length=1000, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stap van een regel")
        verbose_name_plural = _("stappen van regels")
        constraints = [
            models.CheckConstraint(
                condition=Q(deployment__isnull=False, contribution__isnull=True, year_line__isnull=True)
                | Q(deployment__isnull=True, statement__isnull=True, contribution__isnull=False, year_line__isnull=True)
                | Q(
                    deployment__isnull=True, statement__isnull=True, contribution__isnull=True, year_line__isnull=False
                ),
                name="transition_of_one_line",
            ),
        ]

    def __str__(self):
        return f"{self.from_status} > {self.to_status}"


class RevaluationTask(Identified):
    """An approved month would now be worth something else: the verifier reverses it and approves it anew."""

    statement = models.ForeignKey(HoursStatement, on_delete=models.PROTECT, related_name="revaluations")
    new_value = models.DecimalField(_("waarde nu"), max_digits=14, decimal_places=2)
    noticed_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("herwaardering")
        verbose_name_plural = _("herwaarderingen")
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=Q(done_at__isnull=True), name="revaluation_once_open"
            ),
        ]

    def __str__(self):
        return f"{self.statement_id}"
