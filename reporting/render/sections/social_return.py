"""Social return: what contractors owe and did, who found work by it, and the calendar of tenders."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from organisations.bar_charts import Bar, BarChart
from organisations.templatetags.formatting import date_nl
from reporting.render.content import Block, Row, Table, Value
from reporting.render.figures import SroiFigures
from reporting.render.source import SPLITS, Source, figure
from reporting.render.words import reason

ZERO = Decimal(0)


def sroi(source: Source) -> Iterator[Block]:
    figures = source.report.sroi
    if figures is None:
        return
    headings = source.headings(_("Bedragen zonder btw"), money=True)
    expected: Value = _("nog niet beschikbaar") if figures.expected is None else figures.expected
    yield Table(
        title=_("Berekend, goedgekeurd en verwacht"),
        headings=headings,
        rows=(
            (
                _("Berekend (SROI-verplichting van gegunde opdrachten)"),
                figures.precalculated.period,
                figures.precalculated.cumulative,
            ),
            (_("Goedgekeurd (waarde van invullingen)"), figures.realised.period, figures.realised.cumulative),
            (_("Verwacht van open aanbestedingen"), None, expected),
        ),
        note=_(
            "Berekend telt op de dag van gunning. Goedgekeurd telt in de maand of op de dag van de invulling en "
            "alleen na goedkeuring. Bron: de opdrachten en invullingen in dit portaal."
        ),
        chart=_chart(figures, source),
    )
    if figures.by_authority:
        yield _authorities(figures, headings)
        yield _contracts(figures)


def _chart(figures: SroiFigures, source: Source) -> BarChart:
    bars = (
        (_("Berekend"), figures.precalculated.cumulative),
        (_("Goedgekeurd"), figures.realised.cumulative),
        *(((_("Verwacht"), figures.expected),) if figures.expected is not None else ()),
    )
    return BarChart(
        name="social-return",
        title=_("Social return: berekend en goedgekeurd"),
        description="; ".join(f"{name} {amount:.0f} euro" for name, amount in bars),
        caption=_("Opgeteld sinds %(day)s, zonder btw.") % {"day": date_nl(source.report.money_since)},
        about_rows=_("Bedragen zonder btw"),
        series=(_("Bedrag"),),
        bars=tuple(Bar(label=name, parts=(max(amount, ZERO),)) for name, amount in bars),
        is_money=True,
    )


def _authorities(figures: SroiFigures, headings: tuple[str, str, str]) -> Table:
    return Table(
        title=_("Berekend per opdrachtgever"),
        sheet=_("Per opdrachtgever"),
        headings=(_("Opdrachtgever"), _("Opdrachten"), *headings[1:]),
        rows=tuple(
            (row.name, len(row.contracts), row.precalculated.period, row.precalculated.cumulative)
            for row in figures.by_authority
        ),
        total=(
            _("Totaal"),
            figures.number_of_contracts,
            figures.precalculated.period,
            figures.precalculated.cumulative,
        ),
        note=_(
            "Opdrachten: gegund sinds het begin van de telling. Het Excel-bestand noemt ze alle; samen geven ze dit "
            "berekende bedrag tot op de cent. Wat per opdracht is goedgekeurd, staat niet in dit rapport: daaruit kan "
            "blijken welke uitkering iemand had."
        ),
    )


def _contracts(figures: SroiFigures) -> Table:
    rows: list[Row] = [
        (
            row.reference,
            authority.name,
            row.contractor,
            row.awarded_on,
            row.obligation,
            row.precalculated.period,
            row.precalculated.cumulative,
        )
        for authority in figures.by_authority
        for row in authority.contracts
    ]
    amounts = (_("Berekend in de periode"), _("Berekend tot en met de periode"))
    names = (_("Opdracht"), _("Opdrachtgever"), _("Opdrachtnemer"), _("Gegund"), _("SROI-verplichting"))
    return Table(
        title=_("Opdrachten"), sheet=_("Opdrachten"), headings=(*names, *amounts), rows=tuple(rows), on_paper=False
    )


def sroi_jobs(source: Source) -> Iterator[Block]:
    topic = source.topic("sroi_jobs")
    labels = {"from_programme": _("Kandidaten uit het programma"), "other": _("Anderen")}
    unknown = _("nog niet beschikbaar")
    rows: list[Row] = [
        (label, *(unknown if topic[split][key] is None else topic[split][key] for split in SPLITS))
        for key, label in labels.items()
    ]
    yield Table(
        title=_("Mensen aan het werk via een opdracht"),
        headings=source.headings(_("Groep")),
        rows=tuple(rows),
        note=_(
            "Anderen: mensen van wie de inzet bij geen kandidaat hoort. Iedereen telt één keer, op de eerste dag van de "
            "inzet binnen de looptijd van de opdracht; afgekeurde inzet telt niet mee. Bron: de inzet die opdrachtnemers "
            "opgaven."
        ),
    )
    if topic["period"].get("spending") is not None:
        yield Table(
            title=_("Uitgaven"),
            headings=source.headings(_("Soort"), money=True),
            rows=((_("Social return en inkoop"), *(figure(topic[split]["spending"]) for split in SPLITS)),),
        )


def calendar(source: Source) -> Iterator[Block]:
    topic = source.topic("calendar")
    yield Table(
        title=_("Aanbestedingen op de kalender"),
        headings=(_("Stand op de laatste dag"), _("Aantal")),
        rows=((_("Op de kalender"), topic["included"]), (_("Waarvan nog open"), topic["open"])),
    )
    reasons = source.topic("tender_reasons")
    if reasons:
        by_name = sorted(reasons, key=lambda one: (one == "unknown", reason(one).casefold(), one))
        yield Table(
            title=_("Geen social return, naar reden"),
            headings=(_("Reden"), _("Aanbestedingen")),
            rows=tuple((reason(one), reasons[one]) for one in by_name),
        )
