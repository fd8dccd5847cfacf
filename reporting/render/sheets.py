"""The sheets of a report's spreadsheet, whatever its format: a cover, the targets, a sheet for each topic, the appendix.

Like the PDF it is passed on to authorities, so it has no approved amount of one contract or one authority.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.region_words import in_dutch
from organisations.templatetags.formatting import moment_nl
from reporting.figures.canonical import is_intact
from reporting.figures.snapshot import SnapshotError
from reporting.render.appendix import changes, definitions, late_arrivals
from reporting.render.content import Row, Section, Table
from reporting.render.figures import Report
from reporting.render.front import target_lines
from reporting.render.revisions import revisions_of
from reporting.render.topics import topics_of

TIME_ZONE = "Europe/Amsterdam"
LONGEST_TITLE = 31
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Part:
    """Rows under a line of headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """One or more tables, the next one under the one before. A title has the length and the signs a tab allows."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Sheets:
    """All of a spreadsheet, ready to be written."""

    title: str
    creator: str
    made_at: dt.datetime
    sheets: tuple[Sheet, ...]


def sheets_of(snapshot: Mapping[str, Any]) -> Sheets:
    """Return the sheets in Dutch. Raises SnapshotError when the JSON is not what was frozen."""
    if not is_intact(snapshot):
        message = "the SHA-256 of this report does not match its figures"
        raise SnapshotError(message)
    with in_dutch(), timezone.override(TIME_ZONE):
        report = Report.read(snapshot)
        return Sheets(
            title=f"{report.kind.label} {report.period.label}, {report.document['region_name']}",
            creator=report.document["programme"]["name"],
            made_at=report.made_at,
            sheets=tuple(_sheets(report)),
        )


def _sheets(report: Report) -> Iterator[Sheet]:
    yield _sheet(_("Rapport"), [Part("", (_("Gegeven"), _("Waarde")), tuple(_about(report)))])
    yield _sheet(
        _("Doelen"),
        [
            Part(
                "",
                (_("Doel"), _("Mijlpaal"), _("Aantal"), _("Bereikt"), _("Verschil"), _("Bron")),
                tuple(_targets(report)),
            )
        ],
    )
    for topic in topics_of(report):
        yield from _topic(topic)
    late = late_arrivals(report)
    if late is not None:
        yield _sheet(_("Nagekomen"), [_part(late)])
    yield _sheet(_("Begrippen"), [_part(table) for table in definitions()])
    if report.document["changes"]:
        yield _sheet(_("Wijzigingen"), [_changes(report)])


def _topic(topic: Section) -> Iterator[Sheet]:
    title = _tabs().get(topic.key, topic.heading)
    if not topic.is_known:
        yield _sheet(title, [Part("", (topic.heading,), ((_("Nog niet beschikbaar"),),))])
        return
    words = tuple((one.title, one.about, one.text) for one in topic.passages)
    parts = [_part(table) for table in topic.tables if not table.sheet]
    if words:
        parts.append(Part("", (_("Van"), _("Wanneer"), _("Tekst")), words))
    yield _sheet(title, parts)
    for table in topic.tables:
        if table.sheet:
            yield _sheet(table.sheet, [_part(table)])


def _tabs() -> dict[str, str]:
    """Return the names of sheets whose heading does not fit on a tab."""
    return {
        "at_work_after": _("Aan het werk na 6-12-24 mnd"),
        "sroi": _("Social return"),
        "budget": _("Begroting"),
    }


def _sheet(title: str, parts: list[Part]) -> Sheet:
    return Sheet(_NOT_IN_A_TITLE.sub("", title)[:LONGEST_TITLE].strip(), tuple(parts))


def _part(table: Table) -> Part:
    rows = table.rows or ((table.empty, *(None for _name in table.headings[1:])),)
    return Part(table.title, table.headings, (*rows, table.total) if table.total else rows)


def _about(report: Report) -> Iterator[Row]:
    document = report.document
    yield _("Rapport"), report.kind.label
    yield _("Regio"), document["region_name"]
    yield _("Programma"), document["programme"]["name"]
    yield _("Periode"), report.period.label
    yield _("Van"), report.period.first_day
    yield _("Tot en met"), report.period.last_day
    yield _("Mensen geteld sinds"), report.programme_started_on
    yield _("Bedragen geteld sinds"), report.money_since
    yield _("Versie"), document["version"]
    yield _("Cijfers verzameld"), moment_nl(report.made_at)
    yield _("SHA-256 van de JSON"), document["sha256"]
    yield _("Toelichting van de programmamanager"), document["manager_text"]


def _targets(report: Report) -> Iterator[Row]:
    group = ""
    for line in target_lines(report):
        group = line.label if line.begins else group
        label = f"{group}: {line.label}" if line.is_part else line.label
        for day, count in line.target.milestones:
            is_due = day == line.target.milestone_on
            actual = _known(line.target.actual) if is_due else None
            yield label, day, count, actual, line.target.deviation if is_due else None, line.target.source


def _changes(report: Report) -> Part:
    table = changes(report)
    found = _part(table) if table else Part("", (_("Gegeven"), _("Was"), _("Is nu")), ())
    if any(line.is_confidential for line in revisions_of(report.document["changes"])):
        note = _("Losse opdrachten: het programmabureau ziet in het portaal wat daaraan is veranderd.")
        found = Part(found.title, found.headings, (*found.rows, (note,)))
    return found


def _known(count: int | None) -> int | str:
    return _("nog niet beschikbaar") if count is None else count
