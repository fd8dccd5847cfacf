"""The one step of the ladder that the portal takes by itself: a reminder. And mail when the day of a recovery plan comes.

Whether a contract is behind follows here from the band, as for an authority: that sees the reminder, and a reminder on
the day on which the exact total falls behind would tell it what the persons are worth. So nobody is reminded too early.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from organisations.outbox import queue_mails
from organisations.templatetags.formatting import day_nl, euro
from tenders.choices import LadderKind, NoticeKind, StepState
from tenders.ladder import DAYS_AFTER_REMINDER, NEEDS_ATTENTION, Action, next_step
from tenders.models import Contract, LadderStep, Notice
from tenders.outlook import outlook
from tenders.progress import ProgressPolicy
from tenders.told import Addressee, addresses, link_for, people_by_side

BATCH = 500
BEFORE_PLAN = timedelta(days=7)
#: While a person has not taken a higher step than a reminder.
_FOOT = frozenset({LadderKind.REMINDER, LadderKind.CONVERSATION})
_PAGE = "stappen/"


def remind_behind(*, region_id: uuid.UUID, on: date) -> int:
    """Remind the contractors of running contracts that are behind; how many contracts. Once in 28 days at most.

    Only where the region lets the portal do so, and while nothing is planned and no higher step was taken.
    """
    reminded = 0
    for contracts in _batches(_behind(region_id, on=on)):
        steps, notices, mails = [], [], []
        for contract in contracts:
            policy = ProgressPolicy(startup_months=contract.start_up_months)
            standing = outlook(contract, on=on, totals=False, policy=policy, only_band=True).standing
            proposed = next_step(standing, contract.steps.all(), on)
            people = people_by_side(contract)[contract.contractor_id]
            if proposed is None or proposed.action != Action.PLAN or proposed.kind not in _FOOT or not people:
                continue
            steps.append(
                LadderStep(
                    contract=contract,
                    kind=LadderKind.REMINDER,
                    state=StepState.DONE,
                    planned_on=on,
                    done_on=on,
                    automatic=True,
                )
            )
            notices.append(_notice(contract, NoticeKind.BEHIND, people, on))
            about = {
                "obligation": euro(contract.obligation),
                "ends_on": day_nl(contract.ends_on),
                "link": link_for(contract, contract.contractor_id, _PAGE),
            }
            mails += [(one.email, _about(contract, one) | about) for one in people]
        LadderStep.objects.bulk_create(steps)
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        queue_mails("ladder_reminder", mails)
        reminded += len(steps)
    return reminded


def remind_plans(*, region_id: uuid.UUID, on: date) -> int:
    """Tell both sides that the day of a recovery plan comes within a week, and once more that it passed."""
    reminded = 0
    for steps in _batches(_due_plans(region_id, on=on)):
        notices, mails = [], []
        for step in steps:
            contract, told = step.contract, []
            people = people_by_side(contract)
            for organisation_id in (contract.contractor_id, contract.authority_id):
                for one in people[organisation_id]:
                    context = _about(contract, one) | {
                        "day": day_nl(step.planned_on),
                        "passed": step.planned_on < on,
                        "link": link_for(contract, organisation_id, _PAGE),
                    }
                    mails.append((one.email, context))
                    told.append(one)
            if told:
                notices.append(_notice(contract, NoticeKind.PLAN_DUE, told, on))
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        queue_mails("plan_due", mails)
        reminded += len(notices)
    return reminded


def _behind(region_id: uuid.UUID, *, on: date) -> QuerySet[Contract]:
    """Contracts that are behind by their exact totals: all that are so by the band are among them."""
    of_contract = LadderStep.objects.filter(contract=OuterRef("pk"))
    lately = Q(state=StepState.DONE, done_on__gt=on - timedelta(days=DAYS_AFTER_REMINDER))
    return (
        Contract.objects.filter(region_id=region_id)
        .running(on=on)
        .with_standing(on=on, totals=False)
        .filter(standing__in=NEEDS_ATTENTION, policy__automatic_reminder=True)
        .exclude(Exists(of_contract.filter(Q(state=StepState.PLANNED) | lately)))
        .select_related("band")
        .prefetch_related("responsibles", Prefetch("steps", LadderStep.objects.order_by("planned_on", "id")))
        .order_by("pk")
    )


def _due_plans(region_id: uuid.UUID, *, on: date) -> QuerySet[LadderStep]:
    told = Notice.objects.filter(contract=OuterRef("contract"), kind=NoticeKind.PLAN_DUE)
    coming = Q(planned_on__range=(on, on + BEFORE_PLAN)) & ~Exists(told.filter(on__gte=OuterRef("made_at__date")))
    passed = Q(planned_on__lt=on) & ~Exists(told.filter(on__gt=OuterRef("planned_on")))
    return (
        LadderStep.objects.filter(
            coming | passed,
            contract__region_id=region_id,
            contract__settled_on=None,
            kind=LadderKind.RECOVERY_PLAN,
            state=StepState.PLANNED,
        )
        .select_related("contract")
        .prefetch_related("contract__responsibles")
        .order_by("planned_on", "pk")
    )


def _batches(rows: QuerySet) -> Iterator[Sequence]:
    """All rows, read once before anything is written, in parts that a statement can hold."""
    found = list(rows)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _notice(contract: Contract, kind: NoticeKind, people: Sequence[Addressee], on: date) -> Notice:
    return Notice(contract=contract, kind=kind, on=on, to=addresses(people))


def _about(contract: Contract, one: Addressee) -> dict[str, str]:
    return {"name": one.name, "title": contract.title, "reference": contract.reference}
