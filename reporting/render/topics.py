"""The topics of a report in the order of its readers (domain.md section 10), each with what it says.

Each kind of report has its own topics: the monitor each quarter, results by place and their cost each half-year, the
account of the money each year, and all of it at the end. A topic that an older report did not count yet keeps its
heading and says 'nog niet beschikbaar'.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.periods import Kind
from reporting.render.content import Block, Section
from reporting.render.figures import Report
from reporting.render.sections import budget, money, partners, people, social_return, work
from reporting.render.source import Source


@dataclass(frozen=True)
class _Topic:
    """`is_optional`: left out where the JSON does not have it, as older reports never promised it."""

    heading: Promise
    about: Promise
    blocks: Callable[[Source], Iterator[Block]]
    is_optional: bool = False


_TOPICS: Mapping[str, _Topic] = {
    "registrations": _Topic(
        gettext_lazy("Aanmeldingen"),
        gettext_lazy("Wie zich aanmeldde, per doelgroep en per bron."),
        people.registrations,
    ),
    "training_started": _Topic(
        gettext_lazy("Gestart met scholing"),
        gettext_lazy("Wie met een opleiding begon, per doelgroep, gemeente en vorm."),
        people.training_started,
    ),
    "training_completed": _Topic(
        gettext_lazy("Scholing afgerond"),
        gettext_lazy("Wie een certificaat haalde en daarna duurzaam werk vond, en wie stopte en waarom."),
        people.training_completed,
    ),
    "pass_over": _Topic(
        gettext_lazy("Wie voorging bij scholing"),
        gettext_lazy("Opleidingsplaatsen die naar iemand gingen terwijl een ander eerder aan de beurt was."),
        people.pass_over,
        is_optional=True,
    ),
    "matching_passed_over": _Topic(
        gettext_lazy("Wie voorging bij werk"),
        gettext_lazy(
            "Voorstellen van iemand van verder weg terwijl iemand uit het voorrangsgebied aan alle regels voldeed, "
            "en waarom werkgevers nee zeiden."
        ),
        people.proposals,
        is_optional=True,
    ),
    "employments": _Topic(
        gettext_lazy("Dienstverbanden"),
        gettext_lazy("Nieuwe banen naar duur, uren per week en met of zonder social return."),
        people.employments,
    ),
    "sustained_outflow": _Topic(
        gettext_lazy("Duurzaam aan het werk"),
        gettext_lazy("Mensen die duurzaam uitstroomden, per doelgroep, gemeente en sector."),
        work.sustained_outflow,
    ),
    "half_year_at_work": _Topic(
        gettext_lazy("Een half jaar aan het werk"),
        gettext_lazy("Mensen van wie de baan een half jaar duurde."),
        work.half_year_at_work,
    ),
    "at_work_after": _Topic(
        gettext_lazy("Aan het werk na 6, 12 en 24 maanden"),
        gettext_lazy("Wie na een half jaar, een jaar en twee jaar nog werkt."),
        work.at_work_after,
    ),
    "programmes_developed": _Topic(
        gettext_lazy("Ontwikkelde scholing"),
        gettext_lazy("De opleidingen die in de periode zijn gemaakt."),
        people.programmes_developed,
    ),
    "budget": _Topic(
        gettext_lazy("Uitgaven tegenover de begroting"),
        gettext_lazy("Wat is begroot en uitgegeven, per post en per jaar, en wie het betaalt."),
        budget.budget,
        is_optional=True,
    ),
    "finance": _Topic(
        gettext_lazy("Geld"),
        gettext_lazy("Kosten per opleiding, begeleiding buiten de Participatiewet en coördinatie."),
        money.finance,
    ),
    "partner_efforts": _Topic(
        gettext_lazy("Inzet van de partners"),
        gettext_lazy("Wat elke partner deed, in eigen woorden."),
        partners.partner_efforts,
    ),
    "sroi_jobs": _Topic(
        gettext_lazy("Banen via social return"),
        gettext_lazy("Hoeveel mensen via een opdracht aan het werk kwamen."),
        social_return.sroi_jobs,
    ),
    "calendar": _Topic(
        gettext_lazy("Aanbestedingskalender"),
        gettext_lazy("Hoeveel aanbestedingen op de kalender staan en nog open zijn."),
        social_return.calendar,
    ),
    "sroi": _Topic(
        gettext_lazy("Social return: berekend en goedgekeurd"),
        gettext_lazy("Wat opdrachtnemers in nieuwe opdrachten moeten invullen, en wat is goedgekeurd."),
        social_return.sroi,
    ),
    "judgements": _Topic(
        gettext_lazy("Oordelen van de partners"),
        gettext_lazy("Wat de partners van dit rapport vinden, in eigen woorden."),
        partners.judgements,
        is_optional=True,
    ),
}
_ORDER: Mapping[Kind, tuple[str, ...]] = {
    Kind.QUARTERLY: tuple(key for key in _TOPICS if key != "budget"),
    Kind.HALF_YEARLY: (
        "sustained_outflow",
        "half_year_at_work",
        "at_work_after",
        "training_started",
        "training_completed",
        "finance",
        "sroi",
        "sroi_jobs",
        "calendar",
        "partner_efforts",
        "judgements",
    ),
    Kind.YEARLY: (
        "budget",
        "finance",
        "sustained_outflow",
        "half_year_at_work",
        "at_work_after",
        "registrations",
        "training_started",
        "training_completed",
        "pass_over",
        "matching_passed_over",
        "employments",
        "programmes_developed",
        "sroi",
        "sroi_jobs",
        "calendar",
        "partner_efforts",
        "judgements",
    ),
    Kind.FINAL: tuple(_TOPICS),
}


def topics_of(report: Report) -> list[Section]:
    """Return the topics of this kind of report, numbered."""
    source = Source(report)
    keys = [key for key in _ORDER[report.kind] if report.document.get(key) or not _TOPICS[key].is_optional]
    return [
        Section(
            number=number,
            key=key,
            heading=str(_TOPICS[key].heading),
            about=str(_TOPICS[key].about),
            blocks=None if report.document.get(key) is None else tuple(_TOPICS[key].blocks(source)),
        )
        for number, key in enumerate(keys, start=1)
    ]


def heading_of(key: str) -> str:
    """Return the heading of a topic, or of another part of the JSON, by its key."""
    headings = {name: str(topic.heading) for name, topic in _TOPICS.items()}
    headings |= {
        "targets": _("Doelen"),
        "manager_text": _("Toelichting van de programmamanager"),
        "funnel": _("Van aanmelding naar duurzaam werk"),
        "tender_reasons": _("Geen social return, naar reden"),
        "employer_refusals": _("Werkgever zei nee, naar reden"),
        "outside_priority_spending": _("Uitgaven en het voorrangsgebied"),
        "late_arrivals": _("Nagekomen"),
        "municipalities": _("Gemeenten"),
        "programme": _("Programma"),
    }
    return headings.get(key, key)
