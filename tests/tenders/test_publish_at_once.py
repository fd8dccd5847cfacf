"""An award and a publication at the same moment: no contract is valued by a version that was not in force."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import replace
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from organisations.models import new_id
from tenders import tariff_versions
from tenders.award import award
from tenders.models import Contract
from tenders.tariff_versions import TariffRefused
from tests.cast import make_cast
from tests.database import owner
from tests.tenders.entries import entry_of
from tests.tenders.test_tariff_versions import act, begun

DAY = dt.date(2026, 5, 4)


def test_a_publication_waits_for_the_award_and_is_refused(in_scratch):
    cast = make_cast()
    concept = begun(cast, valid_from=DAY)
    entry = replace(entry_of(cast), awarded_on=DAY)
    recorded, may_commit = Event(), Event()

    def awards():
        try:
            with act(cast.alice) as alice:
                award(alice, contract_id=new_id(), entry=entry, at=timezone.now())
                recorded.set()
                may_commit.wait(60)
        finally:
            connection.close()

    def publishes():
        try:
            recorded.wait(60)
            with act(cast.dirk) as dirk:
                tariff_versions.publish(dirk, concept.pk, at=timezone.now(), confirmed=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(awards), pool.submit(publishes)
        assert recorded.wait(60)
        with pytest.raises(NotYet):
            second.result(timeout=1)
        may_commit.set()
        first.result(60)
        with pytest.raises(TariffRefused, match="al een contract gegund"):
            second.result(60)
    with owner():
        assert Contract.objects.get().tariff_id != concept.pk
