"""One municipality of a region keeps the money of its programme: who acts for it is an audience of that region.

The programme bureau says which one, by a function: the rest of the row is the platform operator's.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_BEFORE = import_module("organisations.migrations.0017_covenant_partners").entered_now()
REPLACEMENTS = (
    (
        "'covenant_partner', x.covenant_partner)",
        "'covenant_partner', x.covenant_partner,\n                                            'centre', x.centre)",
    ),
    (
        "array_agg(r.id) AS region_ids,",
        "array_agg(r.id) AS region_ids,\n                 array_agg(r.id) FILTER (WHERE x.centre) AS centre_ids,",
    ),
    (
        "coalesce(acts.region_ids, '{}'::uuid[]) AS region_ids,",
        (
            "coalesce(acts.region_ids, '{}'::uuid[]) AS region_ids,\n"
            "           coalesce(acts.centre_ids, '{}'::uuid[]) AS centre_ids,"
        ),
    ),
    (
        "|| ARRAY(SELECT 'r:' || one || ':covenant' FROM unnest(member.covenant_ids) AS one)",
        (
            "|| ARRAY(SELECT 'r:' || one || ':covenant' FROM unnest(member.covenant_ids) AS one)\n"
            "                || ARRAY(SELECT 'r:' || one || ':centre' FROM unnest(member.centre_ids) AS one)"
        ),
    ),
)
CHOOSE = """
CREATE FUNCTION organisations_choose_centre(p_region uuid, p_organisation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF nullif(current_setting('app.context', true), '') IS DISTINCT FROM 'member'
       OR current_setting('app.may_write', true) IS DISTINCT FROM 'on'
       OR NOT coalesce('r:' || p_region || ':programme_bureau'
                       = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the programme bureau says which municipality is the centre';
    END IF;
    IF p_organisation IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_organisationregion x
          JOIN organisations_organisation o ON o.id = x.organisation_id
         WHERE x.region_id = p_region AND x.organisation_id = p_organisation AND o.kind = 'municipality') THEN
        RAISE foreign_key_violation USING MESSAGE = 'the centre is a municipality of the region';
    END IF;
    UPDATE organisations_organisationregion SET centre = false
     WHERE region_id = p_region AND centre AND organisation_id IS DISTINCT FROM p_organisation;
    UPDATE organisations_organisationregion SET centre = true
     WHERE region_id = p_region AND organisation_id = p_organisation AND NOT centre;
END
$function$;
REVOKE ALL ON FUNCTION organisations_choose_centre(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_choose_centre(uuid, uuid) TO {role};
"""


def _entered_now():
    text = _BEFORE
    for old, new in REPLACEMENTS:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


def lay(apps, schema_editor):
    schema_editor.execute(_entered_now(), params=None)
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(CHOOSE.replace("{role}", role), params=None)


def take_back(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION organisations_choose_centre(uuid, uuid)", params=None)
    schema_editor.execute(_BEFORE, params=None)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0017_covenant_partners")]

    operations = [
        migrations.AddField(
            "organisationregion",
            "centre",
            models.BooleanField(db_default=False, default=False, verbose_name="centrumgemeente"),
        ),
        migrations.AddConstraint(
            "organisationregion",
            models.UniqueConstraint(fields=["region"], condition=Q(centre=True), name="organisation_region_one_centre"),
        ),
        migrations.RunPython(lay, take_back),
    ]
