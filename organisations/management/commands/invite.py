from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose, Role
from organisations.invitations import InvitationError, invite
from organisations.models import Region
from organisations.operator import operator_organisation, organisation_of_code


class Command(BaseCommand):
    help = "Invite someone: prints the link and mails it. The first way in on an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organisation", metavar="CODE", help="the code of the organisation in its region")
        parser.add_argument("--region", metavar="CODE", help="the code of the region")
        parser.add_argument("--operator", action="store_true", help="to the organisation that runs the portal")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        if options["operator"]:
            region = None
        elif options["organisation"] and options["region"]:
            region = Region.objects.filter(code=options["region"]).first()
            if region is None:
                raise CommandError(f"There is no region {options['region']}; `create_region` makes one.")
        else:
            raise CommandError("Name --organisation and --region, or --operator.")
        with tenancy.system(Purpose.SETUP, region_id=region.pk if region else None):
            self.stdout.write(self._invite(region, options))

    def _invite(self, region: Region | None, options: dict[str, Any]) -> str:
        if region is None:
            organisation_id = operator_organisation().pk
        else:
            found = organisation_of_code(region=region, code=options["organisation"])
            if found is None:
                raise CommandError(f"Region {region.code} knows no organisation {options['organisation']}.")
            organisation_id = found
        try:
            return invite(
                region_id=region.pk if region else None,
                organisation_id=organisation_id,
                email=options["email"],
                name=options["name"],
                role=options["role"],
                invited_by_id=None,
                invited_from_id=None,
                at=timezone.now(),
            ).link
        except InvitationError as error:
            raise CommandError(str(error)) from error
