import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.template.loader import render_to_string

from organisations import outbox
from organisations.workplaces import first_page


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only (``organisations.invitations``); mail goes through the outbox."""

    def is_open_for_signup(self, _request: Any) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return first_page(request.user.pk)

    def is_reauthentication_required(self, **_kwargs: Any) -> bool:
        """Who logged in a moment ago is not asked again, so that he can set up his second factor at once."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = {"email": email, **context}
        outbox.queue_text(
            template_prefix,
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", context),
            text=render_to_string(f"{template_prefix}_message.txt", context),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_public_address(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: Any, emailconfirmation: Any) -> str:
        return _at_public_address(super().get_email_confirmation_url(request, emailconfirmation))


def _at_public_address(url: str) -> str:
    """A link in a mail never carries the host name that a request claimed."""
    return settings.PUBLIC_URL + urlsplit(url).path
