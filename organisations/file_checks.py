"""Files from outside, wherever they hang: in which state one can be, why it is refused, and the check itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.inspection.child import inspect
from organisations.inspection.faults import Fault
from organisations.inspection.found import Found
from organisations.inspection.kinds import media_type_of
from organisations.inspection.look import LARGEST
from organisations.inspection.words import is_text
from organisations.scanner import is_clean


class FileState(models.TextChoices):
    """Nobody opens a file before it was checked; a refused one loses its content at once."""

    QUARANTINED = "quarantined", _("Wordt gecontroleerd")
    CHECKED = "checked", _("Klaar om te bekijken")
    REFUSED = "refused", _("Niet aangenomen")


class FileRefusal(models.TextChoices):
    """Why a file was not taken, as the sentence that its sender reads."""

    OTHER_TYPE = Fault.OTHER_TYPE, _("Dit is geen PDF, JPEG of PNG. Sla het stuk op als PDF, of maak er een foto van.")
    EMPTY = Fault.EMPTY, _("Het bestand is leeg. Kies het opnieuw.")
    TOO_LARGE = (
        Fault.TOO_LARGE,
        _("Het bestand is groter dan 10 MB. Maak het kleiner of stuur alleen de pagina’s die nodig zijn."),
    )
    UNREADABLE = (
        Fault.UNREADABLE,
        _("Het bestand is beschadigd: het portaal kan het niet openen. Sla het opnieuw op en probeer het nog eens."),
    )
    TOO_HEAVY = (
        Fault.TOO_HEAVY,
        _("Het bestand is te zwaar om te controleren. Druk het af naar een nieuwe PDF en stuur die."),
    )
    TOO_MANY_PAGES = (
        Fault.TOO_MANY_PAGES,
        _("Het stuk heeft meer dan 40 pagina’s. Stuur alleen de pagina’s die nodig zijn."),
    )
    TOO_MANY_PIXELS = (
        Fault.TOO_MANY_PIXELS,
        _("De foto heeft te veel beeldpunten. Maak hem kleiner en probeer het nog eens."),
    )
    ENCRYPTED = (
        Fault.ENCRYPTED,
        _(
            "De PDF is beveiligd met een wachtwoord of met rechten. Haal de beveiliging eraf of druk hem af naar een nieuwe PDF."
        ),
    )
    SCRIPT = (
        Fault.SCRIPT,
        _("In de PDF zit JavaScript: een programma dat meeloopt. Druk hem af naar een nieuwe PDF en stuur die."),
    )
    ACTION = (
        Fault.ACTION,
        _(
            "De PDF wil zelf een programma of een ander bestand openen, of iets versturen. Druk hem af naar een nieuwe PDF en stuur die."
        ),
    )
    ATTACHMENT = (
        Fault.ATTACHMENT,
        _("In de PDF zitten andere bestanden. Stuur elk stuk apart, of druk de PDF af naar een nieuwe."),
    )
    LINK = (
        Fault.LINK,
        _("In de PDF zit een link die iets anders opent dan een webpagina, e-mail of telefoonnummer. Haal die eruit."),
    )
    FORM = (
        Fault.FORM,
        _(
            "De PDF is een XFA-formulier; dat kan het portaal niet veilig tonen. Druk hem af naar een nieuwe PDF en stuur die."
        ),
    )
    VIRUS = (
        Fault.VIRUS,
        _("De virusscanner heeft iets gevonden in dit bestand. Stuur het niet nog eens; vraag uw systeembeheerder."),
    )
    UNCHECKED = (
        Fault.UNCHECKED,
        _(
            "Het portaal kon dit bestand niet controleren. Kies het opnieuw. Gaat het weer mis? Vraag het Coördinatiepunt Social Return."
        ),
    )


def fault_at_sight(content: bytes, *, takes_text: bool = False) -> Fault | None:
    """What is wrong with a file without unpacking anything of it: nothing in it, too much, or another type.

    ``takes_text``: files of Word and LibreOffice as well, of which the words alone are kept.
    """
    if not content:
        return Fault.EMPTY
    if len(content) > LARGEST:
        return Fault.TOO_LARGE
    return None if media_type_of(content) or (takes_text and is_text(content)) else Fault.OTHER_TYPE


def inspected(content: bytes) -> Found:
    """What scanner and inspection find. Outside any transaction: it takes its time.

    ``ScannerAway`` when the scanner cannot tell; ``OSError`` or ``ValueError`` when the inspection itself went wrong.
    """
    return inspect(content) if is_clean(content) else Found(Fault.VIRUS)
