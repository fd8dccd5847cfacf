"""Since when members log in by their provider: a session of before it was off does not live again when it is on."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

_BEFORE_IT = import_module("organisations.migrations.0029_login_by_provider")
BEFORE = _BEFORE_IT.entered_now()

REPLACEMENTS = (
    ("provider uuid, provider_only boolean\n)", "provider uuid, provider_only boolean, provider_since timestamptz\n)"),
    ("AS provider_only,", "AS provider_only,\n           way.used_since AS provider_since,"),
    ("member.provider_only;", "member.provider_only, member.provider_since;"),
)
# The log-in page says where each choice leads to: a domain is named by who has a member there, not proven.
OF_DOMAIN = """
DROP FUNCTION organisations_providers_of_domain(text);
CREATE FUNCTION organisations_providers_of_domain(p_domain text)
RETURNS TABLE (id uuid, name text{columns})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT way.id, o.name::text{values}
      FROM organisations_loginprovider way JOIN organisations_organisation o ON o.id = way.organisation_id
     WHERE way.use <> 'off' AND p_domain = ANY (way.domains)
     ORDER BY o.name, way.id LIMIT 10
$function$;
REVOKE ALL ON FUNCTION organisations_providers_of_domain(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_providers_of_domain(text) TO {role};
"""


def entered_now():
    text = BEFORE
    for old, new in REPLACEMENTS:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


def _lay(schema_editor, entered, columns, values):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    of_domain = OF_DOMAIN.format(columns=columns, values=values, role=role)
    for one in (_BEFORE_IT.DROP, entered, _BEFORE_IT.RIGHTS.replace("{role}", role), of_domain):
        schema_editor.execute(one, params=None)


def lay(apps, schema_editor):
    _lay(schema_editor, entered_now(), ", issuer text", ", way.issuer::text")


def take_back(apps, schema_editor):
    _lay(schema_editor, BEFORE, "", "")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0033_words_are_plain")]

    operations = [
        migrations.AddField(
            model_name="loginprovider",
            name="used_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="in gebruik sinds"),
        ),
        migrations.RunPython(lay, take_back),
    ]
