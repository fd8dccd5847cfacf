"""An approved line goes back to the company: reversed, put up anew, and asked about, so that it can be corrected."""

from datetime import datetime

from placements import steps, year_lines
from placements.choices import LineStatus
from placements.identity import persons
from placements.models import Contribution, Deployment, HoursStatement
from placements.models.of_line import OfLine
from placements.steps import By, Step
from placements.verifying import verification
from placements.verifying.verification import Chosen

Line = Deployment | HoursStatement | Contribution


def hand_back(about: OfLine, *, said: str, by: By, at: datetime) -> Line | None:
    """Take the approval back of the line that stands where ``about`` points, and give it to the company with a word.

    Of a person at work all approved months and years go along: they follow from what was agreed about him. What a colleague took
    back meanwhile is given to the company too. Gives the line as it stands then. ``Refused`` where a reversal is, such
    as on a closed contract.
    """
    if about.deployment is not None:
        persons.lock_persons_of([about.deployment.pk])
    line = live_line(about)
    if line is not None and line.status == LineStatus.APPROVED:
        if isinstance(line, Contribution):
            verification.undo_contribution(line.pk, by=by, at=at)
        else:
            if isinstance(line, Deployment):
                for year in line.year_lines.live().approved().order_by("year"):
                    year_lines.undo(year.pk, by=by, at=at)
            verification.undo(_chosen(line), by=by, at=at)
        line = live_line(about)
    if line is not None and line.status == LineStatus.SUBMITTED:
        steps.take([Step(line, LineStatus.RETURNED, said)], by=by, at=at)
    return line


def live_line(about: OfLine) -> Line | None:
    """What stands now where the line was: a reversal puts a new row in its place."""
    if about.statement is not None:
        months = HoursStatement.objects.live().filter(deployment_id=about.statement.deployment_id)
        return months.filter(month=about.statement.month).first()
    if about.deployment is not None:
        return Deployment.objects.live().filter(pk=about.deployment.pk).first()
    if about.contribution is None:
        return None
    same = Contribution.objects.live().filter(region_id=about.contribution.region_id)
    return same.filter(reference=about.contribution.reference, contract_id=about.contribution.contract_id).first()


def _chosen(line: Deployment | HoursStatement) -> Chosen:
    if isinstance(line, HoursStatement):
        return Chosen(line.deployment_id, with_deployment=False, statement_ids=(line.pk,))
    approved = HoursStatement.objects.live().approved().filter(deployment=line).order_by("month", "pk")
    return Chosen(line.pk, with_deployment=True, statement_ids=tuple(approved.values_list("pk", flat=True)))
