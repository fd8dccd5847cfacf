"""Searches of the open list of work are followed as those of the calendar are, in the same table.

One address gets one mail about a list, and a link of its own to stop all of it. Who stops is removed at once: who had
stopped before goes now. The column of that moment leaves in the next version.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import CONTEXT, LINK, PUBLIC_REGION, REGIONS, SYSTEM_REGION, ProtectAnew, system

ASKS = f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND token_hash <> '' AND confirmed_at IS NULL
    AND last_mailed_at IS NULL"""
BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
OF_ADDRESS = f"{CONTEXT} = 'link' AND address_hash = {LINK} AND confirmed_at IS NOT NULL"

#: While a new version is put in place, the old one does not know the new columns.
DEFAULTS = """
ALTER TABLE tenders_calendarfollower ALTER COLUMN kind SET DEFAULT 'calendar',
                                     ALTER COLUMN address_hash SET DEFAULT '';
DELETE FROM tenders_calendarfollower WHERE ended_at IS NOT NULL;
"""

FUNCTIONS = f"""
-- Floods are refused: so many unproven followers of a list of a region in an hour, so many for one address in a day. By a
-- link is only said that the address is right, and how often a mail may come. Who proves the same search for the same
-- address again goes on with the new link alone.
CREATE OR REPLACE FUNCTION tenders_keep_follower() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    context constant text := nullif(current_setting('app.context', true), '');
    free constant text[] := ARRAY['rhythm', 'confirmed_at', 'told_until'];
BEGIN
    IF context = 'public' AND TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('calendar followers ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM tenders_calendarfollower
             WHERE region_id = NEW.region_id AND kind = NEW.kind AND confirmed_at IS NULL
               AND asked_at > now() - interval '1 hour') >= 200 THEN
            RAISE EXCEPTION USING ERRCODE = 'CF001', MESSAGE = 'too many followers in an hour';
        END IF;
        IF (SELECT count(*) FROM tenders_calendarfollower
             WHERE region_id = NEW.region_id AND lower(email) = lower(NEW.email) AND confirmed_at IS NULL
               AND asked_at > now() - interval '1 day') >= 3 THEN
            RAISE EXCEPTION USING ERRCODE = 'CF002', MESSAGE = 'too many followers for one address';
        END IF;
    ELSIF context = 'link' AND TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
           OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a link changes only how often, and whether';
        END IF;
        IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
            DELETE FROM tenders_calendarfollower
             WHERE region_id = NEW.region_id AND kind = NEW.kind AND lower(email) = lower(NEW.email)
               AND query = NEW.query AND id <> NEW.id AND confirmed_at IS NOT NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

-- How many follow each search of the calendar of a region: for its members, and for the portal itself. Not who.
CREATE OR REPLACE FUNCTION tenders_followed_searches(region uuid) RETURNS TABLE (query text, followers bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT f.query, count(*) FROM tenders_calendarfollower f
     WHERE f.region_id = region AND f.kind = 'calendar' AND f.confirmed_at IS NOT NULL
       AND (region = ANY ({REGIONS}) OR region = {SYSTEM_REGION})
     GROUP BY f.query
$function$;
REVOKE ALL ON FUNCTION tenders_keep_follower(), tenders_followed_searches(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_followed_searches(uuid) TO "{settings.DATABASE_APP_ROLE}";
"""  # noqa: S608 -- our own names


class Migration(migrations.Migration):
    dependencies = [("tenders", "0036_note_of_a_step")]

    operations = [
        migrations.AlterModelTable("CalendarFollower", "tenders_calendarfollower"),
        migrations.RenameModel("CalendarFollower", "SearchFollower"),
        migrations.AlterModelOptions(
            "SearchFollower",
            {"verbose_name": "volger van een zoekvraag", "verbose_name_plural": "volgers van zoekvragen"},
        ),
        migrations.AlterField(
            "SearchFollower",
            "region",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="search_followers",
                to="organisations.region",
            ),
        ),
        migrations.AddField(
            "SearchFollower",
            "kind",
            models.CharField(
                choices=[("calendar", "Aanbestedingskalender"), ("work", "Vacatures")],
                default="calendar",
                max_length=8,
                verbose_name="lijst",
            ),
        ),
        migrations.AddField("SearchFollower", "address_hash", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddIndex(
            "SearchFollower", models.Index(fields=["address_hash"], name="calendar_follower_of_address")
        ),
        ProtectAnew(
            "SearchFollower",
            select=[BY_LINK, OF_ADDRESS, system(Purpose.UPKEEP)],
            insert=[ASKS],
            update=[BY_LINK, system(Purpose.UPKEEP)],
            delete=[
                f"{BY_LINK} AND confirmed_at IS NOT NULL",
                OF_ADDRESS,
                f"{system(Purpose.UPKEEP)} AND confirmed_at IS NULL",
            ],
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(DEFAULTS, migrations.RunSQL.noop),
        # Until then nothing writes it.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("SearchFollower", "ended_at")]),
    ]
