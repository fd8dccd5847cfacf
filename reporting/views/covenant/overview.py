"""The covenant at a glance: what waits, what comes, what is late."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from organisations.tenancy import Acting
from reporting import access
from reporting.covenant import rows
from reporting.covenant.pages import tabs
from reporting.overviews.covenant import waiting_of

SHOWN = 5


@requires(access.reads_covenant)
@require_GET
def covenant(request: WorkRequest) -> HttpResponse:
    """What waits for this member, the next meeting and the last, and how the plan goes."""
    acting, on = request.acting, timezone.localdate()
    meetings = rows.meetings_of(acting).filter(is_cancelled=False)
    ahead, behind = meetings.filter(on__gte=on).order_by("on", "pk"), meetings.filter(on__lt=on).order_by("-on", "pk")
    around = list(ahead[:1].union(behind[:1], all=True))
    activities = rows.activities_of(acting, on=on)
    whole = access.reads_whole_covenant(acting)
    context = {
        "queue": waiting_of(acting, on=on),
        "ahead": next((one for one in around if one.on >= on), None),
        "last": next((one for one in around if one.on < on), None),
        "plan": activities.aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(status="done")),
            running=Count("pk", filter=Q(status="running")),
            late_ones=Count("pk", filter=Q(late=True)),
        ),
        "risks": rows.risks_of(acting).filter(is_closed=0).order_by("-heft", "title", "pk")[:SHOWN] if whole else None,
        "tabs": tabs(acting, "overview"),
        "sees_all": whole,
        "own": None if whole else _own(acting),
    }
    return render(request, "reporting/covenant/overview.html", context)


def _own(acting: Acting) -> Any:
    """The member's organisation as a partner."""
    return (
        rows.partners_of(acting).filter(organisation_id=acting.organisation_id).order_by("region__code", "pk").first()
    )
