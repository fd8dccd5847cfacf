from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.totp.views import ActivateTOTPView

from organisations.access import open_to_all


class ActivateSecondFactor(ActivateTOTPView):
    """Set up the second factor on the way to a page that asks for one, such as the link of a mail."""

    def get_success_url(self) -> str:
        """The recovery codes first: they are shown once. They lead on to that page."""
        asked = get_next_redirect_url(self.request)
        return super().get_success_url() + (f"?{urlencode({'next': asked})}" if asked else "")


second_factor = open_to_all(ActivateSecondFactor.as_view())
