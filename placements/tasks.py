"""What workers do for lines: value them anew when their contract changed, and check what came as evidence."""

import uuid

from celery import shared_task
from django.utils import timezone

from candidates.lifecycle import STOPPED
from organisations import outbox, tenancy
from organisations.choices import Purpose
from placements import evidence
from placements.follow_ups import answering
from placements.mediation import answering as proposals
from placements.mediation import ending, following
from placements.own_page import following as page_following
from placements.own_page import opened
from placements.own_page import sending as own_page
from placements.speed_dates import asking, making
from placements.vacancies.lifecycle import END_PROPOSALS
from placements.worth import simulation
from placements.worth.revaluation import revalue_contract as revalue
from tenders.terms import REVALUE


@shared_task(name=REVALUE)
def revalue_contract(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                revalue(uuid.UUID(claim.payload["contract_id"]), at=timezone.now())


@shared_task(name=evidence.QUARANTINE.task)
def inspect_evidence(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=evidence.QUARANTINE.give_up) as claim:
        if claim is not None:
            evidence.QUARANTINE.check_claimed(claim, at=timezone.now())


@shared_task(name=simulation.TASK)
def simulate_tariff(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id, given_up=simulation.give_up) as claim:
        if claim is not None:
            simulation.work_out(
                uuid.UUID(claim.payload["simulation_id"]), region_id=uuid.UUID(claim.payload["region_id"])
            )


@shared_task(name=answering.WEIGH)
def weigh_answers(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                answering.weigh_answers(
                    uuid.UUID(claim.payload["follow_up_id"]), on=timezone.localdate(), at=timezone.now()
                )


@shared_task(name=proposals.TELL)
def tell_answer(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                proposals.tell_answer(
                    uuid.UUID(claim.payload["proposal_id"]), on=timezone.localdate(), at=timezone.now()
                )


@shared_task(name=own_page.SEND)
def send_own_page(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            region_id = uuid.UUID(claim.payload["region_id"])
            with tenancy.system(Purpose.UPKEEP, region_id=region_id):
                own_page.send_asked(region_id, claim.payload["contact"], on=timezone.localdate(), at=timezone.now())


@shared_task(name=following.FOLLOW)
def follow_proposal(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                following.follow(
                    uuid.UUID(claim.payload["proposal_id"]),
                    state=claim.payload["state"],
                    by=claim.payload["by"],
                    on=timezone.localdate(),
                    at=timezone.now(),
                )


@shared_task(name=END_PROPOSALS)
def end_proposals(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                ending.end_of_vacancy(
                    uuid.UUID(claim.payload["vacancy_id"]), on=timezone.localdate(), at=timezone.now()
                )


@shared_task(name=STOPPED)
def follow_stop(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                ending.after_stop(
                    uuid.UUID(claim.payload["candidate_id"]),
                    origin=f"stopped:{outbox_id}",
                    on=timezone.localdate(),
                    at=timezone.now(),
                )


@shared_task(name=opened.FOLLOW)
def follow_own_page(*, outbox_id: str) -> None:
    with outbox.claimed(outbox_id) as claim:
        if claim is not None:
            with tenancy.system(Purpose.UPKEEP, region_id=claim.payload["region_id"]):
                page_following.follow(claim.payload, outbox_id=outbox_id, on=timezone.localdate(), at=timezone.now())


@shared_task(name=asking.TASK)
def plan_speed_dates(*, outbox_id: str) -> None:
    """The only thing that loads the solver."""
    with outbox.claimed(outbox_id, given_up=making.give_up) as claim:
        if claim is not None:
            given = claim.payload
            making.produce(given["event_id"], region_id=given["region_id"], run=given["run"])
