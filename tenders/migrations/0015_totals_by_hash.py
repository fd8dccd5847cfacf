"""Totals and bands are read beside each of many contracts: let the database join them at once instead of row by row."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, SYSTEM_REGION, ProtectAnew, purpose

OF_REGION = f"contract_id IN (SELECT id FROM tenders_contract WHERE region_id = {SYSTEM_REGION})"  # noqa: S608 - our own names
SEEN = [
    f"visible_to && {AUDIENCES}",
    f"{purpose(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)} AND {OF_REGION}",
]


class Migration(migrations.Migration):
    dependencies = [("tenders", "0014_first_contact_of_sides")]

    operations = [
        ProtectAnew("ContractTotals", select=SEEN),
        ProtectAnew("ContractBand", select=SEEN),
    ]
