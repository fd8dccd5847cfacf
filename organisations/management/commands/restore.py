from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.backup.manifest import BackupError
from organisations.backup.putting_back import put_back, unknown_keys


class Command(BaseCommand):
    help = "Put a backup back into an empty database and folder, and compare it with what was stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = put_back(options["folder"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        tables = manifest.facts["tables"]
        self.stdout.write(
            f"Put back, and the same as on {manifest.made_at}: {len(tables)} tables with "
            f"{sum(one['rows'] for one in tables.values())} rows, {len(manifest.files)} files, "
            f"{manifest.facts['guards']['policies']['count']} policies."
        )
        if unknown_keys(manifest):
            self.stdout.write("SECRET_KEY is another one than then: docs/operations.md, 'Keys', says what that means.")
        self.stdout.write(
            "Next: `manage.py migrate`, then erase again who was erased after that day (docs/operations.md, 'Backup')."
        )
