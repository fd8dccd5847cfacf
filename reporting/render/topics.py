"""The topics of a report in the order of its readers (domain.md section 10), each with its place in the template.

A topic whose part of the portal does not exist yet keeps its heading and says 'nog niet beschikbaar'.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.render.figures import Report


@dataclass(frozen=True)
class Topic:
    """`template` is None while there is nothing to show; `about` tells what the topic holds."""

    number: int
    key: str
    heading: str
    about: str
    template: str | None


_ORDER = (
    ("registrations", gettext_lazy("Aanmeldingen"), gettext_lazy("Wie zich aanmeldde, per doelgroep en per bron.")),
    (
        "training_started",
        gettext_lazy("Gestart met scholing"),
        gettext_lazy("Wie met een opleiding begon, per doelgroep, gemeente en vorm."),
    ),
    (
        "training_completed",
        gettext_lazy("Scholing afgerond"),
        gettext_lazy("Wie een certificaat haalde en daarna duurzaam werk vond, en wie stopte en waarom."),
    ),
    (
        "employments",
        gettext_lazy("Dienstverbanden"),
        gettext_lazy("Nieuwe banen naar duur, uren per week en met of zonder social return."),
    ),
    (
        "sustained_outflow",
        gettext_lazy("Duurzaam aan het werk"),
        gettext_lazy("Mensen die duurzaam uitstroomden, per doelgroep, gemeente en sector."),
    ),
    (
        "half_year_at_work",
        gettext_lazy("Een half jaar aan het werk"),
        gettext_lazy("Mensen van wie de baan een half jaar duurde."),
    ),
    (
        "at_work_after",
        gettext_lazy("Aan het werk na 6, 12 en 24 maanden"),
        gettext_lazy("Wie na een half jaar, een jaar en twee jaar nog werkt."),
    ),
    (
        "programmes_developed",
        gettext_lazy("Ontwikkelde scholing"),
        gettext_lazy("De opleidingen die in de periode zijn gemaakt."),
    ),
    (
        "finance",
        gettext_lazy("Geld"),
        gettext_lazy("Kosten per opleiding, begeleiding buiten de Participatiewet en coördinatie."),
    ),
    (
        "partner_efforts",
        gettext_lazy("Inzet van de partners"),
        gettext_lazy("Wat elke partner deed, in eigen woorden."),
    ),
    (
        "sroi_jobs",
        gettext_lazy("Banen via social return"),
        gettext_lazy("Hoeveel mensen via een opdracht aan het werk kwamen."),
    ),
    (
        "calendar",
        gettext_lazy("Aanbestedingskalender"),
        gettext_lazy("Hoeveel aanbestedingen op de kalender staan en nog open zijn."),
    ),
    (
        "sroi",
        gettext_lazy("Social return: berekend en goedgekeurd"),
        gettext_lazy("Wat opdrachtnemers in nieuwe opdrachten moeten invullen, en wat is goedgekeurd."),
    ),
)
_TEMPLATES = {"sroi_jobs": "reporting/pdf/_sroi_jobs.html", "sroi": "reporting/pdf/_sroi.html"}


def topics_of(report: Report) -> list[Topic]:
    """Return all topics, numbered. A figure that this renderer has no page for is an error, never left out."""
    return [
        Topic(
            number,
            key,
            str(heading),
            str(about),
            None if report.document[key] is None else _TEMPLATES[key],
        )
        for number, (key, heading, about) in enumerate(_ORDER, start=1)
    ]


def heading_of(key: str) -> str:
    """Return the heading of a topic, or of another part of the JSON, by its key."""
    headings = {name: str(heading) for name, heading, _about in _ORDER}
    headings |= {"targets": _("Doelen"), "manager_text": _("Toelichting van de programmamanager")}
    return headings.get(key, key)
