"""The pages that together are the file of one candidate, and the one way to open one of them.

Opening writes down who saw whom and what for, before anything is shown. A page of an app above this one stands here by
the name of its address and opens the file by ``opened`` as well.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import candidates_of
from candidates.models import Candidate
from candidates.reading import log_seen
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file: its key, URL name and words."""

    key: str
    url_name: str
    label: str | Promise


PAGES = (
    Page("overview", "candidates:candidate_detail", _("Overzicht")),
    Page("contacts", "candidates:contact_list", _("Contact")),
    Page("assessments", "candidates:assessment_list", _("Intake en diagnose")),
    Page("training", "candidates:candidate_training", _("Scholing")),
    Page("vacancies", "placements:candidate_vacancies", _("Vacatures")),
    Page("work", "placements:candidate_work", _("Werk")),
    Page("benefit", "candidates:benefit_list", _("Behoud van uitkering")),
    Page("documents", "candidates:document_list", _("Documenten")),
    Page("history", "candidates:candidate_history", _("Geschiedenis")),
)


def tabs(acting: Acting, candidate: Candidate, current: str) -> list[dict[str, Any]]:
    """The pages as links; the one that is open is marked."""
    address = {"organisation_id": acting.organisation_id, "candidate_id": candidate.pk}
    return [
        {"label": page.label, "url": reverse(page.url_name, kwargs=address), "is_current": page.key == current}
        for page in PAGES
    ]


def opened(
    acting: Acting, candidate_id: uuid.UUID, *, purpose: str, at: datetime, request: str = "", of: Any = None
) -> Candidate:
    """The candidate with all that every page of the file shows, once it is written down that it is seen. Two queries.

    ``of``: which candidates, when not simply those that the member works with. Raises Http404 for any other.
    """
    known = candidates_of(acting) if of is None else of
    found = known.select_related(
        "region",
        "identity",
        "profile",
        "werkplein",
        "coach",
        "registrant_organisation",
        "agency_conditions",
        "open_registration",
    )
    candidate: Candidate = get_object_or_404(found, pk=candidate_id)
    log_seen(acting, [candidate], purpose=purpose, at=at, request=request)
    return candidate


def name_of(candidate: Candidate) -> str:
    """The name, or the number of the file where nobody knows it."""
    identity = getattr(candidate, "identity", None)
    return (identity.name if identity else "") or candidate.reference
