from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.models import TrainingPlan
from organisations.models import AreaMunicipality, OrganisationRegion, Region
from reporting.models import Target
from tenders.models import RegionPolicy, Tariff
from tests.database import owner


def create(*args, **options) -> str:
    out = StringIO()
    call_command("create_region", *args, stdout=out, **options)
    return out.getvalue()


def test_a_region_starts_with_the_default_policy_and_tariff(db):
    assert "Drenthe" in create("drenthe", "Drenthe")
    with owner():
        region = Region.objects.get(code="drenthe")
        assert RegionPolicy.objects.get(region=region).percentage_high == 5
        tariff = Tariff.objects.get(region=region)
        assert tariff.confirmed_at is None
        assert tariff.blocks.get(code="pw_lt2").value == 35000
        assert not AreaMunicipality.objects.filter(region=region).exists()
        assert region.programme_start is None


def test_like_copies_area_start_and_targets_and_no_organisation(cast):
    create("kopie", "Kopie", like="groningen")
    with owner():
        region, example = Region.objects.get(code="kopie"), Region.objects.get(code="groningen")
        assert region.programme_start == example.programme_start is not None

        def areas(of):
            return set(AreaMunicipality.objects.filter(region=of).values_list("municipality_id", "area", "valid"))

        def targets(of):
            return set(Target.objects.filter(region=of).values_list("kind", "on", "value", "source", "version_on"))

        def plan(of):
            rows = TrainingPlan.objects.filter(region=of)
            return set(rows.values_list("measure", "year", "quarter", "number", "source"))

        assert areas(region) == areas(example) != set()
        assert plan(region) == plan(example) != set()
        assert targets(region) == targets(example) != set()
        assert not OrganisationRegion.objects.filter(region=region).exists()


@pytest.mark.parametrize("code", ["groningen", "geen code!", "x" * 41])
def test_a_code_that_is_taken_or_odd_is_refused(db, code):
    with pytest.raises(CommandError):
        create(code, "Nog een")
    assert Region.objects.filter(name="Nog een").count() == 0
