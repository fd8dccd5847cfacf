"""The second pair of eyes: above an amount that the region sets two persons approve a line.

The first approval is kept beside the line, which goes on waiting. It counts as long as the line is as it was then:
once it is worth something else, or was submitted anew, somebody is first again. The database holds to it (0016).
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from organisations.choices import Role
from organisations.models import Membership
from organisations.tenancy import Acting
from placements.models import Deployment, FirstApproval, HoursStatement, Transition
from placements.steps import ENTERED, By, Line
from tenders.models import RegionPolicy


def amounts_above(region_ids: Iterable[uuid.UUID], *, on: date) -> dict[uuid.UUID, Decimal | None]:
    """By region, the amount above which two persons approve on this day; None when one is enough. One query."""
    policies = RegionPolicy.objects.filter(region_id__in=list(region_ids)).in_force(on=on)
    return dict(policies.values_list("region_id", "second_eyes_above"))


def amount_above(region_id: uuid.UUID, *, on: date) -> Decimal | None:
    return amounts_above([region_id], on=on).get(region_id)


def worth_of(line: Any) -> Decimal:
    """What two persons agree on: of a person at work what is expected, of all else its value."""
    return line.forecast if isinstance(line, Deployment) else line.value


def is_above(worth: Decimal, amount: Decimal | None) -> bool:
    return amount is not None and worth > amount


def are_needed(line: Any, amount: Decimal | None) -> bool:
    return is_above(worth_of(line), amount)


def firsts_of(lines: Iterable[Any]) -> dict[uuid.UUID, list[FirstApproval]]:
    """By line, the first approvals that count for it as it stands now."""
    return firsts_for({line.pk: (worth_of(line), line.submitted_at) for line in lines})


def firsts_for(standing: Mapping[uuid.UUID, tuple[Decimal, datetime | None]]) -> dict[uuid.UUID, list[FirstApproval]]:
    """As ``firsts_of``, of lines by what they are worth and when they were submitted. One query."""
    found = defaultdict(list)
    rows = FirstApproval.objects.filter(line_id__in=list(standing), withdrawn_at__isnull=True)
    for first in rows.select_related("user", "organisation").order_by("at", "pk"):
        if (first.value, first.line_submitted_at) == standing[first.line_id]:
            found[first.line_id].append(first)
    return dict(found)


def enterers_of(lines: Iterable[Any]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By line, who entered it and so does not judge it. One query."""
    keys = {_key_of(line): line.pk for line in lines}
    ids = {row_id for row_id, _month in keys}
    about = Q(deployment__in=ids) | Q(contribution__in=ids) | Q(year_line__in=ids)
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    steps = Transition.objects.filter(about, ENTERED, user__isnull=False).values_list(
        "deployment_id", "contribution_id", "year_line_id", "statement__month", "user_id"
    )
    for deployment_id, contribution_id, year_line_id, month, user_id in steps:
        line_id = keys.get((deployment_id or contribution_id or year_line_id, month))
        if line_id is not None:
            found[line_id].add(user_id)
    return found


def who_can(acting: Acting, *, besides: Collection[uuid.UUID]) -> list[str]:
    """Names of the members who verify for this organisation and are none of these."""
    members = Membership.objects.current().filter(organisation_id=acting.organisation_id).exclude(role=Role.AUDITOR)
    if acting.verifies_own:
        members = members.filter(verifies=True)
    found = members.exclude(user__in=besides).select_related("user").order_by("user__name", "pk")
    return [str(one.user) for one in found]


def _key_of(line: Any) -> tuple[uuid.UUID, date | None]:
    return (line.deployment_id, line.month) if isinstance(line, HoursStatement) else (line.pk, None)


def without_first(lines: Sequence[Line], *, region_id: uuid.UUID, by: By, at: datetime) -> list[Line]:
    """Those of these locked lines above the amount that nobody else has approved yet."""
    amount = amount_above(region_id, on=timezone.localdate(at))
    above = [line for line in lines if are_needed(line, amount)]
    firsts = firsts_of(above) if above else {}
    return [line for line in above if all(one.user_id == by.user_id for one in firsts.get(line.pk, ()))]


def record(lines: Iterable[Line], *, by: By, at: datetime) -> bool:
    """Write down that this member approved these lines first. False when that stood there already for all of them.

    What he approved as a line was before makes place.
    """
    by_id = {line.pk: line for line in lines}
    for first in standing_of(by, by_id.values()):
        del by_id[first.line_id]
    own = FirstApproval.objects.filter(line_id__in=list(by_id), user_id=by.user_id, withdrawn_at__isnull=True)
    own.update(withdrawn_at=at)
    for line_id in by_id:
        FirstApproval(line_id=line_id, user_id=by.user_id, organisation_id=by.organisation_id, at=at).save(
            force_insert=True
        )
    return bool(by_id)


def standing_of(by: By, lines: Iterable[Any]) -> list[FirstApproval]:
    """The first approvals of this member that still count for these waiting lines."""
    return [one for firsts in firsts_of(lines).values() for one in firsts if one.user_id == by.user_id]


def take_back(firsts: Iterable[FirstApproval], *, at: datetime) -> None:
    FirstApproval.objects.filter(pk__in=[one.pk for one in firsts]).update(withdrawn_at=at)
