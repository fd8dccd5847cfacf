from django.db import models
from django.utils.translation import gettext_lazy as _


class TenderKind(models.TextChoices):
    WORK = "work", _("Werk")
    SERVICE = "service", _("Dienst")
    SUPPLY = "supply", _("Levering")


class TenderStatus(models.TextChoices):
    CONCEPT = "concept", _("Concept")
    PLANNED = "planned", _("Gepland")
    PUBLISHED = "published", _("Gepubliceerd")
    AWARDED = "awarded", _("Gegund")
    IN_EXECUTION = "in_execution", _("In uitvoering")
    COMPLETED = "completed", _("Afgerond")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class SroiDecision(models.TextChoices):
    OPEN = "open", _("Nog niet besloten")
    YES = "yes", _("Toepassen")
    NO = "no", _("Niet toepassen")


class Basis(models.TextChoices):
    CONTRACT_SUM = "contract_sum", _("Opdrachtsom")
    INVOICED_TURNOVER = "invoiced_turnover", _("Gefactureerde omzet")
    WAGE_SUM = "wage_sum", _("Loonsom")
    FIXED = "fixed", _("Vast bedrag")


class BlockKind(models.TextChoices):
    FULL_TIME_YEAR = "full_time_year", _("Persoon, per voltijdjaar")
    PER_HOUR = "per_hour", _("Per uur")
    INVOICE_SHARE = "invoice_share", _("Deel van de factuur")
    ONE_OFF = "one_off", _("Eenmalig bedrag")
    ACTUAL_COST = "actual_cost", _("Werkelijke kosten")
    BONUS = "bonus", _("Toeslag")


class Side(models.TextChoices):
    """The three sides that each name someone responsible for a contract (guide 004, interview 000)."""

    AUTHORITY = "authority", _("Opdrachtgever")
    CONTRACTOR = "contractor", _("Opdrachtnemer")
    WERKPLEIN = "werkplein", _("Werkplein")


class AgeReference(models.TextChoices):
    DEPLOYMENT_START = "deployment_start", _("Eerste werkdag van de persoon")
    AWARD_DATE = "award_date", _("Datum van gunning")
