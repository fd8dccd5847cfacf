"""A side is told by mail once, when nothing waited there yet; a hand-over that came to nothing says by whom and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION tenders_up_to_date(p_contract uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT side.organisation_id
      FROM tenders_contract c
      JOIN LATERAL (
          SELECT unnest(ARRAY[c.authority_id, c.contractor_id, c.werkplein_id])
          UNION
          SELECT o.id FROM organisations_organisation o
            JOIN organisations_organisationregion x ON x.organisation_id = o.id AND x.region_id = c.region_id
           WHERE o.kind = 'coordination_point'
      ) AS side (organisation_id) ON side.organisation_id IS NOT NULL
     WHERE c.id = p_contract
       AND nullif(current_setting('app.context', true), '') = 'member'
       AND current_setting('app.may_write', true) = 'on'
       AND array_remove(c.sides_visible_to, 'r:' || c.region_id || ':programme_bureau')
           && nullif(current_setting('app.audiences', true), '')::text[]
       AND NOT EXISTS (
           SELECT FROM tenders_message m
            WHERE m.contract_id = c.id AND NOT m.internal AND m.organisation_id <> side.organisation_id
              AND m.at > coalesce((SELECT r.read_until FROM tenders_readmark r
                                    WHERE r.contract_id = c.id AND r.organisation_id = side.organisation_id),
                                  '-infinity'))
$function$;
REVOKE ALL ON FUNCTION tenders_up_to_date(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_up_to_date(uuid) TO {role};
"""


def make_function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTION.replace("{role}", role))


def drop_function(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION tenders_up_to_date(uuid)")


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0007_contract_file_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="undone_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reden"),
        ),
        migrations.RunPython(make_function, drop_function),
    ]
