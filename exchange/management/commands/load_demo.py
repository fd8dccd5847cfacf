from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import demo
from exchange.management.reports import fault_text, report


class Command(BaseCommand):
    help = "Load the two demo regions and their cast; only where the demo log-ins are on."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when region groningen has contracts")

    def handle(self, *args, if_empty: bool, **options):
        try:
            if if_empty and demo.is_loaded():
                self.stdout.write(_("De demo staat er al."))
                return
            outcomes = demo.load_demo(at=timezone.now(), on=timezone.localdate())
        except demo.DemoRefusedError as error:
            raise CommandError(str(error)) from error
        for code, outcome in outcomes.items():
            if outcome.faults:
                faults = "\n".join(fault_text(fault) for fault in outcome.sorted_faults())
                raise CommandError(_("Regio %(code)s is niet geladen:\n%(faults)s") % {"code": code, "faults": faults})
        for code, outcome in outcomes.items():
            self.stdout.write(f"{code}:")
            for line in report(outcome):
                self.stdout.write(f"  {line}")
