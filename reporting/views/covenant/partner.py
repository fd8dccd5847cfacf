"""Partners of the covenant with what they promised, and how far they are."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, chosen_region, requires
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import ENDED_ACTIONS, PartnerGroup
from reporting.covenant import efforts, records, rows
from reporting.covenant.pages import tabs
from reporting.filters.covenant import PartnerFilter
from reporting.forms.covenant import DutyForm, PartnerForm, ProgressForm
from reporting.models import CovenantAction, CovenantDuty, CovenantPartner, DutyProgress
from reporting.tables.covenant import PartnerTable
from reporting.views.covenant.download import workbook
from reporting.views.covenant.record import address, form_page, of_record, posted, saved, to

PER_PAGE = 25


@requires(access.reads_covenant)
@require_GET
def partner_list(request: WorkRequest) -> HttpResponse:
    """Who signed, in which group, whom to ask, and how many actions are open."""
    acting = request.acting
    open_actions = (
        CovenantAction.objects.filter(partner_id=OuterRef("organisation_id"), region_id=OuterRef("region_id"))
        .exclude(status__in=ENDED_ACTIONS)
        .order_by()
        .values("partner")
        .annotate(number=Count("pk"))
        .values("number")
    )
    partners = rows.partners_of(acting).annotate(
        open_actions=Coalesce(Subquery(open_actions), 0, output_field=IntegerField())
    )
    found = PartnerFilter(request.GET, queryset=partners)
    if request.GET.get("bestand"):
        return _partners_file(found.qs.order_by("organisation__name", "pk"), acting)
    hidden = () if access.reads_whole_covenant(acting) else ("open_actions",)
    table = PartnerTable(found.qs, acting=acting, exclude=hidden)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "partners"),
        "may_edit": access.runs_covenant(acting),
        "title": _("Partners"),
        "has_file": True,
    }
    return render(request, "reporting/covenant/partner_list.html", context)


def _partners_file(found: Any, acting: Acting) -> HttpResponse:
    """The columns of the screen: who reads his own actions only, gets no count of those of others."""
    whole = access.reads_whole_covenant(acting)
    headings = (
        _("Partner"),
        _("Groep"),
        _("Contactpersoon"),
        _("E-mailadres"),
        _("Getekend op"),
        *((_("Open acties"),) if whole else ()),
    )
    lines = [
        (
            one.organisation.name,
            str(PartnerGroup(one.group).label),
            one.contact_name,
            one.contact_email,
            one.signed_on,
            *((one.open_actions,) if whole else ()),
        )
        for one in found
    ]
    return workbook(_("Partners van het convenant"), headings, lines, acting=acting)


@requires(access.reads_covenant)
@require_GET
def partner_detail(request: WorkRequest, partner_id: uuid.UUID) -> HttpResponse:
    """One partner: its duties by article with how far it is, its open actions and its last text."""
    acting, on = request.acting, timezone.localdate()
    partner = _partner(acting, partner_id)
    period = efforts.quarter_to_write(on)
    actions = rows.actions_of(acting, on=on).filter(
        region_id=partner.region_id, partner_id=partner.organisation_id, is_open=True
    )
    duties = rows.duties_of_partner(partner)
    context = {
        "partner": partner,
        "group": PartnerGroup(partner.group).label,
        "duties": [{"row": one, "late": one.is_late(on)} for one in duties],
        "actions": actions.order_by("due_on", "pk"),
        "period": period,
        "effort": efforts.held_by(
            acting, region_id=partner.region_id, partner_id=partner.organisation_id, period=period
        ),
        "sees_efforts": access.follows_efforts(acting) or partner.organisation_id == acting.organisation_id,
        "tabs": tabs(acting, "partners"),
        "may_edit": access.runs_covenant(acting),
    }
    return render(request, "reporting/covenant/partner_detail.html", context)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def partner_edit(request: WorkRequest, partner_id: uuid.UUID) -> HttpResponse:
    """The group of a partner, when it signed, and whom to ask."""
    acting = request.acting
    partner = _partner(acting, partner_id)
    key = {"region_id": partner.region_id, "partner_id": partner.organisation_id}
    held = CovenantPartner.objects.filter(**key).first()
    form = PartnerForm(posted(request), held=held, initial={} if held else {"group": partner.group})

    def write(values: dict[str, Any], shown: str | None) -> CovenantPartner:
        return records.set_partner(acting, **key, values=values, shown=shown)

    if saved(request, form, write):
        return to(request, "partner_detail", partner.pk)
    back = address(request, "partner_detail", partner.pk)
    return form_page(request, form, tab="partners", title=partner.organisation.name, back=back)


@requires(access.reads_covenant)
@require_http_methods(["GET", "POST"])
def progress_detail(request: WorkRequest, partner_id: uuid.UUID, duty_id: uuid.UUID) -> HttpResponse:
    """How one partner stands with one duty, with all that was noted before; the bureau brings it up to date."""
    acting = request.acting
    partner = _partner(acting, partner_id)
    duty = get_object_or_404(
        rows.duties_of(acting).filter(region_id=partner.region_id, group__in=[partner.group, PartnerGroup.ALL]),
        pk=duty_id,
    )
    held = DutyProgress.objects.filter(duty=duty, partner_id=partner.organisation_id).first()
    may_edit = access.runs_covenant(acting)
    form = ProgressForm(posted(request), held=held, initial={} if held else {"status": "open"}) if may_edit else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied

        def write(values: dict[str, Any], shown: str | None) -> DutyProgress:
            return records.set_progress(acting, duty, partner_id=partner.organisation_id, values=values, shown=shown)

        if saved(request, form, write):
            return to(request, "progress_detail", partner.pk, duty.pk)
    context = {
        "partner": partner,
        "duty": duty,
        "progress": held,
        "form": form,
        "tabs": tabs(acting, "partners"),
        "may_edit": may_edit,
        **(of_record(request, held, "verplichting") if held else {"history": [], "undo_url": ""}),
    }
    return render(
        request, "reporting/covenant/progress_detail.html", context, status=422 if form and form.errors else 200
    )


@requires(access.runs_covenant)
@require_GET
def duty_list(request: WorkRequest) -> HttpResponse:
    """What the covenant asks, group by group."""
    acting = request.acting
    found = sorted(rows.duties_of(acting), key=lambda one: rows.in_order(one.article))
    if request.GET.get("bestand"):
        return _duties_file(found, acting)
    groups = [(label, [one for one in found if one.group == key]) for key, label in PartnerGroup.choices]
    context = {"groups": [(label, here) for label, here in groups if here], "tabs": tabs(acting, "partners")}
    return render(request, "reporting/covenant/duty_list.html", context)


def _duties_file(found: Iterable[CovenantDuty], acting: Acting) -> HttpResponse:
    headings = (_("Groep"), _("Artikel"), _("Verplichting"), _("Hoe vaak"), _("Uiterlijk"), _("Geldt niet meer sinds"))
    lines = [
        (one.get_group_display(), one.article, one.text, one.get_rhythm_display(), one.due_on, one.ended_on)
        for one in found
    ]
    return workbook(_("Verplichtingen per groep"), headings, lines, acting=acting)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def duty_create(request: WorkRequest) -> HttpResponse:
    acting, region = request.acting, chosen_region(request)
    form = DutyForm(posted(request))

    def write(values: dict[str, Any], _shown: str | None) -> CovenantDuty:
        return records.add(acting, CovenantDuty(), region_id=region.id, values=values)

    if saved(request, form, write):
        return to(request, "duty_list")
    back = address(request, "duty_list")
    return form_page(request, form, tab="partners", title=_("Verplichting toevoegen"), back=back)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def duty_edit(request: WorkRequest, duty_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    duty = get_object_or_404(rows.duties_of(acting), pk=duty_id)
    form = DutyForm(posted(request), held=duty)

    def write(values: dict[str, Any], shown: str | None) -> CovenantDuty:
        return records.change(acting, CovenantDuty, duty.pk, values=values, shown=shown)

    if saved(request, form, write):
        return to(request, "duty_list")
    title = _("Artikel %(article)s") % {"article": duty.article}
    return form_page(request, form, tab="partners", title=title, back=address(request, "duty_list"))


def _partner(acting: Acting, partner_id: uuid.UUID) -> Any:
    """What a partner promised is its own business and that of who reads all; to others it is not there."""
    partners = rows.partners_of(acting)
    if not access.reads_whole_covenant(acting):
        partners = partners.filter(organisation_id=acting.organisation_id)
    return get_object_or_404(partners, pk=partner_id)
