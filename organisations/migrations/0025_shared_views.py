"""An administrator takes a view that a colleague shares away from everybody else; its maker keeps it for himself."""

from django.conf import settings
from django.db import migrations, models

# The row stays its maker's: nobody else writes it. So no policy for administrators, who would change its words as well.
KEEP_TO_MAKER = """
CREATE FUNCTION organisations_share_view_no_more(p_view uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF coalesce(nullif(current_setting('app.context', true), '') = 'member'
                AND current_setting('app.may_write', true) = 'on'
                AND current_setting('app.role', true) = 'administrator', false) THEN
        UPDATE organisations_savedview SET shared = false
         WHERE id = p_view AND shared AND removed_at IS NULL
           AND organisation_id = nullif(current_setting('app.organisation', true), '')::uuid;
        RETURN FOUND;
    END IF;
    RETURN false;
END
$function$;
REVOKE ALL ON FUNCTION organisations_share_view_no_more(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_share_view_no_more(uuid) TO {role};
"""


def function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(KEEP_TO_MAKER.replace("{role}", role))


def no_function(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION organisations_share_view_no_more(uuid)")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0024_reference_of_outbox")]

    operations = [
        migrations.RunPython(function, no_function),
        migrations.AlterField(
            model_name="savedview",
            name="shared",
            field=models.BooleanField(default=False, verbose_name="voor iedereen in onze organisatie"),
        ),
    ]
