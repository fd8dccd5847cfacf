"""Organisations of a package. The code names one in the region; the KVK number links a company over regions."""

from dataclasses import replace

from django.db import connection
from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.outcome import Change, Flag
from exchange.package import Line, OrganisationRow
from organisations.models import Organisation, OrganisationRegion

FILE = OrganisationRow.FILE
#: What belongs to the organisation itself, in whatever region; the rest belongs to its place in this one.
_OWN = ("name", "kind", "kvk")
_Held = Held[OrganisationRow, OrganisationRegion]
_HERE = ("covenant_partner", "municipality", "inhabitants_2017")


def land_organisations(course: Course) -> None:
    held = {one.row.code: one for one in collect.organisations(course.region_id)}
    course.organisations = {code: one.record.organisation for code, one in held.items()}
    lines = list(course.lines(OrganisationRow))
    if not lines:
        return
    _lock_numbers(lines)
    elsewhere = _working_elsewhere(course)
    recode = _admitted_under_a_number(lines, held)
    new: list[Line[OrganisationRow]] = []
    changed: list[tuple[OrganisationRow, _Held]] = []
    for line in lines:
        current = held.get(line.row.code) or recode.get(line.row.code)
        if current is None:
            new.append(line)
            continue
        wanted = _as_wanted(course, line, current, elsewhere)
        course.outcome.count(FILE, Change.SAME if wanted == current.row else Change.CHANGED)
        if wanted != current.row:
            changed.append((wanted, current))
    _write_changed(course, changed)
    _write_new(course, _companies(course, new))


def _companies(course: Course, lines: list[Line[OrganisationRow]]) -> list[tuple[Line[OrganisationRow], Organisation]]:
    """For each new code its organisation: one that other regions know by its KVK number, or a new one.

    A number that already has a code in this region makes an organisation of its own, flagged: branches of one company
    can have two.
    """
    numbers = {line.row.kvk for line in lines if line.row.kvk}
    found = Organisation.objects.filter(kvk__in=numbers).order_by("-id")
    known = {(organisation.kvk, organisation.kind): organisation for organisation in found}
    here = {organisation.pk for organisation in course.organisations.values()}
    companies = []
    for line in lines:
        organisation = known.get((line.row.kvk, line.row.kind))
        if organisation is None or organisation.pk in here:
            if organisation is not None:
                course.outcome.flags[Flag.NUMBER_TWICE] += 1
            organisation = Organisation(name=line.row.name, kind=line.row.kind, kvk=line.row.kvk)
        if line.row.kvk:
            known[line.row.kvk, line.row.kind] = organisation
        here.add(organisation.pk)
        if organisation.name != line.row.name:
            course.outcome.flags[Flag.NAME_KEPT] += 1
        companies.append((line, organisation))
    return companies


def _lock_numbers(lines: list[Line[OrganisationRow]]) -> None:
    """Two regions that bring the same company at once make one; the same lock as an award takes."""
    numbers = sorted({line.row.kvk for line in lines if line.row.kvk})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('kvk ' || number, 0)) FROM unnest(%s::text[]) AS number",
            [numbers],
        )


def _working_elsewhere(course: Course) -> frozenset[object]:
    """Organisations of this region that work in another one too."""
    here = [organisation.pk for organisation in course.organisations.values()]
    others = OrganisationRegion.objects.filter(organisation_id__in=here).exclude(region_id=course.region_id)
    return frozenset(others.values_list("organisation_id", flat=True))


def _admitted_under_a_number(lines: list[Line[OrganisationRow]], held: dict[str, _Held]) -> dict[str, _Held]:
    """Companies that an award let in under the code ``kvk-…``; the package brings the code the region uses."""
    return {
        line.row.code: held[f"kvk-{line.row.kvk}"]
        for line in lines
        if line.row.kvk and line.row.code not in held and f"kvk-{line.row.kvk}" in held
    }


def _as_wanted(
    course: Course,
    line: Line[OrganisationRow],
    current: _Held,
    elsewhere: frozenset[object],
) -> OrganisationRow:
    """The row as it may land: a company that works in another region too is not renamed by this one."""
    kept = {name: getattr(current.row, name) for name in course.left_out(OrganisationRow)}
    wanted = replace(line.row, **kept)
    if current.record.organisation_id not in elsewhere:
        return wanted
    if wanted.kvk != current.row.kvk:
        reason = _("Deze organisatie werkt ook in een andere regio en heeft daar een ander KVK-nummer.")
        course.outcome.refuse(FILE, line.number, "kvk", reason)
    own = {name: getattr(current.row, name) for name in _OWN}
    if any(getattr(wanted, name) != value for name, value in own.items()):
        course.outcome.flags[Flag.NAME_KEPT] += 1
    return replace(wanted, **own)


def _write_changed(course: Course, changed: list[tuple[OrganisationRow, _Held]]) -> None:
    links = []
    for wanted, current in changed:
        link = current.record
        course.ledger.changes(link, label="code")
        course.ledger.changes(link.organisation, label="name")
        link.code = wanted.code
        for name in _HERE:
            setattr(link, name, getattr(wanted, name))
        for name in _OWN:
            setattr(link.organisation, name, getattr(wanted, name))
        links.append(link)
        course.organisations[link.code] = link.organisation
    Organisation.objects.bulk_update([link.organisation for link in links], _OWN, batch_size=500)
    OrganisationRegion.objects.bulk_update(links, ("code", *_HERE), batch_size=500)


def _write_new(course: Course, companies: list[tuple[Line[OrganisationRow], Organisation]]) -> None:
    unknown = [organisation for _line, organisation in companies if organisation._state.adding]  # noqa: SLF001 -- Django's own mark of an unsaved row
    Organisation.objects.bulk_create(unknown)
    links = [
        OrganisationRegion(
            region_id=course.region_id,
            organisation=organisation,
            code=line.row.code,
            **{name: getattr(line.row, name) for name in _HERE},
        )
        for line, organisation in companies
    ]
    OrganisationRegion.objects.bulk_create(links)
    course.ledger.made(unknown, label="name")
    course.ledger.made(links, label="code")
    for line, organisation in companies:
        course.outcome.count(FILE, Change.NEW)
        course.organisations[line.row.code] = organisation
