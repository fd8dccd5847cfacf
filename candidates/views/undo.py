"""The bar after a decision about candidates: what was decided, and the button that takes it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from candidates import access
from candidates.choices import AssignmentKind
from candidates.models import Assignment
from candidates.working import assigning
from organisations.access import WorkRequest, requires
from organisations.notation import dutch_number
from organisations.refused import Refused

#: In the address: the decision that can be undone here.
DONE = "na"


@requires(access.may_work_with_candidates)
@require_POST
def assignment_undo(request: WorkRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """Take back what one decided; nothing is lost of what happened since."""
    acting, at = request.acting, timezone.now()
    own = Assignment.objects.filter(organisation_id=acting.organisation_id, made_by_id=acting.user_id)
    done = get_object_or_404(own, pk=assignment_id)
    try:
        undone = assigning.undo(acting, done.pk, on=timezone.localdate(at), at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Ongedaan gemaakt."))
        if undone.kept:
            kept = ngettext("%(n)s dossier is", "%(n)s dossiers zijn", undone.kept) % {"n": dutch_number(undone.kept)}
            messages.warning(
                request, _("%(kept)s daarna nog gewijzigd. Daar bleef alles zoals het is.") % {"kept": kept}
            )
    return HttpResponseRedirect(_back(request, done))


def undo_bar(request: WorkRequest) -> dict[str, Any] | None:
    """What ``?na=`` names, as long as this member can take it back."""
    try:
        about = uuid.UUID(request.GET.get(DONE, ""))
    except ValueError:
        return None
    done = assigning.last_of(request.acting, about) if access.may_work_with_candidates(request.acting) else None
    if done is None:
        return None
    return {"what": _what(done), "url": reverse("candidates:assignment_undo", args=[done.organisation_id, done.pk])}


def _what(done: Assignment) -> str:
    number = len(done.changes)
    if done.kind == AssignmentKind.TRIAGE:
        return _("De aanmelding is verdeeld.")
    return ngettext("%(n)s kandidaat heeft een andere coach.", "%(n)s kandidaten hebben een andere coach.", number) % {
        "n": dutch_number(number)
    }


def _back(request: WorkRequest, done: Assignment) -> str:
    """To the file that was decided about; to the list when there were several."""
    here = request.acting.organisation_id
    if done.kind == AssignmentKind.TRIAGE:
        return reverse("candidates:triage_candidate", args=[here, done.changes[0]["candidate"]])
    return reverse("candidates:candidate_list", args=[here])
