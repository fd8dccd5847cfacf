"""The work of a region that everybody may see: vacancies, those that employers expect, and what the calendar will ask.

All of it is read as light rows and narrowed here: three sorts of work in one list, each with its distance, and every
choice with its count. Measured in docs/measurements.md. Call it inside ``tenancy.public``.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Greatest, Left

from candidates.registering.registrations import former_names
from organisations.choices import Area
from organisations.cpv_codes import shapes
from organisations.distance import code_of, kilometres, name_of
from organisations.models import AreaMunicipality, Occupation
from placements.kansrijk.everyday import called_in_vacancies
from placements.kansrijk.wanted import Hours, Need, Now, Order, Wanted
from placements.models import Vacancy
from placements.vacancy_choices import Rule, VacancyState
from tenders.calendar.demand import read_demand
from tenders.calendar.selection import words_of
from tenders.calendar.wanted import Wanted as OfCalendar
from tenders.models import ExpectedOccupation

#: So much of the text stands in the list.
_SHOWN = 240
#: How much words must be like what was typed, when nothing has exactly that (``pg_trgm``).
_ALIKE = Decimal("0.45")
_SHORTEST_INSIDE = 3
_LAST = 10**6


@dataclass(frozen=True, slots=True)
class Facts:
    """What the list of a region says of an occupation."""

    id: uuid.UUID
    code: str
    name: str
    certificates: Sequence[str]
    needs_licence: bool
    hours_from: int | None
    hours_to: int | None
    #: Whether it has a page that everybody may read.
    has_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One line of the list. ``tender_id``: it comes of the calendar; nobody can react to it yet."""

    id: uuid.UUID
    title: str
    employer: str
    sector: str
    #: Codes; of a tender also the name of a place that no municipality has.
    municipalities: Sequence[str]
    place: str = ""
    places: int
    hours_from: int | None
    hours_to: int | None
    wage_from: Decimal | None = None
    wage_to: Decimal | None = None
    starts_on: date | None = None
    closes_on: date | None = None
    since: datetime | None = None
    #: Of what comes of the calendar, the day since which its tender stands on it.
    on_calendar_since: date | None = None
    is_expected: bool = False
    is_learning: bool = False
    pays_course: bool = False
    needs_diploma: bool
    needs_licence: bool
    #: Asked for, but not a must.
    likes_diploma: bool = False
    likes_licence: bool = False
    text: str = ""
    occupation: Facts | None = None
    tender_id: uuid.UUID | None = None
    tender: str = ""
    #: As the crow flies from where somebody lives; None where that is not known.
    away: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    wanted: Wanted
    #: What is left after every choice, in order.
    found: Sequence[Work]
    #: How many there would be with a choice, by the name and the value that it has in an address.
    counts: Mapping[tuple[str, str], int]
    occupations: Mapping[str, Facts]
    #: The municipalities of the region today: code and name.
    municipalities: Mapping[str, str]
    #: Nothing has exactly these words; what is here is alike.
    is_guess: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    #: What became part of a municipality, by its code.
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def count(self, name: str, value: str = "") -> int:
        return self.counts.get((name, value), 0)

    def name_of(self, place: str) -> str:
        """What a municipality is called; a place without a code is a name itself."""
        return self.names.get(place) or name_of(place) or place


def listing(region_id: uuid.UUID, wanted: Wanted, *, on: date) -> Listing:
    """What the address asks of the work of this region on this day."""
    known = _known(region_id, on)
    words = words_of(wanted.zoek)
    is_guess = False
    work: list[Work] = []
    if words or not wanted.zoek:
        work = [*_vacancies(known, words), *_of_calendar(known, words)]
        if words and not work:
            work, is_guess = [*_vacancies(known, words, alike=True)], True
    return _listed(known, wanted, work, is_guess=is_guess)


