import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisations.database_owner import as_owner
from placements.identity.rekeying import OtherSecretError, rekey_persons


class Command(BaseCommand):
    help = "Make the hashes of all persons anew, from PERSON_KEY_SECRET_BEFORE to PERSON_KEY_SECRET. Stop the portal first."

    def handle(self, *args: Any, **options: Any) -> None:
        before = os.environ.get("PERSON_KEY_SECRET_BEFORE", "")
        if not before:
            raise CommandError(
                "Set PERSON_KEY_SECRET_BEFORE to the secret of until now, and PERSON_KEY_SECRET to the new one."
            )
        try:
            with as_owner():
                done = rekey_persons(before=before)
        except OtherSecretError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.persons} persons have a new hash, {done.lines} lines a new pseudonym.")
