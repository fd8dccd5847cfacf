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
    READY = "ready", _("Vastgesteld")
    FAILED = "failed", _("Mislukt")


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"
