"""The back of a report: what the figures mean, what came in late, and what changed since the version before."""

from django.utils.translation import gettext as _

from reporting.definitions import TOPICS
from reporting.definitions.words import NOTES
from reporting.periods import Period
from reporting.render.content import Table
from reporting.render.figures import Report
from reporting.render.revisions import events_of, is_confidential, revisions_of, where, written
from reporting.render.source import Source
from reporting.render.words import word


def definitions() -> list[Table]:
    """Return what every figure means: the words of the portal's own pages."""
    meanings = {
        (topic.title, topic.counts, f"{topic.dated} {_('Bron:')} {topic.source}."): None for topic in TOPICS.values()
    }
    return [
        Table(
            title=_("Per cijfer"),
            headings=(_("Cijfer"), _("Wat telt"), _("Op welke dag, en waar dat is afgesproken")),
            rows=tuple(meanings),
        ),
        Table(
            title=_("Hoe er is verdeeld"),
            headings=(_("Verdeling"), _("Wat het betekent")),
            rows=tuple((_heading(key), note) for key, note in NOTES.items()),
        ),
    ]


def late_arrivals(report: Report) -> Table | None:
    """Return what came in about an earlier period after its report was frozen; None without any."""
    lines = [line for line in report.document.get("late_arrivals") or () if not is_confidential(line["path"])]
    if not lines:
        return None
    names = Source(report).names
    return Table(
        title=_("Nagekomen"),
        headings=(_("Periode"), _("Gegeven"), _("Vastgesteld"), _("Is nu"), _("Waardoor")),
        rows=tuple(
            (
                _period(line["period"]),
                where(line["path"], names=names),
                written(line["frozen"]),
                written(line["now"]),
                events_of(line),
            )
            for line in lines
        ),
        note=_("Wat later binnenkwam over een eerdere periode. Het vastgestelde rapport daarover verandert niet."),
    )


def changes(report: Report) -> Table | None:
    """Return the figures that differ from the version before, with the rows behind it where the JSON has those."""
    lines = [
        line
        for line in revisions_of(report.document["changes"], names=Source(report).names)
        if not line.is_confidential
    ]
    if not lines:
        return None
    has_events = any(line.events for line in lines)
    headings = (_("Gegeven"), _("Was"), _("Is nu"))
    return Table(
        title=_("Wijzigingen"),
        headings=(*headings, _("Waardoor")) if has_events else headings,
        rows=tuple((line.where, line.before, line.after, *((line.events,) if has_events else ())) for line in lines),
    )


def _heading(key: str) -> str:
    """Return the name of a way of dividing."""
    headings = {
        "by_group": _("Groep van de monitor"),
        "by_group_and_source": _("Groep en bron"),
        "by_group_detail": _("Doelgroep"),
        "by_municipality": _("Gemeente"),
        "by_municipality_now": _("Gemeente van nu"),
        "by_municipality_detail": _("Gemeente, in detail"),
        "by_werkplein": _("Werkplein"),
        "by_werkplein_detail": _("Werkplein, in detail"),
        "by_duration": _("Duur"),
        "by_hours": _("Uren"),
        "by_form": _("Vorm"),
    }
    return headings.get(key) or word(key)


def _period(text: str) -> str:
    return Period.parse(text).label
