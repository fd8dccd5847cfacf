"""Another PERSON_KEY_SECRET: everybody stays the same person, at every company, and so do decisions about persons."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from placements.identity import persons
from placements.identity.rekeying import OtherSecretError, Rekeyed, rekey_persons
from placements.models import Deployment, PersonKey
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.tenders import ContractFactory

BEFORE, AFTER = "the-secret-of-before", "the-secret-of-after"
NAME, BORN = "Wilma Rekenaar", date(1979, 11, 5)


@pytest.fixture
def two(cast, owner, settings):
    """One person at two companies, and another one."""
    settings.PERSON_KEY_SECRET = BEFORE
    with owner():
        contracts = [
            ContractFactory(region=cast.region, contractor=company, authority=cast.alice.organisation)
            for company in (cast.bram.organisation, OrganisationFactory(kind="contractor"))
        ]
        lines = [DeploymentFactory(contract=one, name=NAME, birth_date=BORN) for one in contracts]
        lines.append(DeploymentFactory(contract=contracts[0], name="Iemand Anders", birth_date=BORN))
        for line in lines:
            key = persons.person_key(line.region_id, line.person.name, line.person.birth_date)
            Deployment.objects.filter(pk=line.pk).update(pseudonym=persons.pseudonym(line.contract_id, key))
    return lines


def keys(lines):
    return [PersonKey.objects.get(pk=line.person_id).key for line in lines]


def rekey(owner, before=BEFORE) -> Rekeyed:
    with owner():
        return rekey_persons(before=before)


def test_everybody_stays_who_he_was(owner, two, settings):
    with owner():
        before = keys(two)
    settings.PERSON_KEY_SECRET = AFTER
    assert rekey(owner) == Rekeyed(persons=3, lines=3)
    with owner():
        after = keys(two)
        assert not set(after) & set(before)
        assert after[0] == after[1] != after[2]
        assert after[0] == persons.person_key(two[0].region_id, NAME, BORN)
        for line, key in zip(two, after, strict=True):
            line.refresh_from_db()
            assert line.pseudonym == persons.pseudonym(line.contract_id, key)
    assert rekey(owner) == Rekeyed(persons=0, lines=0)


def test_who_comes_in_afterwards_is_recognised(owner, two, settings):
    settings.PERSON_KEY_SECRET = AFTER
    rekey(owner)
    with owner():
        third = DeploymentFactory(contract=ContractFactory(region=two[0].region), name=NAME, birth_date=BORN)
        assert keys([third]) == keys(two[:1])


def test_who_was_linked_stays_linked_and_who_was_erased_stays_unknown(owner, two, settings):
    with owner():
        # As the coordination point decided, and as erasing leaves it.
        PersonKey.objects.filter(pk=two[2].person_id).update(key=keys(two[:1])[0])
        erased = DeploymentFactory(contract=two[0].contract, name="Weg Gegaan", birth_date=BORN)
        type(erased.person).objects.filter(pk=erased.person_id).update(
            name="(gewist)", normalised_name=str(erased.person_id)
        )
        PersonKey.objects.filter(pk=erased.person_id).update(key="0" * 64, own_key="0" * 64)
    settings.PERSON_KEY_SECRET = AFTER
    assert rekey(owner).persons == 3
    with owner():
        assert len(set(keys(two))) == 1
        assert PersonKey.objects.get(pk=two[2].person_id).own_key == persons.person_key(
            two[2].region_id, "Iemand Anders", BORN
        )
        assert keys([erased]) == ["0" * 64]


def test_the_wrong_secret_of_before_changes_nothing(owner, two, settings):
    with owner():
        before = keys(two)
    settings.PERSON_KEY_SECRET = AFTER
    with pytest.raises(OtherSecretError, match="PERSON_KEY_SECRET_BEFORE"):
        rekey(owner, before="something-else")
    with owner():
        assert keys(two) == before


def test_lines_are_guarded_again_afterwards(owner, two, settings):
    settings.PERSON_KEY_SECRET = AFTER
    rekey(owner)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"
            " AND tgrelid IN ('placements_personkey'::regclass, 'placements_deployment'::regclass)"
        )
        assert cursor.fetchone() == (0,)


def test_the_command_asks_for_the_secret_of_before(monkeypatch):
    monkeypatch.delenv("PERSON_KEY_SECRET_BEFORE", raising=False)
    with pytest.raises(CommandError, match="PERSON_KEY_SECRET_BEFORE"):
        call_command("rekey_persons")
