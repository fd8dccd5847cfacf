"""Actions of all meetings: who does what, by when, and how it goes."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, chosen_region, requires
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from reporting import access
from reporting.covenant import records, rows
from reporting.covenant.pages import tabs
from reporting.filters.covenant import OPEN, ActionFilter
from reporting.forms.covenant import ActionForm, ActionStatusForm
from reporting.models import CovenantAction
from reporting.tables.covenant import ActionTable
from reporting.views.covenant.download import workbook
from reporting.views.covenant.record import address, form_page, of_record, posted, saved, to

PER_PAGE = 25
#: So many meetings can be chosen for an action, the newest first.
MEETINGS_SHOWN = 30


@requires(access.reads_covenant)
@require_GET
def action_list(request: WorkRequest) -> HttpResponse:
    """Open actions over all meetings, what is late first; a partner has its own."""
    acting, on = request.acting, timezone.localdate()
    asked = {"stand": OPEN, **request.GET.dict()}
    found = ActionFilter(asked, queryset=rows.actions_of(acting, on=on), organisation_id=acting.organisation_id)
    if not access.reads_whole_covenant(acting):
        del found.filters["mijn"]
    if request.GET.get("bestand"):
        return _file(found.qs.order_by("due_on", "pk"), acting)
    table = ActionTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    whole = access.reads_whole_covenant(acting)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "actions"),
        "may_edit": access.runs_covenant(acting),
        "title": _("Acties") if whole else _("Mijn acties"),
        "create_url": address(request, "action_create"),
        "create_label": _("Actie toevoegen"),
        "has_file": True,
    }
    return render(request, "reporting/covenant/list.html", context)


def _file(found: Any, acting: Acting) -> HttpResponse:
    headings = (_("Actie"), _("Partner"), _("Persoon"), _("Uiterlijk"), _("Stand"), _("Te laat"), _("Uitkomst"))
    lines = [
        (
            one.text,
            one.partner.name,
            one.person,
            one.due_on,
            one.get_status_display(),
            _("ja") if one.late else _("nee"),
            one.result,
        )
        for one in found
    ]
    return workbook(_("Acties"), headings, lines, acting=acting)


@requires(access.reads_covenant)
@require_http_methods(["GET", "POST"])
def action_detail(request: WorkRequest, action_id: uuid.UUID) -> HttpResponse:
    """One action; the partner whose it is says how it goes."""
    acting, on = request.acting, timezone.localdate()
    action = get_object_or_404(rows.actions_of(acting, on=on), pk=action_id)
    may_tell = access.works_on_covenant(acting) and (
        access.runs_covenant(acting) or action.partner_id == acting.organisation_id
    )
    form = ActionStatusForm(posted(request), held=action) if may_tell else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied

        def write(values: dict[str, Any], shown: str | None) -> CovenantAction:
            return records.change(acting, CovenantAction, action.pk, values=values, shown=shown)

        if saved(request, form, write):
            return to(request, "action_detail", action.pk)
    context = {
        "action": action,
        "form": form,
        "tabs": tabs(acting, "actions"),
        "may_edit": access.runs_covenant(acting),
        **of_record(request, action, "actie"),
    }
    status = 422 if form and form.errors else 200
    return render(request, "reporting/covenant/action_detail.html", context, status=status)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def action_create(request: WorkRequest) -> HttpResponse:
    """Note an action; from a meeting that meeting is filled in."""
    acting, region = request.acting, chosen_region(request)
    initial = {"status": "open", "meeting": request.GET.get("overleg", "")}
    form = ActionForm(posted(request), initial=initial, **_choices(acting, region.id))

    def write(values: dict[str, Any], _shown: str | None) -> CovenantAction:
        return records.add(acting, CovenantAction(), region_id=region.id, values=values)

    made = saved(request, form, write)
    if made and made.meeting_id:
        return to(request, "meeting_detail", made.meeting_id)
    if made:
        return to(request, "action_detail", made.pk)
    back = address(request, "action_list")
    return form_page(request, form, tab="actions", title=_("Actie toevoegen"), back=back)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def action_edit(request: WorkRequest, action_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    action = get_object_or_404(rows.actions_of(acting, on=timezone.localdate()), pk=action_id)
    form = ActionForm(posted(request), held=action, **_choices(acting, action.region_id, action))

    def write(values: dict[str, Any], shown: str | None) -> CovenantAction:
        return records.change(acting, CovenantAction, action.pk, values=values, shown=shown)

    if saved(request, form, write):
        return to(request, "action_detail", action.pk)
    back = address(request, "action_detail", action.pk)
    return form_page(request, form, tab="actions", title=_("Actie wijzigen"), back=back)


def _choices(acting: Acting, region_id: uuid.UUID, action: CovenantAction | None = None) -> dict[str, Any]:
    meetings = list(rows.meetings_of(acting).filter(region_id=region_id).order_by("-on", "pk")[:MEETINGS_SHOWN])
    if action and action.meeting and action.meeting not in meetings:
        meetings.append(action.meeting)
    partners = rows.partner_choices(acting, region_id)
    if action and str(action.partner_id) not in dict(partners):
        partners.append((str(action.partner_id), action.partner.name))
    shown = [(str(one.pk), f"{one.get_kind_display()}, {date_nl(one.on)}") for one in meetings]
    return {"meetings": shown, "partners": partners}
