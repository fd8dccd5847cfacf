import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
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
from organisations.notation import dutch_number
from organisations.templatetags.formatting import month_nl
from placements import access
from placements.choices import LineStatus
from placements.filters import MonthFilter
from placements.forms.month import HoursForm
from placements.pages.month_page import MonthLine, MonthPage, month_page
from placements.shown import hours_version
from placements.stating import hours
from placements.stating.hours import Kept, Submitted
from placements.steps import Refused

OnePress = Mapping[uuid.UUID, Decimal | None]

#: Before this nobody worked on a contract with social return.
FIRST_MONTH = date(2000, 1, 1)


@requires(access.may_see_own_people)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: WorkRequest, month: date | None = None) -> HttpResponse:
    """All people of this contractor in one month: hours, value, submit. Without a month: the last whole one."""
    today = timezone.localdate()
    if month is None:
        return HttpResponseRedirect(_address(request, add_months(first_of_month(today), -1)))
    if not FIRST_MONTH <= month <= today:
        raise Http404
    page = month_page(request.acting, month)
    if request.method != "POST":
        return _show(request, _with_forms(page, None))
    if not access.may_put_to_work(request.acting):
        raise PermissionDenied
    return _submit(request, page, today)


@requires(access.may_put_to_work)
@require_POST
def month_line(request: WorkRequest, month: date, deployment_id: Any) -> HttpResponse:
    """Keep the hours of one line while the others are still being typed; answers its value and the total."""
    today = timezone.localdate()
    if not FIRST_MONTH <= month <= today:
        raise Http404
    page = _with_forms(month_page(request.acting, month, only=deployment_id), request.POST)
    if not page.lines:
        raise Http404
    (line,) = page.lines
    refusal, changed = "", False
    if line.form is not None and line.form.is_valid():
        try:
            kept = _keep(request, page, today)
        except Refused as refused:
            refusal = refused.sentence
        else:
            refusal = kept.refused.get(line.deployment.pk, "")
            changed = not refusal
    whole = month_page(request.acting, month)
    fresh = next(one for one in whole.lines if one.deployment.pk == line.deployment.pk)
    fresh.refusal = _with_typed(refusal, line, fresh) or _first_error(line)
    (fresh,) = _with_forms(MonthPage(month, [fresh]), None).lines
    # What was typed stays in its field, except where another window was first.
    anew = fresh.form if changed or refusal else None
    for field in anew.fields.values() if anew else ():
        field.widget.attrs["hx-swap-oob"] = "true"
    context = {
        "line": fresh,
        "page": whole.narrowed(MonthFilter(request.GET, page=whole).narrowed),
        "is_fragment": True,
        "anew": anew,
        "hours_anew": bool(refusal) and not _stays_typed(line, fresh),
    }
    return render(request, "placements/_month_line.html", context)


def _keep(request: WorkRequest, page: MonthPage, today: date, more: OnePress | None = None) -> Kept:
    """Keep what is typed on the page, as far as nobody else changed it since the page was made.

    ``more``: hours for lines that were left open, in one press.
    """
    forms = {line.deployment.pk: line.form for line in page.lines if line.form is not None}
    stated = {pk: form.stated() for pk, form in forms.items()}
    stated |= {
        pk: hours for pk, hours in (more or {}).items() if pk in stated and (stated[pk] is None or hours is None)
    }
    shown = {pk: form.cleaned_data["version"] for pk, form in forms.items()}
    return hours.keep_hours(stated, month=page.month, by=request.acting, on=today, at=timezone.now(), shown=shown)


