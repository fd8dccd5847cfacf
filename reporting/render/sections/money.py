"""Money: what was spent, against what was planned, and what social return was worth."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from organisations.templatetags.formatting import date_nl
from reporting.render.content import Block, Table
from reporting.render.source import SPLITS, Source, figure
from reporting.render.words import CATEGORIES, ordered, word

ZERO = Decimal(0)


def finance(source: Source) -> Iterator[Block]:
    topic = source.topic("finance")
    yield _by_category(source, topic)
    if topic.get("guidance_excl_participatiewet") is not None:
        yield _single(source, topic)
    yield from _by_code(source, topic, "cost_per_programme", title=_("Kosten per opleiding"), first=_("Opleiding"))
    yield from _by_code(source, topic, "cost_by_werkplein", title=_("Kosten per Werkplein"), first=_("Werkplein"))
    outside = source.topic("outside_priority_spending")
    if outside:
        yield Table(
            title=_("Voor wie is het geld uitgegeven"),
            headings=source.headings(_("Uitgegeven voor"), money=True),
            rows=tuple(
                (label, *(figure(outside[split][key]) for split in SPLITS))
                for key, label in (
                    ("inside", _("Inwoners van het voorrangsgebied")),
                    ("total", _("Inwoners van buiten het voorrangsgebied")),
                    ("nobody", _("Niemand in het bijzonder")),
                )
                if key in outside["period"]
            ),
        )


def _by_category(source: Source, topic: Mapping[str, Any]) -> Table:
    by_split = {split: {"by_category": topic["by_category"][split]} for split in SPLITS}
    table = source.split(by_split, "by_category", title=_("Uitgaven per soort"), first=_("Soort"))
    rows = table.rows if table else ()
    totals = topic.get("total")
    last = (_("Totaal"), *(figure(totals[split]) for split in SPLITS)) if totals else None
    cumulative = {key: Decimal(topic["by_category"]["cumulative"].get(key, 0)) for key in CATEGORIES}
    return Table(
        title=_("Uitgaven per soort"),
        headings=source.headings(_("Soort"), money=True),
        rows=rows,
        total=last,
        note=_("Alleen uitgaven die zijn goedgekeurd, op hun eigen datum."),
        chart=_spending_chart(cumulative, source) if source.topic("budget") is None else None,
    )


def _spending_chart(amounts: Mapping[str, Decimal], source: Source) -> BarChart:
    return BarChart(
        name="spending",
        title=_("Uitgaven per soort"),
        description="; ".join(f"{word(key)} {amount:.0f} euro" for key, amount in amounts.items()),
        caption=_("Opgeteld sinds %(day)s.") % {"day": date_nl(source.report.money_since)},
        about_rows=_("Soort"),
        series=(_("Uitgegeven"),),
        bars=tuple(Bar(label=word(key), parts=(max(amount, ZERO),)) for key, amount in amounts.items()),
        is_money=True,
    )


def _single(source: Source, topic: Mapping[str, Any]) -> Table:
    return Table(
        title=_("Kerncijfers"),
        headings=(_("Wat"), source.report.period.label),
        rows=(
            (_("Begeleiding, zonder Participatiewet"), figure(topic["guidance_excl_participatiewet"])),
            (_("Kosten per persoon duurzaam aan het werk, tot nu toe"), figure(topic["cost_per_sustained"])),
            (_("Afgesloten deelnames aan scholing"), topic["tracks"]),
        ),
    )


def _by_code(source: Source, topic: Mapping[str, Any], key: str, *, title: str, first: str) -> Iterator[Table]:
    """Amounts of the period by the code of a programme or Werkplein, and up to now where the JSON has those."""
    maps = [topic.get(key) or {}, topic.get(f"{key}_cumulative")]
    has_both = maps[1] is not None
    found = [one for one in maps if one]
    if not found:
        return
    headings = source.headings(first, money=True)
    yield Table(
        title=title,
        headings=headings if has_both else headings[:2],
        rows=tuple(
            (source.name(code, within=key), *(Decimal(one.get(code, 0)) for one in maps if one is not None))
            for code in ordered(found, within=key, names=source.names)
        ),
    )
