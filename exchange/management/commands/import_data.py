from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.landing import land_package
from exchange.management.reports import fault_text, report
from exchange.package import read_package
from organisations.management.regions import region_by_code


class Command(BaseCommand):
    help = "Read a data package (a folder of CSV files) into a region: whole or not at all (docs/data-packages.md)."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--region", required=True, help="code of the region")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args, folder: Path, region: str, dry_run: bool, **options):
        into = region_by_code(region)
        outcome = land_package(
            read_package(folder), region_id=into.pk, at=timezone.now(), on=timezone.localdate(), keep=not dry_run
        )
        if outcome.faults:
            for fault in outcome.sorted_faults():
                self.stdout.write(fault_text(fault))
            number = len(set(outcome.faults))
            text = ngettext(
                "%(number)s fout; er is niets ingelezen.", "%(number)s fouten; er is niets ingelezen.", number
            )
            raise CommandError(text % {"number": number}, returncode=1)
        for line in report(outcome):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("Proef: er is niets ingelezen."))
        elif outcome.changed_nothing:
            self.stdout.write(_("Alles stond er al zo; er is niets gewijzigd."))
