"""A group ends with its last participant, takes nobody in once it is not filled any more, and an invoice is in once.

A Werkplein may put forward again whom it had taken away.
"""

import importlib

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

_SEATS = importlib.import_module("candidates.migrations.0005_training").GUARD
_ONE_SEAT = importlib.import_module("candidates.migrations.0011_one_seat").NEW


def _function(name, text):
    """The statement that made this function, as one that replaces it."""
    begin = text.index(f"FUNCTION {name}(")
    return "CREATE OR REPLACE " + text[begin : text.index("$function$;", begin)] + "$function$;"


def _replaced(text, old, new):
    if text.count(old) != 1:
        raise ValueError(old)
    return text.replace(old, new)


SEAT_BEFORE = _function("candidates_guard_seat", _SEATS)
SEAT = _replaced(
    _replaced(
        SEAT_BEFORE,
        "ELSE OLD.state = 'seat_waiting'",
        "WHEN OLD.state = 'seat_withdrawn' THEN NEW.state = 'seat_waiting'\n"
        "                     ELSE OLD.state = 'seat_waiting'",
    ),
    "    RETURN NEW;",
    """    -- The group is held, so that nobody comes in while it begins or is cancelled.
    IF NEW.state IN ('seat_waiting', 'seat_offered', 'seat_accepted', 'seat_declined')
       AND NEW.state IS DISTINCT FROM (CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END) THEN
        PERFORM FROM candidates_traininggroup g WHERE g.id = NEW.group_id FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT FROM candidates_traininggroup g WHERE g.id = NEW.group_id AND g.state = 'group_open') THEN
            RAISE check_violation USING MESSAGE = 'a group that is not filled any more takes nobody in',
                CONSTRAINT = 'training_seat_of_open_group';
        END IF;
    END IF;
    RETURN NEW;""",
)
RECOUNT_BEFORE = _function("candidates_recount_seats", _ONE_SEAT)
RECOUNT = _replaced(
    RECOUNT_BEFORE,
    "$function$;",
    """;
    -- Who takes part under a file that was merged away, keeps no group going.
    SELECT candidates_follow_participants(e.group_id)
      FROM candidates_enrolment e WHERE e.candidate_id = p_candidate AND e.group_id IS NOT NULL
$function$;""",
)

NEW = """
-- Holds the group until the end of the transaction, also for a Werkplein, which may not change it: whoever changes seats
-- or participants takes it first, as whoever starts, cancels or closes the group does.
CREATE FUNCTION candidates_hold_group(p_group uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT FROM candidates_traininggroup g
     WHERE g.id = p_group AND g.region_id = ANY (nullif(current_setting('app.regions', true), '')::uuid[])
       FOR NO KEY UPDATE
$function$;

-- What began is running while somebody goes on, and closed once nobody does. First the lock, then a fresh look.
CREATE FUNCTION candidates_follow_participants(p_group uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM FROM candidates_traininggroup g WHERE g.id = p_group FOR NO KEY UPDATE;
    UPDATE candidates_traininggroup g SET state = now_is.state
      FROM (SELECT CASE WHEN EXISTS (
                SELECT FROM candidates_enrolment e
                 WHERE e.group_id = p_group AND e.ended_on IS NULL AND e.removed_at IS NULL
                   AND candidates_is_standing(e.candidate_id)) THEN 'group_running' ELSE 'group_closed' END) now_is(state)
     WHERE g.id = p_group AND g.state IN ('group_running', 'group_closed') AND g.state <> now_is.state;
END
$function$;

CREATE FUNCTION candidates_follow_enrolment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.group_id IS NOT NULL THEN
        PERFORM candidates_follow_participants(OLD.group_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.group_id IS NOT NULL
       AND (TG_OP = 'INSERT' OR NEW.group_id IS DISTINCT FROM OLD.group_id) THEN
        PERFORM candidates_follow_participants(NEW.group_id);
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER follow_participants AFTER INSERT OR DELETE ON candidates_enrolment
    FOR EACH ROW EXECUTE FUNCTION candidates_follow_enrolment();
CREATE TRIGGER follow_changed_participants AFTER UPDATE ON candidates_enrolment
    FOR EACH ROW WHEN ((OLD.ended_on, OLD.removed_at, OLD.group_id, OLD.candidate_id)
                       IS DISTINCT FROM (NEW.ended_on, NEW.removed_at, NEW.group_id, NEW.candidate_id))
    EXECUTE FUNCTION candidates_follow_enrolment();
REVOKE ALL ON FUNCTION candidates_hold_group(uuid), candidates_follow_participants(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION candidates_hold_group(uuid) TO {role};
"""
#: What stands otherwise now: groups of which the last outcome was entered on the page of a participant.
MEND = "SELECT candidates_follow_participants(id) FROM candidates_traininggroup"
DROP = """
DROP FUNCTION candidates_follow_enrolment() CASCADE;
DROP FUNCTION candidates_follow_participants(uuid);
DROP FUNCTION candidates_hold_group(uuid);
"""


def lay(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(NEW.replace("{role}", role), params=None)
    for statement in (SEAT, RECOUNT, MEND):
        schema_editor.execute(statement, params=None)


def put_back(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    for statement in (SEAT_BEFORE, RECOUNT_BEFORE, DROP):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0015_alike_at_once"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="trainingcost", name="training_cost_once"),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.UniqueConstraint(
                models.F("region"),
                Lower("supplier"),
                Lower("invoice_number"),
                models.F("invoice_on"),
                models.F("amount"),
                models.F("group"),
                models.F("enrolment"),
                condition=models.Q(("state__in", ["cost_refused", "cost_withdrawn"]), _negated=True),
                name="training_cost_once",
                nulls_distinct=False,
                violation_error_message="Deze factuur staat er al.",
            ),
        ),
        migrations.RunPython(lay, put_back),
    ]
