"""Who is the same person can be decided; what looks across contractors is written down and has its limits.

Also keeps what running contracts would be worth under another tariff.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, USER, WRITING_MEMBER, Protect, audience, of_parent, purpose, system

# A key is what persons are recognised by. Of most it is the hash of name and date of birth (own_key); of those linked
# it is one for all; who stands apart has one of his own.
KEYS = """
UPDATE placements_personkey SET own_key = key;

-- A person comes in with the hash: he is who the others of that hash are, except those that stand apart.
CREATE FUNCTION placements_recognise_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    NEW.own_key := NEW.key;
    NEW.apart := false;
    NEW.key := coalesce((SELECT k.key FROM placements_personkey k
                          WHERE k.region_id = NEW.region_id AND k.own_key = NEW.own_key AND NOT k.apart LIMIT 1),
                        NEW.own_key);
    RETURN NEW;
END
$function$;
CREATE TRIGGER recognise_person BEFORE INSERT ON placements_personkey
    FOR EACH ROW EXECUTE FUNCTION placements_recognise_person();

-- Nobody reads a key while keys change: who locks persons holds the region, shared.
CREATE FUNCTION placements_take_region_of_persons(p_region uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF placements_coordinates(p_region) THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(p_region::text, 0));
    END IF;
END
$function$;

CREATE FUNCTION placements_decide_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
       OR (to_jsonb(NEW) - ARRAY['undone_at', 'undone_by_id', 'undone_reason'])
          IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['undone_at', 'undone_by_id', 'undone_reason'])) THEN
        RAISE check_violation USING MESSAGE = 'a decision about persons is only ever undone',
            CONSTRAINT = 'person_decision_stands';
    END IF;
    IF (SELECT count(*) FROM placements_deployedperson p
         WHERE p.id IN (NEW.one_id, NEW.other_id) AND p.region_id = NEW.region_id) <> 2 THEN
        RAISE foreign_key_violation USING MESSAGE = 'both persons belong to the region';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.region_id::text, 0));
    RETURN NEW;
END
$function$;
CREATE TRIGGER decide_person BEFORE INSERT OR UPDATE ON placements_persondecision
    FOR EACH ROW EXECUTE FUNCTION placements_decide_person();

-- All keys that any decision is about follow from the decisions that stand: so undoing one gives just what was.
CREATE FUNCTION placements_regroup_persons() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_personkey k SET apart = NOT k.apart
     WHERE k.person_id IN (SELECT d.other_id FROM placements_persondecision d
                            WHERE d.region_id = NEW.region_id AND d.kind = 'apart')
       AND k.apart IS DISTINCT FROM EXISTS (SELECT FROM placements_persondecision d
                                             WHERE d.other_id = k.person_id AND d.kind = 'apart'
                                               AND d.undone_at IS NULL);
    WITH RECURSIVE node AS (
        SELECT k.person_id, CASE WHEN k.apart THEN 'apart:' || k.person_id ELSE k.own_key END AS name
          FROM placements_personkey k
         WHERE k.region_id = NEW.region_id
           AND k.own_key IN (SELECT known.own_key FROM placements_persondecision d
                               JOIN placements_personkey known ON known.person_id IN (d.one_id, d.other_id)
                              WHERE d.region_id = NEW.region_id)
    ),
    tie AS (
        SELECT a.name AS here, b.name AS there
          FROM placements_persondecision d
          JOIN node a ON a.person_id IN (d.one_id, d.other_id)
          JOIN node b ON b.person_id IN (d.one_id, d.other_id)
         WHERE d.region_id = NEW.region_id AND d.kind = 'linked' AND d.undone_at IS NULL
    ),
    reach AS (
        SELECT name AS here, name AS there FROM node
         UNION
        SELECT r.here, t.there FROM reach r JOIN tie t ON t.here = r.there
    ),
    standing AS (
        SELECT n.person_id, (SELECT min(r.there) FROM reach r WHERE r.here = n.name) AS key FROM node n
    )
    UPDATE placements_personkey k SET key = s.key
      FROM standing s WHERE s.person_id = k.person_id AND k.key <> s.key;
    RETURN NULL;
END
$function$;
CREATE TRIGGER regroup_persons AFTER INSERT OR UPDATE ON placements_persondecision
    FOR EACH ROW EXECUTE FUNCTION placements_regroup_persons();

