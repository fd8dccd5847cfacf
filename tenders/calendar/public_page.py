"""What the pages of the public calendar show, out of a selection and its counts: rows, tiles, quarters and filters."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations import cpv, search_address
from organisations.models import Region
from organisations.templatetags.formatting import percentage
from tenders.calendar import public_words as words
from tenders.calendar.counting import Choice, Counts
from tenders.calendar.quarters import Quarter, quarter_of, quarters_from
from tenders.calendar.selection import Selection, in_order
from tenders.calendar.wanted import EVERYTHING, STATUSES, ByDate, Order, View, Wanted
from tenders.choices import ReasonKind, SroiDecision, TenderStatus
from tenders.models import Tender

ON_A_PAGE, BY_QUARTER_ON_A_PAGE = 25, 60
#: Quarters above the list; the last stands for all that come after.
_TILES = 6
#: Filters that are open before anything is chosen in them.
_OPEN = ("soort", "stand", "sroi")
_MOST_QUARTERS = 80


class _Counted(Paginator):
    """Of a list whose length is known already."""

    def __init__(self, rows: Any, on_a_page: int, *, count: int) -> None:
        super().__init__(rows, on_a_page)
        self._known = count

    @cached_property
    def count(self) -> int:
        return self._known


def page_of(found: Selection, counts: Counts, number: str) -> Page:
    """The tenders of one page, with what a row shows. By quarter they stand in the order of the date that counts."""
    tenders, size = found.queryset, ON_A_PAGE
    if found.wanted.weergave == View.QUARTERS:
        order = Order.START if found.wanted.op == ByDate.START else Order.PUBLICATION
        tenders, size = in_order(found.unordered, order), BY_QUARTER_ON_A_PAGE
    tenders = tenders.with_days_taken().select_related("authority").prefetch_related("value", "lots")
    tenders = tenders.defer("search", "description")
    return _Counted(tenders, size, count=counts.total).get_page(number)


def rows_of(page: Iterable[Any], region: Region, *, by: str) -> list[dict[str, Any]]:
    tenders = list(page)
    names = words.place_names(tenders)
    return [_row(tender, region, names, by) for tender in tenders]


def _row(tender: Any, region: Region, names: Mapping[str, str], by: str) -> dict[str, Any]:
    lots = len(tender.lots.all())
    places = words.places_said(tender, names)
    about = [
        tender.authority.name,
        _("werk in %s") % places if places else "",
        ngettext("%(count)s perceel", "%(count)s percelen", lots) % {"count": lots} if lots else "",
    ]
    publication = tender.published_on or tender.planned_publication
    day = tender.starts_on if by == ByDate.START else publication
    return {
        "title": tender.title,
        "url": reverse("tenders:calendar_detail", args=[region.code, tender.pk]),
        "status": tender.status,
        "about": ", ".join(part for part in about if part),
        "facts": (
            (_("Aangekondigd op") if tender.published_on else _("Aankondiging"), words.day_said(publication)),
            (_("Start van het werk"), words.day_said(tender.starts_on)),
            (_("Geraamde waarde"), words.value_said(tender)),
            (_("Social return"), words.sroi_said(tender)),
            (_("Procedure"), tender.get_procedure_display() or _("nog niet bekend")),
        ),
        "quarter": quarter_of(day) if day else None,
    }


def by_quarter(rows: Iterable[dict[str, Any]], counts: Counts) -> list[dict[str, Any]]:
    """The rows of a page under their quarters, each with how many there are in all; those without a date stand last."""
    undated = counts.total - sum(counts.quarters.values())
    return [
        {
            "label": quarter.label if quarter else _("Nog geen datum"),
            "key": quarter.key if quarter else "zonder",
            "count": counts.quarters.get(quarter, 0) if quarter else max(undated, 0),
            "rows": list(of),
        }
        for quarter, of in itertools.groupby(rows, key=lambda row: row["quarter"])
    ]


def tiles_of(wanted: Wanted, counts: Counts, *, now: Quarter, here: str) -> list[dict[str, Any]]:
    """How many there are in each of the coming quarters, and in all after them; each leads to its own."""
    quarters = list(quarters_from(now, _TILES))
    last = quarters[-1]
    tiles = [(one, one, one.label, counts.quarters.get(one, 0)) for one in quarters[:-1]]
    later = sum(count for one, count in counts.quarters.items() if one >= last)
    label = _("%s en later") % (last.year if last.number == 1 else last.label)
    most = max([later, *(count for *_rest, count in tiles), 1])
    return [
        {
            "label": label,
            "count": count,
            "width": f"{100 * count // most}%",
            "url": search_address.address(here, wanted.with_(van=first, tot=final)),
            "current": (wanted.van, wanted.tot) == (first, final),
        }
        for first, final, label, count in [*tiles, (last, None, label, later)]
    ]


def groups_of(wanted: Wanted, counts: Counts) -> list[dict[str, Any]]:
    """The filters with their choices and counts, in order."""
    sorts = (
        (name, label, name in _OPEN)
        for name, label in (
            ("soort", _("Soort")),
            ("stand", _("Stand")),
            ("sroi", _("Social return")),
            ("opdrachtgever", _("Opdrachtgever")),
            ("procedure", _("Procedure")),
            ("sector", _("Sector")),
            ("cpv", _("Waar gaat het over (CPV)")),
            ("gemeente", _("Plaats van het werk")),
            ("beroep", _("Beroep")),
        )
    )
    return search_address.groups_of(wanted, sorts, lambda name: _choices(name, getattr(wanted, name), counts))


def _choices(name: str, chosen: tuple[str, ...], counts: Counts) -> Iterator[tuple[str, str, int]]:
    found = {one.key: one for one in counts.of(name)}
    if name in words.CHOICES:
        keys = STATUSES if name == "stand" else words.CHOICES[name].values
        choices = [Choice(str(key), str(words.CHOICES[name](key).label), _count(found, key)) for key in keys]
    else:
        choices = list(found.values())
        choices += [Choice(key, key, 0) for key in chosen if key not in found]
    for one in choices:
        label = one.label or one.key
        yield one.key, f"{one.key} {label}" if name == "cpv" and label != one.key else label, one.count


def _count(found: Mapping[str, Choice], key: str) -> int:
    return found[key].count if key in found else 0


def periods_of(wanted: Wanted, counts: Counts, now: Quarter) -> list[tuple[str, str]]:
    """The quarters to choose from: from the first that has something, to the last."""
    known = [now, *counts.quarters, *(one for one in (wanted.van, wanted.tot) if one)]
    count = (max(known).year - min(known).year + 1) * 4
    first = max(min(known), Quarter(max(known).year - _MOST_QUARTERS // 4, 1))
    quarters = [one for one in quarters_from(first, min(count, _MOST_QUARTERS + 8)) if one <= max(known)]
    extra = [one for one in (wanted.van, wanted.tot) if one and one not in quarters]
    return [(one.key, one.label) for one in sorted({*quarters, *extra})]


def scopes_of(wanted: Wanted, counts: Counts, here: str) -> list[dict[str, Any]]:
    """Only what is still to come, or all of it."""
    return [
        {
            "label": label,
            "count": count,
            "url": search_address.address(here, wanted.with_(stand=stand)),
            "current": wanted.stand == stand,
        }
        for label, count, stand in (
            (_("Nog te gunnen"), counts.to_come, ()),
            (_("Alles, ook wat voorbij is"), counts.everything, (EVERYTHING,)),
        )
    ]


def facts_of(tender: Tender) -> list[tuple[str, Any]]:
    """What a tender is, as the public may know it; what is not known is left out."""
    labels = cpv.labels_of(tender.cpv_codes)
    codes = [f"{code} {labels[code]}" if code in labels else code for code in tender.cpv_codes]
    facts = [
        (_("Kenmerk"), tender.reference),
        (_("Soort"), tender.get_kind_display()),
        (_("Procedure"), tender.get_procedure_display()),
        (_("Geraamde waarde, zonder btw"), words.value_said(tender)),
        (_("Loonaandeel"), percentage(tender.labour_share) if tender.labour_share is not None else ""),
        (_("Sector"), tender.get_sector_display()),
        (_("Plaats van het werk"), words.places_said(tender, words.place_names([tender]))),
        (_("CPV"), "; ".join(codes)),
        (_("TenderNed-nummer"), tender.tenderned_number),
    ]
    return [(label, value) for label, value in facts if value]


def sroi_facts_of(tender: Tender) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Besluit"), words.sroi_said(tender))]
    if tender.sroi == SroiDecision.NO and tender.sroi_reason_kind:
        facts.append((_("Waarom niet"), ReasonKind(tender.sroi_reason_kind).label))
    if tender.decided_on:
        facts.append((_("Besloten op"), words.day_said(tender.decided_on)))
    return facts


def dates_of(tender: Any) -> list[tuple[str, Any]]:
    """The days that count for who wants the work; the tender comes ``with_days_taken``."""
    published, awarded = tender.published_on, tender.awarded_on
    dates = [
        (
            _("Aangekondigd op") if published else _("Aankondiging"),
            words.day_said(published or tender.planned_publication),
        ),
        (_("Gegund op") if awarded else _("Gunning"), words.day_said(awarded or tender.planned_award)),
        (_("Start van het werk"), words.day_said(tender.starts_on)),
        (_("Einde van het werk"), words.day_said(tender.ends_on)),
    ]
    if extensions := words.extensions_said(tender):
        dates.append((_("Verlengen kan"), extensions))
    return dates


def steps_of(tender: Tender) -> list[dict[str, Any]]:
    """What happened, the day and the words. Who did it stays inside."""
    steps = tender.steps.exclude(to_status=TenderStatus.CONCEPT).order_by("at", "pk").values("to_status", "on", "note")
    return [
        {
            "status": one["to_status"],
            "word": TenderStatus(one["to_status"]).label,
            "on": one["on"],
            "note": one["note"] if one["to_status"] == TenderStatus.WITHDRAWN else "",
        }
        for one in steps
    ]
