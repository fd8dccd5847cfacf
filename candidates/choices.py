from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.choices import OrganisationKind, Sector
from organisations.pictograms import WorkPicture


class Source(models.TextChoices):
    """Who brought the candidate in (domain rules, section 6)."""

    SELF = "self", _("Zelf aangemeld")
    MUNICIPALITY = "municipality", _("Gemeente")
    UWV = "uwv", _("UWV")
    SW_COMPANY = "sw_company", _("SW-bedrijf")
    SCHOOL = "school", _("School")
    TEMP_AGENCY = "temp_agency", _("Uitzendbureau")


class TargetGroup(models.TextChoices):
    """The group as it is stored. Empty while nobody knows it yet."""

    PARTICIPATIEWET = "participatiewet", _("Participatiewet")
    NUO = "nuo", _("Geen uitkering (NUG)")
    WW = "ww", _("WW")
    UWV_OTHER = "uwv_other", _("Andere uitkering van UWV")
    WSW = "wsw", _("Wsw")
    WORK_TO_WORK = "work_to_work", _("Van werk naar werk")


class CandidateState(models.TextChoices):
    """Where somebody stands, from registration to lasting work (domain rules, section 6)."""

    REGISTERED = "registered", _("Aangemeld")
    INTAKE = "intake", _("Intake")
    DIAGNOSIS = "diagnosis", _("Diagnose")
    TRAINING = "training", _("In scholing")
    READY = "ready", _("Klaar voor werk")
    PROPOSED = "proposed", _("Voorgesteld")
    PLACED = "placed", _("Geplaatst")
    FOLLOW_UP = "follow_up", _("Nazorg")
    ON_HOLD = "on_hold", _("Even niet beschikbaar")
    WITHDRAWN = "withdrawn", _("Teruggetrokken")

    @classmethod
    def looking(cls) -> list["CandidateState"]:
        """Whom somebody still has to help to work."""
        return [cls.REGISTERED, cls.INTAKE, cls.DIAGNOSIS, cls.TRAINING, cls.READY, cls.PROPOSED]

    @classmethod
    def with_reason(cls) -> list["CandidateState"]:
        """States that nobody reaches without a reason."""
        return [cls.ON_HOLD, cls.WITHDRAWN]


#: The order of the process; skipping forward is allowed, as life does. Back is a choice of its own in ``_BACK``.
_FORWARD = [
    CandidateState.REGISTERED,
    CandidateState.INTAKE,
    CandidateState.DIAGNOSIS,
    CandidateState.TRAINING,
    CandidateState.READY,
    CandidateState.PROPOSED,
    CandidateState.PLACED,
    CandidateState.FOLLOW_UP,
]
_BACK = {
    CandidateState.DIAGNOSIS: [CandidateState.INTAKE],
    CandidateState.TRAINING: [CandidateState.DIAGNOSIS],
    CandidateState.READY: [CandidateState.DIAGNOSIS, CandidateState.TRAINING],
    CandidateState.PROPOSED: [CandidateState.TRAINING, CandidateState.READY],
    CandidateState.PLACED: [CandidateState.TRAINING, CandidateState.READY],
    CandidateState.FOLLOW_UP: [CandidateState.TRAINING, CandidateState.READY, CandidateState.PLACED],
}


def next_states(state: str, *, before: str = "") -> list[CandidateState]:
    """The states that may follow this one, in the order of the process; ``before`` is where who stopped stood."""
    now = CandidateState(state)
    # Nazorg belongs to who was placed.
    placed = {now, before} & {CandidateState.PLACED, CandidateState.FOLLOW_UP}
    forward = [one for one in _FORWARD if one is not CandidateState.FOLLOW_UP or placed]
    stopped = CandidateState.with_reason()
    if now in stopped:
        others = [one for one in stopped if one is not now]
        return [*forward, *others]
    later = forward[_FORWARD.index(now) + 1 :]
    back = _BACK.get(now, [])
    return [*(one for one in _FORWARD if one in later or one in back), *stopped]


#: Kinds of organisation that register people and see what they registered, though not the file (section 2).
REGISTRANT_KINDS = frozenset(
    {
        OrganisationKind.UWV,
        OrganisationKind.SW_COMPANY,
        OrganisationKind.SCHOOL,
        OrganisationKind.TEMP_AGENCY,
    }
)


class TaskKind(models.TextChoices):
    """What has to be done for a candidate."""

    CALL = "call", _("Bellen")
    FOLLOW_UP = "follow_up", _("Nazorg")
    BENEFIT = "benefit", _("Behoud van uitkering")
    DUPLICATE = "duplicate", _("Misschien dubbel")
    OTHER = "other", _("Iets anders")


class AssignmentKind(models.TextChoices):
    """Who gets which candidates: decided one by one for new ones, or for several at once."""

    TRIAGE = "triage", _("Nieuwe aanmelding verdeeld")
    COACH = "coach", _("Coach aangewezen")


class BenefitKind(models.TextChoices):
    """Work with benefit kept; training with benefit kept is an enrolment (domain rules, section 6)."""

    TRIAL = "trial", _("Proefplaatsing")
    EXPERIENCE = "experience", _("Werkervaringsplek")
    STOCK = "stock", _("Op voorraad")


class BenefitOver(models.TextChoices):
    """By what the limit of time with benefit kept was passed."""

    PERIOD = "period", _("Werk met behoud van uitkering")
    ENROLMENT = "enrolment", _("Scholing met behoud van uitkering")


class LikenessSign(models.TextChoices):
    """Why two files may be about one person; the surest first."""

    NAME_BIRTH = "name_birth", _("Zelfde naam en geboortedatum")
    EMAIL = "email", _("Zelfde e-mailadres")
    PHONE = "phone", _("Zelfde telefoonnummer")
    NAME = "name", _("Zelfde naam")
    SIMILAR = "similar", _("Naam die erop lijkt")


class DuplicateDecision(models.TextChoices):
    MERGED = "merged", _("Samengevoegd")
    DIFFERENT = "different", _("Twee verschillende mensen")


class OwnPageWay(models.TextChoices):
    """How the link to his own page reached somebody."""

    BROWSER = "browser", _("in de browser, na het aanmelden")
    MAIL = "mail", _("mail")
    SMS = "sms", _("sms")


#: In which sector the plan counts a kind of work; what is not here is other work, and who does not know counts nowhere yet.
WORK_SECTORS = {
    WorkPicture.CONSTRUCTION: Sector.CONSTRUCTION,
    WorkPicture.FINISHING: Sector.CONSTRUCTION,
    WorkPicture.ROADS: Sector.CONSTRUCTION,
    WorkPicture.ENGINEERING: Sector.ENGINEERING,
    WorkPicture.METAL: Sector.ENGINEERING,
}


def sector_of(kinds: Iterable[str]) -> str:
    """The one sector that all these kinds of work count in; empty where they differ, or where nobody knows yet."""
    known = [WorkPicture(one) for one in kinds if one != WorkPicture.UNKNOWN]
    sectors = {WORK_SECTORS.get(one, Sector.OTHER) for one in known}
    return sectors.pop().value if len(sectors) == 1 else ""
