"""What the public document says, as tables of text: for the page that everybody reads and for its spreadsheets.

Reads the public document only. A count that is not shown is printed as it stands there, '<5' or 'x'.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.bar_charts import Bar, BarChart
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, euro
from reporting.definitions.words import CLASSES, WORDS
from reporting.periods import Period
from reporting.suppression import HIDDEN, SMALL

Json = Mapping[str, Any]
#: Fewer bars than this compare nothing.
FEWEST_BARS = 2
#: So many columns of figures or more take the whole width of a page.
NARROW = 3

Value = str | int | Decimal | None


@dataclass(frozen=True)
class Cell:
    """A figure: its value as in the document, and as it is printed."""

    value: Value
    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class PublicTable:
    """``columns`` heads the cells; ``first`` heads the labels. ``chart`` shows the same, where nothing is hidden."""

    title: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    chart: BarChart | None = None

    @property
    def heads_rows(self) -> bool:
        """Whether the labels head the rows on paper: not where the table would be more heads than figures."""
        rows, columns = len(self.lines), len(self.columns)
        return rows * columns >= rows + columns + 1

    @property
    def is_narrow(self) -> bool:
        """Few numbers: on paper they stand nearer to their words."""
        return len(self.columns) < NARROW

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, Cell]]]]:
        """The lines with the heading beside each figure, for a screen on which the columns stand below each other."""
        return [(line.label, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True, kw_only=True)
class PublicTopic:
    key: str
    heading: str
    counted: str
    tables: tuple[PublicTable, ...]

    @property
    def main(self) -> list[dict[str, Any]]:
        """The two counts that the topic is about: in the period and since the start; empty without them."""
        first = self.tables[0]
        if first.title != _("Totaal"):
            return []
        return [
            {"label": column, "value": cell.text, "main": place == 0}
            for place, (column, cell) in enumerate(zip(first.columns, first.lines[0].cells, strict=True))
        ]

    @property
    def divided(self) -> tuple[PublicTable, ...]:
        """The tables under those two counts."""
        return self.tables[1:] if self.main else self.tables


_GROUPS = ("participatiewet", "ww", "wsw", "work_to_work")
_DETAIL = ("participatiewet", "nuo", "ww", "uwv_other", "wsw", "work_to_work")
_KEYS = {
    "by_group": _GROUPS,
    "by_group_detail": _DETAIL,
    "by_form": ("intensive", "short", "comparable"),
    "by_sector": ("construction", "engineering", "other"),
    "by_duration": ("<6", "6-<12", "12", ">12"),
    "by_hours": ("0-11", "12-23", "24-31", "32+"),
    "by_category": ("training", "guidance", "coordination", "back_office", "sroi_procurement", "secretary"),
}
_HEADS = {
    "by_group": (gettext_lazy("Per doelgroep"), gettext_lazy("Doelgroep")),
    "by_group_detail": (gettext_lazy("Per doelgroep"), gettext_lazy("Doelgroep")),
    "by_form": (gettext_lazy("Per vorm"), gettext_lazy("Vorm")),
    "by_sector": (gettext_lazy("Per sector"), gettext_lazy("Sector")),
    "by_duration": (gettext_lazy("Hoe lang de baan is afgesproken"), gettext_lazy("Duur")),
    "by_hours": (gettext_lazy("Uren per week"), gettext_lazy("Uren")),
    "by_municipality": (gettext_lazy("Per gemeente"), gettext_lazy("Gemeente")),
    "by_werkplein": (gettext_lazy("Per Werkplein"), gettext_lazy("Werkplein")),
    "by_category": (gettext_lazy("Uitgaven per post"), gettext_lazy("Post")),
}
_TOPICS: tuple[tuple[str, Any, Any, tuple[str, ...], Mapping[str, Any]], ...] = (
    (
        "registrations",
        gettext_lazy("Aanmeldingen"),
        gettext_lazy("Mensen die zich aanmeldden of werden aangemeld, op de dag van aanmelding."),
        ("by_group",),
        {},
    ),
    (
        "training_started",
        gettext_lazy("Gestart met scholing"),
        gettext_lazy("Deelnames op hun eerste dag. Wie twee opleidingen begint, telt twee keer."),
        ("by_group", "by_form"),
        {"priority_area": gettext_lazy("Van wie uit het aardbevingsgebied")},
    ),
    (
        "training_completed",
        gettext_lazy("Scholing afgerond"),
        gettext_lazy("Deelnames die met een certificaat zijn afgesloten, op hun laatste dag."),
        ("by_group", "by_form"),
        {"followed_by_sustained": gettext_lazy("Van wie duurzaam aan het werk")},
    ),
    (
        "employments",
        gettext_lazy("Dienstverbanden"),
        gettext_lazy("Nieuwe banen van kandidaten, op de eerste werkdag. Een tweede baan telt opnieuw."),
        ("by_duration", "by_hours", "by_werkplein"),
        {
            "sroi": gettext_lazy("Met social return"),
            "not_sroi": gettext_lazy("Zonder social return"),
            "priority_area": gettext_lazy("Van wie uit het aardbevingsgebied"),
        },
    ),
    (
        "sustained_outflow",
        gettext_lazy("Duurzaam aan het werk"),
        gettext_lazy(
            "Inwoners van de regio die na scholing een contract van minstens een half jaar kregen en geen uitkering meer "
            "nodig hebben. Iedereen telt één keer."
        ),
        ("by_group_detail", "by_municipality", "by_sector"),
        {},
    ),
)


def topics_of(document: Json) -> list[PublicTopic]:
    """Return the topics of a public document that have anything to show, in the order of the reports."""
    reader = _Reader(document)
    found = [reader.topic(*one) for one in _TOPICS]
    found += [reader.lasting(), reader.money(), reader.social_return()]
    return [one for one in found if one.tables]


def targets_of(document: Json) -> PublicTable:
    """Return the targets that apply to the period beside what was reached."""
    reader = _Reader(document)
    lines = []
    for name, label in _target_words().items():
        target = (document.get("targets") or {}).get(name)
        if target is not None and target["target"] is not None:
            cells = tuple(reader.cell(target[key]) for key in ("target", "actual", "deviation"))
            lines.append(Line(label, cells))
    return PublicTable(
        title=_("Tegen de doelen"),
        first=_("Doel"),
        columns=(_("Afgesproken"), _("Bereikt"), _("Verschil")),
        lines=tuple(lines),
    )


def explanation_of(document: Json) -> list[str]:
    """Return the sentences that belong to every public edition: its period, and what is not shown."""
    days = {"start": _day(document["from"]), "end": _day(document["to"])}
    return [
        _("De periode loopt van %(start)s tot en met %(end)s. De laatste dag is ook de peildatum.") % days,
        _(
            "<5 betekent: 1 tot en met 4 mensen. Het precieze aantal laten we weg, omdat u anders zou kunnen zien om "
            "wie het gaat."
        ),
        _(
            "x betekent: dit getal laten we weg, omdat u er anders een klein aantal mee kunt uitrekenen. Een nul laten "
            "we wel zien. Is van een verdeling te weinig over, dan staat die er niet."
        ),
        _("– betekent: dit getal hoort niet bij de openbare cijfers."),
        _(
            "Verdelingen staan er alleen vanaf de start. In één kwartaal zijn de aantallen vaak zo klein dat er weinig "
            "te lezen overblijft."
        ),
    ]


def written(value: Value) -> str:
    """Return a figure as it is printed."""
    match value:
        case None:
            return "–"
        case int():
            return dutch_number(value)
        case str() if value in (SMALL, HIDDEN):
            return value
        case _:
            return euro(Decimal(value))


@dataclass(frozen=True)
class _Reader:
    document: Json

    @property
    def columns(self) -> tuple[str, str]:
        return Period.parse(self.document["period"]).label, self.since

    @property
    def since(self) -> str:
        return _("Sinds %(day)s") % {"day": _day(self.document["programme"]["started_on"])}

    def cell(self, value: Value) -> Cell:
        return Cell(value, written(value), is_hidden=value in (SMALL, HIDDEN))

    def topic(self, key: str, heading: Any, counted: Any, maps: Sequence[str], parts: Mapping[str, Any]) -> PublicTopic:
        topic = self.document.get(key)
        tables: list[PublicTable] = []
        if topic is not None and topic["cumulative"].get("total") is not None:
            tables.append(self.pair(str(heading), topic["period"].get("total"), topic["cumulative"]["total"]))
            tables += self.maps(key, topic["cumulative"], maps)
            tables += self.parts(topic["cumulative"], parts)
        return PublicTopic(key=key, heading=str(heading), counted=str(counted), tables=tuple(tables))

    def pair(self, label: str, period: Value, cumulative: Value) -> PublicTable:
        line = Line(label, (self.cell(period), self.cell(cumulative)))
        return PublicTable(title=_("Totaal"), first=_("Aantal"), columns=self.columns, lines=(line,))

    def maps(self, key: str, holder: Json, names: Sequence[str]) -> Iterator[PublicTable]:
        for name in names:
            counts = holder.get(name)
            if counts:
                yield self.of_map(key, name, counts)

    def of_map(self, key: str, name: str, counts: Json) -> PublicTable:
        known = _KEYS.get(name, ())
        others = sorted(set(counts) - set(known), key=lambda one: (one == "unknown", self.name(one, name).casefold()))
        title, first = (str(word) for word in _HEADS[name])
        lines = tuple(Line(self.name(one, name), (self.cell(counts.get(one, 0)),)) for one in [*known, *others])
        table = PublicTable(title=title, first=first, columns=(self.since,), lines=lines)
        return self.drawn(key, name, table)

    def drawn(self, key: str, name: str, table: PublicTable) -> PublicTable:
        """With bars for what is shown, where that is most of it; the caption says when some are not drawn."""
        known = [(line, line.cells[0].value) for line in table.lines]
        bars = tuple(Bar(label=line.label, parts=(value,)) for line, value in known if isinstance(value, int))
        if sum(bar.total > 0 for bar in bars) < FEWEST_BARS or len(bars) * 2 <= len(known):
            return table
        about = _("Wat is weggelaten, heeft geen balk.") if len(bars) < len(known) else ""
        chart = BarChart(
            name=f"chart-{key}-{name}",
            title=table.title,
            description="; ".join(f"{line.label}: {line.cells[0].text}" for line in table.lines),
            caption=" ".join(filter(None, (f"{table.columns[0]}.", about))),
            about_rows=table.first,
            series=(table.columns[0],),
            bars=bars,
        )
        return replace(table, chart=chart)

    def name(self, key: str, within: str) -> str:
        for names in ("municipalities", "werkpleinen"):
            known = (self.document.get(names) or {}).get(key)
            if known is not None and within in {"by_municipality", "by_werkplein"}:
                return known["name"]
        return str(capfirst(CLASSES.get(within, {}).get(key) or WORDS.get(key) or key))

    def parts(self, holder: Json, labels: Mapping[str, Any]) -> Iterator[PublicTable]:
        lines = tuple(
            Line(str(label), (self.cell(holder[name]),))
            for name, label in labels.items()
            if holder.get(name) is not None
        )
        if lines:
            yield PublicTable(title=_("Daarvan"), first=_("Wie"), columns=(self.since,), lines=lines)

    def lasting(self) -> PublicTopic:
        tables = []
        half = self.document.get("half_year_at_work")
        if half and half.get("cumulative") is not None:
            pair = self.pair(_("Mensen"), half.get("period"), half["cumulative"])
            tables.append(replace(pair, title=_("Een half jaar aan het werk")))
        lines = [
            Line(
                _("Na %(months)s maanden") % {"months": months},
                tuple(self.cell(found.get(name)) for name in ("due", "at_work", "not_at_work", "unknown")),
            )
            for months, found in sorted((self.document.get("at_work_after") or {}).items(), key=lambda one: int(one[0]))
            if found.get("due") is not None
        ]
        if lines:
            heads = (_("Gevraagd"), _("Aan het werk"), _("Niet aan het werk"), _("Niet bekend"))
            tables.append(
                PublicTable(title=_("Nog aan het werk?"), first=_("Wanneer"), columns=heads, lines=tuple(lines))
            )
        return PublicTopic(
            key="lasting",
            heading=_("Blijft het werk?"),
            counted=_("Na 6, 12 en 24 maanden vragen we of iemand nog werkt. Hier staat de stand op de peildatum."),
            tables=tuple(tables),
        )

    def money(self) -> PublicTopic:
        finance = self.document.get("finance") or {}
        tables = []
        if finance.get("by_category"):
            since = _("Sinds %(day)s") % {"day": _day(self.document["programme"]["money_since"])}
            period, so_far = (finance["by_category"][span] for span in ("period", "cumulative"))
            lines = tuple(
                Line(self.name(key, "by_category"), (self.cell(period.get(key, "0.00")), self.cell(so_far[key])))
                for key in _KEYS["by_category"]
                if key in so_far
            )
            title, first = (str(word) for word in _HEADS["by_category"])
            if lines:
                tables.append(PublicTable(title=title, first=first, columns=(self.columns[0], since), lines=lines))
        if finance.get("cost_per_sustained") is not None:
            line = Line(_("Per persoon"), (self.cell(finance["cost_per_sustained"]),))
            tables.append(
                PublicTable(
                    title=_("Scholing en begeleiding per persoon die duurzaam werkt"),
                    first=_("Bedrag"),
                    columns=(self.since,),
                    lines=(line,),
                )
            )
        return PublicTopic(
            key="finance", heading=_("Geld"), counted=_("Goedgekeurde uitgaven, zonder btw."), tables=tuple(tables)
        )

    def social_return(self) -> PublicTopic:
        sroi = self.document.get("sroi")
        tables = []
        if sroi is not None:
            since = _("Sinds %(day)s") % {"day": _day(self.document["programme"]["money_since"])}
            words = {"precalculated": _("Afgesproken in nieuwe opdrachten"), "realised": _("Gedaan en goedgekeurd")}
            lines = tuple(
                Line(label, (self.cell(sroi[name]["period"]), self.cell(sroi[name]["cumulative"])))
                for name, label in words.items()
            )
            tables.append(
                PublicTable(title=_("Bedragen"), first=_("Wat"), columns=(self.columns[0], since), lines=lines)
            )
        calendar = self.document.get("calendar")
        if calendar:
            lines = (
                Line(_("Op de kalender"), (self.cell(calendar["included"]),)),
                Line(_("Nog niet gegund"), (self.cell(calendar["open"]),)),
            )
            day = _("Op %(day)s") % {"day": _day(self.document["to"])}
            tables.append(
                PublicTable(title=_("Aanbestedingen"), first=_("Aanbestedingen"), columns=(day,), lines=lines)
            )
        return PublicTopic(
            key="sroi",
            heading=_("Social return in opdrachten"),
            counted=_(
                "Wat opdrachtnemers van de overheid doen voor mensen die moeilijk aan werk komen, in euro’s zonder btw."
            ),
            tables=tuple(tables),
        )


def _target_words() -> dict[str, str]:
    return {
        "sustained_outflow": _("Duurzaam aan het werk"),
        "sustained_participatiewet": _("Daarvan met Participatiewet"),
        "sustained_ww": _("Daarvan met WW"),
        "sustained_nuo": _("Daarvan zonder uitkering"),
        "sustained_construction_engineering": _("Daarvan in bouw en techniek"),
        "intake": _("Aangemeld"),
        "started": _("Gestart met scholing"),
    }


def _day(text: str) -> str:
    return date_nl(dt.date.fromisoformat(text))
