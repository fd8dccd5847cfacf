"""``manage.py keep_up``: does in this process what the portal does by itself once a day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisations import upkeep
from organisations.management.regions import region_by_code


class Command(BaseCommand):
    help = "Doe nu wat het portaal elke dag zelf doet: versies laten ingaan en herinneringen sturen. Twee keer mag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, metavar="CODE", help="code van de regio")
        parser.add_argument("--date", metavar="JJJJ-MM-DD", help="de dag; zonder dit: vandaag")
        parser.add_argument("--only", choices=upkeep.names(), help="alleen dit onderdeel")

    def handle(self, **options: Any) -> None:
        region = region_by_code(options["region"])
        try:
            on = date.fromisoformat(options["date"]) if options["date"] else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"'{options['date']}' is geen dag. Schrijf jjjj-mm-dd.") from error
        for name in [options["only"]] if options["only"] else upkeep.names():
            self.stdout.write(f"{name}: {upkeep.do(name, region_id=region.pk, on=on)}")
