"""Who takes up an old subscription ends his other one for the same search, as who proves a new one does.

A subscription that has ended ends no other: its link may be followed once more.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION tenders_keep_follower() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    context constant text := nullif(current_setting('app.context', true), '');
    free constant text[] := ARRAY['rhythm', 'confirmed_at', 'ended_at', 'told_until'];
BEGIN
    IF context = 'public' AND TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('calendar followers ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM tenders_calendarfollower
             WHERE region_id = NEW.region_id AND confirmed_at IS NULL
               AND asked_at > now() - interval '1 hour') >= 200 THEN
            RAISE EXCEPTION USING ERRCODE = 'CF001', MESSAGE = 'too many followers in an hour';
        END IF;
        IF (SELECT count(*) FROM tenders_calendarfollower
             WHERE region_id = NEW.region_id AND lower(email) = lower(NEW.email) AND confirmed_at IS NULL
               AND asked_at > now() - interval '1 day') >= 3 THEN
            RAISE EXCEPTION USING ERRCODE = 'CF002', MESSAGE = 'too many followers for one address';
        END IF;
    ELSIF context = 'link' THEN
        IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
           OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a link changes only how often, and whether';
        END IF;
        IF NEW.confirmed_at IS NOT NULL AND NEW.ended_at IS NULL
           AND (OLD.confirmed_at IS NULL OR OLD.ended_at IS NOT NULL) THEN
            UPDATE tenders_calendarfollower SET ended_at = now()
             WHERE region_id = NEW.region_id AND lower(email) = lower(NEW.email) AND query = NEW.query
               AND id <> NEW.id AND confirmed_at IS NOT NULL AND ended_at IS NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0033_parts_of_a_tender_row_by_row")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
