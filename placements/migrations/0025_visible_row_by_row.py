"""Hours, years and steps are seen with their line, asked row by row.

As a list of all lines that somebody sees, compared with every row that is read, the condition took seconds for who
verifies 3,000 persons: the list is long and only a search by that very column does not walk through it.
"""

import django.db.models
from django.db import migrations

from organisations.row_security import of_parent

OF_DEPLOYMENT = of_parent("deployment_id", "placements_deployment")
SEEN = {
    "placements_hoursstatement": OF_DEPLOYMENT,
    "placements_yearline": OF_DEPLOYMENT,
    "placements_transition": " OR ".join(
        [
            OF_DEPLOYMENT,
            of_parent("contribution_id", "placements_contribution"),
            of_parent("year_line_id", "placements_yearline"),
        ]
    ),
}


class Migration(migrations.Migration):
    dependencies = [("placements", "0024_few_answers_about_a_month")]

    operations = [
        *(
            migrations.RunSQL(f"ALTER POLICY may_select ON {table} USING ({seen})", migrations.RunSQL.noop)
            for table, seen in SEEN.items()
        ),
        migrations.RemoveIndex("hoursstatement", "hours_waiting"),
        migrations.AddIndex(
            "hoursstatement",
            django.db.models.Index(
                fields=["deployment"],
                condition=django.db.models.Q(("reversed_at__isnull", True), ("status", "submitted")),
                name="hours_waiting",
            ),
        ),
    ]
