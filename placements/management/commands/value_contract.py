import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.choices import Purpose
from organisations.management.regions import region_by_code
from placements.worth.contract_values import contract_values
from tenders.models import Contract


class Command(BaseCommand):
    help = "Print what a contract is worth, line by line, as JSON."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="reference of the contract")
        parser.add_argument("--region", required=True, help="code of the region")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args, reference: str, region: str, **options):
        of_region = region_by_code(region)
        # The purpose that may read dates of birth: ages decide about bonuses.
        with tenancy.system(Purpose.IMPORT, region_id=of_region.pk):
            contract = Contract.objects.filter(region=of_region, reference=reference).select_related("tariff").first()
            if contract is None:
                text = _("Contract %(reference)s is niet bekend in regio %(region)s.")
                raise CommandError(text % {"reference": reference, "region": of_region.code})
            values = contract_values(contract)
        self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))
