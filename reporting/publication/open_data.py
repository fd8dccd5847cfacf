"""The public figures as open data: one tidy table for each report, described by CSV on the Web (W3C CSVW).

Pure. Takes only what `suppression` made. A figure that is hidden has no value and says so in its own column, so that no
program takes '<5' for a number. Amounts have a point, whatever a spreadsheet thinks of that: the description says so.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from reporting.suppression import HIDDEN, SMALL

_SPANS = {"period": "period", "cumulative": "cumulative"}
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_TOPICS: Final = (
    "registrations",
    "training_started",
    "training_completed",
    "employments",
    "sustained_outflow",
    "half_year_at_work",
    "at_work_after",
    "sroi_jobs",
    "sroi",
    "calendar",
    "tender_reasons",
    "finance",
    "targets",
)
#: What belongs to a target itself and is no figure of the report.
_NO_FIGURE = frozenset({"milestone_on", "milestones", "source"})


class Row(NamedTuple):
    region: str
    report: str
    version: int
    period: str
    first_day: str
    last_day: str
    topic: str
    span: str
    dimension: str
    category: str
    value: str
    unit: str
    hidden: str


def rows_of(document: Mapping[str, Any]) -> Iterator[Row]:
    """Return the figures of a public document, in the order of its topics and of their keys."""
    for topic in _TOPICS:
        for path, value in _leaves(document.get(topic), ()):
            if value is None or (topic == "targets" and path[-1] in _NO_FIGURE):
                continue
            yield _row(document, topic, path, value)


def render_csv(document: Mapping[str, Any]) -> bytes:
    """Return the table: UTF-8, commas, a header line, lines ended as RFC 4180 says."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(Row._fields)
    writer.writerows(rows_of(document))
    return text.getvalue().encode()


def render_description(document: Mapping[str, Any], *, url: str) -> bytes:
    """Return the description of the table at this address, by the CSVW standard."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": url,
        "dc:title": f"{document['region_name']}: {document['programme']['name']}, {document['period']}",
        "dc:language": "nl",
        "dc:modified": {"@value": str(document["made_at"])[:10], "@type": "xsd:date"},
        "dc:description": (
            "Openbare cijfers. Aantallen van 1 tot en met 4 personen zijn niet zichtbaar (hidden: small). Ook andere "
            "aantallen zijn weggelaten als een klein aantal eruit te berekenen is (hidden: secondary)."
        ),
        "dc:conformsTo": "https://www.w3.org/TR/tabular-metadata/",
        "dialect": {"delimiter": ",", "header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_column(name) for name in Row._fields], "primaryKey": list(_KEY)},
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


_KEY: Final = ("region", "report", "period", "topic", "span", "dimension", "category")
_TITLES: Final = {
    "region": ("regio", "string"),
    "report": ("soort rapport", "string"),
    "version": ("versie van het rapport", "integer"),
    "period": ("periode, zoals 2019-Q2", "string"),
    "first_day": ("eerste dag van de periode", "date"),
    "last_day": ("laatste dag van de periode: de peildatum", "date"),
    "topic": ("onderwerp", "string"),
    "span": ("in de periode (period), vanaf de start (cumulative) of op de peildatum (state)", "string"),
    "dimension": ("verdeling", "string"),
    "category": ("waarde van de verdeling", "string"),
    "value": ("aantal of bedrag", "decimal"),
    "unit": ("eenheid: count of euro", "string"),
    "hidden": ("leeg, of small (1 tot en met 4), of secondary", "string"),
}


def _column(name: str) -> dict[str, Any]:
    title, datatype = _TITLES[name]
    column: dict[str, Any] = {"name": name, "titles": name, "dc:description": title, "datatype": datatype}
    return column | ({"required": True} if name in _KEY[:5] else {"null": ""})


def _leaves(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(tree, Mapping):
        for key in sorted(tree):
            yield from _leaves(tree[key], (*path, key))
    elif not isinstance(tree, list) and path:
        yield path, tree


def _row(document: Mapping[str, Any], topic: str, path: tuple[str, ...], value: Any) -> Row:
    span = next((_SPANS[key] for key in path if key in _SPANS), "state")
    left = [key for key in path if key not in _SPANS]
    is_hidden = value in (SMALL, HIDDEN)
    is_euro = topic in {"finance", "sroi"} or "spending" in left or bool(_AMOUNT.fullmatch(str(value)))
    return Row(
        region=document["region"],
        report=document["kind"],
        version=document["version"],
        period=document["period"],
        first_day=document["from"],
        last_day=document["to"],
        topic=topic,
        span=span,
        dimension=left[0] if left else "total",
        category="/".join(left[1:]),
        value="" if is_hidden else str(value),
        unit="euro" if is_euro else "count",
        hidden={SMALL: "small", HIDDEN: "secondary"}.get(str(value), ""),
    )
