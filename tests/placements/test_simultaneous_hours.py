"""200 statements for one person at once, over several contracts and contractors: exactly as many as fit."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from organisations.models import Region
from organisations.tenancy import acting_for
from placements.choices import LineStatus
from placements.models import HoursStatement
from placements.stating import hours
from tenders.models import ContractTotals
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

ATTEMPTS = 200
WORKERS = 20
COMPANIES = 5
#: 31 days: 60 × 31 / 7 = 265.71 hours, so 26 statements of ten hours fit.
MONTH = dt.date(2026, 3, 1)
EACH = Decimal(10)
FIT = 26


def test_exactly_as_many_are_accepted_as_fit(in_scratch):
    tries = _prepare()
    start = threading.Barrier(WORKERS)

    def worker(mine):
        try:
            start.wait(timeout=60)
            return [_submit(*one) for one in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(worker, [tries[number::WORKERS] for number in range(WORKERS)]))

    accepted = [one for answer in answers for one in answer if one]
    assert len(accepted) == FIT
    with owner():
        claimed = HoursStatement.objects.filter(month=MONTH, status=LineStatus.SUBMITTED)
        assert {one.pk for one in claimed} == set(accepted)
        assert sum(one.paid_hours for one in claimed) == FIT * EACH
        # What the last ones added stands above 48 hours a week, and the sums of the contracts followed.
        assert 0 < claimed.filter(many_hours=True).count() < FIT
        waiting = sum(ContractTotals.objects.values_list("persons_submitted", flat=True))
        assert waiting == sum(one.value for one in claimed) > 0


def _submit(user_id, organisation_id, statement_id):
    """One attempt as a request makes it: its own transaction, its own member. The id when it was accepted."""
    with acting_for(user_id=user_id, organisation_id=organisation_id) as acting:
        result = hours.submit_hours([statement_id], by=acting, at=timezone.now())
    return statement_id if result.accepted else None


def _prepare():
    """The same person on 200 contracts of five contractors, each with ten hours that wait to be submitted."""
    tries = []
    with owner():
        region = Region.objects.get(code="groningen")
        authority = OrganisationFactory()
        for company in range(COMPANIES):
            contractor = OrganisationFactory(name=f"Bedrijf {company}", contractor=True)
            user_id = MembershipFactory(organisation=contractor).user_id
            for _number in range(ATTEMPTS // COMPANIES):
                contract = ContractFactory(region=region, authority=authority, contractor=contractor)
                line = DeploymentFactory(
                    contract=contract, name="A. Voorbeeld", birth_date=dt.date(1990, 5, 17), block_code="wajong"
                )
                statement = HoursStatement.objects.create(deployment=line, month=MONTH, paid_hours=EACH, value=1)
                tries.append((user_id, contractor.pk, statement.pk))
    # Neighbours in the list work for different contractors.
    return [
        tries[place]
        for start in range(ATTEMPTS // COMPANIES)
        for place in range(start, ATTEMPTS, ATTEMPTS // COMPANIES)
    ]
