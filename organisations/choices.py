from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Gemeente")
    PROVINCE = "province", _("Provincie")
    AUTHORITY = "authority", _("Aanbestedende dienst")
    HOUSING_CORPORATION = "housing_corporation", _("Woningcorporatie")
    SCHOOL = "school", _("School")
    CONTRACTOR = "contractor", _("Opdrachtnemer")
    WERKPLEIN = "werkplein", _("Werkplein")
    COORDINATION_POINT = "coordination_point", _("Coördinatiepunt Social Return")
    PROGRAMME_BUREAU = "programme_bureau", _("Programmabureau")
    UWV = "uwv", _("UWV")
    SW_COMPANY = "sw_company", _("SW-bedrijf")
    TEMP_AGENCY = "temp_agency", _("Uitzendbureau")
    TRAINING_PROVIDER = "training_provider", _("Opleider")
    EMPLOYER = "employer", _("Werkgever")
    ASSOCIATION = "association", _("Vereniging")
    UNION = "union", _("Vakbond")
    MINISTRY = "ministry", _("Ministerie")
    PLATFORM_OPERATOR = "platform_operator", _("Beheer van het portaal")


#: Kinds that put out tenders and award contracts.
AUTHORITY_KINDS = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.PROVINCE,
        OrganisationKind.AUTHORITY,
        OrganisationKind.HOUSING_CORPORATION,
        OrganisationKind.SCHOOL,
    }
)

#: Kinds that carry out contracts; an SW company or employer can win one as well.
CONTRACTOR_KINDS = frozenset(
    {
        OrganisationKind.CONTRACTOR,
        OrganisationKind.EMPLOYER,
        OrganisationKind.SW_COMPANY,
        OrganisationKind.TEMP_AGENCY,
        OrganisationKind.TRAINING_PROVIDER,
    }
)

#: Kinds whose members see rows of their whole region, as the audience ``r:<region>:<kind>``.
REGIONAL_KINDS = frozenset({OrganisationKind.COORDINATION_POINT, OrganisationKind.PROGRAMME_BUREAU})


class Role(models.TextChoices):
    """What a member may do inside the organisation; which screens there are follows from its kind."""

    MEMBER = "member", _("Medewerker")
    ADMINISTRATOR = "administrator", _("Beheerder")
    AUDITOR = "auditor", _("Meekijker (leest alles, wijzigt niets)")


class ProviderUse(models.TextChoices):
    """Whether the members of an organisation log in by its own provider."""

    OFF = "off", _("Uit: iedereen logt in met zijn account van het portaal")
    CHOICE = "choice", _("Aan: het kan ook met het account van de organisatie")
    ONLY = "only", _("Alleen met het account van de organisatie")


class ProviderSecondFactor(models.TextChoices):
    """When logging in by the provider counts as logging in in two steps."""

    TOLD = "told", _("Als de aanbieder erbij zegt dat er twee stappen waren (amr of acr)")
    ALWAYS = "always", _("Altijd: onze aanbieder vraagt iedereen om twee stappen")
    NEVER = "never", _("Nooit: de tweede stap is die van het portaal")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Verstuurd")
    ACCEPTED = "accepted", _("Aangenomen")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    EXPIRED = "expired", _("Verlopen")


class Sector(models.TextChoices):
    """In which the plan of the region counts work (domain rules, section 8)."""

    CONSTRUCTION = "construction", _("Bouw")
    ENGINEERING = "engineering", _("Techniek")
    OTHER = "other", _("Anders")


class Area(models.TextChoices):
    REGION = "region", _("Regio")
    PRIORITY = "priority", _("Voorrangsgebied")


class Article(models.TextChoices):
    DE = "de", _("de")
    HET = "het", _("het")


class Purpose(models.TextChoices):
    """Why a task or command enters a region without a member; each has its own policies."""

    IMPORT = "import", _("Gegevenspakket")
    REPORT = "report", _("Rapport")
    MAIL = "mail", _("Mail versturen")
    SWEEP = "sweep", _("Wachtrij nalopen")
    SETUP = "setup", _("Regio of uitnodiging aanmaken")
    #: What follows by itself: terms that start to hold, values after a change, reminders, documents.
    UPKEEP = "upkeep", _("Bijhouden")
    #: Files from outside, which nobody opens before: reads and writes those, and nothing else.
    INSPECT = "inspect", _("Bestanden controleren")


class ErasureCause(models.TextChoices):
    """Why somebody's data went. Codes only: a reason in words could say who it was."""

    TERM = "term", _("De bewaartermijn was om")
    ASKED = "asked", _("De persoon vroeg erom")
    OBJECTED = "objected", _("De persoon trok de toestemming in")
    MISTAKE = "mistake", _("De persoon had hier niet moeten staan")


class KeptReason(models.TextChoices):
    """Why a person's data stay longer than the term. Codes only, as above."""

    ACTIVE = "active", _("We helpen deze persoon nog")
    ASKED = "asked", _("De persoon vroeg erom")
    DISPUTE = "dispute", _("Er loopt een klacht, bezwaar of rechtszaak")
    AUDIT = "audit", _("Een controle of verantwoording loopt nog")


class Seen(models.TextChoices):
    """What the read log can be about."""

    CANDIDATE = "candidate", _("Kandidaat")
    PERSON = "deployed_person", _("Medewerker op een opdracht")
    EVIDENCE = "evidence", _("Bewijsstuk")
    EVIDENCE_FETCHED = "evidence_fetched", _("Bewijsstuk opgehaald")
    TOTALS = "contract_totals", _("Afgerekend bedrag")
    PACKAGE = "data_package", _("Gegevenspakket")


class OutboxKind(models.TextChoices):
    MAIL = "mail", _("Mail")
    JOB = "job", _("Taak")
    SMS = "sms", _("Sms")


class MailTopic(models.TextChoices):
    """What a mail is about, as far as its reader chooses whether and when he gets it."""

    QUESTIONS = "questions", _("Vragen en oordelen over wat u indient")
    REMINDERS = "reminders", _("Herinneringen")
    MESSAGES = "messages", _("Berichten in een gesprek")
    PROPOSALS = "proposals", _("Plannen, maatwerk en kandidaten")
    CHANGES = "changes", _("Veranderingen in een contract")
    CALENDAR = "calendar", _("De aanbestedingskalender")


class MailRhythm(models.TextChoices):
    """When somebody gets the mails of a topic."""

    AT_ONCE = "at_once", _("meteen")
    WEEKLY = "weekly", _("één keer per week, op maandag")
    NEVER = "never", _("niet")
