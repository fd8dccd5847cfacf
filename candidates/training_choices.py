from django.db import models
from django.utils.translation import gettext_lazy as _


class TrainingForm(models.TextChoices):
    """As the plan counts them: intensive and short have targets, comparable tracks count without one (section 10)."""

    INTENSIVE = "intensive", _("Intensief")
    SHORT = "short", _("Kort")
    COMPARABLE = "comparable", _("Vergelijkbaar traject")


class ProgrammeKind(models.TextChoices):
    EXISTING = "existing", _("Bestaande scholing")
    NEW = "new", _("Nieuw ontwikkeld")


class ProgrammeState(models.TextChoices):
    CONCEPT = "concept", _("Concept")
    AVAILABLE = "available", _("Beschikbaar")
    CLOSED = "closed", _("Gesloten")


class GroupState(models.TextChoices):
    OPEN = "group_open", _("Plaatsen te vullen")
    RUNNING = "group_running", _("Bezig")
    CLOSED = "group_closed", _("Afgerond")
    CANCELLED = "group_cancelled", _("Gaat niet door")


class SeatState(models.TextChoices):
    WAITING = "seat_waiting", _("Wachtlijst")
    OFFERED = "seat_offered", _("Aangeboden")
    ACCEPTED = "seat_accepted", _("Komt")
    DECLINED = "seat_declined", _("Wil niet")
    WITHDRAWN = "seat_withdrawn", _("Weggehaald")
    STARTED = "seat_started", _("Begonnen")

    @classmethod
    def taking(cls) -> list["SeatState"]:
        """States in which somebody takes one of the seats."""
        return [cls.OFFERED, cls.ACCEPTED, cls.STARTED]


class PassOverReason(models.TextChoices):
    """Why a seat goes to somebody while others come before him in the order (domain rules, section 6)."""

    NOT_REACHED = "not_reached", _("Wie eerder komt, was niet te bereiken")
    DOES_NOT_WANT = "does_not_want", _("Wie eerder komt, wil deze scholing niet")
    REQUIREMENTS = "requirements", _("Wie eerder komt, voldoet niet aan de ingangseisen")
    NOT_FREE = "not_free", _("Wie eerder komt, kan niet in deze periode")
    OTHER_PLAN = "other_plan", _("Voor wie eerder komt, is er iets anders afgesproken")
    EMPLOYER = "employer", _("De werkgever heeft bij de start gekozen")
    OTHER = "other", _("Een andere reden")


class Outcome(models.TextChoices):
    CERTIFICATE = "certificate", _("Certificaat")
    NO_CERTIFICATE = "no_certificate", _("Zonder certificaat")
    DROPOUT = "dropout", _("Gestopt")


class DropoutReason(models.TextChoices):
    """What the screen offers; a data package may bring a text of its own, which reports count as it stands."""

    WORK = "work", _("Vond werk")
    OTHER_TRAINING = "other_training", _("Ging een andere scholing doen")
    LEVEL = "level", _("Niveau paste niet")
    MOTIVATION = "motivation", _("Wilde toch iets anders")
    ABSENT = "absent", _("Kwam niet meer")
    NOT_FREE = "not_free", _("Kon niet meer op de tijden van de scholing")
    MOVED = "moved", _("Verhuisd")
    PROVIDER = "provider", _("Scholing is gestopt")
    UNKNOWN = "unknown", _("Niet bekend")


class CostKind(models.TextChoices):
    TRAINING = "training", _("Scholing")
    GUIDANCE = "guidance", _("Begeleiding")


class CostState(models.TextChoices):
    ENTERED = "cost_entered", _("Wacht op akkoord")
    APPROVED = "cost_approved", _("Mag betaald worden")
    REFUSED = "cost_refused", _("Geen akkoord")
    WITHDRAWN = "cost_withdrawn", _("Ingetrokken")
    PAID = "cost_paid", _("Betaald")


class PlanMeasure(models.TextChoices):
    """What the plan sets per quarter (003, table of the training budget)."""

    INTAKE = "intake", _("Aanmeldingen")
    INTENSIVE = "intensive", _("Begonnen: intensief")
    SHORT = "short", _("Begonnen: kort")
