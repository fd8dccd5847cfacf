"""The line that settles a year of uneven months: proposed by the portal, submitted by the company, verified as any line.

Hours above what one month can count are lost to that month, not to the year. Once the year, or the deployment in it, is
over and its months are judged, the portal works out what the year as a whole gives beyond them (domain rules, section 5).
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.refused import check_said
from placements import closed, questions, steps
from placements.choices import LineStatus
from placements.identity import persons
from placements.models import Deployment, HoursStatement, YearLine
from placements.shown import Shown, check_shown
from placements.steps import By, Refused, Step
from placements.verifying import meanwhile, second_eyes
from placements.worth import appraisal, year_values
from tenders.choices import SettlementState
from tenders.models import Settlement

_WAITING = (LineStatus.SUBMITTED, LineStatus.RETURNED)
_PORTION = 500
#: What rounding can take from a month: even months that lost no more than that were not uneven.
_HALF_A_CENT = Decimal("0.005")

# Years that are over, of which no month waits and none was settled yet, and in which a month paid more hours than it
# could count. Only then can the months of the year have given less than the year.
_ENDED_YEARS = """
SELECT d.id, y.year, least(make_date(y.year, 12, 31), d.ends_on)
  FROM placements_deployment d
  JOIN tenders_contract c ON c.id = d.contract_id
 CROSS JOIN LATERAL (
    SELECT extract(year FROM h.month)::integer AS year
      FROM placements_hoursstatement h
     WHERE h.deployment_id = d.id AND h.reversed_at IS NULL
     GROUP BY 1
    HAVING bool_or(h.status = 'approved' AND h.trace @> '[{"key": "days_decide"}]')
       AND NOT bool_or(h.status IN ('submitted', 'returned'))
       AND (bool_or(h.status = 'approved' AND NOT h.trace @> '[{"key": "days_decide"}]')
            OR count(*) FILTER (WHERE h.status = 'approved') < 12)
 ) y
 WHERE d.region_id = %s AND d.status = 'approved' AND d.reversed_at IS NULL
   AND (y.year < extract(year FROM %s::date) OR least(d.ends_on, c.ends_on) < %s)
   AND NOT EXISTS (SELECT FROM placements_yearline x
                    WHERE x.deployment_id = d.id AND x.year = y.year AND x.reversed_at IS NULL)
   AND NOT EXISTS (SELECT FROM tenders_settlement s WHERE s.contract_id = c.id AND s.state <> 'withdrawn')
 ORDER BY d.id, y.year
"""


def propose_ended(*, region_id: uuid.UUID, on: date, at: datetime) -> int:
    """Put up a concept for every year of the region that is over and still gives something. Never one twice."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED_YEARS, [region_id, on, on])
        found = cursor.fetchall()
    dropped = _drop_empty(region_id, at=at)
    made = sum(_propose(found[start : start + _PORTION], at=at) for start in range(0, len(found), _PORTION))
    return dropped + made


@transaction.atomic
def submit(year_line_id: uuid.UUID, *, by: By, at: datetime) -> YearLine:
    """Hand the proposal to the verifier, at what the year gives by now."""
    line = _locked(year_line_id)
    _check_judged(line)
    _value_anew(line)
    if line.value <= 0:
        raise Refused(_("Over dit jaar valt niets meer te verrekenen: alle uren zijn al geteld."))
    steps.take([Step(line, LineStatus.SUBMITTED)], by=by, at=at)
    return line


@transaction.atomic
def withdraw(year_line_id: uuid.UUID, *, by: By, at: datetime) -> YearLine:
    """Take it back to a proposal."""
    line = _locked(year_line_id)
    steps.take([Step(line, LineStatus.CONCEPT)], by=by, at=at)
    return line


@transaction.atomic
def answer(year_line_id: uuid.UUID, *, text: str, by: By, at: datetime) -> YearLine:
    """Answer the verifier's question: it waits for a verdict again."""
    if not text.strip():
        raise Refused(_("Vul uw antwoord in."))
    line = _locked(year_line_id)
    if line.status != LineStatus.RETURNED:
        raise Refused(_("Deze vraag is al beantwoord."))
    steps.take([Step(line, LineStatus.SUBMITTED, text.strip())], by=by, at=at)
    return line


@transaction.atomic
def judge(
    year_line_id: uuid.UUID,
    *,
    to: LineStatus,
    by: By,
    at: datetime,
    said: str = "",
    as_shown: Shown | None = None,
) -> YearLine:
    """Approve, return with a question, or reject with a reason. Its value is fixed at approval.

    Where the region wants a second pair of eyes, the first approval leaves it waiting for a colleague.
    """
    line = _locked(year_line_id)
    if line.status != LineStatus.SUBMITTED:
        raise Refused(meanwhile.waits_no_more([line], by=by))
    _check_not_own(line, by=by)
    check_shown([line], as_shown)
    if to != LineStatus.APPROVED:
        said = check_said(said, otherwise=_("Schrijf op wat u wilt weten, of waarom dit niet meetelt."))
        steps.take([Step(line, to, said)], by=by, at=at)
        if to == LineStatus.RETURNED:
            questions.mail_question(line.deployment)
        return line
    if line.deployment.status != LineStatus.APPROVED:
        raise Refused(_("De inzet van deze persoon is nog niet goedgekeurd."))
    _check_judged(line)
    _value_anew(line)
    if line.value <= 0:
        raise Refused(
            _(
                "Over dit jaar valt niets meer te verrekenen. Kies 'telt niet mee', met als reden dat alles al is geteld."
            )
        )
    if second_eyes.without_first([line], region_id=line.deployment.region_id, by=by, at=at):
        if not second_eyes.record([line], by=by, at=at):
            raise Refused(_("U keurde dit al als eerste goed. Nu is een collega aan de beurt."))
        return line
    steps.take([Step(line, LineStatus.APPROVED)], by=by, at=at)
    return line


