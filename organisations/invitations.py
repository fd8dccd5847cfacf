"""How people come in: by a link in a mail, for one address, used once.

The link proves the address, so whoever follows it needs no further confirmation. It is good for that
address alone: an existing account with another address must log out first, so that nobody joins an
organisation with an account that its administrator does not know.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from organisations import outbox, tenancy
from organisations.choices import InvitationState, Role
from organisations.models import Invitation, Membership, Organisation, User
from organisations.workplaces import start_url


class InvitationError(Exception):
    """The invitation cannot be made or used; the text is for the user."""


class AlreadyMemberError(InvitationError):
    """The address belongs to a member of the organisation."""


class NoLongerOpenError(InvitationError):
    """Used, withdrawn or expired in the meantime."""


class AccountExistsError(InvitationError):
    """There is an account with this address: its owner logs in instead of choosing a password."""


@transaction.atomic
def invite(  # noqa: PLR0913 - each is a fact of the invitation, and all are named
    *,
    region_id: uuid.UUID | None,
    organisation_id: uuid.UUID,
    email: str,
    name: str,
    role: str,
    invited_by_id: uuid.UUID | None,
    invited_from_id: uuid.UUID | None,
    landing_path: str = "",
    at: datetime,
    template: str = "invitation",
    context: dict[str, Any] | None = None,
) -> Invitation:
    """Invite this address and queue the mail; one that was still open gets a new link and these terms.

    ``landing_path`` is where the new member comes out. The mail is ``templates/mail/<template>`` with
    ``invitation``, ``organisation``, ``inviter``, ``invited_from``, ``link``, ``renewed`` (an earlier link stopped
    working) and what ``context`` adds. ``role_before`` of the answer is the role that the address was invited with.
    """
    email = email.strip().lower()
    if Membership.objects.current().filter(organisation_id=organisation_id, user__email=email).exists():
        raise AlreadyMemberError(_("Wie dit e-mailadres heeft, hoort al bij deze organisatie."))
    terms = {
        "region_id": region_id,
        "name": name.strip(),
        "role": Role(role),
        "invited_by_id": invited_by_id,
        "landing_path": _own_path(landing_path),
    }
    key = {"organisation_id": organisation_id, "email": email, "invited_from_id": invited_from_id}
    earlier = _still_open(**key)
    invitation = earlier or _new(**key, **terms, at=at)
    invitation.role_before = earlier.role if earlier else ""
    for field, value in terms.items():
        setattr(invitation, field, value)
    return _send(invitation, at=at, template=template, context={"renewed": earlier is not None, **(context or {})})


@transaction.atomic
def resend(invitation_id: uuid.UUID, *, at: datetime) -> Invitation:
    """Send a new link; the one in the earlier mail stops working."""
    return _send(_locked(invitation_id), at=at, template="invitation", context={})


@transaction.atomic
def withdraw(invitation_id: uuid.UUID, *, at: datetime) -> Invitation:
    """Make the link worthless."""
    invitation = _locked(invitation_id)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation of this link, whatever its state; inside ``tenancy.link(token)``."""
    return (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(token_hash=tenancy.hash_token(token))
        .first()
    )


@transaction.atomic
def accept_as_new_user(token: str, *, name: str, password: str, at: datetime) -> tuple[User, Invitation]:
    """Make the account of the invited address and let it join; inside ``tenancy.link(token)``."""
    invitation = _locked_by_token(token, at=at)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, name.strip(), password)
    except IntegrityError as error:
        raise AccountExistsError(_("U hebt al een account met dit e-mailadres. Log daarmee in.")) from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _join(user, invitation, at=at)
    return user, invitation


@transaction.atomic
def accept_as(user: User, token: str, *, at: datetime) -> Invitation:
    """Let an existing account join, if it has the invited address; inside ``tenancy.link(token)``."""
    invitation = _locked_by_token(token, at=at)
    if user.email.lower() != invitation.email.lower():
        raise InvitationError(
            _("Deze uitnodiging is voor een ander e-mailadres. Log in met dat adres, of vraag een nieuwe uitnodiging.")
        )
    _join(user, invitation, at=at)
    return invitation


def account_of(invitation: Invitation) -> User | None:
    """The account with the invited address, if there is one."""
    return User.objects.filter(email=invitation.email.lower()).first()


def landing_url(invitation: Invitation) -> str:
    """Where the new member comes out."""
    return invitation.landing_path or start_url(invitation.organisation_id)


def _new(*, at: datetime, **values: Any) -> Invitation:
    """Return a new row, or the one that somebody else made for this address at the same moment."""
    token_hash = tenancy.hash_token(secrets.token_urlsafe(32))
    try:
        with transaction.atomic():
            return Invitation.objects.create(**values, token_hash=token_hash, created_at=at, expires_at=at)
    except IntegrityError:
        existing = _still_open(**{key: values[key] for key in ("organisation_id", "email", "invited_from_id")})
        if existing is None:
            raise
        return existing


def _still_open(**key: Any) -> Invitation | None:
    rows = Invitation.objects.unanswered().select_for_update(of=("self",), no_key=True)
    return rows.filter(**key).first()


def _locked(invitation_id: uuid.UUID) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        raise NoLongerOpenError(_("Deze uitnodiging staat niet meer open."))
    return invitation


def _locked_by_token(token: str, *, at: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.filter(token_hash=tenancy.hash_token(token)).first()
    if invitation is None or invitation.state(at=at) != InvitationState.SENT:
        raise NoLongerOpenError(_("Deze uitnodiging werkt niet meer. Vraag een nieuwe aan wie u uitnodigde."))
    return invitation


def _join(user: User, invitation: Invitation, *, at: datetime) -> None:
    """Who belongs to the organisation already keeps the role he has."""
    place = {"user": user, "organisation_id": invitation.organisation_id}
    if not Membership.objects.current().filter(**place).exists():
        Membership.objects.create(**place, role=invitation.role, started_at=at)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])


def _send(invitation: Invitation, *, at: datetime, template: str, context: dict[str, Any]) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = tenancy.hash_token(token)
    invitation.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    invitation.save()
    invitation.link = settings.PUBLIC_URL + reverse("organisations:invitation", args=[token])
    parties = Organisation.objects.filter(pk__in=[invitation.organisation_id, invitation.invited_from_id])
    names: dict[uuid.UUID | None, str] = dict(parties.values_list("pk", "name"))
    inviter = User.objects.filter(pk__in=[invitation.invited_by_id]).values_list("name", flat=True).first()
    outbox.queue_mail(
        template,
        to=invitation.email,
        context={
            "invitation": invitation,
            "organisation": names[invitation.organisation_id],
            "inviter": inviter or "",
            "invited_from": names.get(invitation.invited_from_id, ""),
            "link": invitation.link,
            **context,
        },
    )
    return invitation


def _own_path(path: str) -> str:
    """A path of the portal itself; anything else would send people to another site."""
    if path and not (path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)):
        raise ValueError(f"not a path of the portal: {path}")
    return path
