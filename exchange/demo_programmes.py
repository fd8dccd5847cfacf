"""What the trainings of the demo ask and give: weeks, hours, price, certificate, and for whom they are. All made up."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from candidates.models import TrainingProgramme
from candidates.training import programmes
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Requirements:
    """The programme of requirements of one training."""

    weeks: int
    hours_per_week: int
    seat_cost: str
    goal: str
    entry: str
    certificate: str = ""
    #: Names of occupations in the list of the region.
    leads_to: tuple[str, ...] = ()


_BUILDS = "U werkt graag buiten en bent op tijd. Een diploma hebt u niet nodig."
_ENGINEERS = "U werkt graag met uw handen en u kunt rekenen op het niveau van groep 8."
_ANYONE = "Voor iedereen die Nederlands begrijpt op niveau A2."

PROGRAMMES: Mapping[str, Requirements] = {
    "OPL-01": Requirements(
        20,
        32,
        "5400.00",
        "Metselt een rechte muur en leest een eenvoudige tekening.",
        _BUILDS,
        "Praktijkverklaring metselen",
    ),
    "OPL-02": Requirements(
        16,
        32,
        "4750.00",
        "Maakt en plaatst kozijnen en wanden, samen met een timmerman.",
        _BUILDS,
        "Praktijkverklaring timmeren",
        ("Timmerman",),
    ),
    "OPL-03": Requirements(
        14,
        32,
        "3900.00",
        "Legt tegels en klinkers in een ploeg.",
        _BUILDS,
        "Praktijkverklaring straatmaken",
        ("Stratenmaker",),
    ),
    "OPL-04": Requirements(
        18,
        28,
        "4200.00",
        "Bereidt hout en muren voor en schildert ze, binnen en buiten.",
        _BUILDS,
        "Praktijkverklaring schilderen",
    ),
    "OPL-05": Requirements(
        8,
        36,
        "3650.00",
        "Bouwt een steiger op en breekt hem veilig af.",
        "U hebt geen hoogtevrees en werkt graag in een ploeg.",
        "Basis steigerbouw",
    ),
    "OPL-06": Requirements(10, 32, "3300.00", "Isoleert vloeren, daken en muren van woningen.", _BUILDS),
    "OPL-07": Requirements(
        16,
        32,
        "4600.00",
        "Legt pannen en dakbedekking, en werkt veilig op hoogte.",
        "U hebt geen hoogtevrees en werkt graag buiten.",
        "Praktijkverklaring dakdekken",
    ),
    "OPL-08": Requirements(
        12,
        24,
        "5150.00",
        "Bekijkt schade aan een huis en legt die vast in een rapport.",
        "U schrijft goed Nederlands, op niveau B1 of hoger.",
        "Opnemer bouwschade",
    ),
    "OPL-09": Requirements(
        24,
        32,
        "6200.00",
        "Legt leidingen aan en sluit een groepenkast aan.",
        _ENGINEERS,
        "NEN 3140",
        ("Elektromonteur",),
    ),
    "OPL-10": Requirements(
        24, 32, "6100.00", "Plaatst ketels, leidingen en sanitair.", _ENGINEERS, "Mbo-certificaat installatietechniek"
    ),
    "OPL-11": Requirements(
        6,
        36,
        "2850.00",
        "Plaatst zonnepanelen en sluit ze aan, samen met een monteur.",
        "U hebt geen hoogtevrees en werkt graag buiten.",
        "",
        ("Elektromonteur",),
    ),
    "OPL-12": Requirements(
        20,
        32,
        "6450.00",
        "Plaatst een warmtepomp en stelt hem in.",
        "U hebt ervaring met installatiewerk of een diploma in de techniek.",
        "Mbo-certificaat warmtepompen",
    ),
    "OPL-13": Requirements(
        12, 32, "4100.00", "Last staal in de werkplaats, op niveau 1.", _ENGINEERS, "Lasdiploma niveau 1"
    ),
    "OPL-14": Requirements(
        12,
        28,
        "2400.00",
        "Onderhoudt bermen, parken en sportvelden.",
        "U werkt graag buiten, ook als het regent.",
        "",
        ("Hovenier",),
    ),
    "OPL-15": Requirements(
        10,
        32,
        "2650.00",
        "Ontvangt en verstuurt goederen en werkt met een scanner.",
        _ANYONE,
        "Mbo-certificaat logistiek",
    ),
    "OPL-16": Requirements(8, 20, "1450.00", "Maakt gebouwen schoon volgens een rooster.", _ANYONE, "Basis schoonmaak"),
    "OPL-17": Requirements(
        1,
        16,
        "295.00",
        "Kent de regels voor veilig werken op de bouw.",
        "U leest eenvoudig Nederlands. Het examen kan ook worden voorgelezen.",
        "VCA-basis",
    ),
    "OPL-18": Requirements(
        1,
        24,
        "620.00",
        "Rijdt veilig met een heftruck en een hoogwerker.",
        "U bent 18 jaar of ouder.",
        "Certificaat heftruck en hoogwerker",
    ),
    "OPL-19": Requirements(
        3, 20, "850.00", "Weet welk werk in bouw en techniek past.", "Voor wie nog kiest. U hoeft niets te kunnen."
    ),
    "OPL-20": Requirements(
        4, 12, "1950.00", "Rijdt met een aanhanger naar het werk.", "U hebt rijbewijs B.", "Rijbewijs BE"
    ),
    "OPL-21": Requirements(4, 24, "1200.00", "Meet, boort en zaagt metaal in de werkplaats.", _ENGINEERS),
    "OPL-22": Requirements(
        26,
        8,
        "1750.00",
        "Begrijpt de voorman en zegt zelf wat er nodig is.",
        "Voor wie Nederlands leert en in de bouw werkt of gaat werken.",
    ),
    "OPL-23": Requirements(
        40,
        32,
        "7900.00",
        "Werkt mee aan het versterken van huizen en haalt een deel van een mbo-diploma.",
        "U hebt een werkgever die u begeleidt.",
        "Mbo-certificaat bouw",
    ),
    "OPL-24": Requirements(
        10, 32, "3450.00", "Haalt een gebouw uit elkaar zodat het materiaal opnieuw te gebruiken is.", _BUILDS
    ),
    "OPL-25": Requirements(
        16,
        28,
        "4900.00",
        "Onderhoudt verwarming, licht en ventilatie van gebouwen.",
        _ENGINEERS,
        "Mbo-certificaat technisch beheer",
    ),
}


def require(dirk: Acting) -> None:
    """Let the coordination point have written down of each training what it asks and gives."""
    occupations = dict(programmes.occupations_of(dirk).values_list("name", "pk"))
    for one in programmes.programmes_of(dirk).order_by("code"):
        asked = PROGRAMMES.get(one.code)
        if asked is not None:
            programmes.change(dirk, one.pk, entry=_entry(one, asked, [occupations[name] for name in asked.leads_to]))


def _entry(one: TrainingProgramme, asked: Requirements, occupations: list[uuid.UUID]) -> programmes.ProgrammeEntry:
    return programmes.ProgrammeEntry(
        code=one.code,
        name=one.name,
        form=one.form,
        kind=one.kind,
        provider=one.provider,
        sector=one.sector,
        developed_on=one.developed_on,
        goal=asked.goal,
        entry=asked.entry,
        weeks=asked.weeks,
        hours_per_week=Decimal(asked.hours_per_week),
        certificate=asked.certificate,
        seat_cost=Decimal(asked.seat_cost),
        occupations=occupations,
    )
