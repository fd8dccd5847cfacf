from django.db import models
from django.utils.translation import gettext_lazy as _


class TenderKind(models.TextChoices):
    WORK = "work", _("Werk")
    SERVICE = "service", _("Dienst")
    SUPPLY = "supply", _("Levering")


class Procedure(models.TextChoices):
    """How an authority asks for offers (Aanbestedingswet 2012; reserved is art. 2.82)."""

    SINGLE = "single", _("Enkelvoudig onderhands")
    MULTIPLE_PRIVATE = "multiple_private", _("Meervoudig onderhands")
    OPEN_NATIONAL = "open_national", _("Openbaar, nationaal")
    OPEN_EUROPEAN = "open_european", _("Openbaar, Europees")
    RESTRICTED = "restricted", _("Niet-openbaar")
    RESERVED = "reserved", _("Voorbehouden")
    OTHER = "other", _("Anders")


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


class SroiWay(models.TextChoices):
    """As what social return is asked (domain section 3); a tender can combine them."""

    CONTRACT_CLAUSE = "contract_clause", _("Contractvoorwaarde")
    MINIMUM_REQUIREMENT = "minimum_requirement", _("Minimumeis")
    SUITABILITY_REQUIREMENT = "suitability_requirement", _("Geschiktheidseis")
    AWARD_CRITERION = "award_criterion", _("Gunningscriterium")


class ReasonKind(models.TextChoices):
    """Why social return is not applied: 'apply, unless' (domain section 3). The reason itself stands beside in words."""

    BELOW_THRESHOLD = "below_threshold", _("De waarde ligt onder de drempel")
    SHORT_DURATION = "short_duration", _("De looptijd is te kort")
    LITTLE_LABOUR = "little_labour", _("Er is bijna geen arbeid bij nodig")
    SPECIALISED = "specialised", _("Het werk is te gespecialiseerd")
    NOT_PROPORTIONAL = "not_proportional", _("Het staat niet in verhouding tot de opdracht")
    RESERVED = "reserved", _("De opdracht is al voorbehouden")
    FUNDER_RULES = "funder_rules", _("De geldgever of de wet laat het niet toe")
    OTHER = "other", _("Iets anders")


class TenderTextKind(models.TextChoices):
    """A text for the documents of a tender: one for each way, and for what else the documents say about it."""

    CONTRACT_CLAUSE = "contract_clause", _("Contractvoorwaarde")
    MINIMUM_REQUIREMENT = "minimum_requirement", _("Minimumeis")
    SUITABILITY_REQUIREMENT = "suitability_requirement", _("Geschiktheidseis")
    AWARD_CRITERION = "award_criterion", _("Gunningscriterium")
    LOTS = "lots", _("Bij percelen")
    FRAMEWORK = "framework", _("Bij een raamovereenkomst")
    NOT_APPLIED = "not_applied", _("Social return niet toegepast")


class FollowKind(models.TextChoices):
    """The public lists of which people follow a search by mail."""

    CALENDAR = "calendar", _("Aanbestedingskalender")
    WORK = "work", _("Vacatures")


class FollowRhythm(models.TextChoices):
    """How often who follows a search gets a mail, at most."""

    DAILY = "daily", _("Elke dag, als er nieuws is")
    WEEKLY = "weekly", _("Elke maandag, als er nieuws is")


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


