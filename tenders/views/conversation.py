import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.models import new_id
from tenders import access, conversation, first_contact
from tenders.choices import MessageKind
from tenders.conversation import Entry, NotPostedError, SideTold
from tenders.conversation_filter import MessageFilter
from tenders.forms import ContactForm, MessageForm
from tenders.models import Contract
from tenders.told import coordinator_of, people_by_side

PER_PAGE = 20
CONTACT = "contact"


@requires(access.may_converse)
@require_http_methods(["GET", "POST"])
def conversation_page(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Read and write: the conversation of one contract."""
    acting = request.acting
    contracts = access.side_contracts_of(acting).with_parties().select_related("coordinator")
    contract = get_object_or_404(contracts, pk=contract_id)
    form = _form(request, contract)
    if request.method == "POST":
        if not access.may_post(acting):
            raise PermissionDenied
        if form.is_valid():
            return _posted(request, contract, form)
    found = MessageFilter(request.GET, queryset=conversation.stream(acting, contract))
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    until = conversation.read_until(acting, contract)
    shown = list(page.object_list)
    for one in shown:
        one.is_new = one.organisation_id != acting.organisation_id and not one.internal and one.at > until
    is_filtered = any(request.GET.get(name) for name in found.filters)
    # Only what stands on the screen with everything newer is read when the reader says so.
    of_others = [one for one in shown if one.organisation_id != acting.organisation_id]
    newest = of_others[0] if of_others and page.number == 1 and not is_filtered else None
    if not form.is_bound:
        form.initial = {**form.initial, "message": new_id(), "seen": newest.pk if newest else None}
    return render(
        request,
        "tenders/conversation.html",
        {
            "contract": contract,
            "tab": "conversation",
            "form": form,
            "is_contact": isinstance(form, ContactForm),
            "may_post": access.may_post(acting),
            "filter": found,
            "is_filtered": is_filtered,
            "page": page,
            "shown": shown,
            "seen": newest.pk if newest and newest.is_new else None,
            "sides": _sides(contract),
            "coordinator": coordinator_of(contract),
        },
        status=422 if form.errors else 200,
    )


@requires(access.may_post)
@require_POST
def conversation_read(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """All that was on the screen is dealt with."""
    get_object_or_404(access.side_contracts_of(request.acting), pk=contract_id)
    try:
        seen_id = uuid.UUID(request.POST.get("seen", ""))
    except ValueError as error:
        raise Http404 from error
    conversation.mark_read(request.acting, contract_id=contract_id, seen_id=seen_id)
    messages.success(request, _("Gelezen. Komt er iets nieuws bij, dan hoort u het."))
    return HttpResponseRedirect(_address(request, contract_id))


def _form(request: WorkRequest, contract: Contract) -> MessageForm:
    """The form that was asked for: a message, or a contact that took place."""
    data = request.POST if request.method == "POST" else None
    if request.GET.get("vorm") != CONTACT:
        return MessageForm(data)
    today = timezone.localdate()
    return ContactForm(
        data,
        initial={"took_place_on": today, "kind": MessageKind.PHONE},
        today=today,
        awarded_on=contract.awarded_on,
        asks_first_contact=contract.first_contact_on is None,
    )


def _posted(request: WorkRequest, contract: Contract, form: MessageForm) -> HttpResponse:
    values = form.cleaned_data
    entry = Entry(
        text=values["text"],
        kind=MessageKind(values.get("kind", MessageKind.MESSAGE)),
        took_place_on=values.get("took_place_on"),
        with_whom=values.get("with_whom", ""),
        internal=values["internal"],
    )
    try:
        if values.get("first_contact") and entry.took_place_on is not None:
            first_contact.record(contract.pk, contact_on=entry.took_place_on)
        told = conversation.post(
            request.acting,
            contract_id=contract.pk,
            message_id=values["message"],
            entry=entry,
            seen_id=values["seen"],
            at=timezone.now(),
        )
    except (NotPostedError, first_contact.NotRecordedError) as error:
        raise Http404 from error
    messages.success(request, _said(told, internal=entry.internal))
    return HttpResponseRedirect(_address(request, contract.pk))


def _said(told: list[SideTold], *, internal: bool) -> str:
    """Who was told, and who was not and why."""
    if internal:
        return _("Bewaard. Alleen uw eigen organisatie ziet dit.")
    parts = [_("Geplaatst.")]
    mailed = [one.name for side in told if not side.had_waiting for one in side.people]
    if mailed:
        parts.append(_("Mail ging naar: %(names)s.") % {"names": ", ".join(mailed)})
    waited = [side.organisation for side in told if side.had_waiting]
    if waited:
        parts.append(_("Geen nieuwe mail, want daar wachtte al iets: %(names)s.") % {"names": ", ".join(waited)})
    nobody = [side.organisation for side in told if not side.people and not side.had_waiting]
    if nobody:
        parts.append(_("Geen mail, want daar is niemand aangewezen: %(names)s.") % {"names": ", ".join(nobody)})
    return " ".join(parts)


def _sides(contract: Contract) -> list[dict[str, Any]]:
    """Who reads along on each side, and who gets the mail."""
    people = people_by_side(contract)
    named = [one for one in (contract.authority, contract.contractor, contract.werkplein) if one is not None]
    return [{"organisation": one.name, "people": people[one.pk]} for one in named]


def _address(request: WorkRequest, contract_id: uuid.UUID) -> str:
    return reverse(
        "tenders:conversation",
        kwargs={"organisation_id": request.acting.organisation_id, "contract_id": contract_id},
    )
