"""Which tenders of the calendar somebody means: the one set behind the page, the files, the feeds and the mails.

    found = selection(region.pk, request.GET, on=timezone.localdate())
    found.queryset      # all of them, in the order on screen, not cut into pages
    found.query_string  # the one way to write this search down

Only what is on the calendar of this region, whatever the context of the transaction lets through beside; and no value
that is confidential narrows a set, also where somebody may read it.
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import BooleanField, Case, F, Func, Q, Value, When
from django.db.models.functions import Greatest, Lower
from django.http import QueryDict

from organisations import cpv
from organisations.cpv_codes import SMALL_WORDS, plain, shapes
from organisations.models import CpvCode, Municipality, Organisation
from tenders.calendar.wanted import ByDate, Order, SroiAsked, View, Wanted, wanted_in
from tenders.choices import SroiDecision
from tenders.models import ExpectedOccupation, Tender, TenderValue
from tenders.querysets import TenderQuerySet
from tenders.tender_status import OPEN

#: How much words must be like what was typed, when nothing has exactly that (``pg_trgm``).
_ALIKE = Decimal("0.45")
_MOST_WORDS = 6
_SHORTEST_INSIDE = 3
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d{2,8}")
#: Of what was published the day on which it was, of the rest the day planned for it.
_DATE_OF = {ByDate.PUBLICATION: "publication_on", ByDate.START: "starts_on"}


@dataclass(frozen=True, slots=True)
class Selection:
    region_id: uuid.UUID
    on: date
    wanted: Wanted
    #: What the words found, before any choice: choices are counted in it.
    searched: TenderQuerySet
    #: Each choice that narrows, by its name in the address.
    conditions: dict[str, Q]
    #: Nothing has exactly these words; what is here is alike.
    is_guess: bool = False

    @property
    def queryset(self) -> TenderQuerySet:
        """All that were asked for, in the order on screen."""
        return in_order(self.unordered, self.order)

    @property
    def order(self) -> str:
        """By quarter they stand in the order of the day that counts."""
        if self.wanted.weergave != View.QUARTERS:
            return self.wanted.sorteer
        return Order.START if self.wanted.op == ByDate.START else Order.PUBLICATION

    @property
    def unordered(self) -> TenderQuerySet:
        return self.searched.filter(*self.conditions.values())

    @property
    def query_string(self) -> str:
        return self.wanted.query_string

    @property
    def date_field(self) -> str:
        """The day by which a tender falls in a quarter."""
        return _DATE_OF[ByDate(self.wanted.op)]

    def whatever_status(self) -> TenderQuerySet:
        """As asked, and whatever became of it: also what was withdrawn or is over."""
        return self.searched.filter(*(one for name, one in self.conditions.items() if name != "stand"))


def selection(region_id: uuid.UUID, query: QueryDict | Wanted | str, *, on: date, may_guess: bool = True) -> Selection:
    """What the address asks of the calendar of this region on this day. Call it inside a context."""
    wanted = query if isinstance(query, Wanted) else wanted_in(QueryDict(query) if isinstance(query, str) else query)
    here = Tender.objects.on_calendar().filter(region_id=region_id).by_publication_day()
    words = words_of(wanted.zoek)
    searched, is_guess = here, False
    if words:
        searched = here.filter(reduce(and_, (_has(word) for word in words)))
        if may_guess and not searched.exists():
            searched, is_guess = _alike(here, words), True
    elif wanted.zoek:
        searched = here.none()
    return Selection(region_id, on, wanted, searched, _conditions(wanted, on), is_guess)


def in_order(tenders: TenderQuerySet, order: str) -> TenderQuerySet:
    """What has no date stands last."""
    by = {
        Order.PUBLICATION: (F("publication_on").asc(nulls_last=True), F("starts_on").asc(nulls_last=True)),
        Order.LATEST: (F("publication_on").desc(nulls_last=True), F("starts_on").desc(nulls_last=True)),
        Order.START: (F("starts_on").asc(nulls_last=True), F("publication_on").asc(nulls_last=True)),
        Order.NEWEST: (F("on_calendar_since").desc(), F("created_at").desc()),
        Order.TITLE: (Lower("title"),),
    }[Order(order)]
    return tenders.order_by(*by, "pk")


def sroi_choices() -> dict[SroiAsked, Q]:
    """What each choice about social return means."""
    return _SROI


def to_come(on: date) -> Q:
    """Still to be awarded, and not everything that was planned lies behind; without any date it may still come."""
    latest = Greatest("planned_publication", "planned_award", "starts_on")
    gone = Func(latest, Value(on), template="(%(expressions)s)", arg_joiner=" < ", output_field=BooleanField())
    return Q(status__in=OPEN) & Q(Case(When(gone, then=Value(value=False)), default=Value(value=True)))


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for, each once, without the small ones unless there are no others."""
    words = [word for word in _WORD.findall(text.casefold()) if word.strip("_")]
    longer = [word for word in words if word not in SMALL_WORDS and len(word) > 1]
    return tuple(dict.fromkeys(longer or words))[:_MOST_WORDS]


