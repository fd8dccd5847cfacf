"""Local firms in the demo: in the register, waiting for the coordination point, and from elsewhere. All of them made up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from organisations import tenancy
from organisations.models import Region
from organisations.tenancy import Acting
from tenders.firm_choices import FirmLabel, Province
from tenders.firms.deciding import add
from tenders.firms.entry import FirmEntry
from tenders.firms.registering import prove
from tenders.models import LocalFirm


class _Firm(NamedTuple):
    name: str
    kvk: str
    where: str
    does: str
    cpv: tuple[str, ...]
    occupations: tuple[str, ...]
    contact: str
    label: str = ""
    #: Days from today on which the label ends.
    label_days: int = 0


_FIRMS = (
    _Firm("Bouwploeg Voorbeeld Noord", "90000101", "GM0014", "Onderhoud en herstel van gebouwen, metsel- en voegwerk.",
          ("45262700", "45453000"), ("metselaar", "voeger"), "Jan Voorbeeldsma", FirmLabel.PSO_2, 400),
    _Firm("Schilders van de Proef", "90000102", "GM0014", "Binnen- en buitenschilderwerk aan scholen en kantoren.",
          ("45442100",), ("schilder",), "Tineke Proefstra"),
    _Firm("Adviesbureau De Testpolder", "90000103", "GM0014", "Advies over bouw, planning en aanbesteden.",
          ("79400000", "71300000"), ("bouwkundig-opnemer",), "Marloes Testinga"),
    _Firm("Eemsmond Installatie Voorbeeld", "90000104", "GM1979", "Installaties, isolatie en zonnepanelen.",
          ("45300000", "45321000"), ("installatiemonteur", "isolatiemonteur"), "Harm Nepstra", FirmLabel.PSO_1, 40),
    _Firm("Herstelbouw Testdijk", "90000105", "GM1979", "Herstel van schade aan huizen, kerken en boerderijen.",
          ("45262700", "45210000"), ("timmerman", "metselaar"), "Geert Voorbeeldema"),
    _Firm("Groen van Hier", "90000106", "GM1966", "Aanleg en onderhoud van groen, bomen en bermen.",
          ("77310000", "77211000"), ("hovenier", "medewerker-groen"), "Aaltje Proefsma", FirmLabel.PSO_30_PLUS, 500),
    _Firm("Kantoorinrichting Proefland", "90000107", "GM1952", "Kantoor- en schoolmeubels, nieuw en opgeknapt.",
          ("39130000", "39160000"), ("magazijnmedewerker",), "Bert Testema", FirmLabel.SOCIAL_ENTERPRISE, 220),
    _Firm("Schoonmaak Voorbeeldstad", "90000108", "GM1952", "Schoonmaak van kantoren, scholen en sporthallen.",
          ("90910000",), ("schoonmaker",), "Ria Nepinga", FirmLabel.PSO_3, 300),
    _Firm("Straatwerk Testema", "90000109", "GM1895", "Bestrating, riolering en fietspaden.",
          ("45233140", "45233160"), ("stratenmaker", "grondwerker"), "Kees Testema"),
    _Firm("Speelplaats Veenvoorbeeld", "90000110", "GM0047", "Speeltoestellen en straatmeubilair, levering en plaatsing.",
          ("37535200", "34928400"), (), "Wiebe Proefma"),
    _Firm("Drentse Proefbouw", "90000111", "Emmen, drenthe", "Verbouw en verduurzaming van scholen.",
          ("45210000", "45300000"), ("timmerman",), "Lammert Nepveen"),
    _Firm("Adviesgroep Ver Weg", "90000112", "Utrecht, utrecht", "Advies en projectleiding.",
          ("79400000",), (), "Sanne Verzonnen"),
)  # fmt: skip
_WAITING = (
    _Firm("Timmerfabriek De Proef", "90000121", "GM1969", "Kozijnen, deuren en trappen op maat.",
          ("45420000",), ("timmerman",), "Douwe Testsma"),
    _Firm("Catering De Verzonnen Lepel", "90000122", "GM0014", "Lunches en koffie, met mensen uit de buurt.",
          ("55520000",), ("cateringmedewerker",), "Imke Voorbeeldhuis", FirmLabel.PSO_ASPIRANT, 200),
)  # fmt: skip


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Do nothing when it is there already."""
    with acting_as("dirk") as dirk:
        if LocalFirm.objects.filter(region=region).exists():
            return
        for firm in _FIRMS:
            add(dirk, region_id=region.pk, entry=_entry(firm, on=on), at=at)
    for days, firm in enumerate(_WAITING, start=2):
        sent_at = at - timedelta(days=days)
        token = f"demo-{firm.kvk}"
        with tenancy.public(region.pk):
            LocalFirm(
                region=region,
                token_hash=tenancy.hash_token(token),
                submitted_at=sent_at,
                looked_at=sent_at,
                **_entry(firm, on=on).values(),
            ).save(force_insert=True)
        with tenancy.link(token):
            prove(token, at=sent_at)


def _entry(firm: _Firm, *, on: date) -> FirmEntry:
    place, comma, province = firm.where.partition(", ")
    first, _space, last = firm.contact.casefold().partition(" ")
    return FirmEntry(
        name=firm.name,
        kvk=firm.kvk,
        does=firm.does,
        contact_name=firm.contact,
        contact_email=f"{first}.{last}@bedrijf.demo.example",
        municipality="" if comma else firm.where,
        place=place if comma else "",
        province=Province(province) if comma else "",
        cpv_codes=firm.cpv,
        occupation_codes=firm.occupations,
        contact_phone="050 000 00 00",
        label=firm.label,
        label_valid_until=on + timedelta(days=firm.label_days) if firm.label else None,
    )
