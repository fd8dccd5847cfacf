from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from organisations import handover, members
from organisations.access import WorkRequest, acts_for_authority, is_administrator, is_member, requires
from organisations.choices import Role
from organisations.filters import MemberFilter
from organisations.forms import EndMembershipForm, MemberForm
from organisations.models import Invitation, Membership, ProvidedIdentity
from organisations.tables import ROLE_WORDS, MemberTable

PER_PAGE = 25


def _members_of(request: WorkRequest) -> QuerySet[Membership]:
    """The members of the organisation acted for; row security alone would add those of the Werkplein."""
    rows: QuerySet[Membership] = Membership.objects.current().filter(organisation_id=request.acting.organisation_id)
    return rows.select_related("user")


@requires(is_member)
@require_safe
def member_list(request: WorkRequest) -> HttpResponse:
    """Who belongs to the organisation, and who was invited."""
    at = timezone.now()
    second_factor = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = _members_of(request).annotate(second_factor=Exists(second_factor))
    filterset = MemberFilter(request.GET, queryset=rows)
    table = MemberTable(filterset.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    unanswered = Invitation.objects.unanswered().filter(organisation_id=request.acting.organisation_id)
    invitations = [
        {"row": row, "state": row.state(at=at), "role": ROLE_WORDS[Role(row.role)]}
        for row in unanswered.order_by("-created_at", "-id")
    ]
    context = {
        "filter": filterset,
        "table": table,
        "invitations": invitations,
        "may_administer": is_administrator(request.acting),
    }
    return render(request, "organisations/member_list.html", context)


@requires(is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def member_detail(request: WorkRequest, membership_id: Any) -> HttpResponse:
    """Another role for a member, and the way to the end of it."""
    member = get_object_or_404(_members_of(request), pk=membership_id)
    form = MemberForm(
        request.POST or None,
        may_verify=acts_for_authority(request.acting),
        initial={"role": member.role, "verifies": member.verifies},
    )
    if request.method == "POST" and form.is_valid():
        try:
            members.change_role(
                member, role=form.cleaned_data["role"], verifies=form.cleaned_data.get("verifies", False)
            )
        except members.MemberError as error:
            form.add_error("role", str(error))
        else:
            words = (
                _("%(name)s is nu %(role)s en SROI-coördinator.")
                if form.cleaned_data.get("verifies")
                else _("%(name)s is nu %(role)s.")
            )
            role = str(ROLE_WORDS[Role(form.cleaned_data["role"])]).lower()
            messages.success(request, words % {"name": member.user.name, "role": role})
            return HttpResponseRedirect(_list_url(request))
    linked = ProvidedIdentity.objects.filter(user_id=member.user_id, provider__organisation=member.organisation_id)
    return _answer(request, "organisations/member_detail.html", member, form, linked=linked.exists())


@requires(is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: WorkRequest, membership_id: Any) -> HttpResponse:
    """End a membership; a colleague takes over what the leaver has in hand."""
    member = get_object_or_404(_members_of(request), pk=membership_id)
    # An auditor changes nothing, so can do none of it.
    others = _members_of(request).exclude(pk=member.pk).exclude(role=Role.AUDITOR)
    colleagues = others.order_by("user__name", "pk")
    form = EndMembershipForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            members.end_membership(member, successor=form.cleaned_data["successor"], at=timezone.now())
        except members.WorkInHandError as error:
            form.add_error("successor", str(error))
        except members.MemberError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s hoort niet meer bij de organisatie.") % {"name": member.user.name})
            return HttpResponseRedirect("/" if member.user_id == request.acting.user_id else _list_url(request))
    in_hand = handover.in_hand(member.organisation_id, member.user)
    return _answer(request, "organisations/member_end.html", member, form, in_hand=in_hand)


def _list_url(request: WorkRequest) -> str:
    return reverse("organisations:member_list", args=[request.acting.organisation_id])


def _answer(request: WorkRequest, template: str, member: Membership, form: Any, **context: Any) -> HttpResponse:
    context |= {"member": member, "form": form, "role": ROLE_WORDS[Role(member.role)]}
    return render(request, template, context, status=422 if form.errors else 200)
