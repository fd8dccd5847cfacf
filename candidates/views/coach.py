"""Giving candidates to a coach: the ones that were ticked, or all that a list found; to oneself in one press."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates import access
from candidates.filters.candidate import CandidateFilter
from candidates.forms.assignment import CoachForm
from candidates.models import Candidate
from candidates.views.undo import DONE
from candidates.working import assigning
from organisations.access import WorkRequest, requires
from organisations.refused import Refused

#: Names in the form: which are ticked, whether all found are meant, how the list was narrowed, what to do, where it was
#: asked.
TICKED, WHICH, ALL_FOUND, LIST, ACTION, BACK = "kandidaat", "welke", "alle", "lijst", "doe", "terug"
TO_ME, CHOOSE, GIVE = "mij", "kiezen", "geven"
_FILE = "dossier"
#: What belongs to one look at the list.
_PASSING = ("page", "kies", DONE)


@requires(access.may_work_with_candidates)
@require_POST
def candidate_give(request: WorkRequest) -> HttpResponse:
    """Take candidates over, or give them to a colleague. The list says what was done, with the way back."""
    acting = request.acting
    ids = _chosen(request)
    action = request.POST.get(ACTION, "")
    if action == TO_ME:
        return _given(request, ids, acting.user_id)
    if action not in {CHOOSE, GIVE}:
        raise Http404
    memberships = assigning.coaches_for(acting)
    form = CoachForm(request.POST if action == GIVE else None, acting=acting, memberships=memberships)
    if form.is_bound and form.is_valid():
        return _given(request, ids, uuid.UUID(form.cleaned_data["coach"]))
    context = {
        "form": form,
        "ids": ids,
        "count": len(ids),
        "back": _back(request, ids),
        "asked": _asked(request).urlencode(),
        "from_file": request.POST.get(BACK) == _FILE,
    }
    return render(request, "candidates/candidate_give.html", context, status=422 if form.errors else 200)


def _given(request: WorkRequest, ids: list[uuid.UUID], coach_id: uuid.UUID) -> HttpResponse:
    back = _back(request, ids)
    try:
        done = assigning.give_to(request.acting, ids, coach_id, at=timezone.now())
    except Candidate.DoesNotExist as gone:
        raise Http404 from gone
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(back)
    if request.POST.get(BACK) == _FILE:
        messages.success(
            request, _("U bent nu de coach.") if coach_id == request.acting.user_id else _("Overgedragen.")
        )
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(f"{back}{'&' if '?' in back else '?'}{urlencode({DONE: str(done.pk)})}")


def _chosen(request: WorkRequest) -> list[uuid.UUID]:
    """The candidates meant: all that the list found with its filters, or the ticked ones; what is no key is none."""
    acting = request.acting
    if request.POST.get(WHICH) == ALL_FOUND:
        known = access.candidates_of(acting).filter(anonymised_at=None)
        found: Any = CandidateFilter(_asked(request), acting=acting, candidates=known).qs
        return list(found.order_by("pk").values_list("pk", flat=True)[: assigning.MOST_AT_ONCE + 1])
    keys = []
    for value in request.POST.getlist(TICKED):
        try:
            keys.append(uuid.UUID(value))
        except ValueError:
            continue
    return keys


def _asked(request: WorkRequest) -> QueryDict:
    """How the list was narrowed."""
    asked = QueryDict(request.POST.get(LIST, ""), mutable=True)
    for name in _PASSING:
        asked.pop(name, None)
    return asked


def _back(request: WorkRequest, ids: list[uuid.UUID]) -> str:
    """The file, when it was asked there; else the list with its filters."""
    here = request.acting.organisation_id
    if request.POST.get(BACK) == _FILE and len(ids) == 1:
        return reverse("candidates:candidate_detail", args=[here, ids[0]])
    query = _asked(request).urlencode()
    url = reverse("candidates:candidate_list", args=[here])
    return f"{url}?{query}" if query else url
