"""Two verifiers answer the same requests while the company takes some back: one answer each, one reversal, no deadlock."""

import datetime as dt
import random
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import Region
from organisations.tenancy import acting_for
from placements.choices import LineStatus, ReversalState
from placements.models import HoursStatement, ReversalRequest
from placements.reviewing import reversals
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

LINES, VERIFIERS = 6, 2
MARCH = dt.date(2026, 3, 1)


def test_each_request_is_answered_once_and_each_line_reversed_once(in_scratch):
    verifiers, company, asked = _prepare()
    jobs = [(_grant, who, one) for who in verifiers for one in asked]
    jobs += [(_withdraw, company, one) for one in asked[:2]]
    jobs += [(_undo, verifiers[0], one) for one in asked[2:4]]
    random.Random(3).shuffle(jobs)  # noqa: S311 - an order, not a secret
    start = threading.Barrier(4)

    def worker(mine):
        try:
            start.wait(timeout=60)
            return [(one, job(who, one)) for job, who, one in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = [answer for given in pool.map(worker, [jobs[number::4] for number in range(4)]) for answer in given]

    taken = [one for one, answered in answers if answered]
    assert sorted(one["request_id"] for one in taken) == sorted(one["request_id"] for one in asked)
    with owner():
        assert not ReversalRequest.objects.filter(state=ReversalState.ASKED).exists()
        for one in asked:
            request = ReversalRequest.objects.get(pk=one["request_id"])
            rows = HoursStatement.objects.filter(deployment_id=one["deployment_id"], month=MARCH)
            live = rows.live().get()
            undone = rows.filter(reverses__isnull=False).count()
            assert undone <= 1
            if request.state == ReversalState.GRANTED:
                assert (undone, live.status) == (1, LineStatus.RETURNED)
            assert sum(row.value for row in rows.approved()) == (0 if undone else live.value)


def _grant(who, one):
    return _answered(who, lambda acting: reversals.grant(acting, one["request_id"], at=timezone.now()))


def _withdraw(who, one):
    return _answered(who, lambda acting: reversals.withdraw(acting, one["request_id"], at=timezone.now()))


def _undo(who, one):
    chosen = Chosen(one["deployment_id"], with_deployment=False, statement_ids=(one["statement_id"],))
    _answered(who, lambda acting: verification.undo(chosen, by=acting, at=timezone.now()))
    return False


def _answered(who, answer):
    user_id, organisation_id = who
    with acting_for(user_id=user_id, organisation_id=organisation_id) as acting:
        try:
            answer(acting)
        except Refused:
            return False
    return True


def _prepare():
    with owner():
        region = Region.objects.get(code="groningen")
        coordination = OrganisationFactory(kind=OrganisationKind.COORDINATION_POINT, region=region)
        verifiers = [
            (MembershipFactory(organisation=coordination).user_id, coordination.pk) for _number in range(VERIFIERS)
        ]
        contract = ContractFactory(region=region)
        company = MembershipFactory(organisation=contract.contractor)
        asked = []
        for _number in range(LINES):
            deployment = DeploymentFactory(contract=contract)
            statement = HoursStatementFactory(
                deployment=deployment, status=LineStatus.APPROVED, value=1000, decided_at=timezone.now()
            )
            request = ReversalRequest.objects.create(
                deployment=deployment,
                statement=statement,
                reason="152 moet 132 zijn",
                asked_by=company.user,
                asked_for=contract.contractor,
            )
            asked.append({"request_id": request.pk, "deployment_id": deployment.pk, "statement_id": statement.pk})
    return verifiers, (company.user_id, contract.contractor_id), asked
