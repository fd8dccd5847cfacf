"""What somebody asks of the calendar, as it stands in an address: read strictly, and written again in one way only."""

import re
import uuid
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.choices import Sector
from organisations.search_address import Reader, Search, one_in
from tenders.calendar.quarters import Quarter, parse_quarter
from tenders.choices import Procedure, TenderKind, TenderStatus

_MOST_VALUE = Decimal(10) ** 12
_CPV = re.compile(r"\d{2,8}")
_PLACE = re.compile(r"[^\x00-\x1f]{1,80}")
_CODE = re.compile(r"[-\w]{1,60}")


class SroiAsked(models.TextChoices):
    """How social return is decided on, as the calendar lets people choose."""

    FIVE = "5", gettext_lazy("5 %")
    TWO = "2", gettext_lazy("2 %")
    OTHER = "anders", gettext_lazy("Ander percentage")
    NOT = "niet", gettext_lazy("Niet toegepast")
    OPEN = "open", gettext_lazy("Nog niet besloten")


class ByDate(models.TextChoices):
    """Which date puts a tender in a quarter."""

    PUBLICATION = "publicatie", gettext_lazy("Aankondiging")
    START = "start", gettext_lazy("Start van het werk")


class Order(models.TextChoices):
    PUBLICATION = "publicatie", gettext_lazy("Eerst wat het eerst wordt aangekondigd")
    LATEST = "-publicatie", gettext_lazy("Eerst wat het laatst wordt aangekondigd")
    START = "start", gettext_lazy("Eerst wat het eerst begint")
    NEWEST = "nieuw", gettext_lazy("Nieuw op de kalender")
    TITLE = "titel", gettext_lazy("Titel, van A tot Z")


class View(models.TextChoices):
    LIST = "lijst", gettext_lazy("Lijst")
    QUARTERS = "kwartalen", gettext_lazy("Per kwartaal")


#: Statuses that can be chosen: what is a concept is on no calendar.
STATUSES = tuple(one for one in TenderStatus if one != TenderStatus.CONCEPT)
#: In the place of statuses: whatever its status, also what is over.
EVERYTHING = "alles"
#: Names in an address that say how it is shown, not what.
SHOWN = frozenset({"weergave", "sorteer", "page"})


@dataclass(frozen=True, slots=True)
class Wanted(Search):
    """Each field by the name that it has in an address. Empty: not narrowed."""

    soort: tuple[str, ...] = ()
    #: Empty: what is still to come. ``alles``: whatever its status.
    stand: tuple[str, ...] = ()
    sroi: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    opdrachtgever: tuple[str, ...] = ()
    #: Beginnings of CPV codes.
    cpv: tuple[str, ...] = ()
    #: Codes of municipalities, or names of places that an import brought.
    gemeente: tuple[str, ...] = ()
    #: Codes of occupations on the list of the region.
    beroep: tuple[str, ...] = ()
    op: str = ByDate.PUBLICATION
    van: Quarter | None = None
    tot: Quarter | None = None
    waarde_van: Decimal | None = None
    waarde_tot: Decimal | None = None
    sorteer: str = Order.PUBLICATION
    weergave: str = View.LIST

    @property
    def narrowed(self) -> "Wanted":
        """Without how it is shown: what is followed."""
        return self.with_(sorteer=Order.PUBLICATION, weergave=View.LIST)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out beside what is over."""
        return bool(self.narrowed.pairs())

    @property
    def is_everything(self) -> bool:
        return EVERYTHING in self.stand

    def _says_nothing(self, name: str) -> bool:
        """Of a date only which one counts, where nothing is asked of it."""
        return name == "op" and self.van is None and self.tot is None and self.weergave != View.QUARTERS

    @staticmethod
    def _written(value: Any) -> str:
        if isinstance(value, Quarter):
            return value.key
        return f"{value:f}" if isinstance(value, Decimal) else str(value)


def wanted_in(query: QueryDict) -> Wanted:
    """What the address asks. What cannot be read is left out, and said in ``refused``."""
    reader = Reader(query)
    refused, words = reader.refused, reader.typed("zoek")
    stand = reader.chosen("stand", lambda one: one == EVERYTHING or one in STATUSES)
    period = {name: _quarter(query.get(name, ""), name, refused) for name in ("van", "tot")}
    if period["van"] and period["tot"] and period["tot"] < period["van"]:
        refused["tot"] = _("Deze periode eindigt voor zij begint. Het einde is weggelaten.")
        period["tot"] = None
    value = {name: _amount(query.get(name, ""), name, refused) for name in ("waarde_van", "waarde_tot")}
    least, most = value["waarde_van"], value["waarde_tot"]
    if least is not None and most is not None and most < least:
        refused["waarde_tot"] = _("Dit bedrag is lager dan het bedrag bij 'vanaf'. Het is weggelaten.")
        most = None
    return Wanted(
        zoek=words,
        soort=reader.chosen("soort", one_in(TenderKind.values)),
        stand=(EVERYTHING,) if EVERYTHING in stand else stand,
        sroi=reader.chosen("sroi", one_in(SroiAsked.values)),
        procedure=reader.chosen("procedure", one_in(Procedure.values)),
        sector=reader.chosen("sector", one_in(Sector.values)),
        opdrachtgever=reader.chosen("opdrachtgever", _is_key),
        cpv=reader.chosen("cpv", lambda one: _CPV.fullmatch(one) is not None),
        gemeente=reader.chosen("gemeente", lambda one: _PLACE.fullmatch(one) is not None),
        beroep=reader.chosen("beroep", lambda one: _CODE.fullmatch(one) is not None),
        op=reader.one_of("op", ByDate, ByDate.PUBLICATION),
        van=period["van"],
        tot=period["tot"],
        waarde_van=least,
        waarde_tot=most,
        sorteer=reader.one_of("sorteer", Order, Order.PUBLICATION),
        weergave=reader.one_of("weergave", View, View.LIST),
        refused=refused,
    )


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _quarter(text: str, name: str, refused: dict[str, str]) -> Quarter | None:
    quarter = parse_quarter(text)
    if text.strip() and quarter is None:
        refused[name] = _("Kies een kwartaal uit de lijst.")
    return quarter


def _amount(text: str, name: str, refused: dict[str, str]) -> Decimal | None:
    """Euros, as people write them: ``1.250.000``, ``€ 500000``, ``99,50``."""
    plain = "".join(text.replace("€", "").split())
    if not plain:
        return None
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d{0,2})?", plain):
        plain = plain.replace(".", "")
    try:
        amount = Decimal(plain.replace(",", ".").removesuffix(".-").rstrip("."))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount > _MOST_VALUE:
        refused[name] = _("Vul een bedrag in, bijvoorbeeld 250.000.")
        return None
    return amount.quantize(Decimal("0.01")).normalize() + 0
