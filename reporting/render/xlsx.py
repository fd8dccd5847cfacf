"""The XLSX of a report, from its frozen JSON alone: a sheet per topic, numbers as numbers.

Like the PDF it is passed on to authorities, so it has no approved amount of one contract or one authority.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import moment_nl
from reporting.canonical import is_intact
from reporting.render.figures import Report
from reporting.render.revisions import revisions_of
from reporting.render.topics import topics_of
from reporting.render.workbook import Book, Row
from reporting.snapshot import SnapshotError

TIME_ZONE = "Europe/Amsterdam"


def render_xlsx(snapshot: Mapping[str, Any]) -> bytes:
    """Return the workbook. Raises SnapshotError when the JSON is not what was frozen."""
    if not is_intact(snapshot):
        message = "the SHA-256 of this report does not match its figures"
        raise SnapshotError(message)
    with translation.override("nl"), timezone.override(TIME_ZONE):
        return _book(Report.read(snapshot)).to_bytes()


def _book(report: Report) -> Book:
    book = Book(
        title=f"{report.kind.label} {report.period.label}, {report.document['region_name']}",
        creator=report.document["programme"]["name"],
        made_at=report.made_at,
    )
    book.add(_("Rapport"), (_("Gegeven"), _("Waarde")), _about(report))
    book.add(
        _("Doelen"),
        (_("Doel"), _("Mijlpaal"), _("Aantal"), _("Bereikt"), _("Verschil"), _("Bron")),
        _targets(report),
    )
    for topic in topics_of(report):
        if topic.template is None:
            book.add(_sheet_titles().get(topic.key, topic.heading), (topic.heading,), [(_("Nog niet beschikbaar"),)])
    _add_social_return(book, report)
    if report.document["changes"]:
        book.add(_("Wijzigingen"), (_("Gegeven"), _("Was"), _("Is nu")), _revisions(report))
    return book


def _revisions(report: Report) -> Iterator[Row]:
    lines = revisions_of(report.document["changes"])
    yield from ((line.where, line.before, line.after) for line in lines if not line.is_confidential)
    if any(line.is_confidential for line in lines):
        yield (_("Losse opdrachten: het programmabureau ziet in het portaal wat daaraan is veranderd."),)


def _sheet_titles() -> dict[str, str]:
    """Return the names of sheets whose heading does not fit on a tab."""
    return {"at_work_after": _("Aan het werk na 6-12-24 mnd"), "sroi": _("Social return")}


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
    yield _("Vastgesteld"), moment_nl(report.made_at)
    yield _("SHA-256 van de JSON"), document["sha256"]
    yield _("Toelichting van de programmamanager"), document["manager_text"]


def _targets(report: Report) -> Iterator[Row]:
    labels = {
        "sustained_outflow": _("Duurzaam aan het werk"),
        "intake": _("Aangemeld"),
        "started": _("Gestart met scholing"),
    }
    for name, target in report.targets.items():
        for day, count in target.milestones:
            is_due = day == target.milestone_on
            actual = _known(target.actual) if is_due else None
            yield labels[name], day, count, actual, target.deviation if is_due else None, target.source


def _add_social_return(book: Book, report: Report) -> None:
    split = (_("In de periode"), _("Tot en met de periode"))
    if report.sroi_jobs is not None:
        book.add(_("Banen via social return"), (_("Groep"), *split), _jobs(report.sroi_jobs))
    if report.sroi is None:
        return
    book.add(_("Social return"), (_("Bedrag zonder btw"), *split), _totals(report))
    amounts = (_("Berekend in de periode"), _("Berekend tot en met de periode"))
    book.add(_("Per opdrachtgever"), (_("Opdrachtgever"), _("Opdrachten"), *amounts), _authorities(report))
    book.add(
        _("Opdrachten"),
        (_("Opdracht"), _("Opdrachtgever"), _("Opdrachtnemer"), _("Gegund"), _("SROI-verplichting"), *amounts),
        _contracts(report),
    )


def _jobs(jobs: Mapping[str, Any]) -> Iterator[Row]:
    period, cumulative = jobs["period"], jobs["cumulative"]
    yield _("Kandidaten uit het programma"), _known(period["from_programme"]), _known(cumulative["from_programme"])
    yield _("Anderen"), period["other"], cumulative["other"]


def _totals(report: Report) -> Iterator[Row]:
    if report.sroi is None:
        return
    precalculated, realised = report.sroi.precalculated, report.sroi.realised
    yield _("Berekend"), precalculated.period, precalculated.cumulative
    yield _("Goedgekeurd"), realised.period, realised.cumulative
    yield _("Verwacht"), None, _("nog niet beschikbaar") if report.sroi.expected is None else report.sroi.expected


def _authorities(report: Report) -> Iterator[Row]:
    for row in report.sroi.by_authority if report.sroi else ():
        yield row.name, len(row.contracts), row.precalculated.period, row.precalculated.cumulative


def _contracts(report: Report) -> Iterator[Row]:
    for authority in report.sroi.by_authority if report.sroi else ():
        for row in authority.contracts:
            yield (
                row.reference,
                authority.name,
                row.contractor,
                row.awarded_on,
                row.obligation,
                row.precalculated.period,
                row.precalculated.cumulative,
            )


def _known(count: int | None) -> int | str:
    return _("nog niet beschikbaar") if count is None else count
