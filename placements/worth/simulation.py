"""A version of the tariff is worked out on all running contracts, by a worker, and the outcome is kept with who asked."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.outbox import Claim, queue_job
from organisations.tenancy import Acting
from placements.choices import SimulationState
from placements.models import TariffSimulation
from placements.worth.effect import Effect, Rules, add_contracts, fingerprint
from tenders.models import Contract, Tariff

TASK = "placements.tasks.simulate_tariff"
#: Contracts worked out in one transaction, after which the progress shows.
_PORTION = 100


@transaction.atomic
def ask(acting: Acting, tariff: Tariff, *, at: datetime) -> TariffSimulation:
    """Have it worked out; what was asked twice at once is worked out once."""
    Tariff.objects.select_for_update(of=("self",), no_key=True).get(pk=tariff.pk)
    values = fingerprint(tariff)
    waiting = TariffSimulation.objects.filter(tariff=tariff, state=SimulationState.WAITING, fingerprint=values).first()
    if waiting is not None:
        return waiting
    made = TariffSimulation.objects.create(
        region_id=tariff.region_id,
        tariff=tariff,
        fingerprint=values,
        organisation_id=acting.organisation_id,
        asked_by_id=acting.user_id,
        asked_at=at,
    )
    queue_job(TASK, simulation_id=made.pk, region_id=made.region_id)
    return made


def work_out(simulation_id: uuid.UUID, *, region_id: uuid.UUID) -> None:
    """Do it, portion by portion, outside any transaction; a second run begins anew and gives the same."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        row = TariffSimulation.objects.select_related("tariff").filter(pk=simulation_id).first()
        if row is None or row.state != SimulationState.WAITING:
            return
        rules, values = Rules.of(row.tariff), fingerprint(row.tariff)
        running = Contract.objects.filter(region_id=region_id).running(on=timezone.localdate(row.asked_at))
        ids = list(running.order_by("reference", "pk").values_list("pk", flat=True))
        _keep(simulation_id, fingerprint=values, contracts_total=len(ids), contracts_done=0)
    effect = Effect()
    for start in range(0, len(ids), _PORTION):
        with tenancy.system(Purpose.UPKEEP, region_id=region_id):
            some = Contract.objects.filter(pk__in=ids[start : start + _PORTION]).select_related("contractor")
            add_contracts(effect, list(some.order_by("reference", "pk")), rules)
            _keep(simulation_id, contracts_done=min(start + _PORTION, len(ids)))
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        _keep(simulation_id, state=SimulationState.READY, done_at=timezone.now(), outcome=effect.as_json())


def give_up(claim: Claim, error: str) -> None:  # noqa: ARG001 - as the outbox calls it
    """Say on screen that it failed, so that it can be asked again."""
    with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
        _keep(uuid.UUID(claim.payload["simulation_id"]), state=SimulationState.FAILED, done_at=timezone.now())


def _keep(simulation_id: uuid.UUID, **values: object) -> None:
    TariffSimulation.objects.filter(pk=simulation_id).update(**values)