class Situation(models.TextChoices):
    """Where a person came from, as the questions tell it apart: each is one leaf of them (``tenders.situations``)."""

    PARTICIPATIEWET_SHORT = "pw_under_2y", _("Bijstand (Participatiewet), korter dan 2 jaar")
    PARTICIPATIEWET_LONG = "pw_over_2y", _("Bijstand (Participatiewet), 2 jaar of langer")
    WW_VERY_SHORT = "ww_under_3m", _("WW, korter dan 3 maanden")
    WW_SHORT = "ww_3_12m", _("WW, 3 tot en met 12 maanden")
    WW_LONG = "ww_over_1y", _("WW, langer dan 1 jaar")
    NO_BENEFIT = "no_benefit", _("Geen uitkering")
    DISABILITY = "disability", _("WIA of WAO")
    WAJONG = "wajong", _("Wajong")
    OTHER_BENEFIT = "other_benefit", _("Een andere uitkering")
    JOB_AGREEMENT = "job_agreement", _("Banenafspraak (doelgroepregister)")
    SHELTERED = "sheltered", _("Sociaal werkbedrijf (Wsw)")
    APPRENTICE_NEW = "bbl_new", _("BBL-leerling, nieuw in dienst")
    APPRENTICE_EXISTING = "bbl_existing", _("BBL-leerling, al in dienst")
    INTERN_LOWER = "intern_mbo_12", _("Stage, mbo niveau 1 of 2")
    INTERN_HIGHER = "intern_mbo_34_hbo", _("Stage, mbo niveau 3 of 4, of hbo")
    SPECIAL_SCHOOL = "vso_pro", _("Leerling van het VSO of praktijkonderwijs")
    WORK_EXPERIENCE = "work_experience", _("Werkervaringsplaats zonder loon")


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is; a block says which of these it needs."""

    CONTRACT = "contract", _("Arbeidsovereenkomst")
    STATEMENT = "statement", _("Doelgroepverklaring")
    PAYSLIP = "payslip", _("Loonstrook")
    INVOICE = "invoice", _("Factuur")
    SIGNED_FORM = "signed_form", _("Ondertekend formulier")
    OTHER = "other", _("Ander bewijsstuk")


class EvidenceTerm(models.TextChoices):
    """From when the days run after which evidence is removed."""

    SETTLEMENT = "settlement", _("de afrekening van het contract")
    VERDICT = "verdict", _("het oordeel over de regel")


class Side(models.TextChoices):
    """The three sides that each name someone responsible for a contract (guide 004, interview 000)."""

    AUTHORITY = "authority", _("Opdrachtgever")
    CONTRACTOR = "contractor", _("Opdrachtnemer")
    WERKPLEIN = "werkplein", _("Werkplein")


class AgeReference(models.TextChoices):
    DEPLOYMENT_START = "deployment_start", _("Eerste werkdag van de persoon")
    AWARD_DATE = "award_date", _("Datum van gunning")


class Cause(models.TextChoices):
    """Why a contract has a new version."""

    AWARD = "award", _("Gunning")
    CHANGE = "change", _("Wijziging")
    OPTION = "option", _("Verlenging")
    CALL_OFF = "call_off", _("Deelopdracht")
    TURNOVER = "turnover", _("Gefactureerde omzet")
    CERTIFICATE = "certificate", _("PSO-certificaat")
    IMPORT = "import", _("Gegevenspakket")


class PartyRole(models.TextChoices):
    PARTNER = "partner", _("Combinant")
    SUBCONTRACTOR = "subcontractor", _("Onderaannemer")
    #: Carried the contract before another company took it over.
    PREDECESSOR = "predecessor", _("Vorige opdrachtnemer")


def sees_terms(role: str | None) -> bool:
    """Whether a company beside the contractor reads what is owed: a partner is liable for it, a subcontractor is not."""
    return role == PartyRole.PARTNER


class OptionState(models.TextChoices):
    OPEN = "open", _("Nog niet besloten")
    TAKEN = "taken", _("Verlengd")
    DECLINED = "declined", _("Niet verlengd")


class PsoLevel(models.TextChoices):
    """Levels of the PSO certificate; a region sets a discount for each."""

    ASPIRANT = "aspirant", _("Aspirant")
    STEP_1 = "step_1", _("Trede 1")
    STEP_2 = "step_2", _("Trede 2")
    STEP_3 = "step_3", _("Trede 3")


class LadderKind(models.TextChoices):
    """The steps when a contract is behind, in their order."""

    REMINDER = "reminder", _("Herinnering")
    CONVERSATION = "conversation", _("Gesprek")
    RECOVERY_PLAN = "recovery_plan", _("Herstelplan")
    HEARING = "hearing", _("Hoor en wederhoor")
    SHORTFALL = "shortfall", _("Besluit over het tekort")


class StepState(models.TextChoices):
    PLANNED = "planned", _("Gepland")
    DONE = "done", _("Gedaan")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class ShortfallDecision(models.TextChoices):
    """What happens to what was not filled in. The amounts follow at the settlement."""

    WITHHOLD = "withhold", _("Naar rato inhouden")
    WAIVE = "waive", _("Kwijtschelden om bewezen inspanning")
    DIVIDE = "divide", _("Deels inhouden, deels kwijtschelden")


class DocumentKind(models.TextChoices):
    REMINDER = "reminder", _("Herinnering")
    CONVERSATION = "conversation", _("Uitnodiging voor een gesprek")
    RECOVERY_PLAN = "recovery_plan", _("Verzoek om een herstelplan")
    HEARING = "hearing", _("Uitnodiging hoor en wederhoor")
    SHORTFALL = "shortfall", _("Besluit over het tekort")
    SETTLEMENT = "settlement", _("Afrekening")
    ACCOUNT = "account", _("Overzicht van de opdracht")


class DocumentState(models.TextChoices):
    WAITING = "waiting", _("Wordt gemaakt")
    READY = "ready", _("Klaar")
    FAILED = "failed", _("Mislukt")


class MessageKind(models.TextChoices):
    MESSAGE = "message", _("Bericht")
    PHONE = "phone", _("Telefoongesprek")
    MEETING = "meeting", _("Gesprek")
    VISIT = "visit", _("Werkbezoek")
    MAIL = "mail", _("Mail of brief")


class SettlementState(models.TextChoices):
    DRAWN_UP = "drawn_up", _("Opgemaakt")
    SETTLED = "settled", _("Afgerekend")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class NoticeKind(models.TextChoices):
    """What the portal reminded somebody of by itself."""

    FIRST_CONTACT_DUE = "first_contact_due", _("Eerste contact bijna verlopen")
    FIRST_CONTACT_LATE = "first_contact_late", _("Eerste contact te laat")
    BEHIND = "behind", _("Achter op schema")
    OPTION_DUE = "option_due", _("Besluit over verlenging")
    PLAN_DUE = "plan_due", _("Herstelplan verloopt")


class BulkKind(models.TextChoices):
    """What can be changed for several contracts at once."""

    COORDINATOR = "coordinator", _("Accountmanager")
    RESPONSIBLE = "responsible", _("Verantwoordelijke")
    STAND_IN = "stand_in", _("Vervanger")
