"""What the portal reminds partners of: each week their actions, and after a quarter the text about what they did.

One mail for each reader; who dealt with it gets none. A day on which the portal was down is made up for.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from organisations.choices import Role
from organisations.models import Membership, OrganisationRegion
from organisations.outbox import queue_mails
from organisations.templatetags.formatting import date_nl
from organisations.upkeep import Chore
from reporting.choices import ENDED_ACTIONS
from reporting.covenant.efforts import quarter_to_write, without_text
from reporting.models import CovenantAction, CovenantReminder
from reporting.periods import Period

WEEK = timedelta(days=7)
#: After the end of a quarter: when partners are asked to write about it, when they are reminded, and when that ends.
ASKED_AFTER, REMINDED_AFTER, OVER_AFTER = timedelta(days=4), timedelta(days=18), timedelta(days=32)


def remind_of_actions(*, region_id: uuid.UUID, on: date) -> int:
    """Once a week: everybody who can write for a partner gets its open actions that are late or due within a week."""
    if not _is_first(region_id, f"actions {on - timedelta(days=on.weekday())}"):
        return 0
    rows = CovenantAction.objects.filter(region_id=region_id, due_on__lt=on + WEEK).exclude(status__in=ENDED_ACTIONS)
    theirs: dict[uuid.UUID, list[CovenantAction]] = defaultdict(list)
    for one in rows.order_by("due_on", "pk"):
        theirs[one.partner_id].append(one)
    return _mail("covenant_actions", theirs, region_id=region_id, view="reporting:action_list", on=on)


def ask_for_efforts(*, region_id: uuid.UUID, on: date) -> int:
    """A few days after a quarter each partner is asked what it did; two weeks later who sent nothing is reminded."""
    period = quarter_to_write(on)
    since = on - period.last_day
    step = "reminded" if since >= REMINDED_AFTER else "asked"
    if not ASKED_AFTER <= since < OVER_AFTER or not _is_first(region_id, f"effort {period} {step}"):
        return 0
    partners = set(
        OrganisationRegion.objects.filter(region_id=region_id, covenant_partner=True).values_list(
            "organisation_id", flat=True
        )
    )
    silent = without_text(partners, region_id=region_id, period=period)
    waiting: dict[uuid.UUID, list[Any]] = {one: [period] for one in silent}
    return _mail("covenant_effort", waiting, region_id=region_id, view="reporting:effort_list", on=on)


def _is_first(region_id: uuid.UUID, key: str) -> bool:
    """Remember that this reminder goes out; False when it did before."""
    return CovenantReminder.objects.get_or_create(region_id=region_id, key=key)[1]


def _mail(template: str, theirs: dict[uuid.UUID, list[Any]], *, region_id: uuid.UUID, view: str, on: date) -> int:
    """One mail to each member of these partners who can write. One query."""
    partners = OrganisationRegion.objects.filter(region_id=region_id, covenant_partner=True)
    members = (
        Membership.objects.filter(
            organisation_id__in=theirs,
            organisation__in=partners.values("organisation_id"),
            ended_at=None,
            user__is_active=True,
        )
        .exclude(role=Role.AUDITOR)
        .select_related("user", "organisation")
        .order_by("user__email", "pk")
    )
    mails = [
        (
            one.user.email,
            {
                "name": one.user.name,
                "organisation": one.organisation.name,
                "rows": _rows(theirs[one.organisation_id], on=on),
                "link": urljoin(settings.PUBLIC_URL, reverse(view, args=[one.organisation_id])),
            },
        )
        for one in members
    ]
    return queue_mails(template, mails)


def _rows(found: Iterable[CovenantAction | Period], *, on: date) -> list[dict[str, Any]]:
    return [
        {"text": one.label, "due": "", "late": False}
        if isinstance(one, Period)
        else {"text": one.text, "due": date_nl(one.due_on), "late": one.is_late(on)}
        for one in found
    ]


CHORES = (
    Chore("reporting.covenant.actions", remind_of_actions),
    Chore("reporting.covenant.efforts", ask_for_efforts),
)
