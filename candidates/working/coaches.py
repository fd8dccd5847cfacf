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


def taken_up_by(candidate: Candidate) -> tuple[uuid.UUID, uuid.UUID | None] | None:
    """The organisation that takes up what has to be done for him, and who there. Two queries.

    That is his coach where he works on the file: at the Werkplein of the candidate or at the coordination point. When
    he works at neither, or there is none, it is whoever takes it up at the Werkplein, else at the coordination point.
    """
    points = OrganisationRegion.objects.filter(
        region_id=candidate.region_id, organisation__kind=OrganisationKind.COORDINATION_POINT
    )
    places = list(points.order_by("code").values_list("organisation_id", flat=True))
    if candidate.werkplein_id:
        places.insert(0, candidate.werkplein_id)
    if candidate.coach_id:
        works_at = _workplaces([candidate.coach_id])[candidate.coach_id]
        for place in places:
            if place in works_at:
                return place, candidate.coach_id
    return (places[0], None) if places else None


def _workplaces(coach_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    members = Membership.objects.current().filter(user__in=list(coach_ids), organisation__kind__in=_KINDS)
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for user_id, organisation_id in members.order_by("started_at", "pk").values_list("user_id", "organisation_id"):
        found[user_id].append(organisation_id)
    return found


def _place(places: list[uuid.UUID], candidate: Candidate) -> uuid.UUID | None:
    """His Werkplein where the coach works there, else wherever the coach works."""
    return candidate.werkplein_id if candidate.werkplein_id in places else next(iter(places), None)
