"""Meetings of the partners, with what was decided and who does what."""

import uuid
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, chosen_region, requires
from reporting import access
from reporting.covenant import records, rows
from reporting.covenant.pages import tabs
from reporting.filters.covenant import MeetingFilter
from reporting.forms.covenant import MeetingForm
from reporting.models import CovenantMeeting, MeetingPresence
from reporting.tables.covenant import MeetingTable
from reporting.views.covenant.record import address, form_page, of_record, posted, saved, to

PER_PAGE = 25


@requires(access.reads_covenant)
@require_GET
def meeting_list(request: WorkRequest) -> HttpResponse:
    """Every meeting, the newest first; of its actions a partner counts its own."""
    acting, on = request.acting, timezone.localdate()
    actions = (
        rows.actions_of(acting, on=on)
        .filter(meeting=OuterRef("pk"), is_open=True)
        .order_by()
        .values("meeting")
        .annotate(number=Count("pk"))
        .values("number")
    )
    meetings = rows.meetings_of(acting).annotate(
        attending=Count("presence"),
        open_actions=Coalesce(Subquery(actions), 0, output_field=IntegerField()),
        state=Case(
            When(is_cancelled=True, then=Value("dropped")),
            When(on__gte=on, then=Value("planned")),
            default=Value("meeting_held"),
        ),
    )
    found = MeetingFilter(request.GET, queryset=meetings)
    table = MeetingTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "meetings"),
        "may_edit": access.runs_covenant(acting),
        "title": _("Overleg"),
        "create_url": address(request, "meeting_create"),
        "create_label": _("Overleg plannen"),
    }
    return render(request, "reporting/covenant/list.html", context)


@requires(access.reads_covenant)
@require_GET
def meeting_detail(request: WorkRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """One meeting: agenda, who was there, decisions and actions."""
    acting, on = request.acting, timezone.localdate()
    meeting = get_object_or_404(rows.meetings_of(acting), pk=meeting_id)
    present = MeetingPresence.objects.filter(meeting=meeting).select_related("partner")
    context = {
        "meeting": meeting,
        "is_ahead": meeting.on >= on,
        "agenda": _lines(meeting.agenda),
        "decisions": _lines(meeting.decisions),
        "present": present.order_by("partner__name", "pk"),
        "actions": rows.actions_of(acting, on=on).filter(meeting=meeting).order_by("due_on", "pk"),
        "sees_all_actions": access.reads_whole_covenant(acting),
        "tabs": tabs(acting, "meetings"),
        "may_edit": access.runs_covenant(acting),
        **of_record(request, meeting, "overleg"),
    }
    return render(request, "reporting/covenant/meeting_detail.html", context)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def meeting_create(request: WorkRequest) -> HttpResponse:
    acting, region = request.acting, chosen_region(request)
    form = MeetingForm(posted(request), partners=rows.partner_choices(acting, region.id))

    def write(values: dict[str, Any], _shown: str | None) -> CovenantMeeting:
        made = records.add(acting, CovenantMeeting(), region_id=region.id, values=values)
        records.set_presence(acting, made, partner_ids=form.cleaned_data["present"])
        return made

    made = saved(request, form, write)
    if made:
        return to(request, "meeting_detail", made.pk)
    back = address(request, "meeting_list")
    return form_page(request, form, tab="meetings", title=_("Overleg plannen"), back=back)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def meeting_edit(request: WorkRequest, meeting_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    meeting = get_object_or_404(rows.meetings_of(acting), pk=meeting_id)
    present = MeetingPresence.objects.filter(meeting=meeting).values_list("partner_id", flat=True)
    form = MeetingForm(
        posted(request), held=meeting, present=present, partners=rows.partner_choices(acting, meeting.region_id)
    )

    def write(values: dict[str, Any], shown: str | None) -> CovenantMeeting:
        made = records.change(acting, CovenantMeeting, meeting.pk, values=values, shown=shown)
        records.set_presence(acting, made, partner_ids=form.cleaned_data["present"])
        return made

    if saved(request, form, write):
        return to(request, "meeting_detail", meeting.pk)
    back = address(request, "meeting_detail", meeting.pk)
    return form_page(request, form, tab="meetings", title=meeting.get_kind_display(), back=back)


def _lines(text: str) -> list[str]:
    return [line for line in (one.strip(" -•\t") for one in text.splitlines()) if line]
