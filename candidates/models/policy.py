from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User


class BackOfficePolicy(Identified):
    """How the back office of a region works; without a row the defaults hold (domain rules, sections 6 and 7).

    ``contact_days``: within how many days after registration somebody calls. ``project_leader``: the ABC project
    leader, who approves training spending before it is payable.
    """

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="back_office_policy")
    contact_days = models.PositiveSmallIntegerField(
        _("bellen binnen (dagen)"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    benefit_months = models.PositiveSmallIntegerField(
        _("met behoud van uitkering: ten hoogste (maanden)"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    benefit_warn_months = models.PositiveSmallIntegerField(
        _("met behoud van uitkering: waarschuwen na (maanden)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    training_gap_months = models.PositiveSmallIntegerField(
        _("tijd tussen scholing en werk die nog meetelt (maanden)"),
        default=6,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )
    project_leader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("projectleider ABC")
    )

    class Meta:
        verbose_name = _("werkwijze van de back office")
        verbose_name_plural = _("werkwijzen van de back office")
        constraints = [
            models.CheckConstraint(
                condition=Q(benefit_warn_months__lte=F("benefit_months")),
                name="back_office_warns_before_the_limit",
                violation_error_message=_("Waarschuwen kan niet na de grens."),
            ),
        ]

    def __str__(self):
        return f"{self.region_id}"


class WerkpleinArea(Identified):
    """Which Werkplein helps the residents of a municipality; whoever registers there lands on its list."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(_("gemeentecode"), max_length=6)
    werkplein = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("werkgebied van een Werkplein")
        verbose_name_plural = _("werkgebieden van Werkpleinen")
        constraints = [
            models.UniqueConstraint(fields=["region", "municipality"], name="werkplein_area_once"),
            models.CheckConstraint(condition=Q(municipality__regex=r"^GM\d{4}$"), name="werkplein_area_code"),
        ]

    def __str__(self):
        return self.municipality
