"""Reminders to companies go with their contract when an import is undone: nobody decided on them."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION exchange_kept_by_triggers() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $function$
    SELECT ARRAY['tenders_contracttotals', 'tenders_contractband', 'tenders_partytotals', 'tenders_notice',
                 'tenders_readmark', 'placements_personkey', 'placements_reminder']
$function$;
"""


def keep(apps, schema_editor):
    schema_editor.execute(KEPT)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_row_security"), ("placements", "0015_reminders")]

    operations = [migrations.RunPython(keep)]
