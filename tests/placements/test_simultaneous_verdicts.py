"""Verifiers and contractors at work on the same persons at once: one verdict a line, sums that hold, no deadlock."""

import datetime as dt
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import Region
from organisations.tenancy import acting_for
from placements.choices import LineStatus
from placements.models import HoursStatement
from placements.stating import hours
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import ContractTotals
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

PERSONS = 6
COMPANIES = 3
VERIFIERS = 3
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


def test_one_verdict_a_line_and_no_deadlock(in_scratch):
    verifiers, lines = _prepare()
    # Every line is judged by every verifier, and its contractor submits the next month meanwhile, in any order.
    jobs = [(_approve, who, line) for who in verifiers for line in lines] + [(_submit, None, line) for line in lines]
    random.Random(7).shuffle(jobs)  # noqa: S311 - an order, not a secret
    start = threading.Barrier(VERIFIERS * 2)

    def worker(mine):
        try:
            start.wait(timeout=60)
            return [job(who, line) for job, who, line in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(VERIFIERS * 2) as pool:
        answers = list(pool.map(worker, [jobs[number :: VERIFIERS * 2] for number in range(VERIFIERS * 2)]))

    approvals = [one for answer in answers for one in answer if one is not None]
    assert sorted(approvals) == sorted(line["deployment_id"] for line in lines)
    with owner():
        statements = HoursStatement.objects.all()
        assert {one.status for one in statements.filter(month=MARCH)} == {LineStatus.APPROVED}
        assert {one.status for one in statements.filter(month=APRIL)} == {LineStatus.SUBMITTED}
        totals = ContractTotals.objects.values_list("persons_approved", "persons_submitted")
        approved, waiting = (sum(column) for column in zip(*totals, strict=True))
        assert approved == sum(one.value for one in statements.filter(month=MARCH)) > 0
        assert waiting == sum(one.value for one in statements.filter(month=APRIL)) > 0


def _approve(who, line):
    """The id of the line for the verifier who was first; the others are refused."""
    user_id, organisation_id = who
    with acting_for(user_id=user_id, organisation_id=organisation_id) as acting:
        chosen = Chosen(line["deployment_id"], with_deployment=True, statement_ids=(line["march"],))
        try:
            verification.approve(chosen, by=acting, at=timezone.now())
        except Refused:
            return None
    return line["deployment_id"]


def _submit(_who, line):
    with acting_for(user_id=line["user_id"], organisation_id=line["contractor_id"]) as acting:
        (statement,) = hours.state_hours(
            {line["deployment_id"]: Decimal(40)}, month=APRIL, by=acting, on=dt.date(2026, 5, 1), at=timezone.now()
        )
        assert hours.submit_hours([statement.pk], by=acting, at=timezone.now()).accepted


def _prepare():
    """Six persons who each work for all three contractors, with March waiting."""
    lines = []
    with owner():
        region = Region.objects.get(code="groningen")
        authority = OrganisationFactory()
        point = OrganisationFactory(kind=OrganisationKind.COORDINATION_POINT)
        verifiers = [(MembershipFactory(organisation=point).user_id, point.pk) for _ in range(VERIFIERS)]
        for company in range(COMPANIES):
            contractor = OrganisationFactory(name=f"Bedrijf {company}", contractor=True)
            user_id = MembershipFactory(organisation=contractor).user_id
            contract = ContractFactory(region=region, authority=authority, contractor=contractor)
            for person in range(PERSONS):
                line = DeploymentFactory(
                    contract=contract, name=f"Nummer {person}", birth_date=dt.date(1990, 5, 17), status="submitted"
                )
                march = HoursStatement.objects.create(
                    deployment=line, month=MARCH, paid_hours=Decimal(40), status=LineStatus.SUBMITTED
                )
                lines.append(
                    {
                        "deployment_id": line.pk,
                        "march": march.pk,
                        "user_id": user_id,
                        "contractor_id": contractor.pk,
                    }
                )
    return verifiers, lines
