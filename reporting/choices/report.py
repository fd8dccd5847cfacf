from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    QUARTERLY = "quarterly", _("Kwartaalrapport")
    HALF_YEARLY = "half_yearly", _("Halfjaarrapport")
    YEARLY = "yearly", _("Jaarverantwoording")
    FINAL = "final", _("Eindverantwoording")


class ReportStatus(models.TextChoices):
    REQUESTED = "requested", _("In de wachtrij")
    COLLECTING = "collecting", _("Cijfers verzamelen")
    RENDERING = "rendering", _("Documenten maken")
    READY = "ready", _("Gemaakt")
    FAILED = "failed", _("Mislukt")


class ReportStage(models.TextChoices):
    """How far the people are with a version: what the manager froze is never changed again."""

    DRAFT = "draft", _("Concept")
    JUDGING = "judging", _("Bij de partners")
    FROZEN = "frozen", _("Vastgesteld")


class Edition(models.TextChoices):
    """For whom a file is: exact figures (covenant art. 17: confidential), or what everybody may know (section 10)."""

    EXACT = "exact", _("Voor de partners")
    PUBLIC = "public", _("Openbaar")


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"
    ODS = "ods", "ODS"
    CSV = "csv", "CSV"


class EffortState(models.TextChoices):
    """How far a partner is with its text about a quarter; reports take over what was sent in."""

    DRAFT = "effort_draft", _("Nog niet ingestuurd")
    SUBMITTED = "effort_sent", _("Ingestuurd")


class ReportStep(models.TextChoices):
    """What is done with a version, in the order in which it usually goes."""

    PLANNED = "planned", _("Concept vanzelf gemaakt na de sluitingsdag")
    ASKED = "asked", _("Oordelen gevraagd")
    TEXT = "text", _("Woorden van de manager aangepast")
    REOPENED = "reopened", _("Teruggehaald bij de partners")
    FROZEN = "frozen", _("Vastgesteld")
    PUBLISHED_EXACT = "published_exact", _("Gepubliceerd voor de partners")
    PUBLISHED_PUBLIC = "published_public", _("Openbaar gemaakt")
    WITHDRAWN_EXACT = "withdrawn_exact", _("Publicatie voor de partners teruggenomen")
    WITHDRAWN_PUBLIC = "withdrawn_public", _("Openbare uitgave teruggenomen")
    SENT = "sent", _("Verstuurd")
    CORRECTED = "corrected", _("Correctie gevraagd: nieuwe versie")


class JudgementState(models.TextChoices):
    INVITED = "invited", _("Uitgenodigd")
    OPENED = "opened", _("Geopend")
    WRITTEN = "written", _("Geschreven")
    NONE = "none", _("Geen oordeel")


class ConsentHow(models.TextChoices):
    """How somebody said that his story may be told."""

    PAPER = "paper", _("Op papier, ondertekend")
    MAIL = "mail", _("Per mail")
    SPOKEN = "spoken", _("Mondeling, met een collega erbij")
