"""What a table from payroll comes to: hours by line and month, what waits for the next period, and what is asked."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from exchange.models import PayrollPeriod, PayrollUpload
from exchange.payroll.cells import PayRow, pay_row, words_of
from exchange.payroll.people import SKIP, Found, Match, People, Person
from exchange.payroll.periods import Period
from organisations.months import first_of_month, last_of_month, months_between
from organisations.notation import dutch_number
from organisations.tenancy import Acting
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement
from placements.shown import hours_version
from placements.valuation import refuse_above, split_over_months

_DAY = timedelta(days=1)
_SETTLED = {LineStatus.APPROVED, LineStatus.REJECTED}


@dataclass(slots=True)
class Asked:
    """A row about which somebody has to say something: which line it belongs to, or what a cell should have said."""

    row: PayRow
    #: Empty where the faults beside the cells say it all.
    question: str = ""
    options: list[Deployment] = field(default_factory=list)
    #: The line that is known already.
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """Hours of one line over one period, out of these rows."""

    line: Deployment
    period: Period
    hours: Decimal
    rows: tuple[int, ...]
    staff_number: str = ""


@dataclass(slots=True)
class Change:
    """The hours of one line in one month, as they would stand."""

    line: Deployment
    month: date
    hours: Decimal
    statement: HoursStatement | None
    rows: tuple[int, ...]
    refusal: str = ""
    #: Where the month lies in more than one period.
    parts: int = 1
    #: What stands in the month is not what was on the screen.
    is_unseen: bool = False

    @property
    def is_same(self) -> bool:
        return self.statement is not None and self.statement.paid_hours == self.hours

    @property
    def version(self) -> str:
        return hours_version(self.statement)

    @property
    def key(self) -> str:
        return f"{self.line.pk}.{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A month of which only a part is paid yet, with the first days that have no hours."""

    line: Deployment
    month: date
    hours: Decimal
    gap: Period


@dataclass(slots=True)
class Preview:
    paid: list[Paid] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    skipped: int = 0
    #: Rows about people who are on no contract in that time: the rest of the payroll.
    others: list[PayRow] = field(default_factory=list)
    #: Lines that run in a whole month of the table, and are not in it.
    missing: list[Deployment] = field(default_factory=list)

    @property
    def ready(self) -> list[Change]:
        return [one for one in self.changes if not one.refusal and not one.is_same]

    @property
    def unseen(self) -> list[Change]:
        return [one for one in self.changes if one.is_unseen]

    @property
    def same(self) -> list[Change]:
        return [one for one in self.changes if not one.refusal and one.is_same]

    @property
    def refused(self) -> list[Change]:
        return [one for one in self.changes if one.refusal]

    @property
    def months(self) -> list[date]:
        return sorted({one.month for one in self.changes} | {one.month for one in self.waiting})


def preview_of(acting: Acting, upload: PayrollUpload, *, on: date) -> Preview:
    """Read the rows again with the answers so far: four queries for any number of rows. Writes nothing."""
    shape = {"header": upload.header, "columns": upload.columns, "period": upload.period}
    rows = [pay_row(number, cells, **shape) for number, cells in upload.rows]
    people = People(acting, [row.period for row in rows if row.period is not None])
    preview = Preview()
    paid: dict[tuple[uuid.UUID, Period], list[PayRow]] = defaultdict(list)
    for row in rows:
        line = _line_of(row, people, preview, upload.answers.get(str(row.number), ""))
        if line is not None and row.period is not None:
            paid[line.pk, row.period].append(row)
    preview.paid = [
        Paid(
            people.lines[line_id],
            period,
            sum((row.hours or Decimal(0) for row in of_line), Decimal(0)),
            tuple(row.number for row in of_line),
            next((row.staff_number for row in of_line if row.staff_number), ""),
        )
        for (line_id, period), of_line in paid.items()
    ]
    preview.paid.sort(key=lambda one: (one.line.person.name.casefold(), one.line.contract.title, one.period))
    _into_months(preview, on=on)
    in_table = {one.line.pk for one in preview.paid}
    asked_about = {line.pk for one in preview.asked for line in one.options}
    whole = [one.period for one in preview.paid]
    preview.missing = [
        line
        for person in people.everybody
        for line in person.lines
        if line.pk not in in_table | asked_about and any(line in person.lines_in(period) for period in whole)
    ]
    return preview


def _line_of(row: PayRow, people: People, preview: Preview, answer: str) -> Deployment | None:
    """The line to which a row belongs; None where it is passed over or asked about, which is noted."""
    if answer == SKIP:
        preview.skipped += 1
        return None
    match = people.match(row)
    if match.found == Found.NOBODY:
        preview.others.append(row)
    elif row.period is None:
        preview.asked.append(Asked(row))
    elif options := [line for person in match.people for line in person.lines_in(row.period)]:
        return _among(row, options, preview, answer, question=_question(row, match))
    else:
        _without_line(row, row.period, match.people, preview)
    return None


def _among(
    row: PayRow, options: list[Deployment], preview: Preview, answer: str, *, question: str
) -> Deployment | None:
    line = _chosen(row, options, answer) if answer or not question else None
    if line is None:
        preview.asked.append(Asked(row, question or _("Op welk contract horen deze uren?"), options))
        return None
    if row.hours is None:
        preview.asked.append(Asked(row, options=[line], chosen=str(line.pk)))
        return None
    return line


