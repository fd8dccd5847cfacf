"""The coordination point enters persons and hours for a company without computers, from its signed form."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Q, When
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from organisations.access import WorkRequest, requires
from organisations.models import Organisation, new_id
from organisations.months import add_months, first_of_month, last_of_month
from organisations.uploads import say_choose_again, say_if_too_large
from placements import access
from placements.choices import LineStatus
from placements.evidence import LARGEST, Sent
from placements.forms.month import HoursForm
from placements.forms.on_behalf import EffortOnBehalfForm, PersonOnBehalfForm, SignedForm
from placements.models import Deployment, HoursStatement, Transition
from placements.shown import hours_version
from placements.stating import on_behalf as entries
from placements.stating.on_behalf import LinesRefused
from placements.steps import Refused
from tenders.access import contracts_of
from tenders.models import Contract

PER_PAGE = 25
#: Months back for which hours can be entered here; older ones go through a correction of the contract.
MONTHS_BACK = 18


@dataclass(slots=True)
class Row:
    """One person in the month: the hours form, or only what stands when that was judged already."""

    deployment: Deployment
    statement: HoursStatement | None
    form: HoursForm | None
    name: str = ""
    #: What a colleague asked and nobody answered yet.
    question: Transition | None = None


@requires(access.may_coordinate)
@require_GET
def on_behalf_list(request: WorkRequest) -> HttpResponse:
    """On which contract, for which company? Found by contract or company."""
    words = request.GET.get("zoek", "").strip()
    found: Any = contracts_of(request.acting).filter(settled_on__isnull=True).select_related("contractor", "authority")
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(reference__icontains=word) | Q(contractor__name__icontains=word)
        )
    running_first = Case(When(ends_on__gte=timezone.localdate(), then=0), default=1)
    page = Paginator(found.order_by(running_first, "contractor__name", "title", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "placements/on_behalf_list.html", {"page": page, "words": words})


@requires(access.may_coordinate)
@require_GET
def on_behalf_start(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """The contractor of this contract, in the last whole month."""
    contracts = contracts_of(request.acting).filter(settled_on__isnull=True).select_related("contractor")
    contract = get_object_or_404(contracts, pk=contract_id)
    month = _last_month(contract, add_months(timezone.localdate(), -1))
    return HttpResponseRedirect(_url(request, contract, contract.contractor, month))


@requires(access.may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: WorkRequest, contract_id: uuid.UUID, company_id: uuid.UUID, month: date) -> HttpResponse:
    """The persons of one company on one contract in one month, by pseudonym; names open with a reason.

    Hours are handed in at once, together with the form that the company signed.
    """
    contract, company = _found(request, contract_id, company_id)
    today = timezone.localdate()
    months = _months(contract, today)
    if month not in months:
        raise Http404
    data = request.POST if request.POST.get("action") == "submit" else None
    rows = _rows(contract, company, month, data=data or _typed(request))
    signed = SignedForm(data, request.FILES if data is not None else None)
    context = {
        "contract": contract,
        "company": company,
        "companies": entries.companies_on(contract, on=today),
        "month": month,
        "months": [{"month": one, "url": _url(request, contract, company, one)} for one in months],
        "rows": rows,
        "signed": signed,
        "refused": "",
        "reason_error": "",
        "may_submit": any(row.form is not None for row in rows),
    }
    if request.method != "POST":
        return _page(request, context)
    if request.POST.get("action") == "answer":
        return _answer(request, rows, context)
    if data is None:
        return _with_names(request, rows, context)
    return _hours(request, rows, signed, context)


@requires(access.may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf_person(request: WorkRequest, contract_id: uuid.UUID, company_id: uuid.UUID) -> HttpResponse:
    """A new person of the company at work, as the signed form says; handed in at once."""
    contract, company = _found(request, contract_id, company_id)
    start = {"token": new_id(), "ends_on": contract.ends_on}
    form = PersonOnBehalfForm(contract, company_id=company.pk, **_filled(request, start))

    def enter(signed: list[Sent]) -> tuple[str, date]:
        line = entries.enter_person(
            request.acting,
            contract,
            company=company,
            details=form.details(),
            signed=signed,
            deployment_id=form.cleaned_data["token"],
            at=timezone.now(),
        )
        return _("Ingediend als %(who)s. Een collega moet het beoordelen.") % {"who": line.pseudonym}, line.starts_on

    return _entry(request, contract, company, form=form, enter=enter, page="on_behalf_person")


@requires(access.may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf_effort(request: WorkRequest, contract_id: uuid.UUID, company_id: uuid.UUID) -> HttpResponse:
    """Another effort of the company, as the signed form says; handed in at once."""
    contract, company = _found(request, contract_id, company_id)
    form = EffortOnBehalfForm(contract, company_id=company.pk, **_filled(request, {"token": new_id()}))

    def enter(signed: list[Sent]) -> tuple[str, date]:
        line = entries.enter_contribution(
            request.acting,
            contract,
            company=company,
            details=form.details(),
            signed=signed,
            contribution_id=form.cleaned_data["token"],
            at=timezone.now(),
        )
        said = _("Ingediend als %(reference)s. Een collega moet het beoordelen.")
        return said % {"reference": line.reference}, timezone.localdate()

    return _entry(request, contract, company, form=form, enter=enter, page="on_behalf_effort")


def _filled(request: WorkRequest, start: dict[str, Any]) -> dict[str, Any]:
    """What the form holds: what was sent, or what it starts with."""
    return {"data": request.POST} if request.method == "POST" else {"initial": start}


def _entry(
    request: WorkRequest,
    contract: Contract,
    company: Organisation,
    *,
    form: Form,
    enter: Callable[[list[Sent]], tuple[str, date]],
    page: str,
) -> HttpResponse:
    """One line with its signed form: keep both, or show what is wrong. ``enter`` gives what to say and where to go on."""
    posted = request.method == "POST"
    signed = SignedForm(request.POST if posted else None, request.FILES if posted else None)
    if posted:
        say_if_too_large(request, signed, "signed", largest=LARGEST)
    if posted and all([form.is_valid(), signed.is_valid()]):
        try:
            said, on = enter(signed.sent())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, said)
            return _on_to(request, _url(request, contract, company, _last_month(contract, on)))
    back_url = _url(request, contract, company, _last_month(contract, timezone.localdate()))
    context = {"form": form, "signed": signed, "contract": contract, "company": company, "back_url": back_url}
    failed = bool(form.errors or signed.errors)
    if failed:
        say_choose_again(request, signed, "signed")
    return render(request, f"placements/{page}.html", context, status=422 if failed else 200)


def _hours(request: WorkRequest, rows: list[Row], signed: SignedForm, context: dict[str, Any]) -> HttpResponse:
    """Hand in what was typed, with the form; or show beside each line why not."""

    def again(refused: str = "") -> HttpResponse:
        say_choose_again(request, signed, "signed")
        return _page(request, context | {"refused": refused}, status=422)

    company, month, today = context["company"], context["month"], timezone.localdate()
    say_if_too_large(request, signed, "signed", largest=LARGEST)
    forms = [row.form for row in rows if row.form is not None]
    if not all([form.is_valid() for form in (*forms, signed)]):  # noqa: C419 - all of them, so that each shows its error
        return again()
    try:
        entered = entries.enter_hours(
            request.acting,
            {row.deployment.pk: row.form.stated() for row in rows if row.form is not None},
            company=company,
            month=month,
            signed=signed.sent(),
            shown={row.deployment.pk: row.form.cleaned_data["version"] for row in rows if row.form is not None},
            on=today,
            at=timezone.now(),
        )
    except LinesRefused as refused:
        for row in rows:
            if row.form is not None and row.deployment.pk in refused.reasons:
                row.form.add_error("hours", refused.reasons[row.deployment.pk])
        return again(refused.sentence)
    except Refused as refused:
        return again(refused.sentence)
    said = ngettext(
        "De uren van %(n)s medewerker zijn ingediend.", "De uren van %(n)s medewerkers zijn ingediend.", len(entered)
    )
    messages.success(request, said % {"n": len(entered)} + " " + _("Een collega moet ze beoordelen."))
    return _on_to(request, _url(request, context["contract"], company, month))


def _on_to(request: WorkRequest, url: str) -> HttpResponse:
    """The page to go on to, also where htmx sent the form: then it is a page of its own, and no part of this one."""
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)


def _answer(request: WorkRequest, rows: list[Row], context: dict[str, Any]) -> HttpResponse:
    """What the company said to a question about one of these persons."""
    row = next((one for one in rows if str(one.deployment.pk) == request.POST.get("line")), None)
    if row is None:
        raise Http404
    text, company = request.POST.get("answer", ""), context["company"]
    try:
        entries.answer(request.acting, row.deployment, company=company, text=text, at=timezone.now())
    except Refused as refused:
        return _page(request, context | {"refused": refused.sentence, "answered": row, "typed": text}, status=422)
    messages.success(request, _("Het antwoord is ingevoerd. De regel wacht op beoordeling."))
    return HttpResponseRedirect(_url(request, context["contract"], company, context["month"]))


def _with_names(request: WorkRequest, rows: list[Row], context: dict[str, Any]) -> HttpResponse:
    """The same page with the names on it; that they were shown is written down, person by person."""
    lines = [row.deployment for row in rows]
    at, reason = timezone.now(), request.POST.get("reason", "")
    try:
        entries.open_names(request.acting, lines, reason=reason, at=at, request=request.reference)
    except Refused as refused:
        return _page(request, context | {"reason_error": refused.sentence}, status=422)
    names = dict(Deployment.objects.filter(pk__in=[line.pk for line in lines]).values_list("pk", "person__name"))
    for row in rows:
        row.name = names[row.deployment.pk]
        if row.form is not None:
            data = _typed(request)
            row.form = _form(row.deployment, row.statement, context["month"], who=row.name, data=data)
    return _page(request, context | {"names_open": True})


def _typed(request: WorkRequest) -> QueryDict | None:
    """Hours that came along with a question for names, so that they stay on the page."""
    came_along = request.POST.get("action") == "names" and any(one.endswith("-version") for one in request.POST)
    return request.POST if came_along else None


def _page(request: WorkRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(
        request,
        "placements/on_behalf.html",
        {
            "names_open": False,
            "answered": None,
            "typed": "",
            "hours_forms": [row.form for row in context["rows"] if row.form is not None],
            "failed": status != HTTPStatus.OK,
            **context,
        },
        status=status,
    )


def _found(request: WorkRequest, contract_id: uuid.UUID, company_id: uuid.UUID) -> tuple[Contract, Organisation]:
    """A running contract of the region, and a company that carries it out; else there is no such page."""
    contracts: Any = contracts_of(request.acting).filter(settled_on__isnull=True)
    contract = get_object_or_404(contracts.select_related("contractor", "authority", "tariff"), pk=contract_id)
    for company in entries.companies_on(contract, on=timezone.localdate()):
        if company.pk == company_id:
            return contract, company
    raise Http404


def _rows(contract: Contract, company: Organisation, month: date, *, data: Any) -> list[Row]:
    lines = entries.lines_of(contract, company.pk, month=month, last=last_of_month(month))
    stated = {
        one.deployment_id: one
        for one in HoursStatement.objects.live().filter(deployment__in=[line.pk for line in lines], month=month)
    }
    asked = entries.questions_about(lines)
    rows = []
    for line in lines:
        statement = stated.get(line.pk)
        judged = statement is not None and statement.status in {LineStatus.APPROVED, LineStatus.REJECTED}
        form = None if judged else _form(line, statement, month, who=line.pseudonym, data=data)
        rows.append(Row(line, statement, form, question=asked.get(line.pk)))
    return rows


def _form(line: Deployment, statement: HoursStatement | None, month: date, *, who: str, data: Any) -> HoursForm:
    hours = statement.paid_hours if statement else None
    initial = {"hours": hours or None, "nothing": hours == 0 and statement is not None}
    start = {"initial": initial | {"version": hours_version(statement)}, "prefix": str(line.pk)}
    return HoursForm(data, month=month, who=who, **start)


def _months(contract: Contract, today: date) -> list[date]:
    """The months of the contract that have begun, newest first."""
    one = _last_month(contract, today)
    months: list[date] = []
    while one >= first_of_month(contract.starts_on) and len(months) < MONTHS_BACK:
        months.append(one)
        one = add_months(one, -1)
    return months or [one]


def _last_month(contract: Contract, on: date) -> date:
    """The month of this day, within the contract and not in the future."""
    last = min(contract.ends_on, timezone.localdate(), max(on, contract.starts_on))
    return first_of_month(last)


def _url(request: WorkRequest, contract: Contract, company: Organisation, month: date) -> str:
    here = {"organisation_id": request.acting.organisation_id, "contract_id": contract.pk, "company_id": company.pk}
    return reverse("placements:on_behalf", kwargs=here | {"month": month})
