"""What became of a tender is read by who watches over it, in whatever order the apps were migrated.

0016 of this app and 0031 of tenders each wrote this policy, and neither comes before the other: on an empty database the
later of the two won. This one comes after both, and says what both meant.
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, PURPOSE, system

WATCHES = f"visible_to && {AUDIENCES} OR {system(Purpose.IMPORT, Purpose.UPKEEP)}"
POLICY = (
    f"ALTER POLICY may_select ON tenders_tenderevent USING (coalesce({PURPOSE}, '') <> 'report'"  # noqa: S608 -- no input
    f" AND pgh_obj_id = ANY (ARRAY(SELECT id FROM tenders_tender WHERE {WATCHES})))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0019_efforts_in_packages"),
        ("tenders", "0037_searches_that_are_followed"),
    ]

    operations = [migrations.RunSQL(POLICY, migrations.RunSQL.noop)]
