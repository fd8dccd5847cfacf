"""What somebody asks of the vacancies, as it stands in an address: read strictly, and written again in one way only."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.choices import Sector
from organisations.distance import code_of, points

MOST_TYPED = 100
_MOST_CHOSEN = 40
_CODE = re.compile(r"[-\w]{1,60}")
_MUNICIPALITY = re.compile(r"GM\d{4}")


class Hours(models.TextChoices):
    """How much somebody wants to work; work with a wide range is in more than one."""

    UP_TO_16 = "tot-16", gettext_lazy("Tot 16 uur")
    FROM_16 = "16-28", gettext_lazy("16 tot 28 uur")
    FROM_28 = "28-meer", gettext_lazy("28 uur of meer")


class Need(models.TextChoices):
    """What somebody does not need, or gets. Whoever chooses two wants both."""

    NO_DIPLOMA = "geen-diploma", gettext_lazy("Geen diploma nodig")
    NO_LICENCE = "geen-rijbewijs", gettext_lazy("Geen rijbewijs nodig")
    LEARNING = "leren", gettext_lazy("Leren en werken samen")


class Now(models.TextChoices):
    OPEN = "open", gettext_lazy("Nu open")
    EXPECTED = "verwacht", gettext_lazy("Verwacht (komt eraan)")


class Order(models.TextChoices):
    NEAR = "dichtbij", gettext_lazy("Dichtbij eerst")
    NEWEST = "nieuw", gettext_lazy("Nieuw eerst")
    START = "begin", gettext_lazy("Begint het eerst")
    WAGE = "loon", gettext_lazy("Meeste loon eerst")


class Within(models.TextChoices):
    """How far somebody goes at most, in kilometres."""

    TEN = "10", gettext_lazy("10 kilometer")
    TWENTY = "20", gettext_lazy("20 kilometer")
    THIRTY = "30", gettext_lazy("30 kilometer")
    FORTY_FIVE = "45", gettext_lazy("45 kilometer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Each field by the name that it has in an address. Empty: not narrowed."""

    zoek: str = ""
    #: The code of the municipality where somebody lives.
    waar: str = ""
    km: str = ""
    uren: tuple[str, ...] = ()
    nodig: tuple[str, ...] = ()
    #: Sectors.
    soort: tuple[str, ...] = ()
    #: Codes of occupations on the list of the region.
    beroep: tuple[str, ...] = ()
    nu: tuple[str, ...] = ()
    sorteer: str = ""
    #: By name, what could not be read and was left out, as a sentence.
    refused: dict[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def query_string(self) -> str:
        """The one way to write this down: names in order, no defaults."""
        return urlencode(self.pairs())

    @property
    def order(self) -> str:
        """The nearest first for who said where he lives, the newest for others."""
        return self.sorteer or (Order.NEAR if self.waar else Order.NEWEST)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything can be left out of the list by this."""
        return bool(self.with_(waar="", sorteer="").pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of all that is not as it is by itself."""
        pairs: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "refused" or not value:
                continue
            pairs += [(one.name, each) for each in (value if isinstance(value, tuple) else (value,))]
        return pairs

    def without(self, name: str, value: str = "") -> "Wanted":
        """As this, without one choice; without a value all of that name."""
        now = getattr(self, name)
        left: Any = tuple(one for one in now if one != value) if isinstance(now, tuple) and value else type(now)()
        return self.with_(**{name: left})

    def with_(self, **values: Any) -> "Wanted":
        return replace(self, **values)


def wanted_in(query: QueryDict) -> Wanted:
    """What the address asks. What cannot be read is left out, and said in ``refused``."""
    refused: dict[str, str] = {}

    def chosen(name: str, allowed: Callable[[str], bool]) -> tuple[str, ...]:
        given = list(dict.fromkeys(value.strip() for value in query.getlist(name) if value.strip()))
        right = sorted(value for value in given if allowed(value))[:_MOST_CHOSEN]
        if len(right) < len(given):
            refused[name] = _("Een deel van deze keuze kennen wij niet. Dat deel is weggelaten.")
        return tuple(right)

    def one_of(name: str, choices: type[models.TextChoices]) -> str:
        value = query.get(name, "").strip()
        if value and value not in choices.values:
            refused[name] = _("Deze keuze kennen wij niet. Kies er een uit de lijst.")
        return value if value in choices.values else ""

    words = " ".join(query.get("zoek", "").replace("\x00", "").split())
    if len(words) > MOST_TYPED:
        refused["zoek"] = _("Zoek met ten hoogste %(count)s tekens. De rest is weggelaten.") % {"count": MOST_TYPED}
    where = municipality_in(query.get("waar", ""))
    if where is None:
        refused["waar"] = _("Deze gemeente kennen wij niet. Kies er een uit de lijst.")
    within, order = one_of("km", Within), one_of("sorteer", Order)
    if not where:
        # Without a place there is nothing to measure from.
        if within:
            refused["km"] = _("Kies eerst waar u woont. Dan kijken wij hoe ver het is.")
        within, order = "", "" if order == Order.NEAR else order
    by_itself = Order.NEAR if where else Order.NEWEST
    return Wanted(
        zoek=words[:MOST_TYPED].strip(),
        waar=where or "",
        km=within,
        uren=chosen("uren", _in(Hours.values)),
        nodig=chosen("nodig", _in(Need.values)),
        soort=chosen("soort", _in(Sector.values)),
        beroep=chosen("beroep", lambda one: _CODE.fullmatch(one) is not None),
        nu=chosen("nu", _in(Now.values)),
        sorteer="" if order == by_itself else order,
        refused=refused,
    )


def municipality_in(text: str) -> str | None:
    """The code that was chosen or that belongs to this name; empty for nothing, ``None`` for what we do not know."""
    text = text.replace("\x00", "").strip()
    if not text:
        return ""
    if _MUNICIPALITY.fullmatch(text):
        return text if text in points() else None
    return code_of(text) or None


def _in(values: Iterable[str]) -> Callable[[str], bool]:
    known = frozenset(values)
    return lambda one: one in known
