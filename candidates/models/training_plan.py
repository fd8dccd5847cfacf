from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.training_choices import PlanMeasure
from organisations.models import Identified, Region, User


class TrainingPlan(Identified):
    """How many people the plan wants in one quarter. ``source`` says who set it; a change here has its own."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(_("wat"), max_length=9, choices=PlanMeasure)
    year = models.PositiveSmallIntegerField(_("jaar"))
    quarter = models.PositiveSmallIntegerField(_("kwartaal"), validators=[MinValueValidator(1), MaxValueValidator(4)])
    number = models.PositiveIntegerField(_("aantal"))
    source = models.CharField(_("bron"), max_length=200)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("gewijzigd"), null=True)

    class Meta:
        verbose_name = _("plan voor een kwartaal")
        verbose_name_plural = _("plannen per kwartaal")
        constraints = [
            models.UniqueConstraint(fields=["region", "measure", "year", "quarter"], name="training_plan_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="training_plan_quarter"),
        ]

    def __str__(self):
        return f"{self.measure} {self.year}-Q{self.quarter}"