@transaction.atomic
def undo(year_line_id: uuid.UUID, *, by: By, at: datetime) -> YearLine:
    """Take the verdict back; what was approved gets a reversal and a new line, which waits."""
    line = _locked(year_line_id)
    firsts = second_eyes.standing_of(by, [line]) if line.status == LineStatus.SUBMITTED else []
    if firsts:
        second_eyes.take_back(firsts, at=at)
        return line
    if line.status != LineStatus.APPROVED:
        steps.take([Step(line, LineStatus.SUBMITTED, taken_back=True)], by=by, at=at)
        _value_anew(line)
        return line
    renewed = _reverse(line, at=at)
    steps.note(renewed, _("Goedkeuring teruggedraaid"), by=by, at=at, from_status=LineStatus.APPROVED)
    return renewed


@transaction.atomic
def renew(year_line_id: uuid.UUID, *, by: By, at: datetime, as_shown: Shown | None = None) -> YearLine:
    """Carry an approved line over to what the year gives now: a reversal, and a new approved line.

    Above the region's amount the new line waits for a colleague.
    """
    line = _locked(year_line_id)
    if line.value_now is None or line.status != LineStatus.APPROVED:
        raise Refused(_("Een collega heeft dit al afgehandeld. Laad de pagina opnieuw."))
    _check_not_own(line, by=by)
    check_shown([line], as_shown)
    renewed = _reverse(line, at=at)
    if second_eyes.without_first([renewed], region_id=line.deployment.region_id, by=by, at=at):
        second_eyes.record([renewed], by=by, at=at)
    else:
        steps.take([Step(renewed, LineStatus.APPROVED, _("Waarde herzien"))], by=by, at=at)
    return renewed


def _propose(years: Sequence[tuple[uuid.UUID, int, date]], *, at: datetime) -> int:
    """Make those that give something, after waiting for the turn of their persons."""
    ids = list({deployment_id for deployment_id, _year, _day in years})
    persons.lock_persons_of(ids)
    lines = {
        one.deployment_id: one for one in appraisal.appraisables(Deployment.objects.filter(pk__in=ids), fresh=True)
    }
    approved = year_values.approved_months(ids)
    made = []
    for deployment_id, year, day in years:
        months = approved.get((deployment_id, year), [])
        worth = lines[deployment_id].year(year, months)
        if worth.value > _HALF_A_CENT * len(months):
            values: dict[str, Any] = {"value": worth.value, "trace": worth.trace_as_json()}
            made.append(YearLine(deployment_id=deployment_id, year=year, date=day, created_at=at, **values))
    return len(YearLine.objects.bulk_create(made))


def _drop_empty(region_id: uuid.UUID, *, at: datetime) -> int:
    """Proposals that nobody submitted and that give nothing any more, because a month was judged since."""
    standing = Settlement.objects.exclude(state=SettlementState.WITHDRAWN).values("contract_id")
    empty = YearLine.objects.live().filter(deployment__region_id=region_id, status=LineStatus.CONCEPT, value=0)
    return empty.exclude(deployment__contract__in=standing).update(reversed_at=at)


def _locked(year_line_id: uuid.UUID) -> YearLine:
    """The line, ours alone, after our turn with its person; its contract takes lines still."""
    persons.lock_persons_of(YearLine.objects.filter(pk=year_line_id).values_list("deployment_id", flat=True))
    line = (
        YearLine.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("deployment__contract")
        .get(pk=year_line_id)
    )
    closed.check_open(line.deployment.contract_id)
    return line


def _check_judged(line: YearLine) -> None:
    """A year is settled once: after its months."""
    months = HoursStatement.objects.live().filter(
        deployment_id=line.deployment_id, month__year=line.year, status__in=_WAITING
    )
    if months.exists():
        raise Refused(_("Er wachten nog maanden van %(year)s op beoordeling. Daarna kan dit.") % {"year": line.year})


def _check_not_own(line: YearLine, *, by: By) -> None:
    if None in steps.entered_by(by, year_line_id=line.pk):
        raise Refused(_("U hebt dit zelf ingevoerd. Een collega moet het beoordelen."))


def _value_anew(line: YearLine) -> None:
    appraisal.reappraise_years([line.deployment_id])
    line.refresh_from_db(fields=["value", "trace"])


def _reverse(line: YearLine, *, at: datetime) -> YearLine:
    """Book the opposite and put the year up anew, submitted, in its place in the queue, at what it gives by now."""
    line.reversed_at, line.value_now = at, None
    line.save(update_fields=["reversed_at", "value_now"])
    same = {
        "deployment_id": line.deployment_id,
        "year": line.year,
        "date": line.date,
        "submitted_at": line.submitted_at,
        "trace": line.trace,
        "created_at": at,
    }
    YearLine.objects.create(
        **same, value=-line.value, status=LineStatus.APPROVED, decided_at=at, reverses=line, reversed_at=at
    )
    renewed = YearLine(id=new_id(), **same, value=line.value, status=LineStatus.SUBMITTED)
    renewed.save(force_insert=True)
    _value_anew(renewed)
    return renewed
