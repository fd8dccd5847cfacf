import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.access import works_with_candidates
from candidates.views.file import frame, open_file
from organisations.access import WorkRequest, requires
from placements import access
from placements.pages.placement_page import with_state


@requires(works_with_candidates)
@require_GET
def candidate_work(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """The page of a file about work: where somebody works and worked."""
    candidate = open_file(request, candidate_id, purpose=_("Werk bekeken"))
    placements = with_state(access.placements_of(request.acting), on=timezone.localdate()).filter(candidate=candidate)
    context = {"placements": list(placements.select_related("employer_organisation").order_by("-starts_on", "-pk"))}
    return render(request, "placements/candidate_work.html", frame(request, candidate, "work") | context)
