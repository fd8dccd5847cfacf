"""What the page of expected demand shows, the same for everybody and in a workspace."""

import uuid
from datetime import date
from typing import Any, TypeAlias

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from organisations.choices import Sector
from organisations.models import AreaMunicipality, Municipality, Occupation, Region
from tenders.calendar.demand import COUNTED, ReadDemand
from tenders.calendar.quarters import Quarter, quarter_of, quarters_from
from tenders.choices import TenderStatus

_CHOOSABLE = 16
#: Value, words, and whether it is chosen.
Choice: TypeAlias = tuple[str, str, bool]
FILES = (("xlsx", "Excel"), ("csv", "CSV"))


def shown(region: Region, read: ReadDemand, *, on: date, here: str) -> dict[str, Any]:
    """Rows, chart, drill-down and choices. Three queries."""
    demand, wanted = read.demand, read.wanted
    return {
        "region": region,
        "demand": demand,
        "wanted": wanted,
        "quarters": read.quarters,
        "rows": [
            {
                "name": read.names[row.occupation],
                "url": f"{here}?{wanted.with_(beroep=(row.occupation,)).query_string}#aanbestedingen",
                "cells": [row.by_quarter.get((one.year, one.number), 0) for one in read.quarters],
                "later": row.later,
                "undated": row.undated,
                "total": row.total,
            }
            for row in demand.rows
        ],
        "sums": [demand.of_quarter((one.year, one.number)) for one in read.quarters],
        "chart": _chart(read) if demand.total else None,
        "drill": _drill(region, read),
        "choices": _choices(region.pk, read, on),
        "statuses": ", ".join(str(TenderStatus(one).label).lower() for one in COUNTED),
        "everything_url": here,
        "refused": list(wanted.refused.values()),
        "files": _files(region, read),
    }


def _drill(region: Region, read: ReadDemand) -> list[dict[str, Any]]:
    """The tenders behind the rows, where somebody chose occupations."""
    return [
        {
            "name": read.names[code],
            "lines": [
                {
                    "title": one.title,
                    "url": reverse("tenders:calendar_detail", args=[region.code, one.tender_id]),
                    "authority": one.authority,
                    "status": one.status,
                    "heads": one.heads,
                    "on": one.on,
                }
                for one in read.lines_of(code)
            ],
        }
        for code in read.wanted.beroep
        if code in read.names
    ]


def _chart(read: ReadDemand) -> BarChart:
    counts = [(one.label, read.demand.of_quarter((one.year, one.number))) for one in read.quarters]
    counts += [(_("Later"), read.demand.later)] if read.demand.later else []
    counts += [(_("Nog zonder datum"), read.demand.undated)] if read.demand.undated else []
    said = "; ".join(f"{label}: {number}" for label, number in counts)
    return BarChart(
        name="vraag",
        title=_("Hoeveel mensen er per kwartaal nodig zijn"),
        description=said,
        caption=_("Mensen die aanbestedingen op de kalender verwachten, in het kwartaal waarin zij beginnen."),
        about_rows=_("Kwartaal"),
        series=(_("Mensen"),),
        bars=tuple(Bar(label=label, parts=(number,)) for label, number in counts),
    )


def _choices(region_id: uuid.UUID, read: ReadDemand, on: date) -> list[tuple[str, str, list[Choice]]]:
    """Each question with its name in the address, and its answers: value, words, chosen."""
    wanted = read.wanted
    periods = _periods(on, wanted.van, wanted.tot)
    return [
        (
            "sector",
            _("Sector van het beroep"),
            [(one.value, str(one.label), one.value in wanted.sector) for one in Sector],
        ),
        ("beroep", _("Beroep"), _occupations(region_id, wanted.beroep)),
        ("gemeente", _("Gemeente van het werk"), _places(region_id, wanted.gemeente, on)),
        ("van", _("Van kwartaal"), periods["van"]),
        ("tot", _("Tot en met kwartaal"), periods["tot"]),
    ]


def _occupations(region_id: uuid.UUID, chosen: tuple[str, ...]) -> list[Choice]:
    listed = Occupation.objects.filter(region_id=region_id, retired_on__isnull=True).order_by("name", "pk")
    return [(code, name, code in chosen) for code, name in listed.values_list("code", "name")]


def _places(region_id: uuid.UUID, chosen: tuple[str, ...], on: date) -> list[Choice]:
    here = AreaMunicipality.objects.filter(region_id=region_id, valid__contains=on).order_by().values("municipality_id")
    listed = Municipality.objects.filter(pk__in=here).order_by("name", "pk").values_list("pk", "name")
    return [(code, name, code in chosen) for code, name in listed]


def _periods(on: date, first: Quarter | None, last: Quarter | None) -> dict[str, list[Choice]]:
    ahead = list(quarters_from(quarter_of(on), _CHOOSABLE))
    return {
        name: [(one.key, one.label, one == chosen) for one in sorted({*ahead, *([chosen] if chosen else [])})]
        for name, chosen in (("van", first), ("tot", last))
    }


def _files(region: Region, read: ReadDemand) -> list[dict[str, str]]:
    query = read.wanted.query_string
    try:
        return [
            {
                "label": label,
                "url": reverse("exchange:demand_file", args=[region.code, name]) + (f"?{query}" if query else ""),
            }
            for name, label in FILES
        ]
    except NoReverseMatch:
        return []
