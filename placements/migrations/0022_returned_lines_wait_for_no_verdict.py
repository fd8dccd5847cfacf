"""A line that came back with a question waits for the company, not for a verdict (domain rules: approved + submitted)."""

from importlib import import_module

from django.db import migrations

_before = import_module("placements.migrations.0021_band_follows_persons").TOTALS
TOTALS = _before.replace("l.of_line <> 'rejected'", "l.of_line IN ('submitted', 'approved')").replace(
    "IN ('submitted', 'returned')", "= 'submitted'"
)

AGAIN = "SELECT placements_refresh_totals(ARRAY(SELECT id FROM tenders_contract ORDER BY id));"


class Migration(migrations.Migration):
    dependencies = [("placements", "0021_band_follows_persons"), ("tenders", "0024_no_band_without_obligation")]

    operations = [migrations.RunSQL(TOTALS + AGAIN, migrations.RunSQL.noop)]
