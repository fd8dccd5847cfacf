"""What the columns of a table with people hold, guessed by what organisations call them."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.choices import ReferralMeaning as Meaning
from exchange.foreign_table import Expected
from exchange.headings import bare

#: A referral is looked at by a person before it lands, so not more at once than somebody can look at.
MOST_ROWS = 500

_NAMES: dict[Meaning, frozenset[str]] = {
    Meaning.NAME: frozenset(
        {"naam", "kandidaat", "client", "deelnemer", "leerling", "student", "volledigenaam", "persoon", "name"}
    ),
    Meaning.FIRST_NAME: frozenset({"voornaam", "roepnaam", "voornamen", "voorletters", "firstname"}),
    Meaning.MIDDLE_NAME: frozenset({"tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"}),
    Meaning.LAST_NAME: frozenset({"achternaam", "geslachtsnaam", "lastname", "surname"}),
    Meaning.BIRTH_DATE: frozenset({"geboortedatum", "gebdatum", "gebdat", "geborenop", "birthdate", "dateofbirth"}),
    Meaning.PHONE: frozenset(
        {"telefoon", "telefoonnummer", "telefoonnr", "tel", "telnr", "mobiel", "mobielnummer", "mobieltelefoon", "gsm"}
        | {"phone"}
    ),
    Meaning.EMAIL: frozenset({"email", "emailadres", "mail", "mailadres"}),
    Meaning.MUNICIPALITY: frozenset({"gemeente", "gemeentecode", "woongemeente", "woonplaats", "municipality"}),
    Meaning.WANTED_WORK: frozenset(
        {"werk", "soortwerk", "gewenstwerk", "gewenstberoep", "beroep", "functie", "richting", "opleiding", "wens"}
    ),
    Meaning.TARGET_GROUP: frozenset({"doelgroep", "uitkering", "soortuitkering", "regeling", "targetgroup"}),
    Meaning.SECTOR: frozenset({"sector", "branche"}),
}


def guessed(header: Sequence[str]) -> list[str]:
    """The meaning of each column by its name; none is given out twice."""
    given: set[Meaning] = set()
    meanings = []
    for heading in header:
        letters = bare(heading)
        found = next((one for one, names in _NAMES.items() if letters in names), Meaning.NOTHING)
        if found in given:
            found = Meaning.NOTHING
        given.add(found)
        meanings.append(found.value)
    return meanings


def recognised(header: Sequence[str]) -> int:
    """How many different things these headings name."""
    return len(set(guessed(header)) - {Meaning.NOTHING.value})


def fault_of(columns: Sequence[str]) -> str:
    """Why these meanings do not tell enough, or an empty text."""
    count = Counter(columns)
    twice = [Meaning(one) for one, times in count.items() if times > 1 and one != Meaning.NOTHING]
    if twice:
        return _("U koos '%(meaning)s' bij twee kolommen. Kies het één keer.") % {"meaning": twice[0].label}
    if count[Meaning.NAME] and count[Meaning.LAST_NAME]:
        return _("Kies óf de hele naam óf de achternaam, niet allebei.")
    if not (count[Meaning.NAME] or count[Meaning.LAST_NAME]):
        return _("Kies de kolom met de naam.")
    if not (count[Meaning.PHONE] or count[Meaning.EMAIL]):
        return _("Kies de kolom met de telefoon of met het e-mailadres.")
    if not count[Meaning.MUNICIPALITY]:
        return _("Kies de kolom met de gemeente.")
    return ""


EXPECTED = Expected(
    recognised=recognised,
    private=frozenset(
        {
            "bsn",
            "burgerservice",
            "sofi",
            "salaris",
            "loon",
            "iban",
            "rekeningnummer",
            "straat",
            "postcode",
            "huisnummer",
        }
        | {"nationaliteit", "geslacht", "burgerlijkestaat", "diagnose", "gezondheid", "medisch", "ziekte", "beperking"}
        | {"handicap", "detentie", "justitie", "schuld"}
    ),
    most_rows=MOST_ROWS,
    no_header=gettext_lazy("Neem ook de regel met de namen van de kolommen mee; die hoort boven de mensen te staan."),
    other_numbers=frozenset({"telefoon", "mobiel", "tel", "gsm", "phone"}),
)
