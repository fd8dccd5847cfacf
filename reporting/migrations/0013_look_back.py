"""A report that is made again as it was known on a day reads what history keeps of the rows it counts."""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import system

REPORT = system(Purpose.REPORT)
#: Tables with the region on the row.
OF_REGION = (
    "candidates_candidateevent",
    "candidates_enrolmentevent",
    "placements_placementevent",
    "placements_followupevent",
    "placements_deploymentevent",
    "placements_contributionevent",
    "tenders_contractevent",
    "tenders_tenderevent",
    "reporting_spendinglineevent",
    "reporting_partnereffortevent",
)
#: Tables that know their region by another row: column, and the history of that row.
BY_ANOTHER = (
    ("placements_placementfileevent", "placement_id", "placements_placementevent"),
    ("placements_hoursstatementevent", "deployment_id", "placements_deploymentevent"),
    ("placements_yearlineevent", "deployment_id", "placements_deploymentevent"),
    ("tenders_tendervalueevent", "tender_id", "tenders_tenderevent"),
)


def _look_back(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f'CREATE POLICY may_look_back ON {table} FOR SELECT TO "{settings.DATABASE_APP_ROLE}" USING ({condition})',
        f"DROP POLICY may_look_back ON {table}",
    )


def _by(column: str, history: str) -> str:
    return f"{column} IN (SELECT pgh_obj_id FROM {history} WHERE {REPORT})"  # noqa: S608 -- names of tables


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0012_covenant"),
        ("candidates", "0019_taken_away_in_history"),
        ("placements", "0036_taken_away_in_history"),
        ("tenders", "0025_calendar_of_tenders"),
    ]

    operations = [
        *(_look_back(table, REPORT) for table in OF_REGION),
        *(_look_back(table, _by(column, history)) for table, column, history in BY_ANOTHER),
    ]
