"""What the columns of a table hold: remembered for a header that came before, else guessed by what payroll calls them."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.choices import Meaning
from exchange.foreign_table import Expected
from exchange.headings import bare

MOST_ROWS = 2_000

#: Only these can stand above more than one column: hours are added up.
_MORE_THAN_ONCE = {Meaning.NOTHING, Meaning.HOURS}

_NAMES: dict[Meaning, frozenset[str]] = {
    Meaning.NAME: frozenset(
        {"naam", "medewerker", "werknemer", "naammedewerker", "naamwerknemer", "volledigenaam", "name", "employee"}
        | {"medewerkernaam", "werknemernaam", "persoon", "weergavenaam"}
    ),
    Meaning.FIRST_NAME: frozenset(
        {"voornaam", "voorletters", "voorletter", "voorl", "voorlet", "vrl", "vltrs", "roepnaam", "voornamen", "voorn"}
        | {"initialen", "initiaal", "init", "firstname", "initials"}
    ),
    Meaning.MIDDLE_NAME: frozenset(
        {"tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "tussenv", "voorv"}
    ),
    Meaning.LAST_NAME: frozenset({"achternaam", "geboortenaam", "lastname", "surname"}),
    Meaning.BIRTH_DATE: frozenset({"geboortedatum", "gebdatum", "gebdat", "geborenop", "birthdate", "dateofbirth"}),
    Meaning.NUMBER: frozenset(
        {"personeelsnummer", "personeelsnr", "persnr", "medewerkernummer", "medewerkernr", "werknemernummer"}
        | {"werknemernr", "werknemersnummer", "medewerkersnummer", "nummer", "nr", "employeenumber", "employeeid"}
    ),
    Meaning.HOURS: frozenset(
        {"uren", "verloondeuren", "gewerkteuren", "betaaldeuren", "aantaluren", "totaaluren", "urentotaal", "hours"}
        | {"normaleuren", "verlofuren", "ziekteuren", "ziekuren", "urengewerkt", "urenverloond", "loonuren"}
    ),
    Meaning.MONTH: frozenset({"maand", "loonmaand", "verloningsmaand", "month"}),
    Meaning.FOUR_WEEKS: frozenset(
        {"periode", "loonperiode", "verloningsperiode", "periodenummer", "periodenr", "period"}
    ),
    Meaning.YEAR: frozenset({"jaar", "loonjaar", "year"}),
    Meaning.FIRST_DAY: frozenset(
        {"van", "vanaf", "begindatum", "startdatum", "periodevan", "beginperiode", "datumvan"}
    ),
    Meaning.LAST_DAY: frozenset({"tot", "totenmet", "tm", "einddatum", "periodetot", "eindperiode", "datumtot"}),
    Meaning.CONTRACT: frozenset({"contract", "project", "projectcode", "projectnummer", "kostenplaats", "kenmerk"}),
}

#: What payroll calls hours that count, in whatever order: worked, or paid while ill or on leave. Any other word in the
#: heading makes it something else: overtime, leave that is paid out, a balance, hours of the employment contract.
_PAID_HOURS = re.compile(
    r"(?:aantal|totaal|totale|normale?|reguliere?|gewerkte?|verloonde?|betaalde?|doorbetaalde?|opgenomen|genoten"
    r"|bijzondere?|kort|wettelijke?|bovenwettelijke?|wegens|bij|uren|uur|verlof|vakantie|ziek(?:te)?|verzuim"
    r"|feestdag(?:en)?|adv|atv|zorg|calamiteiten|dokter(?:sbezoek)?|geboorte|zwangerschaps)+"
)
_OF_TIME = ("uren", "uur", "verlof", "vakantie", "ziek", "verzuim", "feestdag", "adv", "atv")


def guessed(header: Sequence[str]) -> list[str]:
    """The meaning of each column by its name; a meaning that was given out already is not given twice."""
    given: set[Meaning] = set()
    meanings: list[str] = []
    for heading in header:
        letters = bare(heading)
        found = next((meaning for meaning, names in _NAMES.items() if letters in names), None) or _by_words(letters)
        if found in given - _MORE_THAN_ONCE:
            found = Meaning.NOTHING
        given.add(found)
        meanings.append(found.value)
    if Meaning.FOUR_WEEKS in given and Meaning.MONTH in given:
        meanings = [Meaning.NOTHING.value if one == Meaning.FOUR_WEEKS else one for one in meanings]
    return meanings


def recognised(header: Sequence[str]) -> int:
    """How many different things these headings name."""
    return len(set(guessed(header)) - {Meaning.NOTHING.value})


def fault_of(columns: Sequence[str]) -> str:
    """Why these meanings do not tell enough, or an empty text."""
    count = Counter(columns)
    twice = [one for one, times in count.items() if times > 1 and Meaning(one) not in _MORE_THAN_ONCE]
    times = sum(1 for one in (Meaning.MONTH, Meaning.FOUR_WEEKS, Meaning.FIRST_DAY) if count[one])
    faults = (
        (
            bool(twice),
            _("U koos '%(meaning)s' bij twee kolommen. Kies het één keer.")
            % {"meaning": Meaning(twice[0]).label if twice else ""},
        ),
        (not count[Meaning.HOURS], _("Kies de kolom met de uren.")),
        (
            not any(count[one] for one in (Meaning.NAME, Meaning.LAST_NAME, Meaning.NUMBER)),
            _("Kies de kolom met de naam of met het personeelsnummer."),
        ),
        (
            bool(count[Meaning.NAME] and count[Meaning.LAST_NAME]),
            _("Kies óf de hele naam óf de achternaam, niet allebei."),
        ),
        (
            count[Meaning.FIRST_DAY] != count[Meaning.LAST_DAY],
            _("Kies de eerste én de laatste dag van de periode, of geen van beide."),
        ),
        (times > 1, _("Kies één kolom die zegt over welke tijd het gaat: maand, periode, of eerste en laatste dag.")),
    )
    return next((reason for is_wrong, reason in faults if is_wrong), "")


def _by_words(letters: str) -> Meaning:
    is_paid = _PAID_HOURS.fullmatch(letters) and any(word in letters for word in _OF_TIME)
    return Meaning.HOURS if is_paid else Meaning.NOTHING


EXPECTED = Expected(
    recognised=recognised,
    private=frozenset(
        {"bsn", "burgerservice", "sofi", "salaris", "brutoloon", "nettoloon", "iban", "bankrekening", "rekeningnummer"}
        | {"adres", "straat", "postcode", "woonplaats", "telefoon", "mobiel", "email", "nationaliteit"}
        | {"burgerlijkestaat"}
    ),
    most_rows=MOST_ROWS,
    no_header=gettext_lazy("Neem ook de regel met de namen van de kolommen mee; die hoort boven de uren te staan."),
)
