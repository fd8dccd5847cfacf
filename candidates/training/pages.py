"""The pages about training, in the order in which they stand as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import works_with_candidates
from organisations.access import Predicate, acts_for_coordination_point
from organisations.tenancy import Acting

PAGES: tuple[tuple[str, str, str | Promise, Predicate], ...] = (
    ("groups", "candidates:group_list", _("Groepen"), works_with_candidates),
    ("programmes", "candidates:programme_list", _("Scholingen"), works_with_candidates),
    ("enrolments", "candidates:enrolment_list", _("Deelnemers"), works_with_candidates),
    ("costs", "candidates:cost_list", _("Kosten"), acts_for_coordination_point),
    ("plan", "candidates:training_plan", _("Plan"), acts_for_coordination_point),
    ("occupations", "candidates:occupation_list", _("Beroepen"), works_with_candidates),
)


def tabs(acting: Acting, current: str) -> list[dict[str, Any]]:
    """The pages this member has, as links; the one that is open is marked."""
    return [
        {"label": label, "url": reverse(url_name, args=[acting.organisation_id]), "is_current": key == current}
        for key, url_name, label, is_for in PAGES
        if is_for(acting)
    ]
