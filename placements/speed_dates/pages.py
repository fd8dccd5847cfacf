"""The pages of one event, in the order in which they stand as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_coordination_point
from organisations.tenancy import Acting
from placements.models import SpeedDate

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("people", "placements:speed_date_detail", _("Wie komt")),
    ("wishes", "placements:speed_date_wishes", _("Wensen")),
    ("plan", "placements:speed_date_plan", _("Plan")),
    ("print", "placements:speed_date_print", _("Afdrukken")),
    ("results", "placements:speed_date_results", _("Uitslagen")),
)
#: Of the whole event, so for who runs it.
_OF_WHOLE = {"print", "results"}


def tabs(acting: Acting, event: SpeedDate, current: str) -> list[dict[str, Any]]:
    """The pages as links; the one that is open is marked."""
    runs = acts_for_coordination_point(acting)
    return [
        {
            "label": label,
            "url": reverse(url_name, args=[acting.organisation_id, event.pk]),
            "is_current": key == current,
        }
        for key, url_name, label in PAGES
        if runs or key not in _OF_WHOLE
    ]
