"""Samples of approved lines, for whoever verifies: draw, look at what companies answered, judge."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from organisations.models import Organisation
from placements import access, questions
from placements.choices import SampleState
from placements.forms.sample import MoreTimeForm, SampleForm
from placements.models import HoursStatement, Sample, SampleItem
from placements.reviewing import drawing, handing_back, sample_mails, samples
from placements.steps import Refused
from placements.tables import SampleItemTable, SampleTable
from placements.views.evidence_panel import reading_panel
from tenders.models import Contract

PER_PAGE = 25
ITEMS_PER_PAGE = 50


@requires(access.may_see_work_list)
@require_GET
def sample_list(request: WorkRequest) -> HttpResponse:
    """All samples, newest first, with how far they are."""
    table = SampleTable(_with_counts(_samples(request)))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "may_draw": access.may_verify(request.acting)}
    return render(request, "placements/sample_list.html", context)


@requires(access.may_verify)
@require_http_methods(["GET", "HEAD", "POST"])
def sample_create(request: WorkRequest) -> HttpResponse:
    """Draw a sample: the lines are chosen and the companies asked at once."""
    acting = request.acting
    data = request.POST if request.method == "POST" else None
    form = SampleForm(acting, _companies(request), today=timezone.localdate(), data=data)
    if data is not None and form.is_valid():
        asked = form.asked()
        try:
            sample = samples.draw(
                acting,
                verified_by=_verified_by(request, str(asked.region_id)),
                asked=asked,
                sample_id=form.cleaned_data["token"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _say_who_heard(request, sample)
            return HttpResponseRedirect(_url(request, "sample_detail", sample_id=sample.pk))
    return render(request, "placements/sample_create.html", {"form": form}, status=422 if form.errors else 200)


def _say_who_heard(request: WorkRequest, sample: Sample) -> None:
    unheard = sample_mails.unheard(request.acting, SampleItem.objects.filter(sample=sample))
    if unheard:
        messages.success(request, _("Getrokken. Niet elke opdrachtnemer kreeg een mail."))
        for words in unheard:
            messages.warning(request, words)
    else:
        messages.success(request, _("Getrokken. De opdrachtnemers hebben een mail gekregen."))


@requires(access.may_see_work_list)
@require_GET
def sample_detail(request: WorkRequest, sample_id: Any) -> HttpResponse:
    """One sample: how it was drawn, and its lines. ``?controle`` draws it once more and compares."""
    sample = get_object_or_404(_with_counts(_samples(request)), pk=sample_id)
    items = _in_order_of_work(samples.with_lines(sample.items.all()))
    table = SampleItemTable(items, acting=request.acting)
    RequestConfig(request, paginate={"per_page": ITEMS_PER_PAGE}).configure(table)
    checked = _checked(sample) if "controle" in request.GET else None
    return render(request, "placements/sample_detail.html", {"sample": sample, "table": table, "checked": checked})


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def sample_item(request: WorkRequest, item_id: Any) -> HttpResponse:
    """One line of a sample with what the company answered; a verdict opens the next line."""
    seen = SampleItem.objects.filter(sample__in=_samples(request))
    items = samples.with_lines(seen).select_related("sample", "replied_by", "judged_by", *samples.LINES)
    item = get_object_or_404(items, pk=item_id)
    verifies = access.verifies(request.acting, item.contract)
    refused, form = "", MoreTimeForm()
    if request.method == "POST":
        if not verifies:
            raise PermissionDenied
        step = request.POST.get("step")
        form = MoreTimeForm(request.POST) if step == "more_time" else form
        if step != "more_time" or form.is_valid():
            try:
                messages.success(request, _take(request, item, step, form))
                unheard = questions.unheard(request.acting, item.company_line) if step == "not_in_order" else None
                if unheard:
                    messages.warning(request, unheard)
            except Refused as one:
                refused = one.sentence
            else:
                return HttpResponseRedirect(_after(request, item, step))
    context = {
        "item": item,
        "line": handing_back.live_line(item),
        "is_reversed": samples.is_reversed(item),
        "trace": _trace(item),
        "evidence": reading_panel(request, item.company_line),
        "late": item.state == SampleState.ASKED and item.reply_by < timezone.localdate(),
        "verifies": verifies,
        "may_reopen": verifies and item.state == SampleState.IN_ORDER and item.judged_by_id == request.acting.user_id,
        "refused": refused,
        "said": request.POST.get("said", ""),
        "form": form,
    }
    return render(request, "placements/sample_item.html", context, status=422 if refused or form.errors else 200)


def _take(request: WorkRequest, item: SampleItem, step: str | None, form: MoreTimeForm) -> str:
    acting, at, said = request.acting, timezone.now(), request.POST.get("said", "")
    match step:
        case "in_order":
            samples.judge(acting, item.pk, in_order=True, reason=said, at=at)
            return _("In orde.")
        case "not_in_order":
            samples.judge(acting, item.pk, in_order=False, reason=said, at=at)
            return _("Niet in orde. De regel is teruggedraaid en staat weer bij de opdrachtnemer.")
        case "reopen":
            samples.reopen(acting, item.pk)
            return _("Uw oordeel is teruggenomen.")
        case "more_time":
            samples.give_more_time(item.pk, reply_by=form.cleaned_data["reply_by"], at=at)
            return _("De opdrachtnemer heeft langer de tijd.")
        case _:
            raise Refused(_("Kies een oordeel."))


def _after(request: WorkRequest, item: SampleItem, step: str | None) -> str:
    """The next line that can be judged; the sample itself when there is none."""
    if step in {"reopen", "more_time"}:
        return _url(request, "sample_item", item_id=item.pk)
    waiting = SampleItem.objects.filter(sample_id=item.sample_id, state=SampleState.REPLIED)
    following = waiting.order_by("replied_at", "pk").first()
    if following is None:
        return _url(request, "sample_detail", sample_id=item.sample_id)
    return _url(request, "sample_item", item_id=following.pk)


def _samples(request: WorkRequest) -> QuerySet[Sample]:
    return samples.samples_of(access.verified_as(request.acting), request.acting.region_ids)


def _with_counts(found: QuerySet[Sample]) -> Any:
    def of(state: SampleState) -> Count:
        return Count("items", filter=Q(items__state=state))

    return found.annotate(
        lines=Count("items"),
        asked=of(SampleState.ASKED),
        replied=of(SampleState.REPLIED),
        in_order=of(SampleState.IN_ORDER),
        not_in_order=of(SampleState.NOT_IN_ORDER),
    )


def _in_order_of_work(items: QuerySet[SampleItem]) -> QuerySet[SampleItem]:
    """Answered first, then what is asked, then what was judged."""
    order = {SampleState.REPLIED: 0, SampleState.ASKED: 1, SampleState.NOT_IN_ORDER: 2, SampleState.IN_ORDER: 3}
    whens = [When(state=state, then=Value(place)) for state, place in order.items()]
    return items.annotate(turn=Case(*whens, output_field=IntegerField())).order_by("turn", "reply_by", "pk")


def _checked(sample: Sample) -> bool:
    """Whether drawing it once more, from what stood approved then, gives the same lines."""
    of_lines = sample.items.values_list("statement_id", "contribution_id")
    kept = {month or other for month, other in of_lines}
    return set(drawing.drawn(sample.seed, samples.population(sample), len(kept))) == kept


def _trace(item: SampleItem) -> list[Any]:
    """The calculation as it stood when it was drawn."""
    line: HoursStatement | Any = item.line
    return line.trace


def _companies(request: WorkRequest) -> QuerySet[Organisation]:
    """Companies on the contracts that this member verifies."""
    contracts = Contract.objects.filter(verified_by__in=access.verified_as(request.acting))
    on_them = Q(pk__in=contracts.values("contractor_id")) | Q(pk__in=contracts.values("parties__organisation_id"))
    return Organisation.objects.filter(on_them).order_by("name", "pk")


def _verified_by(request: WorkRequest, region_id: str) -> str:
    """As whom this member verifies in this region."""
    found = [one for one in access.verified_as(request.acting) if not one.startswith("r:") or region_id in one]
    return found[0]


def _url(request: WorkRequest, view: str, **row: Any) -> str:
    return reverse(f"placements:{view}", kwargs={"organisation_id": request.acting.organisation_id, **row})
