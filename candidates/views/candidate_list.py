from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from candidates import access
from candidates.filters.candidate import CandidateFilter, of_coach
from candidates.reading import log_seen
from candidates.registering.registrations import Place
from candidates.tables.candidate import CandidateTable
from candidates.views.undo import undo_bar
from candidates.working import queues
from organisations import saved_views
from organisations.access import WorkRequest, requires
from organisations.models import Municipality

PER_PAGE = 25
#: In the address: show the boxes of this page ticked.
TICK_PAGE = "kies"


@requires(access.works_with_candidates)
@require_GET
def candidate_list(request: WorkRequest) -> HttpResponse:
    """The candidates somebody works with, as queues: which asks what, and who waits longest."""
    acting, on = request.acting, timezone.localdate()
    views = saved_views.opened(acting, "kandidaten", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    candidates = access.candidates_of(acting)
    found = CandidateFilter(request.GET, acting=acting, candidates=candidates)
    key = request.GET.get("rij", "")
    queue = queues.queues().get(key, queues.EVERYBODY_QUEUE)
    rows = with_shown(found.qs).order_by(*queue.order)
    may_assign = access.may_work_with_candidates(acting)
    table = CandidateTable(
        rows, acting=acting, queue=queue, on=on, may_tick=may_assign, ticks_page=TICK_PAGE in request.GET
    )
    if queue.key != queues.EVERYBODY_QUEUE.key:
        table.when_empty(
            queue.what,
            url=views.everything_url,
            action=_("Alle kandidaten tonen"),
            title=_("Deze rij is leeg."),
        )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    complete([row.record for row in table.page.object_list])
    shown = [row.record for row in table.page.object_list]
    log_seen(acting, shown, purpose=_("Lijst van kandidaten"), at=timezone.now(), request=request.reference)
    return render(
        request,
        "candidates/candidate_list.html",
        {
            "table": table,
            "filter": found,
            "views": views,
            "queue": queue,
            "elsewhere_url": reverse(queue.listed_at, args=[acting.organisation_id]) if queue.listed_at else "",
            "queues": _links(request, candidates, queue, on=on),
            "triage_url": reverse("candidates:triage", args=[acting.organisation_id]),
            "undo": undo_bar(request),
            "asked": request.GET.urlencode(),
        },
    )


def with_shown(candidates: Any) -> Any:
    """With all that ``complete`` shows of a row, so that a list asks once."""
    name = Municipality.objects.filter(pk=OuterRef("municipality")).values("name")
    return candidates.select_related("identity", "coach").annotate(municipality_name=Subquery(name))


def complete(candidates: list[Any]) -> None:
    """Give each row what the table shows of it: who it is, where from, and who the coach is."""
    for one in candidates:
        one.shows_identity = hasattr(one, "identity")
        one.shown_name = (one.identity.name if one.shows_identity else "") or one.reference
        one.shown_state = f"candidate_{one.state}"
        one.place = one.municipality_name or Place.outside(one.municipality)
        one.coach_name = one.coach.name if one.coach else _("nog geen coach")


def _links(request: WorkRequest, candidates: Any, current: queues.Queue, *, on: date) -> list[dict[str, Any]]:
    """Each queue with how many are in it; the coach that is looked for stays, other filters do not."""
    acting = request.acting
    coach = request.GET.get("coach", "")
    url = reverse("candidates:candidate_list", args=[acting.organisation_id])
    counted = queues.counts(of_coach(candidates, coach, user_id=acting.user_id), acting=acting, on=on)
    kept = {"coach": coach} if coach else {}
    return [
        {
            "label": queue.label,
            "count": counted[key].count,
            "url": f"{url}?{urlencode({'rij': key} | kept)}",
            "is_current": key == current.key,
        }
        for key, queue in queues.queues().items()
    ]