def new_vacancies(
    region_id: uuid.UUID, searches: Iterable[Wanted], *, since: datetime, before: datetime, on: date
) -> Iterator[Listing]:
    """For each search what was published within these moments and is open on this day.

    A query for each different set of words; nothing that is only alike, and nothing that the calendar may ask one day.
    """
    known = _known(region_id, on)
    published = Q(published_at__gte=since, published_at__lt=before)
    read: dict[Sequence[str], list[Work]] = {}
    for wanted in searches:
        words = words_of(wanted.zoek)
        if words not in read:
            read[words] = [*_vacancies(known, words, only=published)] if words or not wanted.zoek else []
        yield _listed(known, wanted, read[words])


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read of a region before any search."""

    region_id: uuid.UUID
    on: date
    names: Mapping[str, str]
    today: Mapping[str, str]
    former: Mapping[str, Sequence[str]]
    facts: Mapping[uuid.UUID, Facts]


def _known(region_id: uuid.UUID, on: date) -> _Known:
    names, today, former = _municipalities(region_id, on)
    return _Known(region_id, on, names, today, former, {one.id: one for one in _occupations(region_id)})


def _listed(known: _Known, wanted: Wanted, work: list[Work], *, is_guess: bool = False) -> Listing:
    if wanted.waar:
        work = [_with_distance(one, wanted.waar) for one in work]
    found, counts = _narrowed(work, wanted)
    return Listing(
        wanted=wanted,
        found=in_order(found, wanted.order, on=known.on),
        counts=counts,
        occupations={one.code: one for one in known.facts.values()},
        municipalities=known.today,
        is_guess=is_guess,
        names=known.names,
        former=known.former,
    )


def open_vacancies(region_id: uuid.UUID, *, on: date) -> Any:
    """Those to which people can react, or soon can. Whatever else a context shows: never more than everybody may see."""
    still = Q(closes_on=None) | Q(closes_on__gte=on)
    return Vacancy.objects.filter(still, region_id=region_id, state=VacancyState.OPEN)


def in_order(work: Iterable[Work], order: str, *, on: date) -> list[Work]:
    """What lacks the fact that counts stands last; what is open goes before what is still to come."""

    def by_itself(one: Work) -> tuple[Any, ...]:
        newest = -one.since.timestamp() if one.since else 0
        return (one.is_expected, one.tender_id is not None, newest, one.starts_on or date.max, one.title, str(one.id))

    def key(one: Work) -> tuple[Any, ...]:
        if order == Order.NEAR:
            return (one.away is None, one.away or 0, *by_itself(one))
        if order == Order.START:
            return (_start(one, on), *by_itself(one))
        if order == Order.WAGE:
            most = one.wage_to or one.wage_from
            return (-(most or 0), *by_itself(one))
        return by_itself(one)

    return sorted(work, key=key)


def _start(one: Work, on: date) -> date:
    """An open one without a day begins as soon as possible."""
    if one.starts_on:
        return max(one.starts_on, on)
    return date.max if one.is_expected else on


#: What can be chosen; each of ``nodig`` stands alone, for who wants two of them wants both.
_NEEDS = tuple(one.value for one in Need)
_ONE_OF = ("uren", "soort", "beroep", "nu")


def _narrowed(work: Iterable[Work], wanted: Wanted) -> tuple[list[Work], Counter[tuple[str, str]]]:
    """What every choice leaves, and the count of each choice as if nothing else of its own sort were chosen."""
    found, counts = [], Counter[tuple[str, str]]()
    chosen: dict[str, frozenset[str]] = {name: frozenset(getattr(wanted, name)) for name in _ONE_OF}
    chosen |= {need: frozenset([need] if need in wanted.nodig else []) for need in _NEEDS}
    farthest = int(wanted.km) if wanted.km else None
    for one in work:
        values = _values(one)
        fails = [name for name, asked in chosen.items() if asked and asked.isdisjoint(values[name])]
        if farthest is not None and (one.away is None or one.away > farthest):
            fails.append("km")
        if not fails:
            found.append(one)
        for name, under in values.items():
            if not fails or fails == [name]:
                counts.update(("nodig" if name in _NEEDS else name, value) for value in under)
    return found, counts


def _values(one: Work) -> dict[str, Sequence[str]]:
    """Under which choices this work falls, by what is chosen."""
    return {
        "uren": hours_of(one.hours_from, one.hours_to),
        "soort": (one.sector,),
        "beroep": (one.occupation.code,) if one.occupation else (),
        "nu": (_EXPECTED if one.is_expected else _OPEN,),
        _NO_DIPLOMA: () if one.needs_diploma else (_NO_DIPLOMA,),
        _NO_LICENCE: () if one.needs_licence else (_NO_LICENCE,),
        _LEARNING: (_LEARNING,) if one.is_learning else (),
    }


_OPEN, _EXPECTED = Now.OPEN.value, Now.EXPECTED.value
_NO_DIPLOMA, _NO_LICENCE, _LEARNING = _NEEDS
_HOURS = tuple(one.value for one in Hours)
_FEW, _MANY = 16, 28


def hours_of(least: int | None, most: int | None) -> list[str]:
    """In which classes a range of hours falls; none where it is not known."""
    if least is None and most is None:
        return []
    low = most if least is None else least
    high = least if most is None else most
    if low is None or high is None:
        return []
    in_class = (low < _FEW, low < _MANY and high >= _FEW, high >= _MANY)
    return [value for value, is_in in zip(_HOURS, in_class, strict=True) if is_in]


def _with_distance(one: Work, home: str) -> Work:
    away = [far for place in one.municipalities if (far := kilometres(home, _code(place))) is not None]
    return replace(one, away=min(away)) if away else one


def _code(place: str) -> str:
    return place if place.startswith("GM") else code_of(place)


def _municipalities(
    region_id: uuid.UUID, on: date
) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]:
    """The names of all that ever were of the region, those of today, and what became part of each of these."""
    rows = AreaMunicipality.objects.filter(region_id=region_id, area=Area.REGION).order_by("municipality__name", "pk")
    names, today, former = {}, {}, {}
    rows = rows.annotate(former=former_names(OuterRef("municipality_id")))
    for code, name, valid, before in rows.values_list("municipality_id", "municipality__name", "valid", "former"):
        names[code] = name
        if on in valid:
            today[code], former[code] = name, tuple(before)
    return names, today, former


def _occupations(region_id: uuid.UUID) -> Iterator[Facts]:
    rows = Occupation.objects.filter(region_id=region_id).order_by("name", "pk")
    columns = ("id", "code", "name", "certificates", "driving_licence", "hours_from", "hours_to")
    has_page = ExpressionWrapper(Q(is_public=True, retired_on=None), output_field=BooleanField())
    for row in rows.annotate(has_page=has_page).values_list(*columns, "has_page"):
        yield Facts(*row)


_COLUMNS = (
    "id", "title", "employer", "sector", "place", "places", "hours_from", "hours_to", "wage_from", "wage_to",
    "starts_on", "closes_on", "is_expected", "is_learning", "pays_course",
)  # fmt: skip


def _vacancies(known: _Known, words: Sequence[str], *, alike: bool = False, only: Q | None = None) -> Iterator[Work]:
    rows = open_vacancies(known.region_id, on=known.on).filter(only or Q())
    if words and alike:
        rows = _alike(rows, words)
    elif words:
        rows = rows.annotate(text=SearchVector("title", "employer", "description", "offer", "place", config="dutch"))
        rows = rows.filter(reduce(and_, (_has(word, known.names, known.facts) for word in words)))
    beside = ("municipality", "published_at", "occupation_id", "rules", "certificates", "licence")
    rows = rows.annotate(shown=Left("description", _SHOWN)).order_by("pk").values_list(*_COLUMNS, *beside, "shown")
    for row in rows:
        values = dict(zip(_COLUMNS, row, strict=False))
        municipality, since, occupation, rules, certificates, licence, text = row[len(_COLUMNS) :]
        yield Work(
            **values,
            municipalities=(municipality,),
            since=since,
            occupation=known.facts.get(occupation),
            needs_diploma=bool(certificates) and Rule.CERTIFICATES in rules,
            likes_diploma=bool(certificates) and Rule.CERTIFICATES not in rules,
            needs_licence=bool(licence) and Rule.LICENCE in rules,
            likes_licence=bool(licence) and Rule.LICENCE not in rules,
            text=text,
        )


def _of_calendar(known: _Known, words: Sequence[str]) -> Iterator[Work]:
    """What tenders on the calendar will ask, each tender and occupation a line."""
    only = None
    if words:
        asked = ExpectedOccupation.objects.annotate(
            text=SearchVector(
                "occupation__name", "occupation__summary", "tender__title", "tender__authority__name", config="dutch"
            )
        ).filter(reduce(and_, (_has_in_demand(word) for word in words)))
        only = Q(pk__in=asked.order_by().values("pk"))
    of_code = {one.code: one for one in known.facts.values()}
    for line in read_demand(known.region_id, OfCalendar(), on=known.on, only=only).lines:
        occupation = of_code.get(line.occupation_code)
        if occupation is None or (line.on is not None and line.on < known.on):
            continue
        yield Work(
            id=line.tender_id,
            tender_id=line.tender_id,
            tender=line.title,
            title=occupation.name,
            employer=line.authority,
            sector=line.sector,
            municipalities=tuple(line.municipalities),
            places=line.heads,
            hours_from=occupation.hours_from,
            hours_to=occupation.hours_to,
            starts_on=line.on,
            on_calendar_since=line.on_calendar_since,
            is_expected=True,
            needs_diploma=bool(occupation.certificates),
            needs_licence=occupation.needs_licence,
            occupation=occupation,
        )


def _beginnings(word: str) -> SearchQuery:
    # The dictionary takes "bruggen" and "brug" for two words.
    return SearchQuery(" | ".join(f"'{one}':*" for one in shapes(word)), search_type="raw", config="dutch")


def _has(word: str, names: Mapping[str, str], facts: Mapping[uuid.UUID, Facts]) -> Q:
    """The word stands in the text, is part of what the work is called, or names the municipality."""
    found = Q(text=_beginnings(word))
    here = [code for code, name in names.items() if word in name.casefold().split()]
    if here:
        found |= Q(municipality__in=here)
    if len(word) >= _SHORTEST_INSIDE:
        called = [one.id for one in facts.values() if any(shape in one.name.casefold() for shape in shapes(word))]
        found |= reduce(or_, (Q(title__icontains=shape) for shape in shapes(word)), Q(employer__icontains=word))
        if called:
            found |= Q(occupation_id__in=called)
    for name in called_in_vacancies(word):
        meant = [one.id for one in facts.values() if name in one.name.casefold()]
        found |= Q(title__icontains=name) | Q(occupation_id__in=meant)
    return found


def _has_in_demand(word: str) -> Q:
    found = Q(text=_beginnings(word))
    if len(word) >= _SHORTEST_INSIDE:
        found |= reduce(or_, (Q(occupation__name__icontains=shape) for shape in shapes(word)))
    for name in called_in_vacancies(word):
        found |= Q(occupation__name__icontains=name)
    return found


def _alike(vacancies: Any, words: Iterable[str]) -> Any:
    """Those that have words like all of these in what the work is called."""
    for place, word in enumerate(words):
        name = f"like_{place}"
        likeness = Greatest(TrigramWordSimilarity(word, "title"), TrigramWordSimilarity(word, "occupation__name"))
        vacancies = vacancies.alias(**{name: likeness}).filter(**{f"{name}__gte": _ALIKE})
    return vacancies
