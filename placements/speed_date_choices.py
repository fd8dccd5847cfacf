"""What can be chosen of speed-date events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpeedDateState(models.TextChoices):
    """Where an event stands; one that is held or cancelled is planned no more."""

    DRAFT = "speeddate_draft", _("In voorbereiding")
    PLANNED = "speeddate_planned", _("Ingepland")
    HELD = "speeddate_held", _("Geweest")
    CANCELLED = "speeddate_cancelled", _("Gaat niet door")

    @classmethod
    def open(cls) -> list["SpeedDateState"]:
        return [cls.DRAFT, cls.PLANNED]


class PlanningState(models.TextChoices):
    """Whether a worker is at the plan."""

    NONE = "none", _("Nog geen plan")
    ASKED = "asked", _("Plan wordt gemaakt")
    READY = "ready", _("Plan klaar")
    FAILED = "failed", _("Plan maken is niet gelukt")


class AgreedHow(models.TextChoices):
    """How a candidate said that the employers of an event may know his name."""

    PHONE = "phone", _("aan de telefoon")
    IN_PERSON = "in_person", _("in een gesprek")
    MAIL = "mail", _("per mail of bericht")


class Says(models.TextChoices):
    """What one of the two said after a talk; or that he was not there, so that there is nothing to say."""

    YES = "yes", _("Ja")
    MAYBE = "maybe", _("Misschien")
    NO = "no", _("Nee")
    AWAY = "away", _("Kwam niet")
