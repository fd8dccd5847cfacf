"""What can be chosen of vacancies, rules and proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VacancyState(models.TextChoices):
    """Where a vacancy stands. Only an open one is there for everybody."""

    CONCEPT = "vacancy_concept", _("Concept")
    SUBMITTED = "vacancy_submitted", _("Wacht op controle")
    OPEN = "vacancy_open", _("Nu open")
    FILLED = "vacancy_filled", _("Vervuld")
    CLOSED = "vacancy_closed", _("Gesloten")
    REJECTED = "vacancy_rejected", _("Niet geplaatst")

    @classmethod
    def sought(cls) -> list["VacancyState"]:
        """The employer still seeks somebody, also while what his firm changed is looked at: what runs, runs on."""
        return [cls.OPEN, cls.SUBMITTED]


class ClosedBecause(models.TextChoices):
    """Why nobody can answer any more; a code, so that it can be counted."""

    FILLED = "filled", _("Er is iemand aangenomen")
    NOT_NEEDED = "not_needed", _("Het werk gaat niet door")
    OTHERWISE = "otherwise", _("Op een andere manier opgelost")
    OVER = "over", _("De laatste dag om te reageren is voorbij")
    NO_ANSWER = "no_answer", _("De werkgever zei niet of het nog klopt")
    WITHDRAWN = "vacancy_withdrawn", _("Door het bedrijf ingetrokken")

    @classmethod
    def chosen(cls) -> list["ClosedBecause"]:
        """What somebody can say himself."""
        return [cls.NOT_NEEDED, cls.OTHERWISE]


class Rule(models.TextChoices):
    """What people may ask of whom they look for; there is nothing else that matching looks at (domain rules, section 6)."""

    HOURS = "hours", _("Uren")
    SECTOR = "sector", _("Sector")
    OCCUPATION = "occupation", _("Beroep")
    CERTIFICATES = "certificates", _("Diploma’s en certificaten")
    LICENCE = "licence", _("Rijbewijs")
    TRAVEL = "travel", _("Reizen")


class ProposalState(models.TextChoices):
    """From the list of a coach to work, or back. From ``AGREED`` on the employer knows who it is; until the end says no."""

    SHORTLISTED = "shortlisted", _("Op de lijst")
    ASKED = "asked", _("Gevraagd aan de kandidaat")
    DECLINED = "candidate_declined", _("Kandidaat wil niet")
    AGREED = "agreed", _("Voorgesteld")
    MEETING = "meeting", _("Kennismaking")
    HIRED = "hired", _("Aangenomen")
    REFUSED = "employer_refused", _("Werkgever zegt nee")
    WITHDRAWN = "proposal_withdrawn", _("Ingetrokken")

    @classmethod
    def running(cls) -> list["ProposalState"]:
        """Somebody still has to do something."""
        return [cls.SHORTLISTED, cls.ASKED, cls.AGREED, cls.MEETING]

    @classmethod
    def known_to_employer(cls) -> list["ProposalState"]:
        """The candidate said yes, and nobody said no: the employer may know who it is."""
        return [cls.AGREED, cls.MEETING, cls.HIRED]


class AnsweredBy(models.TextChoices):
    """How the candidate said yes or no."""

    OWN_PAGE = "own_page", _("op de eigen pagina")
    COACH = "coach", _("aan de werkcoach")
    SPEED_DATE = "speed", _("bij de speeddate")


class TakenBack(models.TextChoices):
    """Why a proposal ended without a no; a code, so that it can be counted. Never anything about somebody's health."""

    CHANGED_MIND = "changed_mind", _("De kandidaat wil dit werk toch niet")
    OTHER_WORK = "other_work", _("De kandidaat heeft ander werk gevonden")
    PAUSED = "paused", _("De kandidaat is even niet beschikbaar")
    STOPPED = "stopped", _("De kandidaat is gestopt")
    VACANCY = "vacancy", _("De vacature is vervuld of gesloten")
    MISTAKE = "mistake", _("Per ongeluk op de lijst gezet")
    OTHER = "other", _("Iets anders")


class DeclineReason(models.TextChoices):
    """Why a candidate does not want this work; never anything about his health."""

    OTHER_WORK = "other_work", _("Dit werk past niet bij mij")
    HOURS = "hours", _("De uren passen niet")
    TRAVEL = "travel", _("Het is te ver weg")
    PAY = "pay", _("Het loon is te laag")
    FOUND = "found", _("Ik heb al werk")
    NOT_NOW = "not_now", _("Nu niet, later misschien wel")
    OTHER = "other", _("Iets anders")


class RefuseReason(models.TextChoices):
    """Why an employer says no. Choices, so that it can be counted and nobody writes down what he may not ask."""

    FILLED = "filled", _("De plaats is al vervuld")
    EXPERIENCE = "experience", _("Te weinig ervaring met dit werk")
    CERTIFICATE = "certificate", _("Een diploma of certificaat ontbreekt")
    HOURS = "hours", _("De uren passen niet")
    START = "start", _("De begindatum past niet")
    NOT_REACHED = "not_reached", _("Kwam niet of was niet te bereiken")
    LANGUAGE = "language", _("Nederlands is voor dit werk nog niet genoeg")
    OTHER = "other", _("Iets anders")


class MatchPassReason(models.TextChoices):
    """Why somebody from farther away is proposed while one from the priority area meets all rules (section 6)."""

    NOT_REACHED = "not_reached", _("Wie voorgaat, was niet te bereiken")
    DOES_NOT_WANT = "does_not_want", _("Wie voorgaat, wil dit werk niet")
    ALREADY_PROPOSED = "already_proposed", _("Wie voorgaat, is al ergens anders voorgesteld")
    NOT_FREE = "not_free", _("Wie voorgaat, kan niet op de begindatum")
    SKILLS = "skills", _("De werkgever vraagt ervaring die wie voorgaat nog niet heeft")
    EMPLOYER = "employer", _("De werkgever vroeg na een kennismaking om deze persoon")
    OTHER = "other", _("Een andere reden")


class PromisingState(models.TextChoices):
    """Of a list of promising occupations: only an adopted one is there for everybody."""

    CONCEPT = "promising_concept", _("Concept")
    ADOPTED = "promising_adopted", _("Vastgesteld")
