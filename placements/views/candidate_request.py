import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from organisations.models import new_id
from placements import access, candidate_requests
from placements.filters import CandidateRequestFilter
from placements.forms.candidate_request import CandidateAnswerForm, CandidateRequestForm
from placements.models import CandidateRequest
from placements.steps import Refused
from placements.tables import CandidateRequestTable
from tenders.models import Contract

PER_PAGE = 25


@requires(access.may_see_candidate_requests)
@require_GET
def candidate_request_list(request: WorkRequest) -> HttpResponse:
    """All requests for candidates that this member works with; what waits stands first, the oldest on top."""
    acting = request.acting
    found = CandidateRequestFilter(request.GET, queryset=candidate_requests.requests_of(acting))
    table = CandidateRequestTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "filter": found, "may_ask": access.may_put_to_work(acting)}
    return render(request, "placements/candidate_request_list.html", context)


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_request_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Ask the Werkplein for candidates for this contract."""
    acting, today = request.acting, timezone.localdate()
    carried_out: Any = access.carried_out_by(acting, on=today)
    contract = get_object_or_404(carried_out.with_parties().select_related("tender"), pk=contract_id)
    start = min(max(contract.starts_on, today), contract.ends_on)
    initial = {"token": new_id(), "number": 1, "starts_on": start, "ends_on": contract.ends_on}
    form = CandidateRequestForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = candidate_requests.ask(
                acting,
                contract,
                entry=form.entry(),
                at=timezone.now(),
                request_id=form.cleaned_data.get("token"),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _say_who_heard(request, contract)
            return HttpResponseRedirect(_url(request, made))
    return render(
        request,
        "placements/candidate_request_create.html",
        {
            "form": form,
            "contract": contract,
            "earlier": candidate_requests.requests_on(acting, contract),
        },
        status=422 if form.errors else 200,
    )


def _say_who_heard(request: WorkRequest, contract: Contract) -> None:
    """Who got the mail, and why that is not only the Werkplein."""
    heard = candidate_requests.heard_by(contract)
    if not heard:
        messages.warning(request, _("Gevraagd, maar er is nog niemand die daar een mail van krijgt. Bel zelf ook."))
        return
    names = {"names": _(" en ").join(heard)}
    if contract.werkplein and not candidate_requests.works_in_portal(contract.werkplein_id):
        names["werkplein"] = contract.werkplein.name
        text = _(
            "Gevraagd. Bij %(werkplein)s werkt nog niemand in het portaal. Daarom ging de mail naar: %(names)s. "
            "U krijgt een mail als er antwoord is."
        )
    else:
        text = _("Gevraagd. De mail ging naar %(names)s. U krijgt een mail als er antwoord is.")
    messages.success(request, text % names)


@requires(access.may_see_candidate_requests)
@require_GET
def candidate_request_detail(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request, with the answer or the form to answer it."""
    asked = _request(request, request_id)
    return _detail(request, asked, CandidateAnswerForm())


@requires(access.may_answer_candidate_requests)
@require_POST
def candidate_request_answer(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take the request up, or answer it."""
    asked, at = _request(request, request_id), timezone.now()
    form = CandidateAnswerForm(request.POST)
    typed = {name: request.POST[name] for name in form.fields if request.POST.get(name, "").strip()}
    try:
        if request.POST.get("action") == "take_up":
            candidate_requests.take_up(request.acting, asked.pk, at=at)
            messages.success(request, _("De opdrachtnemer ziet nu dat u zoekt."))
            if typed:
                messages.info(request, _("Uw antwoord is nog niet verstuurd. Wat u typte, staat er nog."))
                return _detail(request, _request(request, request_id), CandidateAnswerForm(initial=typed))
        elif form.is_valid():
            given = form.cleaned_data
            candidate_requests.answer(request.acting, asked.pk, offered=given["offered"], text=given["text"], at=at)
            messages.success(request, _("Beantwoord. De opdrachtnemer krijgt een mail."))
        else:
            return _detail(request, asked, form)
    except Refused as refused:
        messages.error(request, refused.sentence)
        now = _request(request, request_id)
        if typed and now.is_open:
            return _detail(request, now, CandidateAnswerForm(initial=typed))
    return HttpResponseRedirect(_url(request, asked))


@requires(access.may_put_to_work)
@require_POST
def candidate_request_withdraw(request: WorkRequest, request_id: uuid.UUID) -> HttpResponse:
    """The company takes its own request back."""
    asked = _request(request, request_id)
    try:
        candidate_requests.withdraw(request.acting, asked.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Ingetrokken."))
    return HttpResponseRedirect(_url(request, asked))


def _detail(request: WorkRequest, asked: CandidateRequest, form: CandidateAnswerForm) -> HttpResponse:
    acting = request.acting
    context = {
        "asked": asked,
        "form": form,
        "may_answer": asked.is_open and access.may_answer_candidate_requests(acting),
        "may_withdraw": asked.is_open and access.may_put_to_work(acting),
    }
    return render(request, "placements/candidate_request_detail.html", context, status=422 if form.errors else 200)


def _request(request: WorkRequest, request_id: uuid.UUID) -> CandidateRequest:
    requests = candidate_requests.requests_of(request.acting)
    return get_object_or_404(
        requests.select_related("asked_by", "taken_up_by", "answered_by", "answered_for"), pk=request_id
    )


def _url(request: WorkRequest, asked: CandidateRequest) -> str:
    address = {"organisation_id": request.acting.organisation_id, "request_id": asked.pk}
    return reverse("placements:candidate_request_detail", kwargs=address)
