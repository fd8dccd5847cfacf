from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.regions import RegionExistsError, create_region
from organisations.management.regions import region_by_code


class Command(BaseCommand):
    help = "Make a region with the default policy and tariff."

    def add_arguments(self, parser):
        parser.add_argument("code")
        parser.add_argument("name")
        parser.add_argument(
            "--like", help="code of a region to take municipalities, priority area, programme start and targets from"
        )

    def handle(self, *args, code: str, name: str, like: str | None, **options):
        example = region_by_code(like) if like else None
        try:
            region = create_region(code=code, name=name, like=example)
        except RegionExistsError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("Regio %(name)s (%(code)s) is gemaakt.") % {"name": region.name, "code": region.code})
