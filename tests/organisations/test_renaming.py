"""An organisation gives itself another name; what it was called stays readable, and it can go back."""

import pytest
from django.db import DatabaseError, transaction

from organisations import renaming
from organisations.models import Organisation
from organisations.tenancy import acting_for
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


def name_of(person: Person) -> str:
    with owner():
        return Organisation.objects.get(pk=person.organisation.pk).name


def test_an_administrator_renames_his_own_organisation_and_goes_back(cast):
    page = cast.bram.post("organisatie/", {"name": "Molenwerf  Groen BV"}, follow=True).content.decode()
    assert name_of(cast.bram) == "Molenwerf Groen BV"
    assert "Voorheen" in page
    assert "Terug naar Bouwbedrijf Molenwerf BV" in page
    cast.bram.post("organisatie/", {"undo": "1"})
    assert name_of(cast.bram) == "Bouwbedrijf Molenwerf BV"


def test_nobody_else_renames_it_and_no_company_corrects_its_own_number(cast):
    with owner():
        member = Person(
            MembershipFactory(organisation=cast.bram.organisation, role="member").user, cast.bram.organisation
        )
    attempts = [
        (person, "Anders", cast.bram.organisation.kvk) for person in (cast.alice, cast.esra, cast.frank, member)
    ]
    attempts.append((cast.bram, cast.bram.organisation.name, "12345678"))
    for person, name, kvk in attempts:
        with (
            pytest.raises(DatabaseError, match=r"not yours|its own number"),
            transaction.atomic(),
            acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk),
        ):
            renaming.rename(cast.bram.organisation.pk, name=name, kvk=kvk)


def test_the_coordination_point_renames_companies_and_no_authority(cast):
    with acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk):
        renaming.rename(cast.bram.organisation.pk, name="Molenwerf", kvk="87654321")
        assert renaming.called_before("bouwbedrijf molen") == [cast.bram.organisation.pk]
        with pytest.raises(DatabaseError, match="not yours"), transaction.atomic():
            renaming.rename(cast.alice.organisation.pk, name="Stad", kvk="")
