"""Awards at the same moment, on a committed database: nothing twice, no reference shared."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from organisations import tenancy
from organisations.models import Organisation, OutboxMessage, new_id
from tenders.award import award
from tenders.models import Contract
from tests.cast import make_cast
from tests.database import owner
from tests.tenders.entries import KVK, entry_of

AT_ONCE = 8


def all_at_once(cast, entry, contract_ids):
    def one(contract_id):
        try:
            with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk) as acting:
                return award(acting, contract_id=contract_id, entry=entry, at=timezone.now()).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, contract_ids))


def test_same_form_sent_many_times_at_once_records_one_contract(in_scratch):
    cast = make_cast()
    made = all_at_once(cast, entry_of(cast), [new_id()] * AT_ONCE)
    assert sorted(made) == [False] * (AT_ONCE - 1) + [True]
    with owner():
        assert Contract.objects.count() == 1
        assert OutboxMessage.objects.count() == 2


def test_awards_at_once_get_their_own_references_and_one_new_company(in_scratch):
    cast = make_cast()
    made = all_at_once(cast, entry_of(cast), [new_id() for _ in range(AT_ONCE)])
    assert made == [True] * AT_ONCE
    with owner():
        references = sorted(Contract.objects.values_list("reference", flat=True))
        assert references == [f"2026-{number:04d}" for number in range(1, AT_ONCE + 1)]
        assert Organisation.objects.filter(kvk=KVK).count() == 1
