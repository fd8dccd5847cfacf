"""What the people of the demo can and want, as their coach noted it, so that each vacancy has people who meet its rules.

Varied by turns of unequal length, and the same on every day: some meet all rules of a vacancy, some miss one or two, and
of some nobody asked everything yet. Who just registered was not spoken to.
"""

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from candidates.access import candidates_of
from candidates.choices import CandidateState
from candidates.file.facts import Wishes, keep_wishes
from candidates.models import Candidate, CandidateProfile
from organisations.models import Occupation, Region
from organisations.tenancy import Acting

#: Which occupations fit who wants this kind of work, the first of them always.
_OCCUPATIONS: Mapping[str, tuple[str, ...]] = {
    "cv-ketels en warmtepompen": ("installatiemonteur", "elektromonteur"),
    "chauffeur": ("chauffeur", "belader"),
    "dakdekken": ("dakdekker", "isolatiemonteur", "timmerman"),
    "elektra": ("elektromonteur", "helpdeskmedewerker"),
    "groenonderhoud": ("medewerker-groen", "stratenmaker", "hovenier"),
    "iets met mensen": ("begeleider-zorg", "hulp-in-de-huishouding", "beveiliger"),
    "in de bouw, maakt niet uit wat": ("grondwerker", "betonwerker", "timmerman"),
    "installatietechniek": ("installatiemonteur", "elektromonteur"),
    "isoleren": ("isolatiemonteur", "dakdekker"),
    "keuken of catering": ("cateringmedewerker", "schoonmaker"),
    "lassen": ("automonteur", "installatiemonteur", "steigerbouwer"),
    "magazijn": ("magazijnmedewerker", "chauffeur", "beveiliger"),
    "metselen": ("metselaar", "voeger", "stratenmaker"),
    "monteren in een werkplaats": ("automonteur", "elektromonteur"),
    "schilderen": ("schilder", "voeger", "bouwkundig-opnemer"),
    "schoonmaak": ("schoonmaker", "hulp-in-de-huishouding"),
    "steigers bouwen": ("steigerbouwer", "betonwerker", "verkeersregelaar"),
    "stratenmaken": ("stratenmaker", "grondwerker", "verkeersregelaar"),
    "timmeren": ("timmerman", "bouwkundig-opnemer"),
    "winkel": ("magazijnmedewerker", "cateringmedewerker", "beveiliger"),
    "zonnepanelen": ("elektromonteur", "dakdekker"),
}
#: In these nobody works without one.
_SAFE_WORK = {"construction", "engineering"}
_SAFETY = "VCA-basis"
#: What some have beside it, by occupation.
_PAPERS = {
    "beveiliger": "Diploma beveiliger",
    "elektromonteur": "NEN 3140",
    "verkeersregelaar": "Aanstellingspas verkeersregelaar",
    "magazijnmedewerker": "Heftruck",
}


class _Way(NamedTuple):
    """How far somebody travels, with what, and the licences he has; without a licence nobody asked."""

    travel: str
    transport: tuple[str, ...]
    licences: tuple[str, ...]


_HOURS = ((32, 40), (36, 40), (24, 32), (32, 36), (28, 36), (36, 40), (16, 24))
_WAYS = (
    _Way("far", ("car",), ("b",)),
    _Way("near", ("bicycle", "public"), ("am",)),
    _Way("region", ("car",), ("b", "be")),
    _Way("far", ("car",), ("b",)),
    _Way("far", ("public", "shared"), ()),
    _Way("near", ("moped", "bicycle"), ("am",)),
    _Way("town", ("bicycle",), ()),
    _Way("region", ("car", "shared"), ("b", "c")),
    _Way("far", ("car", "bicycle"), ("b",)),
)
_DAYS = (["mon", "tue", "wed", "thu", "fri"], ["mon", "tue", "thu", "fri"], ["mon", "tue", "wed", "thu", "fri", "sat"])
#: Speaks, reads and writes Dutch.
_DUTCH = (
    ("native", "native", "native"),
    ("b1", "a2", "a2"),
    ("native", "b2", "b1"),
    ("a2", "a1", "a1"),
    ("b2", "b2", "b1"),
)
#: One of so many who registered was not spoken to yet; of the others one of so many was not asked how far he travels.
_SILENT, _NOT_ASKED = 3, 7
#: Whom a coach spoke.
_SPOKEN = (
    CandidateState.READY,
    CandidateState.TRAINING,
    CandidateState.DIAGNOSIS,
    CandidateState.INTAKE,
    CandidateState.PROPOSED,
    CandidateState.PLACED,
    CandidateState.ON_HOLD,
)


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Carla of her own people, the coordination point of the others; once, and what somebody told himself stays."""
    with acting_as("dirk") as dirk:
        if CandidateProfile.objects.filter(region=region).exists():
            return
        kept = {one.reference: wishes for one, wishes in _told(dirk, region, on=on)}
    for name in ("carla", "dirk"):
        with acting_as(name) as acting:
            own = candidates_of(acting).filter(region=region, reference__in=kept, profile=None)
            for candidate in own.order_by("reference"):
                keep_wishes(acting, candidate, kept[candidate.reference], at=at - timedelta(days=8))


def _told(dirk: Acting, region: Region, *, on: date) -> list[tuple[Candidate, Wishes]]:
    """Each turn goes on over everybody of one state, so that who is ready has all sorts."""
    codes = dict(Occupation.objects.filter(region=region).values_list("code", "pk"))
    people = candidates_of(dirk).filter(region=region)
    told = []
    for state in (*_SPOKEN, CandidateState.REGISTERED):
        for place, one in enumerate(people.filter(state=state).order_by("registered_on", "reference")):
            is_known = state != CandidateState.REGISTERED or place % _SILENT > 0
            if is_known and one.wanted_work in _OCCUPATIONS:
                told.append((one, _wishes(one, place, codes, on=on)))
    return told


def _wishes(one: Candidate, place: int, codes: Mapping[str, uuid.UUID], *, on: date) -> Wishes:
    first, *others = _OCCUPATIONS[one.wanted_work]
    fits = [first, others[place % len(others)]] if place % 2 else [first, *others]
    way, hours = _WAYS[place % len(_WAYS)], _HOURS[place % len(_HOURS)]
    papers = [_SAFETY] if one.sector in _SAFE_WORK and place % 4 != 3 else []  # noqa: PLR2004 - three of four
    papers += [_PAPERS[code] for code in fits if code in _PAPERS and place % 2 == 0]
    dutch = _DUTCH[place % len(_DUTCH)]
    is_asked = (place + 2) % _NOT_ASKED < _NOT_ASKED - 1
    return Wishes(
        hours_from=hours[0],
        hours_to=hours[1],
        days=_DAYS[place % len(_DAYS)],
        available_on=on,
        travel=way.travel if is_asked else "",
        transport=list(way.transport) if is_asked else [],
        licences=list(way.licences),
        certificates=papers,
        occupations=[codes[code] for code in fits],
        speaks=dutch[0],
        reads=dutch[1],
        writes=dutch[2],
    )
