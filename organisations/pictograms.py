"""The pictures of the portal: which there are, and what each shows. They stand in ``static/img/pictograms.svg``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkPicture(models.TextChoices):
    """Kinds of work as somebody who looks for work names them; each has a picture of the same name."""

    CONSTRUCTION = "construction", _("Bouwen")
    FINISHING = "finishing", _("Schilderen en afwerken")
    ENGINEERING = "engineering", _("Elektra en installatie")
    METAL = "metal", _("Metaal en machines")
    GREEN = "green", _("Groen")
    ROADS = "roads", _("Straten en wegen")
    TRANSPORT = "transport", _("Rijden")
    LOGISTICS = "logistics", _("Magazijn")
    CLEANING = "cleaning", _("Schoonmaken")
    CARE = "care", _("Zorg")
    HOSPITALITY = "hospitality", _("Horeca en keuken")
    OFFICE = "office", _("Kantoor")
    UNKNOWN = "unknown", _("Ik weet het nog niet")


#: Of each kind of work a few examples, to stand under its name.
WORK_EXAMPLES = {
    WorkPicture.CONSTRUCTION: _("timmeren, metselen, steigers"),
    WorkPicture.FINISHING: _("schilderen, stuken, tegels"),
    WorkPicture.ENGINEERING: _("stroom, verwarming, zonnepanelen"),
    WorkPicture.METAL: _("lassen, monteren, draaien"),
    WorkPicture.GREEN: _("tuinen, parken, bos"),
    WorkPicture.ROADS: _("straten maken, riolen, kabels"),
    WorkPicture.TRANSPORT: _("bus, taxi, vrachtwagen"),
    WorkPicture.LOGISTICS: _("inpakken, heftruck, voorraad"),
    WorkPicture.CLEANING: _("kantoren, scholen, glas"),
    WorkPicture.CARE: _("helpen thuis, wassen, eten geven"),
    WorkPicture.HOSPITALITY: _("koken, afwassen, bedienen"),
    WorkPicture.OFFICE: _("post, telefoon, computer"),
    WorkPicture.UNKNOWN: _("wij denken met u mee"),
}

#: Every picture with what it shows, for who hears the page.
PICTOGRAMS = {one.value: one.label for one in WorkPicture} | {
    "phone": _("Telefoon"),
    "mobile": _("Mobiele telefoon"),
    "mail": _("E-mail"),
    "house": _("Huis"),
    "place": _("Plaats"),
    "hours": _("Uren"),
    "calendar": _("Kalender"),
    "bicycle": _("Fiets"),
    "bus": _("Bus"),
    "car": _("Auto"),
    "licence": _("Rijbewijs"),
    "certificate": _("Diploma of certificaat"),
    "school": _("Opleiding"),
    "wage": _("Loon"),
    "person": _("Persoon"),
    "people": _("Mensen"),
    "talk": _("Gesprek"),
    "document": _("Papier"),
    "pencil": _("Invullen"),
    "camera": _("Foto"),
    "search": _("Zoeken"),
    "eye": _("Kijken"),
    "lock": _("Veilig"),
    "download": _("Ophalen"),
    "bin": _("Wissen"),
    "check": _("Klaar"),
    "speaker": _("Voorlezen"),
}
