"""A report that looks back is not held up by the policies for members, which hold each row against all rows they see."""

from django.db import migrations

from organisations.row_security import PURPOSE

#: Histories whose policy for members makes a list of all rows, and the tables of those.
LISTING = {
    "placements_hoursstatementevent": "placements_hoursstatement",
    "placements_contributionevent": "placements_contribution",
    "tenders_tenderevent": "tenders_tender",
}


def _policies(condition: str) -> str:
    return "\n".join(
        f"ALTER POLICY may_select ON {history} USING ({condition}pgh_obj_id = ANY (ARRAY(SELECT id FROM {table})));"  # noqa: S608 -- names of tables
        for history, table in LISTING.items()
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0015_stories")]

    operations = [migrations.RunSQL(_policies(f"coalesce({PURPOSE}, '') <> 'report' AND "), _policies(""))]
