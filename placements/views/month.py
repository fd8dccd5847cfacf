from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.months import add_months, first_of_month
from organisations.templatetags.formatting import month_nl
from placements import access, hours
from placements.forms.month import HoursForm
from placements.hours import Submitted
from placements.month_page import MonthLine, MonthPage, month_page
from placements.steps import Refused


@requires(access.may_see_own_people)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: WorkRequest, month: date | None = None) -> HttpResponse:
    """All people of this contractor in one month: hours, value, submit. Without a month: the last whole one."""
    today = timezone.localdate()
    if month is None:
        return HttpResponseRedirect(_address(request, add_months(first_of_month(today), -1)))
    if month > today:
        raise Http404
    page = month_page(request.acting, month)
    if request.method != "POST":
        return _show(request, _with_forms(page, None))
    if not access.may_put_to_work(request.acting):
        raise PermissionDenied
    return _submit(request, _with_forms(page, request.POST), today)


@requires(access.may_put_to_work)
@require_POST
def month_line(request: WorkRequest, month: date, deployment_id: Any) -> HttpResponse:
    """Keep the hours of one line while the others are still being typed; answers its value and the total."""
    today = timezone.localdate()
    page = _with_forms(month_page(request.acting, month, only=deployment_id), request.POST)
    if month > today or not page.lines:
        raise Http404
    (line,) = page.lines
    if line.form is not None and line.form.is_valid():
        try:
            stated = {line.deployment.pk: line.form.stated()}
            hours.state_hours(stated, month=month, by=request.acting, on=today, at=timezone.now())
        except Refused as refused:
            line.refusal = refused.sentence
    refusal = line.refusal
    whole = month_page(request.acting, month)
    line = next(one for one in whole.lines if one.deployment.pk == line.deployment.pk)
    line.refusal = refusal or _first_error(page.lines[0])
    context = {"line": line, "page": whole, "is_fragment": True}
    return render(request, "placements/_month_line.html", context)


def _submit(request: WorkRequest, page: MonthPage, today: date) -> HttpResponse:
    lines = [line for line in page.lines if line.form is not None]
    if not all([line.form.is_valid() for line in lines]):  # noqa: C419 - all of them, so that each shows its error
        return _show(request, page, status=422)
    stated = {line.deployment.pk: line.form.stated() for line in lines}
    at, by = timezone.now(), request.acting
    try:
        kept = hours.state_hours(stated, month=page.month, by=by, on=today, at=at)
        if request.POST.get("action") != "submit":
            messages.success(request, _("Bewaard. U kunt later verder."))
            return HttpResponseRedirect(_address(request, page.month))
        order = {line.deployment.pk: place for place, line in enumerate(lines)}
        kept.sort(key=lambda one: order[one.deployment_id])
        result = hours.submit_hours([one.pk for one in kept], by=by, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(_address(request, page.month))
    _tell(request, result)
    if not result.refused:
        return HttpResponseRedirect(_address(request, page.month))
    page = _with_forms(month_page(by, page.month), None)
    for line in page.lines:
        line.refusal = result.refused.get(line.deployment.pk, "")
    return _show(request, page, status=422)


def _tell(request: WorkRequest, result: Submitted) -> None:
    if result.accepted:
        count = len(result.accepted)
        messages.success(request, ngettext("%(n)s regel ingediend.", "%(n)s regels ingediend.", count) % {"n": count})
    elif not result.refused:
        messages.info(request, _("Er was niets nieuws om in te dienen. Vul eerst uren in."))


def _with_forms(page: MonthPage, data: Any) -> MonthPage:
    for line in page.lines:
        if line.is_open:
            line.form = HoursForm(
                data,
                initial=line.typed,
                prefix=str(line.deployment.pk),
                month=page.month,
                who=line.deployment.person.name,
            )
    return page


def _show(request: WorkRequest, page: MonthPage, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "page": page,
        "forms": [line.form for line in page.lines if line.form is not None],
        "previous_url": _address(request, page.previous),
        "following_url": _address(request, page.following) if page.following <= today else "",
        "may_write": access.may_put_to_work(request.acting),
        "is_fragment": False,
        "heading": _("Uren van %(month)s") % {"month": month_nl(page.month)},
    }
    return render(request, "placements/month.html", context, status=status)


def _first_error(line: MonthLine) -> str:
    errors = line.form.errors.values() if line.form is not None and line.form.is_bound else ()
    return next((text for texts in errors for text in texts), "")


def _address(request: WorkRequest, of: date) -> str:
    return reverse("placements:month", kwargs={"organisation_id": request.acting.organisation_id, "month": of})
