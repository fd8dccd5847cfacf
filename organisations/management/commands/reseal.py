from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations import sealed

#: What a second factor keeps that must be read again.
_SECRETS = ("secret", "seed")


class Command(BaseCommand):
    help = "Seal the secrets of second factors with the SECRET_KEY of today, so that a key of before can go."

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
        self.stdout.write(f"{count} second factors were sealed anew; no key but SECRET_KEY is needed for any.")
