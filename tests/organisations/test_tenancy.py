import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Membership, Organisation
from tenders.models import Contract
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db


def test_tests_query_as_the_app_role(app_role):
    assert app_role == "sroi_app"


def test_without_context_there_are_no_rows(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        assert Contract.objects.count() == 1
    assert Contract.objects.count() == 0
    assert Organisation.objects.count() == 0
    assert Membership.objects.count() == 0


def test_each_party_sees_the_contract_and_the_other_region_does_not(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
        )
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
            assert acting.organisation_name == person.organisation.name
            assert list(Contract.objects.all()) == [contract]
    for stranger in cast.strangers.values():
        with tenancy.acting_for(user_id=stranger.user.pk, organisation_id=stranger.organisation.pk) as acting:
            assert acting is not None
            assert not Contract.objects.exists()


def test_acting_for_an_organisation_one_does_not_belong_to_gives_nothing(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation)
    with tenancy.acting_for(user_id=cast.frank.user.pk, organisation_id=cast.alice.organisation.pk) as acting:
        assert acting is None
        assert not Contract.objects.exists()
    with tenancy.acting_for(user_id=uuid.uuid4(), organisation_id=cast.alice.organisation.pk) as acting:
        assert acting is None


def test_the_database_of_a_newer_version_may_tell_more_of_a_member(cast, owner):
    """While a new version comes up, web processes of this one work on its tables."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_function_result(oid) FROM pg_proc WHERE proname = 'organisations_enter';")
        told = cursor.fetchone()[0].removesuffix(")")
        cursor.execute("ALTER FUNCTION organisations_enter(uuid, uuid, text) RENAME TO organisations_enter_of_today")
        cursor.execute(
            f"CREATE FUNCTION organisations_enter(uuid, uuid, text) RETURNS {told}, of_tomorrow text) LANGUAGE sql"
            " AS 'SELECT *, NULL FROM organisations_enter_of_today($1, $2, $3)'"
        )
    with tenancy.acting_for(user_id=cast.bram.user.pk, organisation_id=cast.bram.organisation.pk) as acting:
        assert acting is not None
        assert acting.user_name == cast.bram.user.name


def test_a_context_ends_with_its_block(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation)
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk):
        assert Contract.objects.count() == 1
    assert Contract.objects.count() == 0


def test_a_context_that_fails_leaves_nothing_behind(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation)
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk),
    ):
        raise ZeroDivisionError
    assert Contract.objects.count() == 0


def test_system_enters_one_region_for_one_purpose(cast, owner):
    with owner():
        ContractFactory(authority=cast.alice.organisation)
    with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
        assert Contract.objects.count() == 1
    with tenancy.system(Purpose.REPORT, region_id=cast.other_region.pk):
        assert Contract.objects.count() == 0
    with tenancy.system(Purpose.MAIL, region_id=cast.region.pk):
        assert Contract.objects.count() == 0


def test_entering_takes_one_statement(cast):
    with (
        CaptureQueriesContext(connection) as inside,
        tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk),
    ):
        entered = len(inside)
    statements = [query["sql"] for query in inside.captured_queries[:entered] if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 1
    assert "organisations_enter" in statements[0]
