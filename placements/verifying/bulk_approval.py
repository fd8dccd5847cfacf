"""Approve at once everything where nothing is odd, and take that back at once.

What is odd, was entered by the verifier himself or needs two persons is left out, with the reason. Each line is bound
to the figures on the screen and decided by itself: what changed meanwhile, or what a colleague decided, is not taken.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import month_nl
from organisations.tenancy import Acting
from placements import access
from placements.choices import LineStatus
from placements.identity import persons
from placements.models import Deployment, HoursStatement, Transition
from placements.shown import Shown
from placements.steps import Refused
from placements.verifying import meanwhile, second_eyes, verification
from placements.verifying.checks import Looked, look_at
from placements.verifying.verification import Chosen
from placements.verifying.verified_lines import lines_of
from placements.verifying.work_list import Asked, Entry, Kind, page_of

#: So many entries of the list are looked at in one go, the longest waiting first.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of the list: with what stands out, and why it is not approved together with others."""

    entry: Entry
    looked: Looked | None
    reasons: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        return self.entry.value


@dataclass(frozen=True, slots=True)
class Batch:
    """What of the list can be approved at once, and what is left out. ``total`` counts all that waits."""

    ready: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many lines were approved, and of the others, or of some of their months, by pseudonym or name why not.

    ``meanwhile``: of those that waited no more, how many were judged by whom; ``gone``: taken back by the company.
    """

    approved: int
    refused: tuple[tuple[str, str], ...]
    meanwhile: tuple[tuple[str, int], ...] = ()
    gone: int = 0


def batch_of(acting: Acting, asked: Asked, *, at: datetime) -> Batch:
    """Divide what waits longest. As many queries for three entries as for all."""
    page = page_of(access.verified_as(acting), asked, size=AT_ONCE)
    looked = _look(acting, [one.id for one in page.entries])
    reasons = _reasons(acting, looked, at=at)
    ready, left_out = [], []
    for entry in page.entries:
        if entry.id not in looked:
            left_out.append(Candidate(entry, None, (_("Wordt één voor één beoordeeld"),)))
        elif reasons[entry.id]:
            left_out.append(Candidate(entry, looked[entry.id], reasons[entry.id]))
        else:
            ready.append(Candidate(entry, looked[entry.id]))
    return Batch(tuple(ready), tuple(left_out), page.total)


@transaction.atomic
def approve_together(line_ids: Collection[uuid.UUID], *, shown: Shown, by: Acting, at: datetime) -> Outcome:
    """Approve these lines as they were shown. What was not on the screen, as a month that came since, goes on waiting."""
    persons.lock_persons_of(list(Deployment.objects.filter(pk__in=list(line_ids)).values_list("pk", flat=True)))
    looked = _look(by, line_ids)
    reasons = _reasons(by, looked, at=at)
    approved, refused = 0, []
    for line_id, one in looked.items():
        try:
            _check_not_odd(reasons[line_id])
            approved += _approve(one, shown=shown, by=by, at=at)
            refused += _months_left(one, shown=shown, by=by)
        except Refused as why:
            refused.append((str(one.line), why.sentence))
    waits_no_more = set(line_ids) - set(looked)
    judged = meanwhile.judged_by(_visible(by, waits_no_more), by=by) if waits_no_more else {}
    return Outcome(approved, tuple(refused), tuple(judged.items()), len(waits_no_more) - sum(judged.values()))


@transaction.atomic
def take_back_together(moment: datetime, *, by: Acting, at: datetime) -> Outcome:
    """Undo what this verifier approved at that moment, as far as it still stands."""
    taken_back, refused = 0, []
    found = approved_at(moment, by=by)
    persons.lock_persons_of([one.deployment_id for one in found if one.deployment_id is not None])
    for step in found:
        try:
            _take_back(step, moment, by=by, at=at)
            taken_back += 1
        except Refused as why:
            refused.append((str(step.deployment or step.contribution), why.sentence))
    return Outcome(taken_back, tuple(refused))


def approved_at(moment: datetime, *, by: Acting) -> list[Transition]:
    """One step for each line that this verifier approved at that moment, as long as something of that stands."""
    steps = Transition.objects.filter(user_id=by.user_id, at=moment, to_status=LineStatus.APPROVED)
    steps = steps.exclude(from_status=LineStatus.APPROVED)
    of_line: dict[uuid.UUID | None, list[Transition]] = defaultdict(list)
    for step in steps.select_related("statement", "deployment", "contribution__block").order_by("pk"):
        of_line[step.deployment_id or step.contribution_id].append(step)
    return [together[-1] for together in of_line.values() if _stands(together)]


def _stands(together: list[Transition]) -> bool:
    """Of a person the months decide: the line itself stays approved when they are taken back."""
    months: list[Any] = [step.statement for step in together if step.statement]
    lines = months or [together[0].contribution or together[0].deployment]
    return any(one.status == LineStatus.APPROVED and one.reversed_at is None for one in lines)


def _approve(looked: Looked, *, shown: Shown, by: Acting, at: datetime) -> int:
    """Approve what of this line was on the screen; 1 for a line that counts now."""
    line = looked.line
    if not isinstance(line, Deployment):
        verification.judge_contribution(line.pk, to=LineStatus.APPROVED, by=by, at=at, as_shown=shown)
        return 1
    chosen = Chosen(
        line.pk,
        with_deployment=line.status == LineStatus.SUBMITTED,
        statement_ids=tuple(one.pk for one in looked.waiting if one.pk in shown),
        shown=shown,
    )
    if line.pk not in shown or not (chosen.with_deployment or chosen.statement_ids):
        raise Refused(meanwhile.waits_no_more([line, *(one for one in looked.statements if one.pk in shown)], by=by))
    return bool(verification.approve(chosen, by=by, at=at).counting)


def _months_left(looked: Looked, *, shown: Shown, by: Acting) -> list[tuple[str, str]]:
    """The months that were on the screen with this line and wait no more, each with why."""
    left = [one for one in looked.statements if one.pk in shown and one.status != LineStatus.SUBMITTED]
    return [(f"{looked.line}, {month_nl(one.month)}", meanwhile.waits_no_more([one], by=by)) for one in left]


def _take_back(step: Transition, moment: datetime, *, by: Acting, at: datetime) -> None:
    given = verification.last_verdict(by=by, deployment_id=step.deployment_id, contribution_id=step.contribution_id)
    if given is None or given.steps[0].at != moment:
        raise Refused(_("Hier is intussen iets anders mee gebeurd. Laad de pagina opnieuw."))
    if step.contribution_id is not None:
        verification.undo_contribution(step.contribution_id, by=by, at=at)
    else:
        verification.undo(given.chosen(), by=by, at=at)


def _check_not_odd(reasons: Iterable[str]) -> None:
    if reasons:
        raise Refused(", ".join(reasons))


def _visible(acting: Acting, ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these lines that this verifier judges, also when they wait no more."""
    contracts = {"contract__verified_by__in": access.verified_as(acting), "pk__in": list(ids)}
    people = lines_of(acting, Kind.PERSON).filter(**contracts).values_list("pk", flat=True)
    others = lines_of(acting, Kind.CONTRIBUTION, live_only=False).filter(**contracts).values_list("pk", flat=True)
    return [*people, *others]


