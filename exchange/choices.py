from django.db import models
from django.utils.translation import gettext_lazy as _


class JobKind(models.TextChoices):
    PACKAGE_IN = "package_in", _("Gegevenspakket inlezen")
    CONTRACTS_IN = "contracts_in", _("Contracten inlezen")
    TENDERS_IN = "tenders_in", _("Aanbestedingen inlezen")
    PACKAGE_OUT = "package_out", _("Gegevenspakket downloaden")
    CONTRACTS_OUT = "contracts_out", _("Contracten downloaden")
    TENDERS_OUT = "tenders_out", _("Aanbestedingen downloaden")
    OWN_FILE_OUT = "own_file_out", _("Dossier voor de kandidaat")
    CANDIDATES_OUT = "candidate_out", _("Kandidaten downloaden")
    PLACEMENTS_OUT = "placement_out", _("Plaatsingen downloaden")
    ENROLMENTS_OUT = "enrolment_out", _("Deelnemers aan scholing downloaden")
    COSTS_OUT = "cost_out", _("Kosten van scholing downloaden")
    FOLLOW_UPS_OUT = "follow_up_out", _("Nazorg downloaden")
    SPENDING_OUT = "spending_out", _("Uitgaven downloaden")
    FIRMS_OUT = "firm_out", _("Lokale bedrijven downloaden")
    VACANCIES_OUT = "vacancy_out", _("Vacatures downloaden")
    PROPOSALS_OUT = "proposal_out", _("Voorstellen downloaden")
    FIGURE_OUT = "figure_out", _("Regels van een cijfer downloaden")


IMPORTS = frozenset({JobKind.PACKAGE_IN, JobKind.CONTRACTS_IN, JobKind.TENDERS_IN})


#: Files about everybody in them at once: every download leaves one line in the read log.
PACKAGES = frozenset({JobKind.PACKAGE_IN, JobKind.PACKAGE_OUT})


class JobStatus(models.TextChoices):
    """Where a job is. An import is checked, confirmed and landed; an export is waited for and made."""

    UPLOADED = "uploaded", _("Ontvangen")
    CHECKING = "checking", _("Wordt gecontroleerd")
    TO_CONFIRM = "to_confirm", _("Wacht op u")
    HAS_ERRORS = "has_errors", _("Fouten gevonden")
    LANDING = "landing", _("Wordt ingelezen")
    LANDED = "landed", _("Ingelezen")
    UNDOING = "undoing", _("Wordt teruggedraaid")
    UNDONE = "undone", _("Ongedaan gemaakt")
    WAITING = "waiting", _("Wacht")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Klaar")
    FAILED = "failed", _("Mislukt")


#: Which step can follow which; a job goes no other way.
TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.UPLOADED: frozenset({JobStatus.CHECKING, JobStatus.FAILED}),
    JobStatus.CHECKING: frozenset({JobStatus.TO_CONFIRM, JobStatus.HAS_ERRORS, JobStatus.FAILED}),
    JobStatus.TO_CONFIRM: frozenset({JobStatus.LANDING}),
    JobStatus.HAS_ERRORS: frozenset(),
    JobStatus.LANDING: frozenset({JobStatus.LANDED, JobStatus.HAS_ERRORS, JobStatus.FAILED}),
    JobStatus.LANDED: frozenset({JobStatus.UNDOING}),
    JobStatus.UNDOING: frozenset({JobStatus.UNDONE, JobStatus.LANDED}),
    JobStatus.UNDONE: frozenset(),
    JobStatus.WAITING: frozenset({JobStatus.RUNNING, JobStatus.FAILED}),
    JobStatus.RUNNING: frozenset({JobStatus.DONE, JobStatus.FAILED}),
    JobStatus.DONE: frozenset(),
    JobStatus.FAILED: frozenset(),
}
#: A worker is, or will be, at it.
UNFINISHED = frozenset(
    {
        JobStatus.UPLOADED,
        JobStatus.CHECKING,
        JobStatus.LANDING,
        JobStatus.UNDOING,
        JobStatus.WAITING,
        JobStatus.RUNNING,
    }
)


class FileRole(models.TextChoices):
    SOURCE = "source", _("Zoals ontvangen")
    PREVIEW = "preview", _("Eerste rijen")
    FAULTS = "faults", _("Fouten")
    RESULT = "result", _("Resultaat")


class TableFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel (XLSX)")
    ODS = "ods", _("LibreOffice (ODS)")
    CSV = "csv", _("CSV")


class UploadStatus(models.TextChoices):
    """Where an uploaded table is: its columns are asked, its rows are looked at, it is used, or gone."""

    COLUMNS = "columns", _("Kolommen kiezen")
    PREVIEW = "preview", _("Nakijken")
    USED = "used", _("Overgenomen")
    GONE = "gone", _("Weggegooid")


class Meaning(models.TextChoices):
    """What a column of a table from payroll holds."""

    NOTHING = "nothing", _("Niet gebruiken")
    NAME = "name", _("Naam")
    FIRST_NAME = "first_name", _("Voornaam of voorletters")
    MIDDLE_NAME = "middle_name", _("Tussenvoegsel")
    LAST_NAME = "last_name", _("Achternaam")
    BIRTH_DATE = "birth_date", _("Geboortedatum")
    NUMBER = "number", _("Personeelsnummer")
    HOURS = "hours", _("Uren die tellen")
    MONTH = "month", _("Maand")
    FOUR_WEEKS = "four_weeks", _("Periode van vier weken (1 tot en met 13)")
    YEAR = "year", _("Jaar")
    FIRST_DAY = "first_day", _("Eerste dag van de periode")
    LAST_DAY = "last_day", _("Laatste dag van de periode")
    CONTRACT = "contract", _("Contract: kenmerk of titel")


class ReferralMeaning(models.TextChoices):
    """What a column of a table with people to register holds."""

    NOTHING = "nothing", _("Niet gebruiken")
    NAME = "name", _("Naam")
    FIRST_NAME = "first_name", _("Voornaam")
    MIDDLE_NAME = "middle_name", _("Tussenvoegsel")
    LAST_NAME = "last_name", _("Achternaam")
    BIRTH_DATE = "birth_date", _("Geboortedatum")
    PHONE = "phone", _("Telefoon")
    EMAIL = "email", _("E-mailadres")
    MUNICIPALITY = "municipality", _("Gemeente: naam of code")
    WANTED_WORK = "wanted_work", _("Soort werk")
    TARGET_GROUP = "target_group", _("Doelgroep of uitkering")
    SECTOR = "sector", _("Sector")


class RecordTable(models.TextChoices):
    """The tables in which an import makes or changes rows, by their name in the database."""

    ORGANISATION = "organisations_organisation", _("organisatie")
    ORGANISATION_REGION = "organisations_organisationregion", _("organisatie in de regio")
    OCCUPATION = "organisations_occupation", _("beroep")
    TARIFF = "tenders_tariff", _("tariefversie")
    BLOCK = "tenders_block", _("bouwblok")
    TENDER = "tenders_tender", _("aanbesteding")
    TENDER_VALUE = "tenders_tendervalue", _("geraamde waarde van aanbesteding")
    TENDER_LOT = "tenders_tenderlot", _("perceel")
    EXPECTED_OCCUPATION = "tenders_expectedoccupation", _("verwacht beroep")
    TENDER_STEP = "tenders_tenderstep", _("stap van een aanbesteding")
    CONTRACT = "tenders_contract", _("contract")
    CONTRACT_VERSION = "tenders_contractversion", _("versie van een contract")
    CANDIDATE = "candidates_candidate", _("kandidaat")
    CANDIDATE_IDENTITY = "candidates_candidateidentity", _("persoonsgegevens van kandidaat")
    CANDIDATE_STEP = "candidates_candidatestep", _("stap van een kandidaat")
    PROGRAMME = "candidates_trainingprogramme", _("scholing")
    ENROLMENT = "candidates_enrolment", _("deelname aan scholing")
    PLACEMENT = "placements_placement", _("plaatsing")
    PLACEMENT_TERM = "placements_placementterm", _("afgesproken einde van een plaatsing")
    FOLLOW_UP = "placements_followup", _("nazorg")
    PERSON = "placements_deployedperson", _("persoon")
    DEPLOYMENT = "placements_deployment", _("inzet")
    HOURS = "placements_hoursstatement", _("maand met uren")
    YEAR_LINE = "placements_yearline", _("jaarregel")
    CONTRIBUTION = "placements_contribution", _("andere invulling")
    PLACEMENT_FILE = "placements_placementfile", _("dossier van een plaatsing")
    SPENDING = "reporting_spendingline", _("uitgave")
