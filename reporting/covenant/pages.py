"""The pages about the covenant, in the order in which they stand as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import Predicate
from organisations.tenancy import Acting
from reporting import access

PAGES: tuple[tuple[str, str, str | Promise, Predicate], ...] = (
    ("overview", "reporting:covenant", _("Overzicht"), access.reads_covenant),
    ("partners", "reporting:partner_list", _("Partners"), access.reads_covenant),
    ("meetings", "reporting:meeting_list", _("Overleg"), access.reads_covenant),
    ("actions", "reporting:action_list", _("Acties"), access.reads_covenant),
    ("activities", "reporting:activity_list", _("Activiteiten"), access.reads_covenant),
    ("risks", "reporting:risk_list", _("Risico’s"), access.reads_whole_covenant),
    ("efforts", "reporting:effort_list", _("Inzet per kwartaal"), access.reads_efforts),
)


def tabs(acting: Acting, current: str) -> list[dict[str, Any]]:
    """The pages this member has, as links; the one that is open is marked."""
    return [
        {"label": label, "url": reverse(url_name, args=[acting.organisation_id]), "is_current": key == current}
        for key, url_name, label, is_for in PAGES
        if is_for(acting)
    ]
