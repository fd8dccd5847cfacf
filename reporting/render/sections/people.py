"""Registrations, training and employments: who came in, who learned, who found work."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from reporting.render.content import Block, Table, texts
from reporting.render.source import Source, day
from reporting.render.words import GROUPS, SOURCES, word


def registrations(source: Source) -> Iterator[Block]:
    topic = source.topic("registrations")
    yield from present(
        source.split(topic, "by_group", title=_("Per doelgroep"), first=_("Doelgroep"), total="total"),
        _by_source(source, topic["cumulative"]["by_group_and_source"], is_period=False),
        _by_source(source, topic["period"]["by_group_and_source"], is_period=True),
    )
    yield _areas(source, topic)
    yield from places(source, topic, title=_("Aanmeldingen per gemeente"))


def _by_source(source: Source, groups: Any, *, is_period: bool) -> Table | None:
    """Sources in lines, groups in columns: over all the time with a chart, of the period as a table."""
    if not groups:
        return None
    columns = [*GROUPS, *sorted(set(groups) - set(GROUPS))]
    found = {key for of in groups.values() for key in of}
    lines = [*SOURCES, *sorted(found - set(SOURCES))]
    counts = {line: [groups.get(group, {}).get(line, 0) for group in columns] for line in lines}
    names = [word(group) for group in columns]
    when = source.report.period.label if is_period else source.headings("")[2].lower()
    title = _("Per bron en doelgroep, %(when)s") % {"when": when}
    chart = None
    if not is_period:
        chart = BarChart(
            name="registrations-by-source",
            title=_("Aanmeldingen per bron, verdeeld naar doelgroep"),
            description="; ".join(f"{word(line)} {sum(numbers)}" for line, numbers in counts.items()),
            caption=_("Elke balk is een bron, elk vlak een doelgroep. Opgeteld %(when)s.") % {"when": when},
            about_rows=_("Bron"),
            series=tuple(names),
            bars=tuple(Bar(label=word(line), parts=tuple(numbers)) for line, numbers in counts.items()),
        )
    return Table(
        title=title,
        headings=(_("Bron"), *names, _("Samen")),
        rows=tuple((word(line), *numbers, sum(numbers)) for line, numbers in counts.items()),
        chart=chart,
    )


def training_started(source: Source) -> Iterator[Block]:
    topic = source.topic("training_started")
    yield from present(
        source.split(topic, "by_group", title=_("Per doelgroep"), first=_("Doelgroep"), total="total"),
        source.split(
            topic,
            "by_form",
            title=_("Per vorm"),
            first=_("Vorm"),
            total="total",
            note=_("Een vergelijkbaar traject telt hier mee, maar niet voor het doel."),
        ),
    )
    yield _areas(source, topic)
    yield from places(source, topic, title=_("Gestart met scholing per gemeente"))
    yield from present(
        source.split(topic, "by_programme", title=_("Per opleiding"), first=_("Opleiding"), total="total")
    )


def training_completed(source: Source) -> Iterator[Block]:
    topic = source.topic("training_completed")
    yield source.counts(
        topic,
        {
            "total": _("Met certificaat"),
            "followed_by_sustained": _("waarvan duurzaam aan het werk"),
            "no_certificate": _("Tot het einde, zonder certificaat"),
            "open": _("Nog bezig op de laatste dag"),
        },
        title=_("Hoe scholing afliep"),
        first=_("Uitkomst"),
        note=_(
            "Nog bezig en duurzaam aan het werk zijn een stand op de laatste dag: zij tellen niet op over kwartalen."
        ),
    )
    yield from present(
        source.split(topic, "by_group", title=_("Met certificaat, per doelgroep"), first=_("Doelgroep"), total="total"),
        source.split(topic, "by_form", title=_("Met certificaat, per vorm"), first=_("Vorm"), total="total"),
        source.split(topic, "dropouts", title=_("Gestopt, naar reden"), first=_("Reden")),
    )


def employments(source: Source) -> Iterator[Block]:
    topic = source.topic("employments")
    yield from present(
        source.split(topic, "by_group", title=_("Per doelgroep"), first=_("Doelgroep"), total="total"),
        source.split(topic, "by_duration", title=_("Naar duur"), first=_("Afgesproken duur"), total="total"),
        source.split(topic, "by_hours", title=_("Naar uren"), first=_("Uren per week"), total="total"),
    )
    yield source.counts(
        topic,
        {
            "sroi": _("Met social return"),
            "not_sroi": _("Zonder social return"),
            "priority_area": _("Inwoners van het voorrangsgebied"),
        },
        title=_("Social return en voorrangsgebied"),
        first=_("Dienstverbanden"),
    )
    yield from present(source.split(topic, "by_werkplein", title=_("Per Werkplein"), first=_("Werkplein")))
    yield from places(source, topic, title=_("Dienstverbanden per gemeente"))


def programmes_developed(source: Source) -> Iterator[Block]:
    rows = [(one["code"], one["name"], day(one["developed_on"])) for one in source.topic("programmes_developed")]
    yield texts(
        (_("Code"), _("Opleiding"), _("Klaar op")),
        rows,
        title=_("Opleidingen die in de periode zijn gemaakt"),
        empty=_("In deze periode is geen opleiding ontwikkeld."),
    )


def pass_over(source: Source) -> Iterator[Block]:
    topic = source.topic("pass_over")
    yield source.counts(
        topic,
        {"total": _("Plaatsen waarbij iemand voorging"), "nearer": _("waarvan voorbij iemand van dichterbij")},
        title=_("Van binnen naar buiten"),
        first=_("Opleidingsplaatsen"),
    )
    yield from present(source.split(topic, "by_reason", title=_("Naar reden"), first=_("Reden")))


def proposals(source: Source) -> Iterator[Block]:
    """Yield of whom others went first, and why employers said no; both only where there is any."""
    topic = source.topic("matching_passed_over")
    if topic:
        yield source.counts(
            topic,
            {"total": _("Voorstellen voorbij het voorrangsgebied")},
            title=_("Van binnen naar buiten bij werk"),
            first=_("Voorstellen"),
        )
        yield from present(source.split(topic, "by_pass_reason", title=_("Naar reden"), first=_("Reden")))
    refusals = source.topic("employer_refusals")
    if refusals:
        table = source.split(
            refusals, "by_refusal", title=_("Werkgever zei nee, naar reden"), first=_("Reden"), total="total"
        )
        yield from present(table)


def places(source: Source, topic: Any, *, title: str) -> Iterator[Table]:
    """Yield the municipalities as they were at the registration; in a spreadsheet also as they are now."""
    then = source.split(
        topic,
        "by_municipality",
        title=title,
        first=_("Gemeente bij aanmelding"),
        total="total",
        note=_("De gemeente waar iemand woonde toen die werd aangemeld, met de indeling van toen."),
    )
    now = source.split(
        topic,
        "by_municipality_now",
        title=_("%(title)s, indeling van nu") % {"title": title},
        first=_("Gemeente van nu"),
        total="total",
    )
    if then is not None:
        yield then
    if now is not None and (then is None or now.rows != then.rows):
        yield Table(title=now.title, headings=now.headings, rows=now.rows, total=now.total, on_paper=False)


def _areas(source: Source, topic: Any) -> Table:
    return source.counts(
        topic,
        {"priority_area": _("Inwoners van het voorrangsgebied"), "from_outside_region": _("Van buiten de regio")},
        title=_("Voorrangsgebied"),
        first=_("Herkomst"),
    )


def present(*tables: Table | None) -> Iterator[Table]:
    """Leave out what the JSON does not have."""
    return (table for table in tables if table is not None)
