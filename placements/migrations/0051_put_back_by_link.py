"""What the portal took down because its firm said nothing, that firm puts before the coordination point again.

By a link still nothing becomes open: it waits for control, as at first.
"""

import importlib

from django.db import migrations

_BEFORE = importlib.import_module("placements.migrations.0038_vacancies_row_security").FUNCTIONS
_START = _BEFORE.index("CREATE FUNCTION placements_keep_vacancy()")
_KEEP = _BEFORE[_START : _BEFORE.index("$function$;", _START) + len("$function$;")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
_STAYS_OVER = "OR OLD.state NOT IN ('vacancy_submitted', 'vacancy_open')"
_UNLESS_TAKEN_DOWN = """OR (OLD.state NOT IN ('vacancy_submitted', 'vacancy_open')
            AND NOT (OLD.state = 'vacancy_closed' AND OLD.closed_because IN ('no_answer', 'over')
                     AND OLD.published_at IS NOT NULL AND NEW.state = 'vacancy_submitted'))"""
CHANGE = _KEEP.replace(_STAYS_OVER, _UNLESS_TAKEN_DOWN)


class Migration(migrations.Migration):
    dependencies = [("placements", "0050_guards_of_promising_lists")]

    operations = [migrations.RunSQL(CHANGE, _KEEP)]
