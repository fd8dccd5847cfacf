"""A CV that the portal made of somebody's answers goes into his file the way every file does: through quarantine."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import of_parent, system

ROLE = settings.DATABASE_APP_ROLE
FRESH = """organisation_id IS NULL AND uploaded_by_id IS NULL AND state = 'quarantined' AND checked_at IS NULL
    AND removed_at IS NULL AND media_type = '' AND kept_sha256 = ''"""
UPKEEP = system(Purpose.UPKEEP)
OF_FRESH = of_parent(
    "document_id",
    "candidates_candidatedocument",
    "parent.uploaded_by_id IS NULL AND parent.state = 'quarantined' AND "
    + system(Purpose.UPKEEP, region="parent.region_id"),
)

LAY = f"""
CREATE POLICY may_insert_made ON candidates_candidatedocument FOR INSERT TO "{ROLE}" WITH CHECK ({UPKEEP} AND {FRESH});
CREATE POLICY may_insert_made ON candidates_documentcontent FOR INSERT TO "{ROLE}" WITH CHECK ({OF_FRESH});
CREATE POLICY may_update_made ON candidates_owncv FOR UPDATE TO "{ROLE}" USING ({UPKEEP}) WITH CHECK ({UPKEEP});
"""
LIFT = """
DROP POLICY may_insert_made ON candidates_candidatedocument;
DROP POLICY may_insert_made ON candidates_documentcontent;
DROP POLICY may_update_made ON candidates_owncv;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0025_kinds_with_pictures")]

    operations = [
        migrations.AddField(
            "owncv",
            "document",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="candidates.candidatedocument",
            ),
        ),
        migrations.RunSQL(LAY, LIFT),
    ]
