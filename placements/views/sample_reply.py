"""What a company was asked in a sample, and its answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from placements import access
from placements.choices import SampleState
from placements.forms.sample import ReplyForm
from placements.reviewing import samples
from placements.steps import Refused
from placements.tables import SampleAnswerTable
from placements.views.evidence_panel import panel_of

PER_PAGE = 25


@requires(access.may_see_own_people)
@require_GET
def sample_answers(request: WorkRequest) -> HttpResponse:
    """What was asked about lines of this company: what still needs an answer first."""
    items = samples.items_of_company(request.acting.organisation_id).select_related(
        "deployment__person", *samples.LINES
    )
    table = SampleAnswerTable(items, acting=request.acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "placements/sample_answers.html", {"table": table})


@requires(access.may_see_own_people)
@require_http_methods(["GET", "HEAD", "POST"])
def sample_reply(request: WorkRequest, item_id: Any) -> HttpResponse:
    """One line of a sample: the question, the evidence, and the answer."""
    acting = request.acting
    own = samples.items_of_company(acting.organisation_id).select_related("deployment__person", *samples.LINES)
    item = get_object_or_404(own, pk=item_id)
    form = ReplyForm(request.POST if request.method == "POST" else None, initial={"reply": item.reply})
    if request.method == "POST":
        if not acting.may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                samples.reply(acting, item.pk, text=form.cleaned_data["reply"], at=timezone.now())
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Uw antwoord is verstuurd."))
                return HttpResponseRedirect(_next(request))
    context = {
        "item": item,
        "form": form,
        "evidence": panel_of(request, item.company_line),
        "may_reply": acting.may_write and not item.is_judged,
        "late": item.state == SampleState.ASKED and item.reply_by < timezone.localdate(),
    }
    return render(request, "placements/sample_reply.html", context, status=422 if form.errors else 200)


def _next(request: WorkRequest) -> str:
    """The next line that still needs an answer, or the list."""
    here = {"organisation_id": request.acting.organisation_id}
    following = samples.awaiting_reply(request.acting.organisation_id).first()
    if following is None:
        return reverse("placements:sample_answers", kwargs=here)
    return reverse("placements:sample_reply", kwargs=here | {"item_id": following.pk})
