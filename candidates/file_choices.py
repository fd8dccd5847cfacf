"""What can be chosen in the file of a candidate: wishes, languages, certificates, and how a contact went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.TextChoices):
    MONDAY = "mon", _("maandag")
    TUESDAY = "tue", _("dinsdag")
    WEDNESDAY = "wed", _("woensdag")
    THURSDAY = "thu", _("donderdag")
    FRIDAY = "fri", _("vrijdag")
    SATURDAY = "sat", _("zaterdag")
    SUNDAY = "sun", _("zondag")


class TravelArea(models.TextChoices):
    """How far somebody travels to work, from near to far."""

    TOWN = "town", _("In de eigen plaats")
    NEAR = "near", _("Tot een half uur reizen")
    FAR = "far", _("Tot een uur reizen")
    REGION = "region", _("In de hele regio")
    COUNTRY = "country", _("In het hele land")


class Transport(models.TextChoices):
    BICYCLE = "bicycle", _("fiets")
    MOPED = "moped", _("brommer of scooter")
    CAR = "car", _("auto")
    PUBLIC = "public", _("bus of trein")
    SHARED = "shared", _("meerijden")


class DrivingLicence(models.TextChoices):
    AM = "am", _("AM (brommer)")
    B = "b", _("B (auto)")
    BE = "be", _("BE (auto met aanhanger)")
    C = "c", _("C (vrachtauto)")
    CE = "ce", _("CE (vrachtauto met aanhanger)")
    D = "d", _("D (bus)")
    T = "t", _("T (trekker)")


class LanguageLevel(models.TextChoices):
    """How well somebody knows Dutch, by the European framework, in words that a coach can judge."""

    NONE = "none", _("Nog niet")
    A1 = "a1", _("Losse woorden (A1)")
    A2 = "a2", _("Korte zinnen (A2)")
    B1 = "b1", _("Redt zich op het werk (B1)")
    B2 = "b2", _("Goed (B2 of hoger)")
    NATIVE = "native", _("Moedertaal")


#: Certificates that the form offers beside those that the region's occupations ask for. Names, as employers know them.
USUAL_CERTIFICATES = (
    "VCA-basis",
    "VCA-VOL",
    "BHV",
    "Heftruck",
    "Hoogwerker",
    "Code 95",
    "NEN 3140",
    "Lasdiploma",
)


class Channel(models.TextChoices):
    PHONE = "phone", _("Telefoon")
    VISIT = "visit", _("Gesprek op kantoor")
    MESSAGE = "message", _("Bericht op de telefoon")
    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Brief")


class ContactResult(models.TextChoices):
    """What came of it. Only who was spoken to was in contact: a promise to call stands until then."""

    SPOKEN = "spoken", _("Gesproken")
    CALL_BACK = "call_back", _("Later terugbellen")
    NO_ANSWER = "no_answer", _("Geen gehoor")
    WRONG_NUMBER = "wrong_number", _("Nummer klopt niet")
    SENT = "sent", _("Verstuurd")


class AssessmentKind(models.TextChoices):
    INTAKE = "intake", _("Intake")
    DIAGNOSIS = "diagnosis", _("Diagnose")


class HoldReason(models.TextChoices):
    """Why somebody is not available for a while; never why his body or mind would not let him."""

    CIRCUMSTANCES = "circumstances", _("Eigen omstandigheden")
    AWAY = "away", _("Tijdelijk weg")
    CARE = "care", _("Zorgt voor kinderen of iemand anders")
    OTHER_TRACK = "other_track", _("Zit in een ander traject")
    WAITS_FOR_PAPERS = "papers", _("Wacht op papieren")
    NOT_REACHED = "not_reached", _("Niet te bereiken")


class WithdrawReason(models.TextChoices):
    FOUND_WORK = "found_work", _("Vond zelf werk")
    OTHER_SCHOOLING = "schooling", _("Gaat naar school")
    MOVED = "moved", _("Verhuisd uit de regio")
    OWN_WISH = "own_wish", _("Wil niet meer meedoen")
    NOT_REACHED = "not_reached", _("Niet te bereiken")
    MISTAKE = "mistake", _("Per ongeluk aangemeld")
    OTHER = "other", _("Iets anders")
