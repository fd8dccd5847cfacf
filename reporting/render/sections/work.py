"""Lasting work: who got it, where they live, and who is still at work later."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from reporting.render.content import Block, Table
from reporting.render.sections.people import places, present
from reporting.render.source import Source, day, figure
from reporting.render.words import word

STATES = ("at_work", "not_at_work", "unknown")
#: The stages of the funnel, with the words of a reader.
STAGES = (
    "registered",
    "intake",
    "training_started",
    "placed",
    "half_year",
    "sustained",
    "at_work_after_12",
)


def sustained_outflow(source: Source) -> Iterator[Block]:
    topic = source.topic("sustained_outflow")
    funnel = source.topic("funnel")
    if funnel:
        yield _funnel(funnel, source)
    yield from present(
        source.split(topic, "by_group_detail", title=_("Per doelgroep"), first=_("Doelgroep"), total="total"),
        source.split(topic, "by_sector", title=_("Per sector"), first=_("Sector"), total="total"),
        source.split(topic, "by_werkplein", title=_("Per Werkplein"), first=_("Werkplein")),
    )
    yield source.counts(
        topic,
        {"priority_area": _("Inwoners van het voorrangsgebied"), "total": _("Alle mensen samen")},
        title=_("Voorrangsgebied"),
        first=_("Duurzaam aan het werk"),
    )
    yield from places(source, topic, title=_("Duurzaam aan het werk per gemeente"))
    if topic.get("series"):
        yield Table(
            title=_("Opgeteld per kwartaal"),
            headings=(_("Op"), _("Duurzaam aan het werk")),
            rows=tuple((day(point["on"]), point["count"]) for point in _since_the_first(topic["series"])),
            note=_("Dit zijn de cijfers van de lijn in de grafiek op de eerste bladzijden."),
        )
    yield from _in_detail(source, topic["cumulative"])


def _since_the_first(series: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The points from the last zero on: a region without a programme start would count decades of nothing."""
    zeros = sum(1 for point in series if point["count"] == 0)
    return series[max(zeros - 1, 0) :]


def _funnel(funnel: Mapping[str, Any], source: Source) -> Table:
    names = {
        "registered": _("Aangemeld"),
        "intake": _("Intake gehad"),
        "training_started": _("Met scholing begonnen"),
        "placed": _("Aan het werk gegaan"),
        "half_year": _("Een half jaar aan het werk"),
        "sustained": _("Duurzaam aan het werk"),
        "at_work_after_12": _("Na een jaar nog aan het werk"),
    }
    rows = tuple((names[stage], funnel[stage]) for stage in STAGES if stage in funnel)
    since = source.headings("")[2]
    return Table(
        title=_("Van aanmelding naar duurzaam werk"),
        headings=(_("Stap"), _("Mensen")),
        rows=rows,
        note=_("Iedereen telt bij elke stap één keer. Niet iedereen hoeft scholing te volgen om aan het werk te gaan."),
        chart=BarChart(
            name="funnel",
            title=_("Van aanmelding naar duurzaam werk"),
            description="; ".join(f"{name} {count}" for name, count in rows),
            caption=_("Aantal mensen dat elke stap heeft bereikt. %(since)s.") % {"since": since},
            about_rows=_("Stap"),
            series=(_("Mensen"),),
            bars=tuple(Bar(label=name, parts=(count,)) for name, count in rows),
        ),
    )


def _in_detail(source: Source, topic: Mapping[str, Any]) -> Iterator[Table]:
    """Yield what each municipality and each Werkplein reached, what it cost, and who is still at work."""
    places_of = _named(source, topic.get("by_municipality_detail"))
    werkpleinen = _named(source, topic.get("by_werkplein_detail"))
    if places_of:
        yield Table(
            title=_("Per gemeente: scholing en kosten"),
            headings=(_("Gemeente"), _("Duurzaam aan het werk"), _("Deelnames aan scholing"), _("Kosten")),
            rows=tuple((name, of["count"], of["enrolments"], figure(of["cost"])) for name, of in places_of),
            note=_("Deelnames en kosten van de mensen die duurzaam aan het werk kwamen, tot en met de laatste dag."),
        )
    if werkpleinen:
        yield Table(
            title=_("Per Werkplein: kosten per persoon"),
            headings=(_("Werkplein"), _("Aan het werk gegaan"), _("Kosten"), _("Kosten per persoon"), _("Duurzaam")),
            rows=tuple(
                (name, of["started_work"], figure(of["cost"]), figure(of["cost_per_person"]), of["sustained"])
                for name, of in werkpleinen
            ),
            note=_("Kosten: de goedgekeurde uitgaven aan scholing en begeleiding voor kandidaten van dit Werkplein."),
        )
    if places_of:
        yield _lasting(_("Per gemeente: wie nog aan het werk is"), _("Gemeente"), places_of)
    if werkpleinen:
        yield _lasting(_("Per Werkplein: wie nog aan het werk is"), _("Werkplein"), werkpleinen)


def _named(source: Source, detail: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    return sorted(((source.names.get(code, code), of) for code, of in (detail or {}).items()), key=lambda one: one[0])


def _lasting(title: str, first: str, lines: list[tuple[str, Any]]) -> Table:
    """Who is at work later: a line for each place, four columns for each term."""
    heads = {"due": _("beurt"), "at_work": _("werk"), "not_at_work": _("niet"), "unknown": _("onbekend")}
    terms = [months for months, _after in _terms(lines[0][1]["at_work_after"])]
    return Table(
        title=title,
        headings=(
            first,
            *(
                _("%(months)s mnd: %(state)s") % {"months": months, "state": head}
                for months in terms
                for head in heads.values()
            ),
        ),
        rows=tuple(
            (name, *(of["at_work_after"][months][state] for months in terms for state in heads)) for name, of in lines
        ),
        note=_("Na 6, 12 en 24 maanden: aan de beurt om na te vragen, aan het werk, niet aan het werk, onbekend."),
    )


def half_year_at_work(source: Source) -> Iterator[Block]:
    topic = source.topic("half_year_at_work")
    yield Table(
        title=_("Een half jaar aan het werk"),
        headings=source.headings(_("Alle kandidaten")),
        rows=((_("Mensen van wie een baan zes maanden duurde"), topic["period"], topic["cumulative"]),),
    )


def at_work_after(source: Source) -> Iterator[Block]:
    terms = _terms(source.topic("at_work_after"))
    rows = tuple(
        (word(months, within="at_work_after"), after["due"], *(after[state] for state in STATES))
        for months, after in terms
    )
    series = (_("Aan het werk"), _("Niet aan het werk"), _("Onbekend"))
    yield Table(
        title=_("Nagevraagd na 6, 12 en 24 maanden"),
        headings=(_("Wanneer"), _("Aan de beurt"), *series),
        rows=rows,
        note=_("Stand op de laatste dag van de periode. Onbekend: toen nog niet nagevraagd of niet beantwoord."),
        chart=BarChart(
            name="at-work-after",
            title=_("Wie na 6, 12 en 24 maanden nog aan het werk is"),
            description="; ".join(f"{row[0]}: {row[2]} van {row[1]} aan het werk" for row in rows),
            caption=_("Elke balk is iedereen die aan de beurt was."),
            about_rows=_("Wanneer"),
            series=series,
            bars=tuple(
                Bar(label=word(months, within="at_work_after"), parts=tuple(after[state] for state in STATES))
                for months, after in terms
            ),
        ),
    )


def _terms(after: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(after.items(), key=lambda one: int(one[0]))
