"""Whether somebody reads a part of a tender is asked for that part, and not against the list of all he may read.

Of 20,000 tenders that list was walked for every value a search narrows by: two seconds, where this takes a tenth.
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, audience, child_of, of_parent, system

READS_VALUE = " OR ".join(
    (
        f"authority_id = {ORGANISATION}",
        audience("coordination_point"),
        audience("programme_bureau"),
        system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
    )
)
ONE = of_parent("tender_id", "tenders_tender")
OF_LIST = child_of("tender_id", "tenders_tender")
POLICIES = {
    "tenders_tendervalue": (
        f"(NOT is_confidential AND {ONE}) OR {of_parent('tender_id', 'tenders_tender', READS_VALUE)}",
        f"({child_of('tender_id', 'tenders_tender', READS_VALUE)}) OR (NOT is_confidential AND {OF_LIST})",
    ),
    "tenders_tenderlot": (ONE, OF_LIST),
    "tenders_expectedoccupation": (ONE, OF_LIST),
    "tenders_tenderstep": (ONE, OF_LIST),
}


class Migration(migrations.Migration):
    dependencies = [("tenders", "0032_documents_of_tenders")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY may_select ON {table} USING ({now})", f"ALTER POLICY may_select ON {table} USING ({before})"
        )
        for table, (now, before) in POLICIES.items()
    ]
