"""Anybody can follow a search of the calendar by mail. Nobody inside reads who does: only how many, search by search.

The link in the mail leads to the one row. Which dates of a tender changed is read from its history by the portal itself.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    CONTEXT,
    LINK,
    PUBLIC_REGION,
    REGIONS,
    SYSTEM_REGION,
    Protect,
    ProtectAnew,
    child_of,
    system,
)

BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
ASKS = f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND token_hash <> '' AND confirmed_at IS NULL
    AND ended_at IS NULL AND last_mailed_at IS NULL"""
GONE = "(confirmed_at IS NULL OR ended_at IS NOT NULL)"
WATCHES = f"visible_to && {AUDIENCES} OR {system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)}"

FUNCTIONS = f"""
-- Floods are refused: so many unproven followers of a region in an hour, so many for one address in a day. By a link is
-- only said that the address is right, how often a mail may come, and that it is enough. Who proves the same search for
-- the same address again goes on with the new link.
CREATE FUNCTION tenders_keep_follower() RETURNS trigger
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
        IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
            UPDATE tenders_calendarfollower SET ended_at = NEW.confirmed_at
             WHERE region_id = NEW.region_id AND lower(email) = lower(NEW.email) AND query = NEW.query
               AND id <> NEW.id AND confirmed_at IS NOT NULL AND ended_at IS NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_follower BEFORE INSERT OR UPDATE ON tenders_calendarfollower
    FOR EACH ROW EXECUTE FUNCTION tenders_keep_follower();

-- How many follow each search of a region: for its members, and for the portal itself. Not who.
CREATE FUNCTION tenders_followed_searches(region uuid) RETURNS TABLE (query text, followers bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT f.query, count(*) FROM tenders_calendarfollower f
     WHERE f.region_id = region AND f.confirmed_at IS NOT NULL AND f.ended_at IS NULL
       AND (region = ANY ({REGIONS}) OR region = {SYSTEM_REGION})
     GROUP BY f.query
$function$;
REVOKE ALL ON FUNCTION tenders_keep_follower(), tenders_followed_searches(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenders_followed_searches(uuid) TO "{settings.DATABASE_APP_ROLE}";
"""  # noqa: S608 -- our own names
NO_FUNCTIONS = """
DROP TRIGGER keep_follower ON tenders_calendarfollower;
DROP FUNCTION tenders_keep_follower();
DROP FUNCTION tenders_followed_searches(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0030_weekly_digest"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFollower",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("query", models.CharField(blank=True, max_length=4000)),
                ("words", models.CharField(blank=True, max_length=2000, verbose_name="zoekvraag")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "Elke dag, als er nieuws is"),
                            ("weekly", "Elke maandag, als er nieuws is"),
                        ],
                        default="weekly",
                        max_length=6,
                        verbose_name="hoe vaak",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bevestigd")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="gestopt")),
                ("told_until", models.DateField(blank=True, null=True, verbose_name="bijgewerkt tot en met")),
                ("last_mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste mail")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_followers",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "volger van de kalender",
                "verbose_name_plural": "volgers van de kalender",
                "indexes": [
                    models.Index(fields=["region", "confirmed_at"], name="calendar_follower_of_region"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("told_until__isnull", False), _connector="OR"),
                        name="calendar_follower_told_from",
                    ),
                ],
            },
        ),
        Protect(
            "CalendarFollower",
            select=[BY_LINK, system(Purpose.UPKEEP)],
            insert=[ASKS],
            update=[BY_LINK, system(Purpose.UPKEEP)],
            delete=[f"{system(Purpose.UPKEEP)} AND {GONE}"],
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        ProtectAnew("TenderEvent", select=[child_of("pgh_obj_id", "tenders_tender", WATCHES)], insert=["true"]),
    ]
