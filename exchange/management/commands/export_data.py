from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.departure import write_package
from organisations.management.regions import region_by_code


class Command(BaseCommand):
    help = "Write what a region holds as a data package (docs/data-packages.md)."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--region", required=True, help="code of the region")

    def handle(self, *args, folder: Path, region: str, **options):
        try:
            counts = write_package(folder, region_id=region_by_code(region).pk)
        except OSError as error:
            text = _("De map %(folder)s is niet te schrijven: %(problem)s.")
            raise CommandError(text % {"folder": folder, "problem": error.strerror}) from error
        for file, rows in counts.items():
            self.stdout.write(_("%(file)s: %(rows)s regels") % {"file": file, "rows": rows})
