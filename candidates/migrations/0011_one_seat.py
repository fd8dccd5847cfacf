"""Of two files with a seat, enrolment or task of one person only the furthest counts, and undoing gives both back.

Who was erased is nobody's double, and what nobody decided about an imported file goes with it.
"""

import importlib

from django.conf import settings
from django.db import migrations, models

_BEFORE = importlib.import_module("candidates.migrations.0006_registration").FUNCTIONS
_SEATS = importlib.import_module("candidates.migrations.0005_training").GUARD


def _function(name: str, text: str) -> str:
    """The statement that made this function."""
    begin = text.index(f"CREATE FUNCTION {name}(")
    return text[begin : text.index("$function$;", begin)] + "$function$;"


def _replaced(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


ALIKE = _replaced(
    _function("candidates_alike", _BEFORE),
    ("o.id = h.candidate_id AND o.merged_into_id IS NULL", "o.id = h.candidate_id AND o.merged_into_id IS NULL AND o.anonymised_at IS NULL"),
)  # fmt: skip
NOTE = _replaced(
    _function("candidates_note_duplicates", _BEFORE),
    ("AND c.merged_into_id IS NULL AND a.candidate_id", "AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL AND a.candidate_id"),
)  # fmt: skip
COUNT = _replaced(
    _function("candidates_count_seats", _SEATS),
    ("WHERE s.group_id = g.id\n", "WHERE s.group_id = g.id AND candidates_is_standing(s.candidate_id)\n"),
)

CARRY = _replaced(
    _function("candidates_carry_merge", _BEFORE),
    ("    stayed integer := 0;\n", "    stayed integer := 0;\n    swapped jsonb;\n"),
    ("    FOR child IN\n", "    swapped := candidates_swap_doubles(m.kept_id, m.gone_id);\n    FOR child IN\n"),
    (
        "            BEGIN\n                EXECUTE",
        """            BEGIN
                IF child.name = 'candidates_enrolment' AND EXISTS (
                    SELECT FROM candidates_enrolment theirs JOIN candidates_enrolment mine
                      ON mine.group_id = theirs.group_id AND mine.candidate_id = m.kept_id
                     WHERE theirs.id = row_id) THEN
                    RAISE unique_violation;
                END IF;
                EXECUTE""",
    ),
    (
        "    UPDATE candidates_candidatemerge SET moved = gone_along,",
        """    IF swapped <> '{}' THEN
        gone_along := gone_along || jsonb_build_object('swapped', swapped);
    END IF;
    PERFORM candidates_recount_seats(m.gone_id);
    UPDATE candidates_candidatemerge SET moved = gone_along,""",
    ),
)
UNDO = _replaced(
    _function("candidates_undo_merge", _BEFORE),
    (
        "    FOR place, ids IN SELECT * FROM jsonb_each(m.moved) LOOP",
        """    PERFORM candidates_swap_row(one.key, (pair->>0)::uuid, (pair->>1)::uuid, m.kept_id, m.gone_id)
       FROM jsonb_each(coalesce(m.moved->'swapped', '{}')) one, jsonb_array_elements(one.value) pair;
    FOR place, ids IN SELECT * FROM jsonb_each(m.moved - 'swapped') LOOP""",
    ),
    (
        "    UPDATE candidates_candidatemerge\n       SET undone_at",
        "    PERFORM candidates_recount_seats(m.gone_id);\n    UPDATE candidates_candidatemerge\n       SET undone_at",
    ),
)

NEW = """
CREATE FUNCTION candidates_is_standing(p_candidate uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT merged_into_id IS NULL FROM candidates_candidate WHERE id = p_candidate
$function$;

-- The seats of a file that was merged away are nobody's.
CREATE FUNCTION candidates_recount_seats(p_candidate uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    UPDATE candidates_traininggroup g
       SET seats_taken = (SELECT count(*) FROM candidates_trainingseat s
                           WHERE s.group_id = g.id AND candidates_is_standing(s.candidate_id)
                             AND s.state IN ('seat_offered', 'seat_accepted', 'seat_started'))
     WHERE g.id IN (SELECT s.group_id FROM candidates_trainingseat s WHERE s.candidate_id = p_candidate)
$function$;

-- ``p_here`` is a row of ``p_one`` and goes to ``p_other``, ``p_there`` the other way; a row has no other of its kind.
CREATE FUNCTION candidates_swap_row(p_table text, p_here uuid, p_there uuid, p_one uuid, p_other uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    came_from text;
BEGIN
    IF p_table = 'candidates_candidatetask' THEN
        UPDATE candidates_candidatetask t SET origin = ''
          FROM candidates_candidatetask was
         WHERE t.id = p_here AND was.id = t.id AND t.candidate_id = p_one RETURNING was.origin INTO came_from;
        UPDATE candidates_candidatetask SET candidate_id = p_one WHERE id = p_there AND candidate_id = p_other;
        UPDATE candidates_candidatetask SET candidate_id = p_other, origin = came_from
         WHERE id = p_here AND candidate_id = p_one AND came_from IS NOT NULL;
        RETURN;
    END IF;
    EXECUTE format('UPDATE %I SET candidate_id = CASE WHEN id = $1 THEN $4 ELSE $3 END'
                   ' WHERE id = $1 AND candidate_id = $3 OR id = $2 AND candidate_id = $4', p_table)
      USING p_here, p_there, p_one, p_other;
END
$function$;

-- Where both files have one of what a person has once, the one that came furthest is that of the file that stays.
-- Pairs of what came from the file that goes, and what went to it.
CREATE FUNCTION candidates_swap_doubles(p_kept uuid, p_gone uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    far text[] := ARRAY['seat_withdrawn', 'seat_declined', 'seat_waiting', 'seat_offered', 'seat_accepted',
                        'seat_started'];
    pair record;
    swapped jsonb := '{}';
BEGIN
    FOR pair IN
        SELECT 'candidates_trainingseat' AS name, theirs.id AS theirs, mine.id AS mine
          FROM candidates_trainingseat theirs JOIN candidates_trainingseat mine USING (group_id)
         WHERE theirs.candidate_id = p_gone AND mine.candidate_id = p_kept
           AND array_position(far, theirs.state::text) > array_position(far, mine.state::text)
        UNION ALL
        SELECT 'candidates_enrolment', theirs.id, mine.id
          FROM candidates_enrolment theirs JOIN candidates_enrolment mine USING (group_id)
         WHERE theirs.candidate_id = p_gone AND mine.candidate_id = p_kept
           AND (theirs.outcome = 'certificate' AND mine.outcome <> 'certificate'
                OR theirs.outcome <> '' AND mine.outcome = '')
        UNION ALL
        SELECT 'candidates_candidatetask', theirs.id, mine.id
          FROM candidates_candidatetask theirs JOIN candidates_candidatetask mine USING (origin)
         WHERE theirs.candidate_id = p_gone AND mine.candidate_id = p_kept AND origin <> ''
           AND theirs.done_at IS NULL AND mine.done_at IS NOT NULL
         ORDER BY 1, 2, 3
    LOOP
        PERFORM candidates_swap_row(pair.name, pair.theirs, pair.mine, p_gone, p_kept);
        swapped := swapped || jsonb_build_object(
            pair.name, coalesce(swapped->pair.name, '[]') || jsonb_build_array(jsonb_build_array(pair.theirs, pair.mine)));
    END LOOP;
    RETURN swapped;
END
$function$;

-- Questions that nobody answered yet about files that an import made, with their tasks: they go when it is undone.
CREATE FUNCTION candidates_forget_duplicates(p_candidates uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    region uuid := nullif(current_setting('app.system_region', true), '')::uuid;
    pairs uuid[];
BEGIN
    SELECT coalesce(array_agg(p.id), '{}') INTO pairs FROM candidates_possibleduplicate p
     WHERE p.region_id = region AND p.decision = '' AND (p.one_id = ANY (p_candidates) OR p.other_id = ANY (p_candidates));
    DELETE FROM candidates_candidatetask t
     WHERE t.region_id = region AND t.kind = 'duplicate' AND t.done_at IS NULL
       AND t.origin IN (SELECT 'duplicate:' || one FROM unnest(pairs) one);
    DELETE FROM candidates_possibleduplicate WHERE id = ANY (pairs);
END
$function$;
REVOKE ALL ON FUNCTION candidates_is_standing(uuid), candidates_recount_seats(uuid),
    candidates_swap_row(text, uuid, uuid, uuid, uuid), candidates_swap_doubles(uuid, uuid),
    candidates_forget_duplicates(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION candidates_forget_duplicates(uuid[]) TO {role};
"""
DROP = """
DROP FUNCTION candidates_forget_duplicates(uuid[]);
DROP FUNCTION candidates_swap_doubles(uuid, uuid);
DROP FUNCTION candidates_swap_row(text, uuid, uuid, uuid, uuid);
DROP FUNCTION candidates_recount_seats(uuid);
DROP FUNCTION candidates_is_standing(uuid);
"""
_WAS = ("candidates_alike", "candidates_note_duplicates", "candidates_carry_merge", "candidates_undo_merge")


def lay(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(NEW.replace("{role}", role), params=None)
    for statement in (ALIKE, NOTE, COUNT, CARRY, UNDO):
        schema_editor.execute(statement, params=None)


def put_back(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    former = [_function(name, _BEFORE) for name in _WAS] + [_function("candidates_count_seats", _SEATS)]
    for statement in former:
        schema_editor.execute(_replaced(statement), params=None)
    schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0010_stand_in"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="trainingseat", name="training_seat_once"),
        migrations.AddConstraint(
            model_name="trainingseat",
            constraint=models.UniqueConstraint(
                fields=("group", "candidate"),
                deferrable=models.Deferrable.IMMEDIATE,
                name="training_seat_once",
                violation_error_message="Deze kandidaat staat al bij deze groep.",
            ),
        ),
        migrations.RunPython(lay, put_back),
    ]
