"""How many rules of a vacancy each candidate meets, beside the wishes: the same rules as on the page of the vacancy."""

import uuid
from collections.abc import Collection

from candidates.access import candidates_of
from organisations.tenancy import Acting
from placements.matching import matched
from placements.mediation.people import FACTS, known, sought


def rules_met(
    acting: Acting, vacancy_id: uuid.UUID, candidate_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int]]:
    """By candidate how many rules are met, and how many there are. Two queries; none of a vacancy that asks nothing."""
    about = sought(acting, vacancy_id)
    rows = candidates_of(acting).filter(pk__in=candidate_ids).order_by("pk").values_list(*FACTS)
    found = [matched(about.asked, known(row, about.rings)) for row in rows]
    return {uuid.UUID(str(one.who.id)): (one.met, len(one.outcomes)) for one in found if one.outcomes}
