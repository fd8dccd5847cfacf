import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.notation import dutch_number
from tenders import access, transfer
from tenders.forms import GiveBackForm, HandOverForm
from tenders.transfer import NotHandedOverError

NAMED_ON_PAGE = 10
#: Says that the form itself was sent, not only which contracts were chosen in a list.
SENT = "overdragen"


@requires(access.may_hand_over)
@require_http_methods(["GET", "POST"])
def hand_over_create(request: WorkRequest) -> HttpResponse:
    """Hand the chosen contracts to a colleague. The ids come as ``contract``, in the address or in a POST."""
    acting = request.acting
    ids = _ids((request.POST if request.method == "POST" else request.GET).getlist("contract"))
    contracts = transfer.own_contracts(acting).filter(pk__in=ids).select_related("contractor")
    chosen = list(contracts.order_by("reference", "pk")[: transfer.MOST_AT_ONCE + 1])
    if not chosen:
        raise Http404
    form = HandOverForm(
        request.POST if SENT in request.POST else None,
        colleagues=transfer.colleagues(acting),
    )
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            made = transfer.hand_over(
                acting,
                contract_ids=[one.pk for one in chosen],
                to_id=form.cleaned_data["to"].pk,
                note=form.cleaned_data["note"],
                at=timezone.now(),
            )
        except NotHandedOverError as error:
            refused = str(error)
        else:
            messages.success(
                request,
                ngettext(
                    "Overgedragen aan %(name)s: %(n)s contract. Zolang uw collega niet heeft bevestigd, kunt u het terugnemen.",
                    "Overgedragen aan %(name)s: %(n)s contracten. Zolang uw collega niet heeft bevestigd, kunt u ze terugnemen.",
                    len(made),
                )
                % {"name": made[0].to_name, "n": dutch_number(len(made))},
            )
            return HttpResponseRedirect(_list_url(request))
    return render(
        request,
        "tenders/hand_over_create.html",
        {
            "form": form,
            "refused": refused,
            "chosen": chosen,
            "shown": chosen[:NAMED_ON_PAGE],
            "more": max(len(chosen) - NAMED_ON_PAGE, 0),
            "sent": SENT,
        },
        status=422 if form.errors or refused else 200,
    )


@requires(access.may_hand_over)
@require_GET
def hand_over_list(request: WorkRequest) -> HttpResponse:
    """What waits for this member's word, and what he gave and was not answered yet."""
    return _answered(request, GiveBackForm())


@requires(access.may_hand_over)
@require_POST
def hand_over_accept(request: WorkRequest) -> HttpResponse:
    """The colleague has what he ticked."""
    return _decided(request, transfer.accept, _("Overgenomen. U bent nu verantwoordelijk."))


@requires(access.may_hand_over)
@require_POST
def hand_over_take_back(request: WorkRequest) -> HttpResponse:
    """The giver keeps what he ticked."""
    return _decided(request, transfer.take_back, _("Teruggenomen. Alles staat weer zoals het was."))


@requires(access.may_hand_over)
@require_POST
def hand_over_give_back(request: WorkRequest) -> HttpResponse:
    """The colleague gives back what he ticked, and says why."""
    form = GiveBackForm(request.POST)
    if not form.is_valid():
        return _answered(request, form)

    def give_back(acting, **values):
        return transfer.give_back(acting, reason=form.cleaned_data["reason"], **values)

    return _decided(request, give_back, _("Teruggegeven. Wie het overdroeg, krijgt een mail met uw reden."))


def _decided(request: WorkRequest, decide: Callable[..., int], said: str) -> HttpResponse:
    ids = _ids(request.POST.getlist("overdracht"))
    if not ids:
        messages.warning(request, _("Kruis eerst aan om welke contracten het gaat."))
        return HttpResponseRedirect(_list_url(request))
    try:
        decide(request.acting, hand_over_ids=ids, at=timezone.now())
    except NotHandedOverError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(_list_url(request))


def _answered(request: WorkRequest, form: GiveBackForm) -> HttpResponse:
    ticked = set(request.POST.getlist("overdracht"))
    to_me = list(transfer.to_me(request.acting))
    context = {
        "to_me": to_me,
        "left_out": {one.pk for one in to_me if form.is_bound and str(one.pk) not in ticked},
        "by_me": list(transfer.by_me(request.acting)),
        "form": form,
    }
    return render(request, "tenders/hand_over_list.html", context, status=422 if form.errors else 200)


def _ids(texts: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in texts]
    except ValueError as error:
        raise Http404 from error


def _list_url(request: WorkRequest) -> str:
    return reverse("tenders:hand_over_list", kwargs={"organisation_id": request.acting.organisation_id})
