from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User


class BackOfficePolicy(Identified):
    """How the back office of a region works; without a row the defaults hold (domain rules, sections 6 and 7).

    ``contact_days``: within how many days after registration somebody calls. ``project_leader``: the ABC project
    leader, who approves training spending before it is payable; on the days of ``away_from`` up to and including
    ``away_until`` the ``stand_in`` does so too.
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
    #: An employer is asked so often whether a vacancy stands, and has so long to say so before it is taken down.
    vacancy_ask_days = models.PositiveSmallIntegerField(
        _("vragen of een vacature nog klopt, na (dagen)"),
        default=30,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
    )
    vacancy_answer_days = models.PositiveSmallIntegerField(
        _("vacature sluiten zonder antwoord, na (dagen)"),
        default=14,
        validators=[MinValueValidator(3), MaxValueValidator(90)],
    )
    project_leader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("projectleider ABC")
    )
    stand_in = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vervanger")
    )
    away_from = models.DateField(_("vervangen vanaf"), null=True, blank=True)
    away_until = models.DateField(_("vervangen tot en met"), null=True, blank=True)

    class Meta:
        verbose_name = _("werkwijze van de back office")
        verbose_name_plural = _("werkwijzen van de back office")
        constraints = [
            models.CheckConstraint(
                condition=Q(benefit_warn_months__lte=F("benefit_months")),
                name="back_office_warns_before_the_limit",
                violation_error_message=_("Waarschuwen kan niet na de grens."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None, away_from=None, away_until=None)
                | Q(project_leader__isnull=False, stand_in__isnull=False, away_from__isnull=False)
                & Q(away_until__isnull=False, away_until__gte=F("away_from"))
                & ~Q(stand_in=F("project_leader")),
                name="back_office_stand_in_while_away",
                violation_error_message=_("Vul in wie de projectleider vervangt, en op welke dagen."),
            ),
        ]

    def __str__(self):
        return f"{self.region_id}"

    def is_leader_away(self, on: date) -> bool:
        return self.away_from is not None and self.away_until is not None and self.away_from <= on <= self.away_until


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
