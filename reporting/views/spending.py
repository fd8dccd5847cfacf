"""What was spent: the list, a line with its history, entering, correcting, and taking invoices over."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from candidates.models import TrainingProgramme
from organisations.access import WorkRequest, acts_for_coordination_point, may_write, requires
from organisations.models import Municipality, Region
from organisations.refused import Refused
from reporting.access import may_keep_money, reads_money
from reporting.choices import SpendingState
from reporting.filters.spending import SpendingFilter
from reporting.forms.spending import CorrectionForm, RefusalForm, SpendingForm, TakeOverForm
from reporting.models import SpendingLine
from reporting.spending import invoices, lines
from reporting.spending.pages import money_region, money_regions, tabs
from reporting.tables.spending import SpendingTable, source_label

PER_PAGE = 25


@requires(reads_money)
@require_GET
def spending_list(request: WorkRequest) -> HttpResponse:
    """All lines, with what the chosen ones add up to and what waits for a decision."""
    acting = request.acting
    region = money_region(request)
    known = lines.spending_of(acting).filter(region_id=region.id)
    found = SpendingFilter(request.GET, queryset=known.select_related("programme"))
    table = SpendingTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "lines"),
        "region": region,
        "regions": money_regions(acting),
        "totals": totals_of(found.qs),
        "waiting_url": f"?stand={SpendingState.ENTERED}",
        "may_enter": may_keep_money(acting),
    }
    return render(request, "reporting/spending_list.html", context)


def totals_of(rows: QuerySet[SpendingLine]) -> dict[str, object]:
    """What the rows add up to: what counts, the part outside the priority area, and what waits."""
    counts = Q(state=SpendingState.APPROVED, reversed_at=None, reverses=None)
    waits = Q(state=SpendingState.ENTERED)
    zero = Value(0, output_field=DecimalField(max_digits=14, decimal_places=2))
    signed = Case(When(reverses=None, then=F("amount")), default=-F("amount"))
    return rows.order_by().aggregate(
        counted=Sum("amount", filter=counts, default=zero),
        outside=Sum("amount", filter=counts & Q(in_priority_area=False), default=zero),
        waiting=Sum(signed, filter=waits, default=zero),
    )


@requires(may_keep_money)
@require_http_methods(["GET", "POST"])
def spending_create(request: WorkRequest) -> HttpResponse:
    """Enter a payment; a colleague approves it."""
    acting, region = request.acting, money_region(request)
    form = SpendingForm(request.POST if request.method == "POST" else None, **_choices(region.id))
    if request.method == "POST" and form.is_valid():
        try:
            line = lines.enter(acting, region_id=region.id, entry=form.entry(), at=timezone.now())
        except lines.UnknownCandidate as unknown:
            form.add_error("candidate", unknown.sentence)
        except lines.ReferenceTaken as taken:
            form.add_error("reference", taken.sentence)
        else:
            messages.success(request, _("Ingevoerd. De uitgave telt mee als een collega akkoord geeft."))
            return HttpResponseRedirect(_url(request, line))
    back = reverse("reporting:spending_list", args=[acting.organisation_id])
    context = {"form": form, "tabs": tabs(acting, "lines"), "region": region, "back": back}
    return render(request, "reporting/spending_create.html", context, status=422 if form.errors else 200)


@requires(reads_money)
@require_http_methods(["GET", "HEAD", "POST"])
def spending_detail(request: WorkRequest, spending_id: uuid.UUID) -> HttpResponse:
    """One line with its history, and what may be done with it: agree, refuse, take back."""
    acting = request.acting
    line = _line(request, spending_id)
    if request.method == "POST" and not acting.may_write:
        raise PermissionDenied
    is_own = line.entered_by_id == acting.user_id
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step in {"approve", "refuse"} and not may_keep_money(acting):
        raise PermissionDenied
    form = RefusalForm(request.POST if step == "refuse" else None)
    refused = ""
    if request.method == "POST" and (step != "refuse" or form.is_valid()):
        try:
            messages.success(request, _taken(request, line, step, form))
            return HttpResponseRedirect(_url(request, line))
        except Refused as said:
            refused = said.sentence
    original = line.reverses or line.replaces or line
    family = lines.spending_of(acting).filter(Q(reverses=original) | Q(replaces=original) | Q(pk=original.pk))
    related = list(family.exclude(pk=line.pk).order_by("entered_at", "pk"))
    is_being_corrected = any(one.reverses_id == line.pk and one.state == SpendingState.ENTERED for one in related)
    waits = line.state == SpendingState.ENTERED
    context = {
        "line": line,
        "source": source_label(line.source),
        "tabs": tabs(acting, "lines"),
        "related": related,
        "alike": lines.alike(acting, line) if waits else (),
        "history": _history(line),
        "form": form,
        "refused": refused,
        "may_decide": waits and may_keep_money(acting) and not is_own,
        "may_withdraw": waits and acting.may_write and is_own,
        "may_correct": line.standing == SpendingState.APPROVED and not is_being_corrected and may_keep_money(acting),
    }
    return render(request, "reporting/spending_detail.html", context, status=422 if refused or form.errors else 200)


@requires(may_keep_money)
@require_http_methods(["GET", "POST"])
def spending_correct(request: WorkRequest, spending_id: uuid.UUID) -> HttpResponse:
    """Take an approved line back, and say what should stand instead. A colleague approves both at once."""
    acting = request.acting
    line = _line(request, spending_id)
    typed = request.POST if request.method == "POST" else None
    form = CorrectionForm(typed, initial=CorrectionForm.initial_of(line), **_choices(line.region_id, line))
    gone = form.data.get("nothing") if form.is_bound else False
    if form.is_bound and gone:
        for name in ("on", "category", "amount"):
            form.fields[name].required = False
    refused = ""
    if request.method == "POST" and form.is_valid():
        entry = None if gone else form.entry()
        try:
            reversal = lines.correct(acting, line.pk, entry=entry, reason=form.cleaned_data["why"], at=timezone.now())
        except lines.UnknownCandidate as unknown:
            form.add_error("candidate", unknown.sentence)
        except lines.ReferenceTaken as taken:
            form.add_error("reference", taken.sentence)
        except Refused as said:
            refused = said.sentence
        else:
            messages.success(request, _("De verbetering wacht op akkoord van een collega."))
            return HttpResponseRedirect(_url(request, reversal))
    context = {"form": form, "line": line, "tabs": tabs(acting, "lines"), "refused": refused}
    failed = refused or form.errors
    return render(request, "reporting/spending_correct.html", context, status=422 if failed else 200)


@requires(acts_for_coordination_point)
@require_http_methods(["GET", "HEAD", "POST"])
def invoice_list(request: WorkRequest) -> HttpResponse:
    """Paid invoices for training that are not among what was spent yet, to be taken over at once."""
    acting = request.acting
    if request.method == "POST" and not may_write(acting):
        raise PermissionDenied
    waiting = invoices.to_take_over(acting).select_related("programme", "enrolment__candidate")
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            taken = invoices.take_over(
                acting, _keys(request.POST.getlist("factuur")), source=form.cleaned_data["source"], at=timezone.now()
            )
        except Refused as said:
            refused = said.sentence
        else:
            words = ngettext("%(n)s factuur overgenomen.", "%(n)s facturen overgenomen.", taken) % {"n": taken}
            messages.success(request, words + " " + _("Het programmabureau geeft akkoord."))
            return HttpResponseRedirect(reverse("reporting:invoice_list", args=[acting.organisation_id]))
    context = {
        "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "refused": refused,
        "tabs": tabs(acting, "invoices"),
        "may_take": acting.may_write,
    }
    return render(request, "reporting/invoice_list.html", context, status=422 if refused or form.errors else 200)


def _line(request: WorkRequest, spending_id: uuid.UUID) -> SpendingLine:
    found = lines.spending_of(request.acting).select_related(
        "programme", "entered_by", "decided_by", "reverses", "replaces", "region"
    )
    return get_object_or_404(found, pk=spending_id)


def _taken(request: WorkRequest, line: SpendingLine, step: str, form: RefusalForm) -> str:
    acting, at = request.acting, timezone.now()
    match step:
        case "approve":
            lines.approve(acting, line.pk, at=at)
            return _("Akkoord. De uitgave telt mee.")
        case "refuse":
            lines.refuse(acting, line.pk, reason=form.cleaned_data["reason"], at=at)
            return _("Geen akkoord. De reden staat bij de uitgave.")
        case "withdraw":
            lines.withdraw(acting, line.pk)
            return _("Ingetrokken.")
        case _:
            raise Refused(_("Kies wat u wilt doen."))


_EVENT_WORDS = {
    SpendingState.ENTERED: gettext_lazy("Veranderd"),
    SpendingState.APPROVED: gettext_lazy("Akkoord"),
    SpendingState.REFUSED: gettext_lazy("Geen akkoord"),
    SpendingState.WITHDRAWN: gettext_lazy("Ingetrokken"),
}


def _history(line: SpendingLine) -> list[dict[str, object]]:
    """Every state in which the line stood, the newest first, with who brought it there."""
    events = line.events.order_by("-pgh_created_at", "-pgh_id").values(  # type: ignore[attr-defined]
        "pgh_created_at", "pgh_context", "pgh_label", "state", "reversed_at", "reason"
    )
    return [
        {
            "at": one["pgh_created_at"],
            "word": _word(one),
            "who": (one["pgh_context"] or {}).get("name", "") or _("Het portaal"),
            "reason": one["reason"],
        }
        for one in events
    ]


def _word(event: dict[str, Any]) -> str:
    if event["reversed_at"]:
        return _("Teruggedraaid")
    if event["pgh_label"] == "insert" and event["state"] == SpendingState.ENTERED:
        return _("Ingevoerd")
    return str(_EVENT_WORDS[SpendingState(event["state"])])


def _choices(region_id: uuid.UUID, line: SpendingLine | None = None) -> dict[str, Any]:
    """What can be chosen in a form about spending of this region."""
    programmes = TrainingProgramme.objects.filter(region_id=region_id).order_by("name", "pk")
    municipalities = Municipality.objects.filter(areas__region_id=region_id).distinct().order_by("name", "code")
    if line is not None and line.municipality:
        named = Municipality.objects.filter(pk=line.municipality)
        municipalities = (named | Municipality.objects.filter(areas__region_id=region_id)).distinct().order_by("name")
    since = Region.objects.get(pk=region_id).money_start
    return {"programmes": programmes, "municipalities": municipalities, "today": timezone.localdate(), "since": since}


def _keys(values: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(value) for value in values]
    except ValueError as error:
        raise Http404 from error


def _url(request: WorkRequest, line: SpendingLine) -> str:
    return reverse("reporting:spending_detail", args=[request.acting.organisation_id, line.pk])
