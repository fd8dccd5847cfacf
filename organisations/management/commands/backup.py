from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisations.backup.making import back_up
from organisations.backup.manifest import BackupError


class Command(BaseCommand):
    help = "Write a backup of the database and the files into a new folder, with counts, sums and checksums."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["folder"], at=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        tables = manifest.facts["tables"]
        self.stdout.write(
            f"{options['folder']}: {len(tables)} tables with {sum(one['rows'] for one in tables.values())} rows, "
            f"{len(manifest.files)} files. The keys are not in it: keep {' and '.join(manifest.keys)} elsewhere."
        )
