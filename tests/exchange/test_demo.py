"""The demo that `./dev up` loads: both regions, the cast, and who answers for what."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.choices import OrganisationKind
from organisations.demo_cast import CAST
from organisations.models import Membership, Region, User
from tenders.models import Contract, Responsible
from tests.database import owner


def load_demo(**options) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_demo_loads_once_and_gives_each_of_the_cast_a_place(db):
    assert "54 nieuw" in load_demo(if_empty=True)
    assert "54" not in load_demo(if_empty=True)
    load_demo()
    with owner():
        assert Contract.objects.count() == 56
        assert Region.objects.get(code="noordermeer").is_demo
        for member in CAST:
            (membership,) = Membership.objects.filter(user__email=member.email).select_related("organisation", "user")
            assert membership.organisation.name == member.organisation
            assert membership.role == member.role
            assert not membership.user.has_usable_password()
        operator = Membership.objects.get(organisation__kind=OrganisationKind.PLATFORM_OPERATOR)
        assert not operator.organisation.regions.exists()
        sides = Responsible.objects.filter(contract__reference="C-2025-001").values_list("side", "name")
        assert set(Responsible.objects.values_list("side", flat=True)) == {"authority", "contractor", "werkplein"}
        assert len(set(sides)) == len(sides)


def test_the_demo_stays_out_of_production(db, settings):
    settings.DEMO_LOGIN = False
    with pytest.raises(CommandError, match="niet in productie"):
        load_demo()
    with owner():
        assert not Contract.objects.exists()
        assert not User.objects.exists()
