"""What the screen of one month shows: every line of the contractor that runs in it, with its hours and value."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from organisations.months import add_months, last_of_month
from organisations.tenancy import Acting
from placements import access
from placements.choices import CLAIMING, LineStatus
from placements.identity.namesakes import tell_apart
from placements.models import Deployment, HoursStatement, Transition
from placements.shown import hours_version
from placements.valuation import refuse_above
from placements.worth.appraisal import Appraisable, appraisables

#: States of a month in which its hours can be typed.
_OPEN = {LineStatus.CONCEPT, LineStatus.SUBMITTED, LineStatus.RETURNED}


@dataclass(slots=True)
class MonthLine:
    """One person on one contract in this month. ``form`` is set by the view while the hours can be typed."""

    deployment: Deployment
    terms: Appraisable
    month: date
    statement: HoursStatement | None
    before: HoursStatement | None
    question: str = ""
    corrected: bool = False  # since the question
    form: Any = None
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        return self.statement is None or self.statement.status in _OPEN

    @property
    def holds_refused(self) -> bool:
        """Whether something stands in the fields that was not kept."""
        return bool(self.refusal) or (self.form is not None and self.form.is_bound and not self.form.is_valid())

    @property
    def days(self) -> int:
        return self.terms.counted_days(self.month)

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields: nothing this month is a tick, not a nought."""
        if self.statement is None:
            return {}
        nothing = self.statement.paid_hours == 0
        hours = None if nothing else self.statement.paid_hours
        return {"hours": hours, "nothing": nothing, "version": hours_version(self.statement)}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a month somebody wants to see; empty is all."""

    contract_id: str = ""
    region_id: str = ""
    words: str = ""

    def holds(self, deployment: Deployment) -> bool:
        names = f"{deployment.person.name} {deployment.contract.title} {deployment.contract.reference}".casefold()
        return (
            self.contract_id in {"", str(deployment.contract_id)}
            and self.region_id in {"", str(deployment.region_id)}
            and all(word in names for word in self.words.casefold().split())
        )


@dataclass(slots=True)
class MonthPage:
    month: date
    lines: list[MonthLine] = field(default_factory=list)
    concepts: int = 0

    def narrowed(self, to: Narrowed) -> "MonthPage":
        """The same month with some of its lines."""
        return replace(self, lines=[line for line in self.lines if to.holds(line.deployment)])

    def only(self, deployment_ids: set[uuid.UUID]) -> "MonthPage":
        return replace(self, lines=[line for line in self.lines if line.deployment.pk in deployment_ids])

    @property
    def start(self) -> dict[uuid.UUID, Decimal]:
        """The hours of the month before for every line that is still empty, as far as this month can hold them."""
        return {
            line.deployment.pk: line.before.paid_hours
            for line in self.lines
            if line.statement is None
            and line.before is not None
            and line.before.status != LineStatus.REJECTED
            and 0 < line.before.paid_hours <= refuse_above(self.month)
        }

    @property
    def started(self) -> dict[uuid.UUID, Decimal]:
        """Lines that stand as they did the month before, and are with nobody yet: what ``start`` kept."""
        return {
            line.deployment.pk: line.before.paid_hours
            for line in self.lines
            if line.statement is not None
            and line.before is not None
            and line.statement.status == LineStatus.CONCEPT
            and line.statement.paid_hours == line.before.paid_hours > 0
        }

    @property
    def without_hours(self) -> list[uuid.UUID]:
        """Lines about which nothing was said yet."""
        return [line.deployment.pk for line in self.lines if line.statement is None and not line.holds_refused]

    def choices_of(self, kind: str) -> Mapping[str, str]:
        """The contracts, or regions, of these lines by name, to narrow to."""
        found = (getattr(line.deployment, kind) for line in self.lines)
        words = {str(one.pk): getattr(one, "title", "") or one.name for one in found}
        return dict(sorted(words.items(), key=lambda pair: (pair[1].casefold(), pair[0])))

    @property
    def stated(self) -> list[HoursStatement]:
        return [line.statement for line in self.lines if line.statement is not None]

    @property
    def value(self) -> Decimal:
        counting = (one for one in self.stated if one.status != LineStatus.REJECTED)
        return sum((one.value for one in counting), Decimal(0))

    @property
    def ready(self) -> int:
        """Lines that can be submitted as they are kept now."""
        concepts = sum(1 for one in self.stated if one.status == LineStatus.CONCEPT)
        return concepts + sum(1 for line in self.lines if line.corrected)

    @property
    def empty(self) -> int:
        return len(self.lines) - len(self.stated)

    @property
    def contracts(self) -> int:
        return len({line.deployment.contract_id for line in self.lines})

    @property
    def previous(self) -> date:
        return add_months(self.month, -1)

    @property
    def following(self) -> date:
        return add_months(self.month, 1)


def month_page(acting: Acting, month: date, *, only: uuid.UUID | None = None) -> MonthPage:
    """Collect the month: five queries for any number of lines. ``only`` narrows to one line."""
    deployments = (
        access.deployments_of(acting)
        .filter(starts_on__lte=last_of_month(month), ends_on__gte=month)
        .select_related("contract", "block", "person", "region")
        .order_by("person__name", "contract__title", "pk")
    )
    rows = list(deployments.filter(pk=only) if only else deployments)
    tell_apart(row.person for row in rows)
    running = [row for row in rows if row.status in CLAIMING]
    stated = _statements(running, [month, add_months(month, -1)])
    page = MonthPage(month, concepts=sum(1 for row in rows if row.status == LineStatus.CONCEPT))
    for row, terms in zip(running, appraisables(running), strict=True):
        before = stated.get((row.pk, page.previous))
        page.lines.append(MonthLine(row, terms, month, stated.get((row.pk, month)), before))
    _ask(page)
    return page


def _statements(rows: Iterable[Deployment], months: list[date]) -> dict[tuple[uuid.UUID, date], HoursStatement]:
    found = HoursStatement.objects.live().filter(deployment__in=[row.pk for row in rows], month__in=months)
    return {(one.deployment_id, one.month): one for one in found.order_by("pk")}


def _ask(page: MonthPage) -> None:
    """Put the verifier's question, or the reason of a rejection, with the month it is about."""
    judged = {LineStatus.RETURNED, LineStatus.REJECTED}
    asked: dict[uuid.UUID | None, str] = {one.pk: one.status for one in page.stated if one.status in judged}
    if not asked:
        return
    steps = Transition.objects.filter(statement__in=list(asked), to_status__in=judged).order_by("at", "pk")
    last = {step.statement_id: step for step in steps}
    said = {
        step.statement_id: step.note
        for step in steps
        if step.to_status == asked.get(step.statement_id) and step.from_status != step.to_status
    }
    for line in page.lines:
        if line.statement is not None:
            step = last.get(line.statement.pk)
            line.question = said.get(line.statement.pk, "")
            is_correction = step is not None and step.from_status == step.to_status
            line.corrected = is_correction and line.statement.status == LineStatus.RETURNED
