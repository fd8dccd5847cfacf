from django.db import models
from django.utils.translation import gettext_lazy as _


class SpendingCategory(models.TextChoices):
    """What was paid for (interfaces.md section 2). The plan holds two under others: ``reporting.figures.budgeting``."""

    TRAINING = "training", _("Scholing")
    GUIDANCE = "guidance", _("Begeleiding")
    COORDINATION = "coordination", _("Coördinatie")
    BACK_OFFICE = "back_office", _("Backoffice")
    SROI_PROCUREMENT = "sroi_procurement", _("Social Return en inkoop")
    SECRETARY = "secretary", _("Secretaris van het programma")


class SpendingState(models.TextChoices):
    ENTERED = "spending_entered", _("Wacht op akkoord")
    APPROVED = "spending_approved", _("Telt mee")
    REFUSED = "spending_refused", _("Geen akkoord")
    WITHDRAWN = "spending_withdrawn", _("Ingetrokken")


class MoneySource(models.TextChoices):
    """Who pays, as the plan has it; a line may name another."""

    STATE = "state", _("Rijk")
    NCG = "ncg", _("Nationaal Coördinator Groningen")
    PROVINCE = "province", _("Provincie")
    MUNICIPALITIES = "municipalities", _("Gemeenten in het voorrangsgebied")


class PlanSide(models.TextChoices):
    """What a line of the plan says."""

    SPENDING = "spending", _("Begroting")
    COVER = "cover", _("Dekking")
    TRANCHE = "tranche", _("Termijn van het Rijk")
    DETAIL = "detail", _("Onderdeel van de backoffice")
    LIMIT = "limit", _("Hoogste bijdrage")
    RECEIVED = "received", _("Ontvangen termijn")


class TargetKind(models.TextChoices):
    """Targets of the plan: cumulative since the programme start, but for the minimum of one year."""

    SUSTAINED_OUTFLOW = "sustained_outflow", _("Duurzame uitstroom")
    SUSTAINED_YEAR_MINIMUM = "sustained_year_minimum", _("Duurzame uitstroom, minimum in het jaar")
    SUSTAINED_PARTICIPATIEWET = "sustained_participatiewet", _("Duurzame uitstroom, Participatiewet")
    SUSTAINED_WW = "sustained_ww", _("Duurzame uitstroom, WW")
    SUSTAINED_NUO = "sustained_nuo", _("Duurzame uitstroom, NUG")
    SUSTAINED_CONSTRUCTION_ENGINEERING = (
        "sustained_construction_engineering",
        _("Duurzame uitstroom, bouw en techniek"),
    )
    SUSTAINED_OTHER = "sustained_other", _("Duurzame uitstroom, andere sectoren")
    INTAKE = "intake", _("Aanmeldingen")
    STARTED = "started", _("Begonnen met scholing")
    START_INTENSIVE = "start_intensive", _("Begonnen, intensief")
    START_SHORT = "start_short", _("Begonnen, kort")