def _submit(request: WorkRequest, whole: MonthPage, today: date) -> HttpResponse:
    """Keep what was typed, fill what one press fills, and hand in when that was asked."""
    # Lines that were not on the screen, because of a filter or because they came later, are left alone.
    sent = {name.rpartition("-")[0] for name in request.POST}
    on_screen = {one.deployment.pk for one in whole.lines if str(one.deployment.pk) in sent}
    page = _with_forms(_with_forms(whole, None).only(on_screen), request.POST)
    lines = [line for line in page.lines if line.form is not None]
    if not all([line.form.is_valid() for line in lines]):  # noqa: C419 - all of them, so that each shows its error
        return _show(request, whole, status=422)
    action = request.POST.get("action", "")
    more = _in_one_press(page, action)
    result = Submitted((), {})
    try:
        kept = _keep(request, page, today, more)
        if action == "submit":
            order = {line.deployment.pk: place for place, line in enumerate(lines)}
            asked = [one for one in kept.statements if one.deployment_id not in kept.refused]
            asked.sort(key=lambda one: order[one.deployment_id])
            result = hours.submit_hours([one.pk for one in asked], by=request.acting, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(_address(request, page.month))
    reasons = kept.refused | result.refused
    corrected = sum(one.status == LineStatus.SUBMITTED and one.deployment_id in kept.changed for one in kept.statements)
    if corrected:
        words = ngettext("%(n)s ingediende regel aangepast.", "%(n)s ingediende regels aangepast.", corrected)
        messages.success(request, words % {"n": corrected})
    if action == "submit":
        _tell(request, result, any_other=bool(reasons or corrected))
    elif not reasons:
        messages.success(request, _what_was_done(action, len(kept.changed & more.keys())))
    if not reasons:
        return HttpResponseRedirect(_address(request, page.month))
    fresh = _with_forms(month_page(request.acting, page.month), None)
    typed = {line.deployment.pk: line for line in lines}
    for line in fresh.lines:
        reason = reasons.get(line.deployment.pk, "")
        line.refusal = _with_typed(reason, typed[line.deployment.pk], line) if reason else ""
        if reason and line.form is not None and _stays_typed(typed[line.deployment.pk], line):
            said = typed[line.deployment.pk].form.cleaned_data
            line.form.initial |= {"hours": said["hours"], "nothing": said["nothing"]}
    return _show(request, fresh, status=422)


def _in_one_press(page: MonthPage, action: str) -> dict[uuid.UUID, Decimal | None]:
    """The hours that a button fills in for many lines at once; None takes them away again."""
    match action:
        case "start":
            return dict(page.start)
        case "nothing":
            return dict.fromkeys(page.without_hours, Decimal(0))
        case "clear":
            return dict.fromkeys(page.started)
    return {}


def _what_was_done(action: str, count: int) -> str:
    many = {"n": count}
    match action:
        case "start" if count:
            return (
                ngettext(
                    "Bij %(n)s regel staan de uren van vorige maand klaar. Pas aan wat anders was en dien in.",
                    "Bij %(n)s regels staan de uren van vorige maand klaar. Pas aan wat anders was en dien in.",
                    count,
                )
                % many
            )
        case "nothing" if count:
            return (
                ngettext(
                    "%(n)s regel staat op 'niets deze maand'. Dien in als het klopt.",
                    "%(n)s regels staan op 'niets deze maand'. Dien in als het klopt.",
                    count,
                )
                % many
            )
        case "clear" if count:
            return ngettext("%(n)s regel is weer leeg.", "%(n)s regels zijn weer leeg.", count) % many
        case "start" | "nothing" | "clear":
            return _("Er was niets om aan te vullen. Wat u typte, is bewaard.")
    return _("Bewaard. U kunt later verder.")


def _stays_typed(typed: MonthLine, now: MonthLine) -> bool:
    """Whether what was typed goes back into the field: it was refused, and nobody else changed the line."""
    form = typed.form
    if form is None or not form.is_bound or not form.is_valid() or form.stated() is None:
        return False
    return bool(form.cleaned_data["version"] == hours_version(now.statement))


def _with_typed(reason: str, typed: MonthLine, now: MonthLine) -> str:
    """The reason, with what was typed when the field shows something else again: nothing that was typed is lost."""
    if not reason or typed.form is None or not typed.form.is_bound or not typed.form.is_valid():
        return reason
    hours_typed = typed.form.stated()
    stands = now.statement.paid_hours if now.statement else None
    if hours_typed is None or hours_typed == stands:
        return reason
    if _stays_typed(typed, now):
        if stands is None:
            return reason
        return reason + " " + _("Ingediend blijft: %(hours)s uur.") % {"hours": dutch_number(stands, 2)}
    what = _("U typte %(hours)s.") % {"hours": dutch_number(hours_typed, 2)} if hours_typed else _("U koos 'niets'.")
    return f"{reason} {what}"


def _tell(request: WorkRequest, result: Submitted, *, any_other: bool) -> None:
    if result.accepted:
        count = len(result.accepted)
        messages.success(request, ngettext("%(n)s regel ingediend.", "%(n)s regels ingediend.", count) % {"n": count})
    elif not any_other:
        messages.info(request, _("Er was niets nieuws om in te dienen. Vul eerst uren in."))


def _with_forms(page: MonthPage, data: Any) -> MonthPage:
    for line in page.lines:
        if line.is_open:
            line.form = HoursForm(
                data,
                initial=line.typed,
                prefix=str(line.deployment.pk),
                month=page.month,
                who=line.deployment.person.listed_name,
            )
    return page


def _show(request: WorkRequest, whole: MonthPage, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    chosen = MonthFilter(request.GET, page=whole)
    page = whole.narrowed(chosen.narrowed)
    context = {
        "page": page,
        "filter": chosen if chosen.is_wanted else None,
        "hidden": len(whole.lines) - len(page.lines),
        "several_regions": len(request.acting.regions) > 1,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "forms": [line.form for line in page.lines if line.form is not None],
        "previous_url": _address(request, page.previous) if page.previous >= FIRST_MONTH else "",
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
    """The month, with the same filter."""
    address = reverse("placements:month", kwargs={"organisation_id": request.acting.organisation_id, "month": of})
    return f"{address}?{request.GET.urlencode()}" if request.GET else address
