"""What partners did in a quarter, in their own words: who wrote, who did not, and the text itself."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed, version_of
from organisations.shown_forms import say_changed
from reporting import access
from reporting.choices import EffortState
from reporting.covenant import efforts, rows
from reporting.covenant.history import happenings
from reporting.covenant.pages import tabs
from reporting.forms.covenant import EffortForm
from reporting.periods import Length, Period, PeriodError
from reporting.views.covenant.record import posted, to

COPY = "vorige"


@requires(access.reads_efforts)
@require_GET
def effort_list(request: WorkRequest) -> HttpResponse:
    """Of one quarter every partner with its text, or of a partner its own texts over the quarters."""
    acting, on = request.acting, timezone.localdate()
    period = _asked(request.GET.get("kwartaal", "")) or efforts.quarter_to_write(on)
    context = {"tabs": tabs(acting, "efforts"), "period": period, "quarters": efforts.quarters(on)}
    if access.follows_efforts(acting):
        regions = [region.id for region in acting.regions]
        written = [one for region in regions for one in efforts.overview(acting, region_id=region, period=period)]
        context |= {
            "written": written,
            "sent": sum(one.state == EffortState.SUBMITTED for one in written),
            "may_write": access.runs_covenant(acting),
        }
        return render(request, "reporting/covenant/effort_list.html", context)
    own = rows.partners_of(acting).filter(organisation_id=acting.organisation_id)
    partner = own.order_by("region__code", "pk").first()
    if partner is None:
        raise Http404
    texts = {one.period: one for one in efforts.efforts_of(acting).filter(region_id=partner.region_id)}
    context |= {
        "partner": partner,
        "own": [{"period": one, "effort": texts.get(str(one))} for one in efforts.quarters(on)],
        "may_write": access.works_on_covenant(acting),
    }
    return render(request, "reporting/covenant/effort_own.html", context)


@requires(access.reads_efforts)
@require_http_methods(["GET", "POST"])
def effort_detail(request: WorkRequest, partner_id: uuid.UUID, period: str) -> HttpResponse:
    """The text of a partner about a quarter: written here by the partner, or by the bureau on its behalf."""
    acting, at = request.acting, timezone.now()
    quarter = _asked(period)
    partners = rows.partners_of(acting)
    if not access.follows_efforts(acting):
        partners = partners.filter(organisation_id=acting.organisation_id)
    partner = get_object_or_404(partners, pk=partner_id)
    if quarter is None or quarter.first_day > timezone.localdate(at):
        raise Http404
    key = {"region_id": partner.region_id, "partner_id": partner.organisation_id}
    held = efforts.held_by(acting, **key, period=quarter)
    before = efforts.held_by(acting, **key, period=quarter.previous())
    may_write = efforts.may_write_for(acting, partner.organisation_id)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = EffortForm(posted(request), initial=_initial(request, held, before)) if may_write else None
    if request.method == "POST" and form is not None and form.is_valid():
        submit = request.POST.get("send") == "1"
        try:
            efforts.write(
                acting,
                **key,
                period=quarter,
                text=form.cleaned_data["text"],
                submit=submit,
                at=at,
                shown=form.cleaned_data["shown"],
            )
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("Ingestuurd. Dank u wel.") if submit else _("Bewaard als concept."))
            return to(request, "effort_list")
    context: dict[str, Any] = {
        "partner": partner,
        "is_own": partner.organisation_id == acting.organisation_id,
        "period": quarter,
        "previous": quarter.previous(),
        "effort": held,
        "before": before,
        "form": form,
        "history": happenings(held) if held else [],
        "tabs": tabs(acting, "efforts"),
    }
    status = 422 if form and form.errors else 200
    return render(request, "reporting/covenant/effort_detail.html", context, status=status)


def _initial(request: WorkRequest, held: Any, before: Any) -> dict[str, str]:
    """What stands there; on request an empty text begins with that of the quarter before."""
    text = held.text if held else ""
    if not text and before and COPY in request.GET:
        text = before.text
    return {"text": text, "shown": version_of(held, efforts.FIELDS) if held else ""}


def _asked(text: str) -> Period | None:
    try:
        found = Period.parse(text)
    except PeriodError:
        return None
    return found if found.length is Length.QUARTER else None
