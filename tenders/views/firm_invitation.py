"""Which firms a single or multiple private procedure invites: suggested from the inside out, and who was asked."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from tenders.firm_choices import Ring as KeptRing
from tenders.firms import access, inviting
from tenders.firms.places import municipalities_of
from tenders.firms.words import check_rows, reason_rows, ring_name, seat_of, short_words
from tenders.forms.firm_invitation import InviteForm, OutsiderForm
from tenders.invitation_rules import LOCAL, Candidate
from tenders.models import FirmInvitation, Tender

#: So many of the others are shown; a search in the register finds the rest.
MOST_OTHERS = 50


@requires(access.may_see_invited)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_firms(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """The suggestion with why, choosing, and what was recorded."""
    acting, on = request.acting, timezone.localdate()
    tender = get_object_or_404(access.tenders_inviting(acting).select_related("authority"), pk=tender_id)
    if request.method == "POST" and not access.may_invite(acting):
        raise PermissionDenied
    context: dict[str, Any] = {"tender": tender, "may_invite": False, "form": None, "outsider": None}
    if inviting.asks_nobody(tender):
        return render(request, "tenders/tender_firms.html", context | {"choice": None})
    choice = inviting.choice_of(tender, on=on)
    is_outsider = request.POST.get("step") == "outsider"
    sent = request.POST if request.method == "POST" else None
    form = InviteForm(None if is_outsider else sent, firms=choice.firms, on=on)
    outsider = OutsiderForm(
        sent if is_outsider else None,
        municipalities=municipalities_of(tender.region_id, on=on),
        on=on,
        prefix="buiten",
    )
    asked = outsider if is_outsider else form
    if sent is not None and asked.is_valid():
        try:
            messages.success(request, _recorded(request, tender, form, outsider if is_outsider else None, on=on))
        except inviting.PassedOver as passed:
            asked.add_error("reason", passed.sentence)
        except Refused as refused:
            asked.add_error(None, refused.sentence)
        else:
            return HttpResponseRedirect(_url(request, tender))
    context |= {
        "choice": choice,
        "form": form,
        "outsider": outsider,
        "is_outsider": is_outsider,
        "may_invite": access.may_invite(acting) and not choice.is_closed,
        "checks": check_rows(choice.check),
        "short": [] if choice.is_closed else short_words(choice.check),
        "names_work": choice.asked.names_work,
        "rings": _rings(choice, form),
        "others": [_row(choice, one, form) for one in choice.suggestion.others[:MOST_OTHERS]],
        "more_others": max(0, len(choice.suggestion.others) - MOST_OTHERS),
        "invited": [_record(one) for one in choice.invited],
        "withdrawn": [_record(one) for one in choice.withdrawn],
        "addresses": ", ".join(one.firm.contact_email for one in choice.invited if one.firm and one.firm.contact_email),
        "passed_over": choice.check.passed_over,
    }
    return render(request, "tenders/tender_firms.html", context, status=422 if asked.errors else 200)


@requires(access.may_see_invited, access.may_invite)
@require_POST
def firm_invitation_withdraw(request: WorkRequest, tender_id: uuid.UUID, firm_invitation_id: uuid.UUID) -> HttpResponse:
    """Take a record back, with why."""
    acting = request.acting
    tender = get_object_or_404(access.tenders_inviting(acting), pk=tender_id)
    one = get_object_or_404(FirmInvitation, pk=firm_invitation_id, tender=tender)
    try:
        inviting.withdraw(acting, tender.pk, one.pk, reason=request.POST.get("why", ""), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Ingetrokken: %(name)s.") % {"name": one.name})
    return HttpResponseRedirect(_url(request, tender))


def _recorded(
    request: WorkRequest, tender: Tender, form: InviteForm, outsider: OutsiderForm | None, *, on: dt.date
) -> str:
    acting, at = request.acting, timezone.now()
    said = (outsider or form).cleaned_data
    when = {"invited_on": said["invited_on"], "reason": said["reason"], "on": on, "at": at}
    if outsider is not None:
        made = inviting.invite_outsider(acting, tender.pk, outsider=outsider.outsider(), **when)
        return _("Vastgelegd: %(name)s.") % {"name": made.name}
    ids = [uuid.UUID(one) for one in said["firm"]]
    count = len(inviting.invite(acting, tender.pk, firm_ids=ids, **when))
    return ngettext("%(n)s bedrijf vastgelegd.", "%(n)s bedrijven vastgelegd.", count) % {"n": count}


def _rings(choice: inviting.Choice, form: InviteForm) -> list[dict[str, Any]]:
    """The firms that can do the work, by ring; the first few of them are suggested."""
    return [
        {"name": ring_name(ring), "rows": [_row(choice, one, form) for one in group]}
        for ring, group in itertools.groupby(choice.suggestion.able, key=lambda one: one.ring)
    ]


def _row(choice: inviting.Choice, one: Candidate, form: InviteForm) -> dict[str, Any]:
    firm = choice.firms[one.firm.key]
    is_done = choice.check.is_enough and choice.check.is_local_enough
    suggested = set() if is_done else {first.firm.key for first in choice.suggestion.first}
    sent: Any = form.data
    ticked = sent.getlist("firm") if form.is_bound else ()
    return {
        "firm": firm,
        "seat": seat_of(firm, choice.names.municipalities),
        "ring": ring_name(one.ring),
        "is_local": one.is_local,
        "is_suggested": one.firm.key in suggested,
        "is_invited": one.firm.key in choice.invited_keys,
        "is_ticked": one.firm.key in ticked,
        "reasons": reason_rows(one, firm, choice.names),
    }


_LOCAL = {inviting.KEPT_RING[ring].value for ring in LOCAL}


def _record(one: FirmInvitation) -> dict[str, Any]:
    return {
        "invitation": one,
        "ring": KeptRing(one.ring).label,
        "is_local": one.ring in _LOCAL,
        "email": one.firm.contact_email if one.firm else "",
        "phone": one.firm.contact_phone if one.firm else "",
        "contact": one.firm.contact_name if one.firm else "",
    }


def _url(request: WorkRequest, tender: Tender) -> str:
    return reverse("tenders:tender_firms", args=[request.acting.organisation_id, tender.pk])
