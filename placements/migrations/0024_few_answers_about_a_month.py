"""What a company is told about the hours of one person in one month is remembered, so that it is told only little.

Whether hours are taken or refused at the bound says something of hours elsewhere; who may try any number of times finds
them to the hundredth.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

_before = import_module("placements.migrations.0019_same_person")
#: As in 0019; what is told about a month is no question, and has its own bound.
NOTE = (
    _before.ASKING.partition("REVOKE ALL")[0]
    .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("WHERE a.organisation_id = asker AND", "WHERE a.organisation_id = asker AND a.what <> 'told' AND")
    .replace("{calls}", str(_before.CALLS))
    .replace("{lines}", str(_before.LINES))
    .replace("{refused}", _before.REFUSED)
)

TOLD = """
-- Who has this bound: every member but the coordination point, which reads all hours of its region; not the portal.
CREATE FUNCTION placements_is_told_little(p_region uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT nullif(current_setting('app.organisation', true), '') IS NOT NULL
       AND NOT coalesce('r:' || p_region || ':coordination_point'
                        = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
$function$;

-- Hours that the company of each of these statements was told about for that person and month since the last verdict.
-- Of one person all its lines, also those thrown away.
CREATE FUNCTION placements_told_of_hours(p_statements uuid[])
RETURNS TABLE (statement_id uuid, line_id uuid, hours numeric, refused boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT DISTINCT s.id, told.line_id, told.hours, told.refused
      FROM placements_hoursstatement s
      JOIN placements_deployment d ON d.id = s.deployment_id
      JOIN placements_personasking told ON told.person_id = d.person_id AND told.month = s.month
     WHERE s.id = ANY (p_statements) AND placements_may_ask(d.visible_to, d.region_id)
       AND placements_is_told_little(d.region_id)
       AND told.at > coalesce(
           (SELECT max(t.at) FROM placements_transition t
              JOIN placements_deployment own ON own.id = t.deployment_id
              LEFT JOIN placements_hoursstatement month ON month.id = t.statement_id
             WHERE own.person_id = d.person_id AND coalesce(month.month, s.month) = s.month
               AND t.to_status IN ('returned', 'approved', 'rejected') AND t.from_status <> t.to_status), '-infinity')
$function$;

CREATE FUNCTION placements_note_told(p_statements uuid[], p_hours numeric[], p_refused boolean[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    INSERT INTO placements_personasking
           (organisation_id, user_id, purpose, what, lines, request, at, person_id, month, line_id, hours, refused)
    SELECT current_setting('app.organisation')::uuid, nullif(current_setting('app.user', true), '')::uuid, '',
           'told', 1, left(coalesce(current_setting('app.request', true), ''), 40), clock_timestamp(),
           d.person_id, s.month, d.id, given.hours, given.refused
      FROM unnest(p_statements, p_hours, p_refused) AS given (id, hours, refused)
      JOIN placements_hoursstatement s ON s.id = given.id
      JOIN placements_deployment d ON d.id = s.deployment_id
     WHERE placements_may_ask(d.visible_to, d.region_id) AND placements_is_told_little(d.region_id)
$function$;
REVOKE ALL ON FUNCTION placements_told_of_hours(uuid[]), placements_note_told(uuid[], numeric[], boolean[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_told_of_hours(uuid[]), placements_note_told(uuid[], numeric[], boolean[]) TO {role};
"""


def functions(apps, schema_editor):
    schema_editor.execute(NOTE)
    schema_editor.execute(TOLD.replace("{role}", schema_editor.quote_name(settings.DATABASE_APP_ROLE)))


class Migration(migrations.Migration):
    dependencies = [("placements", "0023_end_brought_forward")]

    operations = [
        migrations.AddField("personasking", "person_id", models.UUIDField(null=True)),
        migrations.AddField("personasking", "month", models.DateField(null=True)),
        migrations.AddField("personasking", "line_id", models.UUIDField(null=True)),
        migrations.AddField("personasking", "hours", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
        migrations.AddField("personasking", "refused", models.BooleanField(null=True)),
        migrations.AddIndex(
            "personasking",
            models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["person_id", "month"],
                name="person_month_told",
            ),
        ),
        migrations.RunPython(functions),
    ]
