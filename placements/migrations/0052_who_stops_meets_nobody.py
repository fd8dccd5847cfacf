"""Who stops looking, or is erased, comes to no speed date that is still to be held: no list names him any more."""

from django.db import migrations

CHANGE = """
CREATE FUNCTION placements_leave_speed_dates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    left_ones uuid[];
    events uuid[];
BEGIN
    SELECT array_agg(a.id), array_agg(e.id) INTO left_ones, events
      FROM placements_speeddatecandidate a JOIN placements_speeddate e ON e.id = a.event_id
     WHERE a.candidate_id = NEW.id AND e.state IN ('speeddate_draft', 'speeddate_planned')
       AND e.day >= (now() AT TIME ZONE 'Europe/Amsterdam')::date;
    IF left_ones IS NULL THEN
        RETURN NULL;
    END IF;
    DELETE FROM placements_speeddatemeeting WHERE attendee_id = ANY (left_ones);
    DELETE FROM placements_speeddatewish WHERE attendee_id = ANY (left_ones);
    DELETE FROM placements_speeddatecandidate WHERE id = ANY (left_ones);
    UPDATE placements_speeddate e SET state = 'speeddate_draft'
     WHERE e.id = ANY (events) AND e.state = 'speeddate_planned'
       AND NOT EXISTS (SELECT FROM placements_speeddatemeeting m WHERE m.event_id = e.id);
    RETURN NULL;
END
$function$;
CREATE TRIGGER leave_speed_dates AFTER UPDATE OF state, anonymised_at ON candidates_candidate
    FOR EACH ROW WHEN ((NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn')
                       OR (NEW.anonymised_at IS NOT NULL AND OLD.anonymised_at IS NULL))
    EXECUTE FUNCTION placements_leave_speed_dates();
"""
BACK = """
DROP TRIGGER leave_speed_dates ON candidates_candidate;
DROP FUNCTION placements_leave_speed_dates();
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0051_put_back_by_link")]

    operations = [migrations.RunSQL(CHANGE, BACK)]
