"""How long stays who worked on contracts: until so many months after the last of his contracts was settled.

One person may stand at several companies; he goes everywhere at once, as his key is one.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection
from django.db.models import F, Max, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.keeping.terms import register_activity
from organisations import erasing, retention
from organisations.data_kinds import Part, Subject
from organisations.models import RetentionPolicy
from organisations.months import add_months
from organisations.retention import Described, Due, Keeper
from organisations.tenancy import Acting
from placements.at_work import MONTHS
from placements.erased_days import moved_days
from placements.models import Deployment, FollowUp, Placement

_NAMED = 2


def _due(region_id: uuid.UUID, policy: RetentionPolicy, until: date) -> Iterator[Due]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_ids, last_day FROM placements_persons_at_rest(%s, %s)",
            [region_id, add_months(until, -policy.deployed_months)],
        )
        rows = cursor.fetchall()
    for person_ids, last_day in rows:
        yield Due(tuple(person_ids), add_months(last_day, policy.deployed_months))


def _describe(acting: Acting, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Described]:
    """By pseudonym and contract, as the coordination point reads persons everywhere."""
    lines = Deployment.objects.filter(person_id__in=ids, region_id__in=acting.region_ids)
    found: dict[uuid.UUID, list[Deployment]] = defaultdict(list)
    for line in lines.select_related("contract").order_by("-ends_on", "pk"):
        found[line.person_id].append(line)
    return {person_id: _in_words(rows) for person_id, rows in found.items()}


def _in_words(lines: list[Deployment]) -> Described:
    titles = list(dict.fromkeys(line.contract.title for line in lines))
    more = len(titles) - _NAMED
    detail = ", ".join(titles[:_NAMED])
    if more > 0:
        detail += " " + ngettext("en nog %(n)s contract", "en nog %(n)s contracten", more) % {"n": more}
    pseudonyms = list(dict.fromkeys(line.pseudonym for line in lines))
    return Described(label=pseudonyms[0], detail=_("Werkte op %(contracts)s") % {"contracts": detail})


def _placements(region_id: uuid.UUID, until: date) -> dict[uuid.UUID, date]:
    """When a placement of each candidate needs nobody's name any more: after its last follow-up, and not while he works."""
    rows = (
        Placement.objects.filter(region_id=region_id)
        .order_by()
        .values("candidate_id")
        .annotate(begun=Max("starts_on"), ended=Max(Coalesce("ended_on", Greatest("starts_on", Value(until)))))
    )
    return {
        candidate_id: max(add_months(begun, MONTHS[-1]), ended)
        for candidate_id, begun, ended in rows.values_list("candidate_id", "begun", "ended")
    }


def _follow_ups(region_id: uuid.UUID, until: date) -> dict[uuid.UUID, date]:  # noqa: ARG001 - as asked of each
    rows = FollowUp.objects.filter(region_id=region_id, checked_on__isnull=False).order_by()
    last = rows.values("placement__candidate_id").annotate(last=Max(Greatest(F("checked_on"), F("due_on"))))
    return dict(last.values_list("placement__candidate_id", "last"))


KEEPER = Keeper(
    Subject.DEPLOYED,
    Part.PERSON,
    gettext_lazy("Medewerker op een contract"),
    _due,
    _describe,
)


def register() -> None:
    """Called once when the app is ready."""
    retention.register(KEEPER)
    register_activity(_placements)
    register_activity(_follow_ups)
    erasing.register_days(Subject.CANDIDATE, moved_days)