REVOKE ALL ON FUNCTION placements_take_region_of_persons(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_take_region_of_persons(uuid) TO {role};
"""

# For the coordination point only, which reads all persons of its region anyway; keys stay unseen.
FOUND = """
-- Pairs that share a date of birth and part of a name, and are not the same by their keys. What was looked at before is
-- left out.
CREATE FUNCTION placements_similar_persons(p_region uuid, p_most integer)
RETURNS TABLE (one_id uuid, other_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT placements_reads_region(p_region) THEN
        RETURN;
    END IF;
    PERFORM placements_note_asking('similar', 1);
    RETURN QUERY
        SELECT a.id, b.id
          FROM placements_deployedperson a
          JOIN placements_deployedperson b
            ON b.region_id = a.region_id AND b.birth_date = a.birth_date AND b.id > a.id
          JOIN placements_personkey ka ON ka.person_id = a.id
          JOIN placements_personkey kb ON kb.person_id = b.id AND kb.key <> ka.key AND kb.own_key <> ka.own_key
         WHERE a.region_id = p_region
           AND (string_to_array(a.normalised_name, ' ') && string_to_array(b.normalised_name, ' ')
                OR left(a.normalised_name, 3) = left(b.normalised_name, 3)
                OR right(a.normalised_name, 4) = right(b.normalised_name, 4))
           AND NOT EXISTS (SELECT FROM placements_persondecision d
                            WHERE d.undone_at IS NULL AND d.one_id IN (a.id, b.id) AND d.other_id IN (a.id, b.id))
           AND EXISTS (SELECT FROM placements_deployment x WHERE x.person_id = a.id AND x.status <> 'concept'
                          AND x.reversed_at IS NULL)
           AND EXISTS (SELECT FROM placements_deployment x WHERE x.person_id = b.id AND x.status <> 'concept'
                          AND x.reversed_at IS NULL)
         ORDER BY a.id, b.id
         LIMIT p_most;
END
$function$;

-- Who is recognised as the same person as these.
CREATE FUNCTION placements_same_persons(p_region uuid, p_persons uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT placements_reads_region(p_region) THEN
        RETURN;
    END IF;
    PERFORM placements_note_asking('same', cardinality(p_persons));
    RETURN QUERY
        SELECT DISTINCT same.person_id
          FROM placements_personkey k
          JOIN placements_personkey same ON same.region_id = k.region_id AND same.key = k.key
         WHERE k.region_id = p_region AND k.person_id = ANY (p_persons);
END
$function$;

-- The verifier of the region, and who reads along there.
CREATE FUNCTION placements_reads_region(p_region uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce('r:' || p_region || ':coordination_point'
                    = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
$function$;
REVOKE ALL ON FUNCTION placements_similar_persons(uuid, integer), placements_same_persons(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_similar_persons(uuid, integer), placements_same_persons(uuid, uuid[]) TO {role};
"""

# An answer can tell that a person works elsewhere (decision 0002), so nobody may ask without end. Each function writes
# down that it was asked, and refuses an organisation that asked too often within the hour. The portal itself is free.
ASKING = """
CREATE FUNCTION placements_note_asking(p_what text, p_lines integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    asker uuid := nullif(current_setting('app.organisation', true), '')::uuid;
    -- Who verifies asks for all companies of the region.
    share integer := CASE WHEN current_setting('app.audiences', true) ~ '(:coordination_point|v:)' THEN 10 ELSE 1 END;
    times bigint;
    lines_asked bigint;
BEGIN
    IF asker IS NOT NULL THEN
        SELECT count(*), coalesce(sum(a.lines), 0) INTO times, lines_asked
          FROM placements_personasking a
         WHERE a.organisation_id = asker AND a.at > clock_timestamp() - interval '1 hour';
        IF times >= {calls} * share OR lines_asked >= {lines} * share THEN
            RAISE EXCEPTION USING ERRCODE = '{refused}',
                MESSAGE = 'this organisation asked about persons too often within the hour';
        END IF;
    END IF;
    INSERT INTO placements_personasking (organisation_id, user_id, purpose, what, lines, request, at)
    VALUES (asker, nullif(current_setting('app.user', true), '')::uuid,
            coalesce(current_setting('app.purpose', true), ''), p_what, greatest(coalesce(p_lines, 0), 0),
            left(coalesce(current_setting('app.request', true), ''), 40), clock_timestamp());
END
$function$;
REVOKE ALL ON FUNCTION placements_note_asking(text, integer) FROM PUBLIC;

-- As in 0005; the region comes first now, because who decides about persons changes their keys under its lock.
CREATE OR REPLACE FUNCTION placements_lock_persons(
    p_deployments uuid[], p_contract uuid DEFAULT NULL, p_keys text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    regions uuid[];
    keys text[];
    how_many integer;
    one bigint;
BEGIN
    PERFORM placements_note_asking('lock', cardinality(p_deployments) + cardinality(p_keys));
    SELECT array_agg(DISTINCT asked.region_id), count(DISTINCT asked.person) INTO regions, how_many
      FROM (
        SELECT d.region_id, k.key AS person
          FROM placements_deployment d JOIN placements_personkey k ON k.person_id = d.person_id
         WHERE d.id = ANY (p_deployments) AND placements_may_ask(d.visible_to, d.region_id)
         UNION ALL
        SELECT c.region_id, given.key
          FROM tenders_contract c CROSS JOIN unnest(p_keys) AS given (key)
         WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id)
      ) asked;
    FOR one IN
        SELECT DISTINCT hashtextextended(region::text, 0) AS lock FROM unnest(regions) AS region ORDER BY lock
    LOOP
        IF how_many > 1000 THEN
            PERFORM pg_advisory_xact_lock(one);
        ELSE
            PERFORM pg_advisory_xact_lock_shared(one);
        END IF;
    END LOOP;

    -- Now keys stand still. A line that is still to be made comes with the hash of its person.
    SELECT array_agg(asked.region_id), array_agg(asked.key) INTO regions, keys
      FROM (
        SELECT k.region_id, k.key
          FROM placements_deployment d JOIN placements_personkey k ON k.person_id = d.person_id
         WHERE d.id = ANY (p_deployments) AND placements_may_ask(d.visible_to, d.region_id)
         UNION
        SELECT c.region_id, given.key
          FROM tenders_contract c CROSS JOIN unnest(p_keys) AS given (key)
         WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id)
         UNION
        SELECT c.region_id, k.key
          FROM tenders_contract c
          JOIN placements_personkey k ON k.region_id = c.region_id AND k.own_key = ANY (p_keys)
         WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id)
      ) asked;
    IF how_many <= 1000 THEN
        FOR one IN
            SELECT DISTINCT hashtextextended(region || ' ' || key, 0) AS lock
              FROM unnest(regions, keys) AS person (region, key) ORDER BY lock
        LOOP
            PERFORM pg_advisory_xact_lock(one);
        END LOOP;
    END IF;
    PERFORM FROM tenders_contracttotals t
      WHERE t.contract_id IN (
            SELECT x.contract_id
              FROM unnest(regions, keys) AS person (region, key)
              JOIN placements_personkey k ON k.region_id = person.region AND k.key = person.key
              JOIN placements_deployment x ON x.person_id = k.person_id
             UNION
            SELECT c.id FROM tenders_contract c
             WHERE c.id = p_contract AND placements_may_ask(c.line_writers, c.region_id))
      ORDER BY t.contract_id FOR NO KEY UPDATE;
END
$function$;

-- As in 0003, and written down.
CREATE OR REPLACE FUNCTION placements_counts_until(p_deployments uuid[])
RETURNS TABLE (deployment_id uuid, counts_until date)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT placements_note_asking('counts_until', cardinality(p_deployments));
    SELECT d.id,
           sroi_counted_until(
               ARRAY(
                   SELECT daterange(greatest(x.starts_on, xc.starts_on), least(x.ends_on, xc.ends_on), '[]')
                     FROM placements_personkey same
                     JOIN placements_deployment x ON x.person_id = same.person_id
                     JOIN tenders_contract xc ON xc.id = x.contract_id
                    WHERE same.region_id = k.region_id AND same.key = k.key
                      AND x.status IN ('submitted', 'returned', 'approved') AND x.reversed_at IS NULL
                      AND greatest(x.starts_on, xc.starts_on) <= least(x.ends_on, xc.ends_on)
               ),
               greatest(d.starts_on, c.starts_on), least(d.ends_on, c.ends_on), b.max_months
           )
      FROM placements_deployment d
      JOIN tenders_contract c ON c.id = d.contract_id
      JOIN tenders_block b ON b.id = d.block_id
      JOIN placements_personkey k ON k.person_id = d.person_id
     WHERE d.id = ANY (p_deployments) AND b.max_months IS NOT NULL
       AND placements_may_ask(d.visible_to, d.region_id)
$function$;

CREATE OR REPLACE FUNCTION placements_lines_of_persons(p_deployments uuid[]) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT placements_note_asking('lines', cardinality(p_deployments));
    SELECT DISTINCT x.id
      FROM placements_deployment d
      JOIN placements_personkey k ON k.person_id = d.person_id
      JOIN placements_personkey same ON same.region_id = k.region_id AND same.key = k.key
      JOIN placements_deployment x ON x.person_id = same.person_id AND x.reversed_at IS NULL
     WHERE d.id = ANY (p_deployments)
       AND (coalesce('r:' || d.region_id || ':coordination_point'
                     = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
            OR coalesce(d.region_id = nullif(current_setting('app.system_region', true), '')::uuid, false))
$function$;

CREATE OR REPLACE FUNCTION placements_hours_verdict(p_statements uuid[])
RETURNS TABLE (statement_id uuid, refused boolean, many boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT placements_note_asking('hours', cardinality(p_statements));
    WITH asked AS (
        SELECT s.id, s.month, s.paid_hours, k.region_id, k.key, given.nr,
               s.status IN ('submitted', 'returned', 'approved') AND s.reversed_at IS NULL AS claimed,
               extract(day FROM s.month + interval '1 month' - interval '1 day')::integer AS days
          FROM unnest(p_statements) WITH ORDINALITY AS given (id, nr)
          JOIN placements_hoursstatement s ON s.id = given.id
          JOIN placements_deployment d ON d.id = s.deployment_id
          JOIN placements_personkey k ON k.person_id = d.person_id
         WHERE placements_may_ask(d.visible_to, d.region_id) AND d.status <> 'rejected'
    ),
    -- All that is claimed; what is asked about is taken off again, which no bad plan can make slow.
    claims AS (
        SELECT a.region_id, a.key, a.month, sum(s.paid_hours) AS hours
          FROM (SELECT DISTINCT region_id, key, month FROM asked) a
          JOIN placements_personkey k ON k.region_id = a.region_id AND k.key = a.key
          JOIN placements_deployment d ON d.person_id = k.person_id AND d.status <> 'rejected'
          JOIN placements_hoursstatement s ON s.deployment_id = d.id AND s.month = a.month
         WHERE s.status IN ('submitted', 'returned', 'approved') AND s.reversed_at IS NULL
         GROUP BY a.region_id, a.key, a.month
    ),
    summed AS (
        SELECT a.id, a.days,
               coalesce(c.hours, 0)
               - coalesce(sum(a.paid_hours) FILTER (WHERE a.claimed) OVER person_month, 0)
               + sum(a.paid_hours) OVER (person_month ORDER BY a.nr) AS hours
          FROM asked a LEFT JOIN claims c ON c.region_id = a.region_id AND c.key = a.key AND c.month = a.month
        WINDOW person_month AS (PARTITION BY a.region_id, a.key, a.month)
    )
    SELECT id, hours > round(60 * days / 7.0, 2), hours * 7 > 48 * days FROM summed
$function$;

-- The same per statement by all that claims, in whatever order it is asked: for the verifier, and after a link.
CREATE FUNCTION placements_hours_in_all(p_statements uuid[])
RETURNS TABLE (statement_id uuid, refused boolean, many boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT placements_note_asking('hours_in_all', cardinality(p_statements));
    SELECT s.id, total.hours > round(60 * span.days / 7.0, 2), total.hours * 7 > 48 * span.days
      FROM placements_hoursstatement s
      JOIN placements_deployment d ON d.id = s.deployment_id
      JOIN placements_personkey k ON k.person_id = d.person_id
     CROSS JOIN LATERAL (
        SELECT extract(day FROM s.month + interval '1 month' - interval '1 day')::integer AS days
     ) span
     CROSS JOIN LATERAL (
        SELECT sum(x.paid_hours) AS hours
          FROM placements_personkey same
          JOIN placements_deployment xd ON xd.person_id = same.person_id AND xd.status <> 'rejected'
          JOIN placements_hoursstatement x ON x.deployment_id = xd.id AND x.month = s.month
         WHERE same.region_id = k.region_id AND same.key = k.key
           AND (x.id = s.id OR (x.status IN ('submitted', 'returned', 'approved') AND x.reversed_at IS NULL))
     ) total
     WHERE s.id = ANY (p_statements) AND d.status <> 'rejected'
       AND placements_may_ask(d.visible_to, d.region_id)
$function$;
REVOKE ALL ON FUNCTION placements_hours_in_all(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_hours_in_all(uuid[]) TO {role};
"""

#: What one organisation may ask within an hour, who verifies ten times as much: a contractor who puts 30 persons to work
#: and states a year of hours asks some hundreds of times.
CALLS, LINES = 3000, 100_000
#: The state that the error carries (placements.identity.persons reads it).
REFUSED = "SR429"


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    words = {"{role}": role, "{calls}": str(CALLS), "{lines}": str(LINES), "{refused}": REFUSED}
    # What notes an asking first, for the functions that call it.
    for sql in (ASKING, KEYS, FOUND):
        text = sql
        for word, value in words.items():
            text = text.replace(word, value)
        schema_editor.execute(text)


COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
OWN_DECISION = f"{COORDINATION} AND organisation_id = {ORGANISATION} AND decided_by_id = {USER}"
OWN_SIMULATION = f"{COORDINATION} AND organisation_id = {ORGANISATION} AND asked_by_id = {USER}"
OF_READ_TARIFF = of_parent("tariff_id", "tenders_tariff", "parent.region_id = placements_tariffsimulation.region_id")
identifier = organisations.models.identifier.new_id


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0018_candidate_requests"),
        ("tenders", "0021_tariff_concepts"),
        ("organisations", "0010_verifies_default"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("personkey", "own_key", models.CharField(default="", editable=False, max_length=64)),
        migrations.AddField("personkey", "apart", models.BooleanField(default=False, editable=False)),
        migrations.AddIndex("personkey", models.Index(fields=["region", "own_key"], name="person_own_key_in_region")),
        migrations.CreateModel(
            name="PersonDecision",
            fields=[
                ("id", models.UUIDField(default=identifier, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("linked", "Samengevoegd"),
                            ("apart", "Uit elkaar gehaald"),
                            ("different", "Niet dezelfde"),
                        ],
                        max_length=9,
                        verbose_name="besluit",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reden")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggedraaid")),
                (
                    "undone_reason",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="reden van het terugdraaien"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="placements.deployedperson"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="placements.deployedperson"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "besluit over twee personen",
                "verbose_name_plural": "besluiten over twee personen",
                "indexes": [models.Index(fields=["region", "-decided_at"], name="person_decision_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("one", "other"),
                        name="person_decision_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="person_decision_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True),
                            models.Q(("undone_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="person_decision_undone_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAsking",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField(null=True)),
                ("user_id", models.UUIDField(null=True)),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("what", models.CharField(max_length=20)),
                ("lines", models.PositiveIntegerField()),
                ("request", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "vraag over personen",
                "verbose_name_plural": "vragen over personen",
                "indexes": [
                    models.Index(
                        condition=models.Q(("organisation_id__isnull", False)),
                        fields=["organisation_id", "at"],
                        include=("lines",),
                        name="person_asking_lately",
                    ),
                    models.Index(fields=["at"], name="person_asking_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TariffSimulation",
            fields=[
                ("id", models.UUIDField(default=identifier, editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Wordt doorgerekend"), ("ready", "Doorgerekend"), ("failed", "Mislukt")],
                        default="waiting",
                        max_length=7,
                        verbose_name="status",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar")),
                ("contracts_done", models.PositiveIntegerField(default=0)),
                ("contracts_total", models.PositiveIntegerField(default=0)),
                ("outcome", models.JSONField(default=dict)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenders.tariff"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "doorrekening van een tarief",
                "verbose_name_plural": "doorrekeningen van tarieven",
                "indexes": [models.Index(fields=["tariff", "-asked_at"], name="simulation_newest")],
            },
        ),
        migrations.RunPython(functions),
        Protect(
            "PersonDecision",
            select=[audience("coordination_point"), system(Purpose.UPKEEP)],
            insert=[OWN_DECISION],
            update=[COORDINATION],
        ),
        # Written by the functions themselves.
        Protect("PersonAsking", select=[purpose(Purpose.UPKEEP)], delete=[purpose(Purpose.UPKEEP)]),
        Protect(
            "TariffSimulation",
            select=[audience("coordination_point"), system(Purpose.UPKEEP, Purpose.IMPORT)],
            insert=[f"{OWN_SIMULATION} AND {OF_READ_TARIFF}"],
            update=[system(Purpose.UPKEEP)],
            delete=[COORDINATION, system(Purpose.IMPORT)],
        ),
    ]
