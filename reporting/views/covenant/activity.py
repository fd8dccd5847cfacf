"""The activity plan: what should be done in which quarter, and how it goes."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, chosen_region, requires
from organisations.tenancy import Acting
from reporting import access
from reporting.covenant import records, rows
from reporting.covenant.pages import tabs
from reporting.filters.covenant import ActivityFilter
from reporting.forms.covenant import ActivityForm, ActivityStatusForm
from reporting.models import PlanActivity
from reporting.periods import Length, Period
from reporting.tables.covenant import ActivityTable
from reporting.views.covenant.download import workbook
from reporting.views.covenant.record import address, form_page, of_record, posted, saved, to

PER_PAGE = 50
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """An activity in the grid of a year: in which quarters it is planned."""

    activity: Any
    cells: list[bool]

    @property
    def words(self) -> str:
        """The quarters, for who does not see the grid."""
        return ", ".join(_("%(n)se kwartaal") % {"n": at + 1} for at, is_planned in enumerate(self.cells) if is_planned)


@requires(access.reads_covenant)
@require_GET
def activity_list(request: WorkRequest) -> HttpResponse:
    """The plan as a list, with what is late; or a year of it by quarter."""
    acting, on = request.acting, timezone.localdate()
    found = ActivityFilter(request.GET, queryset=rows.activities_of(acting, on=on))
    if request.GET.get("bestand"):
        return _file(found.qs.order_by("from_quarter", "title", "pk"), acting)
    table = ActivityTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "activities"),
        "may_edit": access.runs_covenant(acting),
        "title": _("Activiteiten"),
        "create_url": address(request, "activity_create"),
        "create_label": _("Activiteit toevoegen"),
        "has_file": True,
        "other_url": address(request, "activity_year"),
        "other_label": _("Per kwartaal bekijken"),
    }
    return render(request, "reporting/covenant/list.html", context)


@requires(access.reads_covenant)
@require_GET
def activity_year(request: WorkRequest) -> HttpResponse:
    """The activities of one year, by quarter."""
    acting, on = request.acting, timezone.localdate()
    found = list(rows.activities_of(acting, on=on).order_by("part", "from_quarter", "title", "pk"))
    years = sorted({year for one in found for year in _years(one)} | {on.year}, reverse=True)
    asked = request.GET.get("jaar", "")
    planned = [one for one in years if any(one in _years(activity) for activity in found)]
    default = on.year if on.year in planned or not planned else planned[0]
    year = next((one for one in years if str(one) == asked), default)
    quarters = [Period(year, Length.QUARTER, number) for number in range(1, QUARTERS + 1)]
    lines = [Line(one, [_is_in(one, quarter) for quarter in quarters]) for one in found if year in _years(one)]
    context = {
        "parts": [
            (label, [line for line in lines if line.activity.part == key])
            for key, label in PlanActivity._meta.get_field("part").flatchoices  # noqa: SLF001 - the public way to a field
        ],
        "late": sum(line.activity.late for line in lines),
        "lines": lines,
        "quarters": quarters,
        "this_quarter": Period.containing(on, Length.QUARTER),
        "year": year,
        "years": years,
        "tabs": tabs(acting, "activities"),
        "may_edit": access.runs_covenant(acting),
    }
    return render(request, "reporting/covenant/activity_year.html", context)


def _years(one: PlanActivity) -> range:
    return range(int(one.from_quarter[:4]), int(one.to_quarter[:4]) + 1)


def _is_in(one: PlanActivity, quarter: Period) -> bool:
    return one.from_quarter <= str(quarter) <= one.to_quarter


def _file(found: Any, acting: Acting) -> HttpResponse:
    headings = (
        *(_("Activiteit"), _("Deel"), _("Van"), _("Tot en met"), _("Hoe vaak"), _("Partner"), _("Wie")),
        *(_("Stand"), _("Te laat"), _("Wat het opleverde"), _("Bron")),
    )
    lines = [
        (
            one.title,
            one.get_part_display(),
            one.from_quarter,
            one.to_quarter,
            one.get_rhythm_display(),
            one.partner.name if one.partner else "",
            one.owner,
            one.get_status_display(),
            _("ja") if one.late else _("nee"),
            one.result,
            one.source,
        )
        for one in found
    ]
    return workbook(_("Activiteiten"), headings, lines, acting=acting)


@requires(access.reads_covenant)
@require_http_methods(["GET", "POST"])
def activity_detail(request: WorkRequest, activity_id: uuid.UUID) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    activity = get_object_or_404(rows.activities_of(acting, on=on), pk=activity_id)
    may_edit = access.runs_covenant(acting)
    form = ActivityStatusForm(posted(request), held=activity) if may_edit else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied

        def write(values: dict[str, Any], shown: str | None) -> PlanActivity:
            return records.change(acting, PlanActivity, activity.pk, values=values, shown=shown)

        if saved(request, form, write):
            return to(request, "activity_detail", activity.pk)
    first, last = Period.parse(activity.from_quarter), Period.parse(activity.to_quarter)
    context = {
        "activity": activity,
        "first": first,
        "last": None if first == last else last,
        "form": form,
        "tabs": tabs(acting, "activities"),
        "may_edit": may_edit,
        **of_record(request, activity, "activiteit"),
    }
    status = 422 if form and form.errors else 200
    return render(request, "reporting/covenant/activity_detail.html", context, status=status)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def activity_create(request: WorkRequest) -> HttpResponse:
    acting, region, on = request.acting, chosen_region(request), timezone.localdate()
    this = str(Period.containing(on, Length.QUARTER))
    initial = {"status": "not_started", "rhythm": "once", "part": "result", "from_quarter": this, "to_quarter": this}
    form = ActivityForm(posted(request), initial=initial, on=on, partners=rows.partner_choices(acting, region.id))

    def write(values: dict[str, Any], _shown: str | None) -> PlanActivity:
        return records.add(acting, PlanActivity(), region_id=region.id, values=values)

    made = saved(request, form, write)
    if made:
        return to(request, "activity_detail", made.pk)
    back = address(request, "activity_list")
    return form_page(request, form, tab="activities", title=_("Activiteit toevoegen"), back=back)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def activity_edit(request: WorkRequest, activity_id: uuid.UUID) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    activity = get_object_or_404(rows.activities_of(acting, on=on), pk=activity_id)
    partners = rows.partner_choices(acting, activity.region_id)
    if activity.partner and str(activity.partner_id) not in dict(partners):
        partners.append((str(activity.partner_id), activity.partner.name))
    form = ActivityForm(posted(request), held=activity, on=on, partners=partners)

    def write(values: dict[str, Any], shown: str | None) -> PlanActivity:
        return records.change(acting, PlanActivity, activity.pk, values=values, shown=shown)

    if saved(request, form, write):
        return to(request, "activity_detail", activity.pk)
    back = address(request, "activity_detail", activity.pk)
    return form_page(request, form, tab="activities", title=_("Activiteit wijzigen"), back=back)
