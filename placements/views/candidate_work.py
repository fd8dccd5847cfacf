import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from candidates.access import may_work_with_candidates, works_with_candidates
from candidates.choices import CandidateState
from candidates.models import Candidate
from candidates.views.file import frame, open_file
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from placements import access
from placements.forms.proposal import TakeBackForm
from placements.mediation import ending
from placements.pages.placement_page import with_state
from placements.pages.proposal_page import standing_of


@requires(works_with_candidates)
@require_GET
def candidate_work(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """The page of a file about work: where somebody works and worked, and for what work he is proposed."""
    return _page(request, open_file(request, candidate_id, purpose=_("Werk bekeken")))


@requires(may_work_with_candidates)
@require_POST
def candidate_take_back(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Take back what is proposed of him, as far as it is ticked, for one reason."""
    candidate = open_file(request, candidate_id, purpose=_("Voorstellen ingetrokken"))
    at = timezone.now()
    form = TakeBackForm(request.POST, proposals=standing_of(request.acting, candidate, at=at))
    if form.is_valid():
        chosen = [uuid.UUID(one) for one in form.cleaned_data["chosen"]]
        try:
            taken = ending.withdraw_several(
                request.acting, candidate, chosen, why=form.why(), on=timezone.localdate(at), at=at
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            said = ngettext("%(n)s voorstel ingetrokken.", "%(n)s voorstellen ingetrokken.", taken) % {"n": taken}
            messages.success(
                request, _("%(said)s Een werkgever die de kandidaat kende, krijgt bericht.") % {"said": said}
            )
            return HttpResponseRedirect(
                reverse("placements:candidate_work", args=[request.acting.organisation_id, candidate_id])
            )
    return _page(request, candidate, form)


def _page(request: WorkRequest, candidate: Candidate, form: TakeBackForm | None = None) -> HttpResponse:
    at = timezone.now()
    placements = with_state(access.placements_of(request.acting), on=timezone.localdate(at)).filter(candidate=candidate)
    proposals = standing_of(request.acting, candidate, at=at)
    is_away = candidate.state in CandidateState.with_reason()
    context: dict[str, Any] = {
        "placements": list(placements.select_related("employer_organisation").order_by("-starts_on", "-pk")),
        "proposals": proposals,
        "form": form or TakeBackForm(proposals=proposals),
        "is_wrong": form is not None,
        "is_away": is_away,
    }
    page = frame(request, candidate, "work") | context
    return render(request, "placements/candidate_work.html", page, status=422 if form is not None else 200)
