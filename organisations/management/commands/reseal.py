from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations import sealed, tenancy
from organisations.choices import Purpose
from organisations.models import LoginProvider

#: What a second factor keeps that must be read again.
_SECRETS = ("secret", "seed")


class Command(BaseCommand):
    help = "Seal the secrets of second factors and of log-in providers with the SECRET_KEY of today, so that a key of before can go."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for one in Authenticator.objects.select_for_update().order_by("pk"):
            stale = [name for name in _SECRETS if name in one.data and not sealed.is_sealed_anew(one.data[name])]
            try:
                one.data |= {name: sealed.seal(sealed.unseal(one.data[name])) for name in stale}
            except sealed.UnreadableError as error:
                raise CommandError(f"Second factor {one.pk}: {error} Nothing was changed.") from error
            if stale:
                one.save(update_fields=["data"])
                count += 1
        providers = _reseal_providers()
        self.stdout.write(
            f"{count} second factors were sealed anew, and {providers} secrets of log-in providers;"
            " no key but SECRET_KEY is needed for any."
        )


def _reseal_providers() -> int:
    """How many secrets of the providers of organisations were sealed with a key of before."""
    count = 0
    with tenancy.system(Purpose.UPKEEP):
        for one in LoginProvider.objects.select_for_update(no_key=True).order_by("pk"):
            if sealed.is_sealed_anew(one.client_secret):
                continue
            try:
                one.client_secret = sealed.seal(sealed.unseal(one.client_secret))
            except sealed.UnreadableError as error:
                raise CommandError(f"Provider {one.pk}: {error} Nothing was changed.") from error
            one.save(update_fields=["client_secret"])
            count += 1
    return count
