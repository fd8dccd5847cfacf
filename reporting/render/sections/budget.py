"""The account of the money: spending against the plan by line, year and source, and what came in to pay for it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from reporting.periods import Kind
from reporting.render.content import Block, Row, Table, Value
from reporting.render.source import Source, figure
from reporting.render.words import CATEGORIES, word

ZERO = Decimal(0)
ALL = "all"
SOURCES = ("state", "ncg", "province", "municipalities")
PARTS = ("accountant", "analysis", "back_office", "communication", "other", "systems")


def budget(source: Source) -> Iterator[Block]:
    topic = source.topic("budget")
    by_category, by_source = topic["by_category"], topic["by_source"]
    if not by_category and not by_source:
        headings = (_("Begrotingspost"), _("Begroot"), _("Uitgegeven"), _("Verschil"))
        yield Table(
            title=_("Begroting"), headings=headings, rows=(), empty=_("Er is geen plan vastgelegd en niets uitgegeven.")
        )
        yield from _paid_in(topic)
        return
    own_year = str(source.report.period.year) if source.report.kind is Kind.YEARLY else ""
    if own_year in topic["total"]:
        yield _against(
            _of_year(by_category, own_year),
            topic["total"],
            title=_("Uitgaven tegenover de begroting in %(year)s") % {"year": own_year},
            first=_("Begrotingspost"),
            planned=("budget", _("Begroot")),
            order=CATEGORIES,
            year=own_year,
        )
    yield _against(
        by_category,
        topic["total"],
        title=_("Uitgaven tegenover de begroting, alle jaren"),
        first=_("Begrotingspost"),
        planned=("budget", _("Begroot")),
        order=CATEGORIES,
        year=ALL,
    )
    for key, title in (("budget", _("Begroot per jaar")), ("spent", _("Uitgegeven per jaar"))):
        yield _per_year(
            by_category, key, title=title, first=_("Begrotingspost"), order=CATEGORIES, total=topic["total"]
        )
    if own_year in topic["total"]:
        yield _against(
            _of_year(by_source, own_year),
            None,
            title=_("Uitgaven tegenover de dekking in %(year)s") % {"year": own_year},
            first=_("Wie betaalt"),
            planned=("cover", _("Dekking")),
            order=SOURCES,
            year=own_year,
        )
    yield _against(
        by_source,
        None,
        title=_("Uitgaven tegenover de dekking, alle jaren"),
        first=_("Wie betaalt"),
        planned=("cover", _("Dekking")),
        order=SOURCES,
        year=ALL,
    )
    for key, title in (("cover", _("Dekking per jaar")), ("spent", _("Uitgegeven per jaar en bron"))):
        yield _per_year(by_source, key, title=title, first=_("Wie betaalt"), order=SOURCES)
    yield from _paid_in(topic)


def _against(
    lines: Mapping[str, Any],
    total: Mapping[str, Any] | None,
    *,
    title: str,
    first: str,
    planned: tuple[str, str],
    order: tuple[str, ...],
    year: str,
) -> Table:
    """One year, or all together with a chart: what is filled was spent, the box around it is the plan."""
    key, heading = planned
    sums = {_name(one): lines[one][year] for one in _in_order(lines, order)}
    amounts = {name: (Decimal(of[key]), Decimal(of["spent"])) for name, of in sums.items()}
    return Table(
        title=title,
        headings=(first, heading, _("Uitgegeven"), _("Verschil")),
        rows=tuple((name, *amounts[name], figure(of["deviation"])) for name, of in sums.items()),
        total=(_("Totaal"), *(figure(total[year][one]) for one in (key, "spent", "deviation"))) if total else None,
        note=_("Verschil: uitgegeven min %(plan)s.") % {"plan": heading.lower()},
        chart=BarChart(
            name=f"against-{key}",
            title=title,
            description="; ".join(
                f"{name}: {spent:.0f} van {plan:.0f} euro" for name, (plan, spent) in amounts.items()
            ),
            caption=_("Het gevulde vlak is uitgegeven, het open vak eromheen is het plan. Alle jaren samen."),
            about_rows=first,
            series=(_("Uitgegeven"),),
            agreed=heading,
            bars=tuple(
                Bar(label=name, parts=(max(spent, ZERO),), agreed=max(plan, ZERO))
                for name, (plan, spent) in amounts.items()
            ),
            is_money=True,
        )
        if amounts and year == ALL
        else None,
        empty=_("Er is geen plan vastgelegd."),
    )


def _of_year(lines: Mapping[str, Any], year: str) -> Mapping[str, Any]:
    return {key: of for key, of in lines.items() if year in of}


def _per_year(
    lines: Mapping[str, Any],
    key: str,
    *,
    title: str,
    first: str,
    order: tuple[str, ...],
    total: Mapping[str, Any] | None = None,
) -> Table:
    years = sorted({year for of in lines.values() for year in of} - {ALL})

    def amounts(of: Mapping[str, Any]) -> tuple[Value, ...]:
        return tuple(figure(of[year][key]) if year in of else ZERO for year in years)

    rows: list[Row] = [(_name(one), *amounts(lines[one])) for one in _in_order(lines, order)]
    return Table(
        title=title,
        headings=(first, *years),
        rows=tuple(rows),
        total=(_("Totaal"), *amounts(total)) if total and rows else None,
        empty=_("Er is geen plan vastgelegd."),
    )


def _paid_in(topic: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the instalments of the State, the parts of the back office and who of the municipalities pays what."""
    if topic["tranches"]:
        yield Table(
            title=_("Termijnen van het Rijk"),
            headings=(_("Jaar"), _("Toegezegd"), _("Ontvangen")),
            rows=tuple(
                (str(one["year"]), figure(one["promised"]), figure(one["received"])) for one in topic["tranches"]
            ),
            note=_("Een streepje: nog niet ontvangen, of niet opgeschreven."),
        )
    detail = topic["back_office_detail"]
    if detail:
        years = sorted({year for of in detail.values() for year in of} - {ALL})
        yield Table(
            title=_("De backoffice van het plan in delen"),
            headings=(_("Onderdeel"), *years, _("Samen")),
            rows=tuple(
                (_name(part), *(figure(detail[part].get(year, "0.00")) for year in (*years, ALL)))
                for part in _in_order(detail, PARTS)
            ),
        )
    key = topic["contribution_key"]
    if key["rows"]:
        yield Table(
            title=_("Wat elke gemeente bijdraagt"),
            headings=(_("Gemeente"), _("Inwoners"), _("Bijdrage")),
            rows=tuple((one["name"], one["inhabitants"], figure(one["amount"])) for one in key["rows"]),
            note=_("Naar inwoners, in hele euro’s. Groepen zijn afgerond op hun eigen inwoners."),
        )


def _in_order(lines: Mapping[str, Any], order: tuple[str, ...]) -> list[str]:
    return [*(key for key in order if key in lines), *sorted(set(lines) - set(order))]


def _name(key: str) -> str:
    names = {
        "state": _("Rijk"),
        "ncg": _("Nationaal Coördinator Groningen"),
        "province": _("Provincie"),
        "municipalities": _("Gemeenten in het voorrangsgebied"),
        "unknown": _("Onbekend"),
        "accountant": _("Accountant"),
        "analysis": _("Analyse en ondersteuning"),
        "communication": _("Communicatie"),
        "other": _("Diversen"),
        "systems": _("Systemen"),
    }
    return names.get(key) or word(key)
