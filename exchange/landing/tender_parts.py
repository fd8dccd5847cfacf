"""What hangs on the tenders of a package: lots, expected occupations, and the step to the status it says."""

from dataclasses import dataclass, field
from datetime import date

from exchange.landing.course import Course
from exchange.package import TenderRow
from organisations.models import Occupation
from tenders.choices import TenderStatus
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderStep

#: The column that says when a tender reached this status, where one does.
_REACHED = {
    TenderStatus.PLANNED: "on_calendar_since",
    TenderStatus.PUBLISHED: "planned_publication",
    TenderStatus.AWARDED: "planned_award",
    TenderStatus.IN_EXECUTION: "starts_on",
    TenderStatus.COMPLETED: "ends_on",
}


@dataclass(slots=True)
class Parts:
    """What is to be written of the parts of all tenders, gathered first and then written at once."""

    course: Course
    occupations: dict[str, Occupation]
    lots: list[TenderLot] = field(default_factory=list)
    heads: list[ExpectedOccupation] = field(default_factory=list)
    steps: list[TenderStep] = field(default_factory=list)
    changed_lots: list[TenderLot] = field(default_factory=list)
    changed_heads: list[ExpectedOccupation] = field(default_factory=list)
    gone: list[TenderLot | ExpectedOccupation] = field(default_factory=list)

    def bring(self, tender: Tender, row: TenderRow, *, before: TenderRow | None) -> None:
        """Let the parts of a tender become those of its row."""
        if row.lots != (before.lots if before else ()):
            self._lots(tender, row)
        if row.occupations != (before.occupations if before else ()):
            self._heads(tender, row)
        status = before.status if before else ""
        if row.status != status and (row.status != TenderStatus.CONCEPT or before is not None):
            on = _reached_on(row, today=self.course.on)
            self.steps.append(
                TenderStep(tender=tender, from_status=status, to_status=row.status, on=on, at=self.course.at)
            )

    def _lots(self, tender: Tender, row: TenderRow) -> None:
        held = {one.number: one for one in ([] if tender._state.adding else tender.lots.all())}  # noqa: SLF001 -- Django's own mark of an unsaved row
        for number, title, description in row.lots:
            lot = held.pop(number, None)
            if lot is None:
                self.lots.append(TenderLot(tender=tender, number=number, title=title, description=description))
            elif (lot.title, lot.description) != (title, description):
                self.course.ledger.changes(lot, label="title")
                lot.title, lot.description = title, description
                self.changed_lots.append(lot)
        self.gone += held.values()

    def _heads(self, tender: Tender, row: TenderRow) -> None:
        parts: list[ExpectedOccupation] = [] if tender._state.adding else list(tender.expected_occupations.all())  # noqa: SLF001 -- as above
        held = {one.occupation.code: one for one in parts}
        for code, count, since in row.occupations:
            one = held.pop(code, None)
            if one is None:
                occupation = self.occupations[code]
                self.heads.append(
                    ExpectedOccupation(tender=tender, occupation=occupation, head_count=count, starts_on=since)
                )
            elif (one.head_count, one.starts_on) != (count, since):
                self.course.ledger.changes(one)
                one.head_count, one.starts_on = count, since
                self.changed_heads.append(one)
        self.gone += held.values()

    def write(self) -> None:
        """After the tenders themselves."""
        ledger = self.course.ledger
        for one in self.gone:
            one.delete()
        # What is gone does not come back by undoing.
        ledger.replaced += len(self.gone)
        TenderLot.objects.bulk_create(self.lots, batch_size=1000)
        ExpectedOccupation.objects.bulk_create(self.heads, batch_size=1000)
        TenderStep.objects.bulk_create(self.steps, batch_size=1000)
        TenderLot.objects.bulk_update(self.changed_lots, ("title", "description"), batch_size=200)
        ExpectedOccupation.objects.bulk_update(self.changed_heads, ("head_count", "starts_on"), batch_size=200)
        ledger.made(self.lots, label="title")
        ledger.made(self.heads)
        ledger.made(self.steps)


def _reached_on(row: TenderRow, *, today: date) -> date:
    """The best known day on which the tender came to its status; never one that is still to come."""
    column = _REACHED.get(TenderStatus(row.status))
    day: date | None = getattr(row, column) if column else None
    return min(day, today) if day else today
