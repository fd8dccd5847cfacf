from django.db import models
from django.utils.translation import gettext_lazy as _


class LineStatus(models.TextChoices):
    """Life of everything that counts toward an obligation; only approved counts."""

    CONCEPT = "concept", _("Concept")
    SUBMITTED = "submitted", _("Ingediend")
    RETURNED = "returned", _("Vraag voor u")
    APPROVED = "approved", _("Goedgekeurd")
    REJECTED = "rejected", _("Telt niet mee")


#: From each state, the states it may go to. A reversal is a new line, not a state.
TRANSITIONS = {
    LineStatus.CONCEPT: {LineStatus.SUBMITTED},
    LineStatus.SUBMITTED: {LineStatus.APPROVED, LineStatus.RETURNED, LineStatus.REJECTED, LineStatus.CONCEPT},
    # Rejected without an answer only together with the deployment it belongs to.
    LineStatus.RETURNED: {LineStatus.SUBMITTED, LineStatus.CONCEPT, LineStatus.REJECTED},
    LineStatus.APPROVED: set(),
    LineStatus.REJECTED: set(),
}

#: A verdict that is undone. An approved month or contribution is not moved: it gets a reversal and a new line.
TAKEN_BACK = {
    LineStatus.CONCEPT: set(),
    LineStatus.SUBMITTED: set(),
    LineStatus.RETURNED: {LineStatus.SUBMITTED},
    LineStatus.APPROVED: {LineStatus.SUBMITTED},
    LineStatus.REJECTED: {LineStatus.SUBMITTED},
}

#: Lines that are in play for windows and for the bound on a person's hours.
CLAIMING = (LineStatus.SUBMITTED, LineStatus.RETURNED, LineStatus.APPROVED)

#: States in which the submitter may still correct a line.
CORRECTABLE = (LineStatus.CONCEPT, LineStatus.SUBMITTED, LineStatus.RETURNED)


class ContributionKind(models.TextChoices):
    """How a contribution gets its value: by a block of the tariff, or outside it."""

    BLOCK = "block", _("Bouwblok")
    AGREED = "agreed", _("Maatwerk")
    OPENING_BALANCE = "opening_balance", _("Beginstand")
    #: Moved from a settled contract to another: minus here, plus there.
    SURPLUS = "surplus", _("Overschot")


class ReversalState(models.TextChoices):
    """Life of a company's request to take an approved line back."""

    ASKED = "asked", _("Gevraagd")
    GRANTED = "granted", _("Teruggedraaid")
    REFUSED = "refused", _("Afgewezen")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class SampleState(models.TextChoices):
    """Life of one approved line in a sample: the company answers, then the verifier judges."""

    ASKED = "asked", _("Gevraagd")
    REPLIED = "replied", _("Antwoord binnen")
    IN_ORDER = "in_order", _("In orde")
    NOT_IN_ORDER = "not_in_order", _("Niet in orde")


class VerdictKind(models.TextChoices):
    """Verdicts that need words."""

    QUESTION = "question", _("Terugsturen met vraag")
    REJECT = "reject", _("Afkeuren")


class ToDo(models.TextChoices):
    """What a company still has to do on a contract, or should know of."""

    HOURS = "hours", _("Uren doorgeven")
    QUESTION = "question", _("Vraag beantwoorden")
    YEAR_LINE = "year_line", _("Jaarregel indienen")
    SAMPLE = "sample", _("Steekproef beantwoorden")
    EVIDENCE = "evidence", _("Nieuw bewijsstuk sturen")
    REQUEST = "request", _("Antwoord van het Werkplein lezen")


class Chased(models.TextChoices):
    """What a company is reminded of."""

    HOURS = "hours", _("Uren ontbreken")
    QUESTION = "question", _("Vraag zonder antwoord")
    EVIDENCE = "evidence", _("Bewijsstuk verloopt")


class RequestState(models.TextChoices):
    """How far a company's request for candidates is."""

    ASKED = "candidates_asked", _("Gevraagd")
    SOUGHT = "candidates_sought", _("In behandeling")
    OFFERED = "candidates_offered", _("Kandidaten gevonden")
    NONE = "candidates_none", _("Niemand gevonden")
    WITHDRAWN = "withdrawn", _("Ingetrokken")

    @classmethod
    def open(cls) -> list[str]:
        return [cls.ASKED, cls.SOUGHT]

    @classmethod
    def answers(cls) -> list[str]:
        return [cls.OFFERED, cls.NONE]


class SamePerson(models.TextChoices):
    """What the coordination point decided about two identity rows."""

    LINKED = "linked", _("Samengevoegd")
    APART = "apart", _("Uit elkaar gehaald")
    #: Looked at, and not the same: no longer suggested.
    DIFFERENT = "different", _("Niet dezelfde")


class SimulationState(models.TextChoices):
    WAITING = "waiting", _("Wordt doorgerekend")
    READY = "ready", _("Doorgerekend")
    FAILED = "failed", _("Mislukt")
