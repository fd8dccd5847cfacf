"""Who registered somebody follows him in the file that was kept; a merge that is undone leaves the question open again."""

import importlib

from django.conf import settings
from django.db import migrations

_UNDO_BEFORE = importlib.import_module("candidates.migrations.0011_one_seat").UNDO
_SETTLED = """    -- Whoever undid it says by that that they are two.
    UPDATE candidates_possibleduplicate p
       SET decision = 'different', decided_at = p_at, decided_by_id = nullif(current_setting('app.user', true), '')::uuid
     WHERE m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id);
"""
_ASKED_AGAIN = """    -- Whether they are two is asked again, where the merge was the answer: the merge may have been wrong in another way.
    UPDATE candidates_candidatetask t SET done_at = NULL, done_by_id = NULL
      FROM candidates_possibleduplicate p
     WHERE p.decision = 'merged' AND m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id)
       AND t.origin = 'duplicate:' || p.id AND t.done_at = m.merged_at;
    UPDATE candidates_possibleduplicate p
       SET decision = '', decided_at = NULL, decided_by_id = NULL
     WHERE p.decision = 'merged' AND m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id);
"""
if _UNDO_BEFORE.count(_SETTLED) != 1:
    raise ValueError(_SETTLED)
UNDO = _UNDO_BEFORE.replace(_SETTLED, _ASKED_AGAIN)

WENT_ON = """
-- Where a registration of the caller's own organisation stands whose file was merged into another one: of the file that
-- was kept in the end. Nothing of whose file that is, or that there is one.
CREATE FUNCTION candidates_went_on(p_candidate uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH RECURSIVE line AS (
        SELECT c.merged_into_id AS id FROM candidates_candidate c
         WHERE c.id = p_candidate AND c.registrant_organisation_id = nullif(current_setting('app.organisation', true), '')::uuid
           AND c.visible_to && nullif(current_setting('app.audiences', true), '')::text[]
         UNION ALL
        SELECT c.merged_into_id FROM line JOIN candidates_candidate c ON c.id = line.id WHERE c.merged_into_id IS NOT NULL
    )
    SELECT jsonb_build_object('state', c.state, 'call_by', c.call_by, 'last_contact_on', c.last_contact_on,
                              'caller', coalesce(o.name, ''))
      FROM line JOIN candidates_candidate c ON c.id = line.id
      LEFT JOIN organisations_organisation o ON o.id = c.werkplein_id
     WHERE c.merged_into_id IS NULL
$function$;
REVOKE ALL ON FUNCTION candidates_went_on(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION candidates_went_on(uuid) TO {role};
"""


def lay(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(WENT_ON.replace("{role}", role), params=None)
    schema_editor.execute(UNDO, params=None)


def put_back(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    schema_editor.execute("DROP FUNCTION candidates_went_on(uuid)", params=None)
    schema_editor.execute(_UNDO_BEFORE, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0012_removed_enrolments"),
    ]

    operations = [
        migrations.RunPython(lay, put_back),
    ]
