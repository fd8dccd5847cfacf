"""A changed period of a contract reaches its lines: by the job, and approved months by the verifier."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from organisations.models import OutboxMessage
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement, RevaluationTask
from placements.tasks import revalue_contract
from tenders.choices import Cause
from tenders.terms import REVALUE, revise
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import APRIL, MARCH, act, contract_of


def test_period_cut_short_revalues_lines_and_asks_the_verifier_about_approved_months(cast, owner):
    contract = contract_of(cast)
    with owner():
        line = DeploymentFactory(contract=contract, block_code="wajong", status=LineStatus.APPROVED)
        approved = HoursStatementFactory(
            deployment=line, month=MARCH, paid_hours=Decimal("156.00"), status=LineStatus.APPROVED, value=3000
        )
        waiting = HoursStatementFactory(deployment=line, month=APRIL, paid_hours=Decimal("156.00"), value=3000)
        before = Deployment.objects.get(pk=line.pk).forecast
    with act(cast.alice) as acting:
        revise(
            acting,
            contract.pk,
            cause=Cause.CHANGE,
            valid_from=timezone.localdate(),
            reason="Eerder klaar",
            at=timezone.now(),
            ends_on=dt.date(2026, 3, 15),
        )
    with owner():
        job = OutboxMessage.objects.get(name=REVALUE)
        assert HoursStatement.objects.get(pk=waiting.pk).value == 3000
    revalue_contract(outbox_id=str(job.pk))
    revalue_contract(outbox_id=str(job.pk))
    with owner():
        line.refresh_from_db()
        # 15 of 31 days: 40 000 × 15/31 / 12 at most, and all paid hours × 15/31 of what a year's hours give.
        assert line.forecast == Decimal("1612.90") != before
        assert HoursStatement.objects.get(pk=approved.pk).value == 3000
        assert HoursStatement.objects.get(pk=waiting.pk).value == 0
        task = RevaluationTask.objects.get()
        job.refresh_from_db()
    assert (task.statement_id, task.new_value) == (approved.pk, Decimal("1612.90"))
    assert job.done_at is not None