def _has(word: str) -> Q:
    """The word stands in the text, is part of its title or number, names the authority, or a CPV code it falls under."""
    # The dictionary takes "bruggen" and "brug" for two words.
    beginnings = " | ".join(f"'{one}':*" for one in shapes(word))
    found = Q(search=SearchQuery(beginnings, search_type="raw", config="dutch"))
    found |= Q(reference__icontains=word) | Q(tenderned_number=word)
    if len(word) >= _SHORTEST_INSIDE:
        found |= Q(title__icontains=word)
        found |= Q(authority_id__in=Organisation.objects.filter(name__icontains=word).order_by().values("pk"))
    if _DIGITS.fullmatch(word):
        found |= cpv.within("cpv_codes", word)
    elif len(word) >= _SHORTEST_INSIDE and (label := plain(word).strip()):
        named = CpvCode.objects.filter(plain__contains=f" {label}").order_by().values("code")
        found |= Q(cpv_codes__overlap=ArraySubquery(named))
    return found


def _alike(here: TenderQuerySet, words: Iterable[str]) -> TenderQuerySet:
    """What has words like all of these in its title or in the name of its authority."""
    for place, word in enumerate(words):
        name = f"like_{place}"
        likeness = Greatest(TrigramWordSimilarity(word, "title"), TrigramWordSimilarity(word, "authority__name"))
        here = here.alias(**{name: likeness}).filter(**{f"{name}__gte": _ALIKE})
    return here


def _conditions(wanted: Wanted, on: date) -> dict[str, Q]:
    """By the name in the address: ``periode`` and ``waarde`` of two names each."""
    conditions = {
        name: Q(**{f"{column}__in": chosen}) for name, column in _COLUMNS.items() if (chosen := getattr(wanted, name))
    }
    if not wanted.stand:
        conditions["stand"] = to_come(on)
    elif not wanted.is_everything:
        conditions["stand"] = Q(status__in=wanted.stand)
    if wanted.sroi:
        conditions["sroi"] = reduce(or_, (_SROI[SroiAsked(one)] for one in wanted.sroi))
    if wanted.cpv:
        conditions["cpv"] = reduce(or_, (cpv.within("cpv_codes", one) for one in wanted.cpv))
    if wanted.gemeente:
        conditions["gemeente"] = Q(municipalities__overlap=places_of(wanted.gemeente))
    if wanted.beroep:
        asked = ExpectedOccupation.objects.filter(occupation__code__in=wanted.beroep).order_by()
        conditions["beroep"] = Q(pk__in=asked.values("tender_id"))
    if wanted.van or wanted.tot:
        conditions["periode"] = _period(wanted)
    if wanted.waarde_van is not None or wanted.waarde_tot is not None:
        conditions["waarde"] = _value(wanted)
    return conditions


#: Choices that are a column of the tender itself.
_COLUMNS = {"soort": "kind", "procedure": "procedure", "sector": "sector", "opdrachtgever": "authority_id"}


_SROI = {
    SroiAsked.FIVE: Q(sroi=SroiDecision.YES, sroi_percentage=5),
    SroiAsked.TWO: Q(sroi=SroiDecision.YES, sroi_percentage=2),
    SroiAsked.OTHER: Q(sroi=SroiDecision.YES)
    & (
        Q(sroi_percentage=None)
        | Q(sroi_percentage__lt=2)
        | Q(sroi_percentage__gt=2, sroi_percentage__lt=5)
        | Q(sroi_percentage__gt=5)
    ),
    SroiAsked.NOT: Q(sroi=SroiDecision.NO),
    SroiAsked.OPEN: Q(sroi=SroiDecision.OPEN),
}


def _period(wanted: Wanted) -> Q:
    """From the first day of the one quarter to the last of the other, both counted."""
    column = _DATE_OF[ByDate(wanted.op)]
    period = Q(**{f"{column}__isnull": False})
    if wanted.van:
        period &= Q(**{f"{column}__gte": wanted.van.first_day})
    if wanted.tot:
        period &= Q(**{f"{column}__lte": wanted.tot.last_day})
    return period


def _value(wanted: Wanted) -> Q:
    values = TenderValue.objects.filter(is_confidential=False, amount__isnull=False).order_by()
    if wanted.waarde_van is not None:
        values = values.filter(amount__gte=wanted.waarde_van)
    if wanted.waarde_tot is not None:
        values = values.filter(amount__lte=wanted.waarde_tot)
    return Q(pk__in=values.values("tender_id"))


def places_of(chosen: Iterable[str]) -> list[str]:
    """The codes chosen, those of the municipalities that became these, and what all of them are called."""
    through: Any = Municipality.successors.through
    became: dict[str, set[str]] = {}
    for earlier, later in through.objects.order_by("pk").values_list("from_municipality_id", "to_municipality_id"):
        became.setdefault(later, set()).add(earlier)
    codes, ahead = set(), list(chosen)
    while ahead:
        code = ahead.pop()
        if code not in codes:
            codes.add(code)
            ahead += became.get(code, ())
    names = Municipality.objects.filter(pk__in=codes).order_by("pk").values_list("name", flat=True)
    return sorted(codes | set(names))