def _question(row: PayRow, match: Match) -> str:
    """What to ask about who it is; empty where that is sure."""
    if match.found == Found.SURE:
        return ""
    if (
        row.name
        and row.birth_date
        and all(one.birth_date != row.birth_date and words_of(one.name) == words_of(row.name) for one in match.people)
    ):
        return _("Gaat dit over deze persoon? De naam is dezelfde, de geboortedatum niet.")
    return _("Gaat dit over deze persoon?")


def _without_line(row: PayRow, period: Period, people: Iterable[Person], preview: Preview) -> None:
    if any(person.has_concept_in(period) for person in people):
        preview.asked.append(
            Asked(row, _("Deze medewerker staat nog als concept. Dien die eerst in, of sla de regel over."))
        )
    else:
        preview.others.append(row)


def _chosen(row: PayRow, options: list[Deployment], answer: str) -> Deployment | None:
    """The one that was chosen, that the row names, or that there is."""
    if answer:
        return next((line for line in options if str(line.pk) == answer), None)
    named = row.contract.casefold()
    if named:
        of_contract = [
            line for line in options if named in {line.contract.reference.casefold(), line.contract.title.casefold()}
        ]
        if len(of_contract) == 1:
            return of_contract[0]
    return options[0] if len(options) == 1 else None


def _into_months(preview: Preview, *, on: date) -> None:
    """Divide what was paid over calendar months, together with what earlier periods left for them."""
    kept = _kept_beside(preview.paid)
    by_line: dict[uuid.UUID, list[Paid]] = defaultdict(list)
    for one in preview.paid:
        by_line[one.line.pk].append(one)
    months = {month for one in preview.paid for month in months_between(*_span(one.line, one.period))}
    statements = {
        (one.deployment_id, one.month): one
        for one in HoursStatement.objects.live().filter(deployment__in=list(by_line), month__in=months).order_by("pk")
    }
    for line_id, of_line in by_line.items():
        line = of_line[0].line
        clash = _clash([one.period for one in of_line])
        periods = {one.period: one.hours for one in of_line} | kept.get(line_id, {})
        shares = _shares(line, periods)
        touched = {month for one in of_line for month in months_between(*_span(line, one.period))}
        for month in sorted(touched):
            parts = dict(shares[month])
            hours = sum(parts.values(), Decimal(0))
            statement = statements.get((line_id, month))
            gap = _gap(line, month, parts)
            if gap is not None:
                if statement is None:
                    preview.waiting.append(Waiting(line, month, hours, gap))
                continue
            rows = tuple(number for one in of_line if one.period in parts for number in one.rows)
            change = Change(line, month, hours, statement, rows, parts=len(parts))
            change.refusal = clash or _refusal(change, on=on)
            preview.changes.append(change)


def _kept_beside(paid: list[Paid]) -> dict[uuid.UUID, dict[Period, Decimal]]:
    """What earlier tables said of these lines, as far as these periods do not say it anew."""
    now: dict[uuid.UUID, list[Period]] = defaultdict(list)
    for one in paid:
        now[one.line.pk].append(one.period)
    kept: dict[uuid.UUID, dict[Period, Decimal]] = defaultdict(dict)
    for row in PayrollPeriod.objects.filter(deployment__in=list(now)).order_by("first_day"):
        period = Period(row.first_day, row.last_day)
        if not any(_overlap(period, other) for other in now[row.deployment_id]):
            kept[row.deployment_id][period] = row.hours
    return kept


def _overlap(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _clash(periods: list[Period]) -> str:
    ordered = sorted(periods)
    if any(_overlap(one, other) for one, other in pairwise(ordered)):
        return _("In de tabel staan voor deze medewerker perioden die elkaar overlappen.")
    return ""


def _span(line: Deployment, period: Period) -> tuple[date, date]:
    """The days of the period on which the person was on this line: the hours belong to those."""
    return max(period.first_day, line.starts_on), min(period.last_day, line.ends_on)


def _shares(line: Deployment, periods: Mapping[Period, Decimal]) -> Mapping[date, Mapping[Period, Decimal]]:
    shares: dict[date, dict[Period, Decimal]] = defaultdict(dict)
    for period, hours in periods.items():
        first_day, last_day = _span(line, period)
        for month, share in split_over_months(hours, first_day=first_day, last_day=last_day).items():
            shares[month][period] = share
    return shares


def _gap(line: Deployment, month: date, periods: Iterable[Period]) -> Period | None:
    """The first days of the month on which the person was at work and nothing is paid yet; None when there are none."""
    day, last_day = max(first_of_month(month), line.starts_on), min(last_of_month(month), line.ends_on)
    for first, last in sorted(_span(line, period) for period in periods):
        if first > day:
            return Period(day, first - _DAY)
        day = max(day, last + _DAY)
    return Period(day, last_day) if day <= last_day else None


def _refusal(change: Change, *, on: date) -> str:
    """Why these hours cannot be put into the month; empty when they can."""
    if change.month > on:
        return _("Deze maand is nog niet begonnen.")
    most = refuse_above(change.month)
    if change.hours > most:
        return _("Meer dan %(most)s uur in deze maand kan niet: dat is gemiddeld 60 uur per week.") % {
            "most": dutch_number(most, 2)
        }
    statement = change.statement
    if statement is None or change.is_same or statement.status not in _SETTLED:
        return ""
    now = {"hours": dutch_number(statement.paid_hours, 2)}
    if statement.status == LineStatus.APPROVED:
        return _("Deze maand is al goedgekeurd met %(hours)s uur. Klopt dat niet, vraag dan terugdraaien aan.") % now
    return _("Deze maand is al beoordeeld: %(hours)s uur telt niet mee.") % now
