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


class ContractForm(models.TextChoices):
    """Who pays the wage of a placed candidate, and how."""

    OWN = "own", _("In dienst bij de werkgever")
    AGENCY = "agency", _("Uitzendcontract")
    PAYROLL = "payroll", _("Payroll")
    SECONDMENT = "secondment", _("Detachering")


class EndReason(models.TextChoices):
    """Why a placement ended. None of them says anything of somebody's health."""

    TERM = "term", _("Het contract liep af")
    WORK_DONE = "work_done", _("Er was geen werk meer")
    OTHER_JOB = "other_job", _("Ander werk gevonden")
    SCHOOL = "school", _("Naar school of opleiding")
    BY_CANDIDATE = "by_candidate", _("De kandidaat stopte zelf")
    BY_EMPLOYER = "by_employer", _("De werkgever stopte")
    OTHER = "other", _("Anders")
    UNKNOWN = "unknown", _("Niet bekend")


class TermKind(models.TextChoices):
    """How the agreed end of a placement came to be what it is."""

    AGREED = "agreed", _("Afgesproken")
    EXTENDED = "extended", _("Verlengd")
    CORRECTED = "corrected", _("Verbeterd")


class OutflowCondition(models.TextChoices):
    """The four conditions of sustained outflow, as ``sustained.Condition`` has them."""

    RESIDENT = "resident", _("Woont in de regio")
    TRAINING = "training", _("Scholing of traject")
    CONTRACT = "contract", _("Contract van minstens een half jaar")
    WAGE = "wage", _("Loon in plaats van uitkering")


class CheckVerdict(models.TextChoices):
    """What somebody says of a condition who saw what proves it."""

    MET = "met", _("Klopt")
    NOT_MET = "not_met", _("Klopt niet")
    UNCLEAR = "unclear", _("Nog niet duidelijk")


class Seen(models.TextChoices):
    """By what somebody checked a condition. What is seen is not kept."""

    CONTRACT = "contract", _("Arbeidscontract")
    PAYSLIP = "payslip", _("Loonstrook")
    BENEFIT_DECISION = "benefit_decision", _("Besluit dat de uitkering stopt")
    CERTIFICATE = "certificate", _("Diploma of certificaat")
    TRAINER = "trainer", _("Opgave van de opleider")
    ADDRESS = "address", _("Adres in de registratie")
    EMPLOYER = "employer", _("Gesproken met de werkgever")
    CANDIDATE = "candidate", _("Gesproken met de kandidaat")


class AskedOf(models.TextChoices):
    """Who is asked by mail whether somebody is still at work."""

    CANDIDATE = "candidate", _("Kandidaat")
    EMPLOYER = "employer", _("Werkgever")


class WorkAnswer(models.TextChoices):
    """What they answer, as ``at_work.Said`` has it."""

    HERE = "here", _("Werkt er nog")
    ELSEWHERE = "elsewhere", _("Werkt ergens anders")
    NOT = "not", _("Heeft nu geen werk")
    GONE = "gone", _("Werkt er niet meer")


class WorkplaceNow(models.TextChoices):
    """Where somebody works a while after the placement, as ``at_work.Workplace`` has it."""

    SAME = "same", _("bij dezelfde werkgever")
    OTHER = "other", _("ergens anders")


class KnownBy(models.TextChoices):
    """How it became known whether somebody is still at work."""

    ANSWERS = "answers", _("Beide antwoorden waren gelijk")
    COACH = "coach", _("Door een medewerker vastgelegd")
    IMPORT = "import", _("Uit een gegevenspakket")


class PersonRequestKind(models.TextChoices):
    """What somebody whom a company put to work asks of the coordination point."""

    PAGE = "page", _("Wil zien wat er staat")
    CORRECT = "correct", _("Er klopt iets niet")
    ERASE = "erase", _("Wil zijn gegevens laten wissen")


class PersonRequestOutcome(models.TextChoices):
    SENT = "sent", _("Link verstuurd")
    NOT_FOUND = "not_found", _("Staat niet in het portaal")
    NOT_PROVEN = "not_proven", _("Niet bewezen wie het is")
    CORRECTED = "corrected", _("Verbeterd")
    ERASED = "erased", _("Gewist")
    KEPT = "kept", _("Blijft zoals het is")
    UNANSWERED = "unanswered", _("Nooit beantwoord")
