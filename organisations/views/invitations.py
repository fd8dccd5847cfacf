from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from organisations import tenancy
from organisations.access import WorkRequest, is_administrator, may_write, requires
from organisations.choices import InvitationState, Role
from organisations.forms import InvitationForm, NewAccountForm
from organisations.invitations import (
    InvitationError,
    accept_as,
    accept_as_new_user,
    account_of,
    find,
    invite,
    landing_url,
    resend,
    withdraw,
)
from organisations.link_pages import opened_by_link
from organisations.models import Invitation, User

GONE = 410


@requires(is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: WorkRequest) -> HttpResponse:
    """Invite somebody to the own organisation."""
    form = InvitationForm(request.POST or None, initial={"role": Role.MEMBER})
    if request.method == "POST" and form.is_valid():
        acting = request.acting
        try:
            invitation = invite(
                region_id=acting.region.id if acting.region else None,
                organisation_id=acting.organisation_id,
                invited_by_id=acting.user_id,
                invited_from_id=acting.organisation_id,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except InvitationError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _said(invitation))
            return HttpResponseRedirect(_members_url(request))
    return render(request, "organisations/invitation_create.html", {"form": form}, status=422 if form.errors else 200)


def _said(invitation: Invitation) -> str:
    """Where the mail goes, and what it replaces when this address was invited already."""
    names = {
        "email": invitation.email,
        "before": _name_of(invitation.role_before or invitation.role),
        "role": _name_of(invitation.role),
    }
    if not invitation.role_before:
        return _("De uitnodiging gaat naar %(email)s.") % names
    if invitation.role_before == invitation.role:
        return _("Er gaat een nieuwe uitnodiging naar %(email)s. De link in de eerdere mail werkt niet meer.") % names
    return (
        _(
            "Er gaat een nieuwe uitnodiging naar %(email)s: was uitgenodigd als %(before)s en wordt %(role)s."
            " De link in de eerdere mail werkt niet meer."
        )
        % names
    )


def _name_of(role: str) -> str:
    """The role in a sentence, without the explanation that its label gives."""
    return str(Role(role).label).partition(" (")[0].lower()


@requires(may_write)
@require_POST
def invitation_resend(request: WorkRequest, invitation_id: Any) -> HttpResponse:
    """Send a new link to who did not get, or did not use, the first one."""
    invitation = _to_change(request, invitation_id)
    try:
        resend(invitation.pk, at=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("Er gaat een nieuwe mail naar %(email)s. De link in de oude mail werkt niet meer.")
            % {"email": invitation.email},
        )
    return HttpResponseRedirect(_page_before(request))


@requires(may_write)
@require_POST
def invitation_withdraw(request: WorkRequest, invitation_id: Any) -> HttpResponse:
    """Make a link that was sent worthless."""
    invitation = _to_change(request, invitation_id)
    try:
        withdraw(invitation.pk, at=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("De uitnodiging voor %(email)s is ingetrokken.") % {"email": invitation.email})
    return HttpResponseRedirect(_page_before(request))


def _page_before(request: WorkRequest) -> str:
    """The page of this workspace whose button was pressed, else the list of members."""
    back = request.POST.get("back", "")
    if back.startswith(f"/werk/{request.acting.organisation_id}/") and url_has_allowed_host_and_scheme(
        back, allowed_hosts=None
    ):
        return back
    return _members_url(request)


@opened_by_link
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: choose a password, or join with the account that is there."""
    at = timezone.now()
    with tenancy.link(token):
        found = find(token)
        if found is None or found.state(at=at) != InvitationState.SENT:
            return _not_open(request, found, at=at)
        account = account_of(found)
        if request.user.is_authenticated and request.user != account:
            return _other_account(request, found)
        if account is not None:
            return _join(request, token, found)
        form = NewAccountForm(request.POST or None, email=found.email, initial={"name": found.name})
        if request.method != "POST" or not form.is_valid():
            return _new_account(request, found, form)
        try:
            user, accepted = accept_as_new_user(token, at=at, **form.cleaned_data)
        except InvitationError as error:
            form.add_error(None, str(error))
            return _new_account(request, found, form)
        landing = landing_url(accepted)
    return _log_in(request, user, landing)


def _log_in(request: HttpRequest, user: User, landing: str) -> HttpResponse:
    """As after typing the new password, so that rules about a second factor hold from the start."""
    login = Login(user=user, redirect_url=landing, email=user.email)
    return flows.login.perform_password_login(request, {"email": user.email}, login)


def _join(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "organisations/invitation_log_in.html", {"invitation": found})
    if request.method != "POST":
        return render(request, "organisations/invitation_join.html", {"invitation": found})
    try:
        accepted = accept_as(request.user, token, at=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("U hoort nu bij %(name)s.") % {"name": found.organisation.name})
    return HttpResponseRedirect(landing_url(accepted))


def _new_account(request: HttpRequest, found: Invitation, form: NewAccountForm) -> HttpResponse:
    context = {"invitation": found, "form": form}
    return render(request, "organisations/invitation_new_account.html", context, status=422 if form.errors else 200)


def _other_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    return render(request, "organisations/invitation_other_account.html", {"invitation": found}, status=409)


def _not_open(request: HttpRequest, found: Invitation | None, *, at: Any) -> HttpResponse:
    state = found.state(at=at) if found else ""
    context = {"invitation": found, "state": state}
    return render(request, "organisations/invitation_not_open.html", context, status=GONE if found else 404)


def _to_change(request: WorkRequest, invitation_id: Any) -> Invitation:
    """Administrators change the invitations of their organisation; others those they sent elsewhere."""
    row = get_object_or_404(Invitation.objects.unanswered(), pk=invitation_id)
    if row.organisation_id == request.acting.organisation_id and not is_administrator(request.acting):
        raise PermissionDenied
    return row


def _members_url(request: WorkRequest) -> str:
    return reverse("organisations:member_list", args=[request.acting.organisation_id])
