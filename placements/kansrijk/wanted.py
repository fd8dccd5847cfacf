"""What somebody asks of the vacancies, as it stands in an address: read strictly, and written again in one way only."""

import re
from dataclasses import dataclass

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.choices import Sector
from organisations.distance import code_of, points
from organisations.search_address import Reader, Search, one_in

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
class Wanted(Search):
    """Each field by the name that it has in an address. Empty: not narrowed."""

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

    @property
    def order(self) -> str:
        """The nearest first for who said where he lives, the newest for others."""
        return self.sorteer or (Order.NEAR if self.waar else Order.NEWEST)

    @property
    def narrowed(self) -> "Wanted":
        """Without the order: what is followed."""
        return self.with_(sorteer="")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything can be left out of the list by this."""
        return bool(self.with_(waar="", sorteer="").pairs())


def wanted_in(query: QueryDict) -> Wanted:
    """What the address asks. What cannot be read is left out, and said in ``refused``."""
    reader = Reader(query)
    refused, words = reader.refused, reader.typed("zoek")
    where = municipality_in(query.get("waar", ""))
    if where is None:
        refused["waar"] = _("Deze gemeente kennen wij niet. Kies er een uit de lijst.")
    within, order = reader.one_of("km", Within), reader.one_of("sorteer", Order)
    if not where:
        # Without a place there is nothing to measure from.
        if within:
            refused["km"] = _("Kies eerst waar u woont. Dan kijken wij hoe ver het is.")
        within, order = "", "" if order == Order.NEAR else order
    by_itself = Order.NEAR if where else Order.NEWEST
    return Wanted(
        zoek=words,
        waar=where or "",
        km=within,
        uren=reader.chosen("uren", one_in(Hours.values)),
        nodig=reader.chosen("nodig", one_in(Need.values)),
        soort=reader.chosen("soort", one_in(Sector.values)),
        beroep=reader.chosen("beroep", lambda one: _CODE.fullmatch(one) is not None),
        nu=reader.chosen("nu", one_in(Now.values)),
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
