"""What running contracts would be worth under another tariff: by the same rules, kept with who asked, seen by few."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import OutboxMessage
from placements.choices import SimulationState
from placements.models import Deployment, TariffSimulation
from placements.tasks import simulate_tariff
from placements.worth import simulation
from placements.worth.effect import Effect, Rules, add_contracts
from tenders.models import Block, Contract, Tariff
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import act, auditor_of, contract_of, logged, second_contractor, seen
from tests.tenders.test_tariff_versions import begun


@pytest.fixture
def contract(cast, owner):
    """A contract that runs today, whatever today is."""
    first = timezone.localdate() - dt.timedelta(days=30)
    return contract_of(cast, starts_on=first, ends_on=first + dt.timedelta(days=1200), title="Kade Noord")


def line_on(by, contract, **values):
    span = {"starts_on": contract.starts_on, "ends_on": contract.starts_on + dt.timedelta(days=364)}
    return logged(by, contract, **(span | values))


def change(owner, concept, code, **values):
    with owner():
        Block.objects.filter(tariff=concept, code=code).update(**values)


def worked_out(cast, concept) -> TariffSimulation:
    """Asked on screen and done as a worker does."""
    assert cast.dirk.post(f"tarieven/{concept.pk}/effect/").status_code == 302
    with tenancy.system(Purpose.SWEEP):
        job = OutboxMessage.objects.get(name=simulation.TASK, done_at__isnull=True)
    simulate_tariff(outbox_id=str(job.pk))
    with act(cast.dirk):
        return TariffSimulation.objects.filter(tariff=concept).latest("asked_at")


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_the_difference_comes_from_the_tariff_alone(cast, owner, contract):
    line = line_on(cast.bram, contract, block_code="wajong", birth_date=dt.date(1995, 1, 1))
    line_on(cast.bram, contract, block_code="wajong", submit=False, name="C. Concept")
    with owner():
        ContributionFactory(contract=contract, contractor=cast.bram.organisation, quantity=Decimal(10))
    concept = begun(cast)
    change(owner, concept, "wajong", value=Decimal(44000))
    change(owner, concept, "social_activity", value=Decimal(50))
    done = worked_out(cast, concept)
    forecast = seen(line).forecast
    assert done.state == SimulationState.READY
    total = done.outcome["total"]
    assert Decimal(total["now"]) == forecast + 1000
    assert abs(Decimal(total["then"]) - forecast * Decimal("1.1") - 500) <= Decimal("0.01")
    assert (total["lines"], total["gone"]) == (2, 0)
    by_code = {block["code"]: block for block in done.outcome["blocks"]}
    assert Decimal(by_code["wajong"]["now"]) == forecast
    assert by_code["social_activity"]["then"] == "500.00"
    (row,) = done.outcome["contracts"]
    assert (row["reference"], row["now"], row["then"]) == (contract.reference, total["now"], total["then"])
    # Nothing of the contract moved.
    assert seen(line).forecast == forecast
    assert seen(contract).tariff_id == contract.tariff_id


def test_a_longer_period_counts_over_all_contracts_of_the_person(cast, owner, contract):
    neighbour = second_contractor()
    earlier = contract_of(
        cast, starts_on=dt.date(2020, 1, 1), ends_on=contract.starts_on, contractor=neighbour.organisation
    )
    logged(
        neighbour,
        earlier,
        block_code="pw_gt2",
        starts_on=contract.starts_on - dt.timedelta(days=500),
        ends_on=contract.starts_on - dt.timedelta(days=1),
    )
    line = line_on(cast.bram, contract, block_code="pw_gt2")
    with act(cast.dirk):
        pass
    concept = begun(cast)
    change(owner, concept, "pw_gt2", max_months=None)
    free = {row["reference"]: row for row in worked_out(cast, concept).outcome["contracts"]}[contract.reference]
    change(owner, concept, "pw_gt2", max_months=6)
    none = {row["reference"]: row for row in worked_out(cast, concept).outcome["contracts"]}[contract.reference]
    assert Decimal(free["then"]) > Decimal(free["now"]) == seen(line).forecast > 0
    assert none["then"] == "0.00"


def test_a_block_that_is_gone_is_counted_and_said(cast, owner, contract):
    line_on(cast.bram, contract, block_code="wajong")
    concept = begun(cast)
    with owner():
        Block.objects.filter(tariff=concept, code="wajong").delete()
    done = worked_out(cast, concept)
    assert done.outcome["total"]["gone"] == 1
    page = text(cast.dirk.get(f"tarieven/{concept.pk}/effect/"))
    assert "1 regel heeft een bouwblok dat niet in deze tabel staat" in page
    assert "Kade Noord" in page
    assert cast.dirk.user.name in page


def test_what_was_changed_since_is_said_and_asked_twice_is_done_once(cast, owner, contract):
    line_on(cast.bram, contract)
    concept = begun(cast)
    cast.dirk.post(f"tarieven/{concept.pk}/effect/")
    assert "Wordt doorgerekend" in text(cast.dirk.get(f"tarieven/{concept.pk}/effect/"))
    state = cast.dirk.get(f"tarieven/{concept.pk}/effect/stand/", HTTP_HX_REQUEST="true")
    assert "Wordt doorgerekend" in text(state)
    worked_out(cast, concept)
    with owner():
        assert TariffSimulation.objects.count() == 1
    assert "HX-Refresh" in cast.dirk.get(f"tarieven/{concept.pk}/effect/stand/", HTTP_HX_REQUEST="true").headers
    assert "daarna gewijzigd" not in text(cast.dirk.get(f"tarieven/{concept.pk}/effect/"))
    change(owner, concept, "wajong", value=Decimal(1))
    assert "daarna gewijzigd" in text(cast.dirk.get(f"tarieven/{concept.pk}/effect/"))


def test_a_job_that_is_given_up_says_so(cast, contract):
    concept = begun(cast)
    cast.dirk.post(f"tarieven/{concept.pk}/effect/")
    with tenancy.system(Purpose.SWEEP):
        job = OutboxMessage.objects.get(name=simulation.TASK)
    simulation.give_up(simulation.Claim(job.pk, "job", job.name, job.payload, job.message_id, 5), "boom")
    assert "Het doorrekenen is mislukt" in text(cast.dirk.get(f"tarieven/{concept.pk}/effect/"))


def test_only_the_coordination_point_sees_or_asks(cast, owner, contract):
    line_on(cast.bram, contract)
    concept = begun(cast)
    worked_out(cast, concept)
    with owner():
        published = Tariff.objects.get(region=cast.region, published_at__isnull=False)
    auditor = auditor_of(cast.dirk)
    for path in (f"tarieven/{concept.pk}/effect/", f"tarieven/{published.pk}/effect/"):
        assert cast.frank.get(path).status_code == cast.frank.post(path).status_code == 404
        assert auditor.get(path).status_code == 200
        assert auditor.post(path).status_code == 403
        for person in (cast.alice, cast.bram, cast.carla, cast.esra):
            assert person.get(path).status_code == person.post(path).status_code == 403
            assert person.get(path + "stand/").status_code == 403
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, cast.frank):
        with act(person):
            assert not TariffSimulation.objects.exists()
    # Thrown away with its concept.
    cast.dirk.post(f"tarieven/{concept.pk}/weg/")
    with owner():
        assert not TariffSimulation.objects.exists()


def test_three_contracts_ask_as_many_queries_as_thirty(cast, owner, contract):
    concept = begun(cast)
    change(owner, concept, "wajong", max_months=12)
    line_on(cast.bram, contract, block_code="wajong")

    def asked() -> int:
        with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
            rules = Rules.of(Tariff.objects.get(pk=concept.pk))
            contracts = list(Contract.objects.filter(region=cast.region).select_related("contractor"))
            with CaptureQueriesContext(connection) as queries:
                add_contracts(Effect(), contracts, rules)
        return len(queries)

    before = asked()
    for number in range(4):
        more = contract_of(cast, starts_on=contract.starts_on, ends_on=contract.ends_on)
        line_on(cast.bram, more, block_code="wajong", name=f"M. {number}")
    with owner():
        assert Deployment.objects.count() == 5
    assert asked() == before
