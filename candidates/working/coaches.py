"""Mail from the portal to coaches: one for each, in the workspace where he helps the candidate, naming nobody."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from candidates.models import Candidate
from organisations.choices import OrganisationKind
from organisations.models import Membership, OrganisationRegion, User
from organisations.outbox import queue_mails

#: Where coaches work.
_KINDS = (OrganisationKind.WERKPLEIN, OrganisationKind.COORDINATION_POINT)


def tell(template: str, candidates: Iterable[Candidate], *, link_for: Callable[[uuid.UUID], str]) -> int:
    """Mail every coach of these candidates about all that are his; how many mails that are. Two queries.

    The mail gets ``name``, ``references`` and ``link``: ``link_for`` an organisation. A candidate without a coach is in
    nobody's mail, but stands in the queue of his Werkplein.
    """
    theirs: dict[uuid.UUID, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.coach_id:
            theirs[one.coach_id].append(one)
    places = _workplaces(theirs)
    coaches = User.objects.filter(pk__in=theirs, is_active=True).order_by("name", "pk")
    mails: list[tuple[str, dict[str, Any]]] = []
    for coach in coaches:
        by_place: dict[uuid.UUID, list[str]] = defaultdict(list)
        for one in theirs[coach.pk]:
            place = _place(places[coach.pk], one)
            if place is not None:
                by_place[place].append(one.reference)
        for place, references in by_place.items():
            context = {"name": coach.name, "references": sorted(references), "link": link_for(place)}
            mails.append((coach.email, context))
    return queue_mails(template, mails)


def helped_at(candidate: Candidate) -> uuid.UUID | None:
    """Where somebody takes up what has to be done for him: his Werkplein, else the coordination point. One query."""
    if candidate.werkplein_id:
        return candidate.werkplein_id
    points = OrganisationRegion.objects.filter(
        region_id=candidate.region_id, organisation__kind=OrganisationKind.COORDINATION_POINT
    )
    return points.order_by("code").values_list("organisation_id", flat=True).first()


def _workplaces(coach_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    members = Membership.objects.current().filter(user__in=list(coach_ids), organisation__kind__in=_KINDS)
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for user_id, organisation_id in members.order_by("started_at", "pk").values_list("user_id", "organisation_id"):
        found[user_id].append(organisation_id)
    return found


def _place(places: list[uuid.UUID], candidate: Candidate) -> uuid.UUID | None:
    """His Werkplein where the coach works there, else wherever the coach works."""
    return candidate.werkplein_id if candidate.werkplein_id in places else next(iter(places), None)