def _look(acting: Acting, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Looked]:
    """What of these waits for this verifier, persons and contributions."""
    contracts = {"contract__verified_by__in": access.verified_as(acting), "pk__in": list(ids)}
    people = lines_of(acting, Kind.PERSON).filter(
        Q(status=LineStatus.SUBMITTED)
        | Q(status=LineStatus.APPROVED, pk__in=HoursStatement.objects.live().submitted().values("deployment_id")),
        **contracts,
    )
    others = lines_of(acting, Kind.CONTRIBUTION).filter(status=LineStatus.SUBMITTED, **contracts)
    return look_at(people.order_by("pk"), others.order_by("pk"))


def _reasons(acting: Acting, looked: Mapping[uuid.UUID, Looked], *, at: datetime) -> dict[uuid.UUID, tuple[str, ...]]:
    """By line, why it is not approved together with others; nothing for what is not odd."""
    amounts = second_eyes.amounts_above(acting.region_ids, on=timezone.localdate(at))
    enterers = second_eyes.enterers_of(line for one in looked.values() for line in one.lines)
    found = {}
    for line_id, one in looked.items():
        reasons = [str(flag.label) for flag in one.flags]
        if any(second_eyes.are_needed(line, amounts.get(one.line.region_id)) for line in one.lines):
            reasons.append(_("Twee beoordelaars nodig"))
        if any(acting.user_id in enterers.get(line.pk, ()) for line in one.lines):
            reasons.append(_("Door uzelf ingevoerd"))
        found[line_id] = tuple(reasons)
    return found
