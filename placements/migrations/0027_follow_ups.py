"""Checks after 6, 12 and 24 months: what is asked of whom, by a link without log-in, and what came of it."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, CONTEXT, IS_MEMBER, LINK, WRITING_MEMBER, Protect, of_parent, system

FUNCTIONS = """
-- What hangs on a placement lies in its region.
CREATE FUNCTION placements_stamp_of_placement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT p.region_id INTO STRICT NEW.region_id FROM placements_placement p WHERE p.id = NEW.placement_id;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_region BEFORE INSERT OR UPDATE ON placements_followup
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_of_placement();
CREATE TRIGGER stamp_region BEFORE INSERT OR UPDATE ON placements_employercontact
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_of_placement();

-- Whoever follows the link answers, once, and changes nothing else; a result that is known asks for no answer.
CREATE FUNCTION placements_keep_question() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    f placements_followup;
    answer constant text[] := ARRAY['said', 'said_place', 'said_at'];
BEGIN
    SELECT * INTO STRICT f FROM placements_followup WHERE id = NEW.follow_up_id;
    NEW.region_id := f.region_id;
    IF TG_OP = 'UPDATE' AND nullif(current_setting('app.context', true), '') = 'link'
       AND (OLD.said <> '' OR OLD.expires_at <= now() OR f.at_work IS NOT NULL
            OR to_jsonb(NEW) - answer IS DISTINCT FROM to_jsonb(OLD) - answer) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link gives one answer';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_question BEFORE INSERT OR UPDATE ON placements_followupquestion
    FOR EACH ROW EXECUTE FUNCTION placements_keep_question();

CREATE FUNCTION placements_drop_follow_ups() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_followup WHERE placement_id = OLD.id;
    DELETE FROM placements_employercontact WHERE placement_id = OLD.id;
    RETURN OLD;
END
$function$;
CREATE TRIGGER drop_follow_ups BEFORE DELETE ON placements_placement
    FOR EACH ROW EXECUTE FUNCTION placements_drop_follow_ups();

CREATE FUNCTION placements_drop_questions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_followupquestion WHERE follow_up_id = OLD.id;
    RETURN OLD;
END
$function$;
CREATE TRIGGER drop_questions BEFORE DELETE ON placements_followup
    FOR EACH ROW EXECUTE FUNCTION placements_drop_questions();

-- All that the page behind a link shows. A name only while there is still something to answer, to the candidate his own
-- first name, and to an employer whose name it is only where the candidate agreed to that.
CREATE FUNCTION placements_follow_up_of_link()
RETURNS TABLE (
    question_id uuid, asked text, is_answered boolean, expires_at timestamptz, is_known boolean, months integer,
    employer text, starts_on date, hours_per_week numeric, name text, asked_by text, region text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT q.id, q.asked, q.said <> '', q.expires_at, f.at_work IS NOT NULL, f.months::integer, p.employer, p.starts_on,
           p.hours_per_week,
           CASE WHEN q.said <> '' OR q.expires_at <= now() OR f.at_work IS NOT NULL THEN ''
                WHEN q.asked = 'candidate' THEN coalesce(i.first_name, '')
                WHEN p.candidate_agreed_on IS NOT NULL
                THEN trim(coalesce(i.first_name, '') || ' ' || coalesce(i.last_name, ''))
                ELSE '' END,
           coalesce(w.name, (SELECT o.name FROM organisations_organisation o
                               JOIN organisations_organisationregion x ON x.organisation_id = o.id
                              WHERE x.region_id = f.region_id AND o.kind = 'coordination_point'
                              ORDER BY o.name LIMIT 1), ''),
           r.name
      FROM placements_followupquestion q
      JOIN placements_followup f ON f.id = q.follow_up_id
      JOIN placements_placement p ON p.id = f.placement_id
      JOIN candidates_candidate c ON c.id = p.candidate_id
      JOIN organisations_region r ON r.id = f.region_id
      LEFT JOIN candidates_candidateidentity i ON i.candidate_id = c.id
      LEFT JOIN organisations_organisation w ON w.id = c.werkplein_id
     WHERE q.token_hash = nullif(current_setting('app.link', true), '')
       AND nullif(current_setting('app.context', true), '') = 'link'
$function$;
REVOKE ALL ON FUNCTION placements_follow_up_of_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_follow_up_of_link() TO {role};
"""
DROP = """
DROP FUNCTION placements_follow_up_of_link();
DROP TRIGGER drop_follow_ups ON placements_placement;
DROP FUNCTION placements_drop_follow_ups();
DROP FUNCTION placements_drop_questions() CASCADE;
DROP FUNCTION placements_keep_question() CASCADE;
DROP FUNCTION placements_stamp_of_placement() CASCADE;
"""

OF_WORKED = of_parent("placement_id", "placements_placement", f"parent.worked_by && {AUDIENCES}")
READS = f"{IS_MEMBER} AND {OF_WORKED}"
WRITES = f"{WRITING_MEMBER} AND {OF_WORKED}"
#: Follow-ups have no audience of their own: whoever sees one reads its questions, whoever writes it asks.
OF_FOLLOW_UP = of_parent("follow_up_id", "placements_followup", "true")
EVENT = of_parent("pgh_obj_id", "placements_followup", "true")
BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
PORTAL = system(Purpose.UPKEEP)


def make_functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTIONS.replace("{role}", role))


def drop_functions(apps, schema_editor):
    schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0026_placement"),
        ("candidates", "0003_tasks_and_assignments"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
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
                ("months", models.PositiveSmallIntegerField(verbose_name="na hoeveel maanden")),
                ("due_on", models.DateField(verbose_name="op")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="gevraagd")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd")),
                ("called_for_on", models.DateField(blank=True, null=True, verbose_name="bellen sinds")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="nagevraagd op")),
                ("at_work", models.BooleanField(blank=True, null=True, verbose_name="aan het werk")),
                (
                    "workplace",
                    models.CharField(
                        blank=True,
                        choices=[("same", "bij dezelfde werkgever"), ("other", "ergens anders")],
                        max_length=5,
                        verbose_name="waar",
                    ),
                ),
                ("workplace_name", models.CharField(blank=True, max_length=200, verbose_name="naam van de werkgever")),
                (
                    "known_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answers", "Beide antwoorden waren gelijk"),
                            ("coach", "Door een medewerker vastgelegd"),
                            ("import", "Uit een gegevenspakket"),
                        ],
                        max_length=7,
                        verbose_name="hoe bekend",
                    ),
                ),
                ("known_at", models.DateTimeField(blank=True, null=True, verbose_name="vastgelegd")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="follow_ups",
                        to="placements.placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "nazorg",
                "verbose_name_plural": "nazorg",
            },
        ),
        migrations.CreateModel(
            name="FollowUpEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="na hoeveel maanden")),
                ("due_on", models.DateField(verbose_name="op")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="gevraagd")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd")),
                ("called_for_on", models.DateField(blank=True, null=True, verbose_name="bellen sinds")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="nagevraagd op")),
                ("at_work", models.BooleanField(blank=True, null=True, verbose_name="aan het werk")),
                (
                    "workplace",
                    models.CharField(
                        blank=True,
                        choices=[("same", "bij dezelfde werkgever"), ("other", "ergens anders")],
                        max_length=5,
                        verbose_name="waar",
                    ),
                ),
                ("workplace_name", models.CharField(blank=True, max_length=200, verbose_name="naam van de werkgever")),
                (
                    "known_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answers", "Beide antwoorden waren gelijk"),
                            ("coach", "Door een medewerker vastgelegd"),
                            ("import", "Uit een gegevenspakket"),
                        ],
                        max_length=7,
                        verbose_name="hoe bekend",
                    ),
                ),
                ("known_at", models.DateTimeField(blank=True, null=True, verbose_name="vastgelegd")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_for",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.followup",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUpQuestion",
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
                (
                    "asked",
                    models.CharField(
                        choices=[("candidate", "Kandidaat"), ("employer", "Werkgever")],
                        max_length=9,
                        verbose_name="gevraagd aan",
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent", models.PositiveSmallIntegerField(default=1, verbose_name="hoe vaak verstuurd")),
                ("sent_at", models.DateTimeField(verbose_name="verstuurd")),
                ("expires_at", models.DateTimeField(verbose_name="geldig tot")),
                (
                    "said",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("here", "Werkt er nog"),
                            ("elsewhere", "Werkt ergens anders"),
                            ("not", "Heeft nu geen werk"),
                            ("gone", "Werkt er niet meer"),
                        ],
                        max_length=9,
                        verbose_name="antwoord",
                    ),
                ),
                ("said_place", models.CharField(blank=True, max_length=200, verbose_name="werkt nu bij")),
                ("said_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="questions",
                        to="placements.followup",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "vraag bij nazorg",
                "verbose_name_plural": "vragen bij nazorg",
            },
        ),
        migrations.CreateModel(
            name="EmployerContact",
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
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="employer_contact",
                        to="placements.placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "contactpersoon bij een werkgever",
                "verbose_name_plural": "contactpersonen bij werkgevers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="employer_contact_reachable",
                        violation_error_message="Vul een e-mailadres of een telefoonnummer in.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("at_work", None)), fields=["region", "due_on"], name="follow_up_open"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["region", "months", "due_on"], name="follow_up_by_day"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("placement", "months"), name="follow_up_once"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(condition=models.Q(("months__in", [6, 12, 24])), name="follow_up_months"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at_work", None), ("checked_on", None), ("known_at", None), ("known_by", "")),
                    models.Q(
                        ("at_work__isnull", False),
                        ("checked_on__isnull", False),
                        ("known_at__isnull", False),
                        models.Q(("known_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="follow_up_known_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("workplace", ""), ("workplace_name", "")), ("at_work", True), _connector="OR"
                ),
                name="follow_up_place_of_who_works",
                violation_error_message="Waar iemand werkt, hoort bij wie aan het werk is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("known_by", "coach"), _negated=True),
                    models.Q(("decided_by__isnull", False), ("decided_for__isnull", False)),
                    _connector="OR",
                ),
                name="follow_up_decided_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_followupevent" ("asked_at", "at_work", "called_for_on", "checked_on", "created_at", "decided_by_id", "decided_for_id", "due_on", "id", "known_at", "known_by", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "region_id", "reminded_at", "workplace", "workplace_name") VALUES (NEW."asked_at", NEW."at_work", NEW."called_for_on", NEW."checked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_for_id", NEW."due_on", NEW."id", NEW."known_at", NEW."known_by", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."placement_id", NEW."region_id", NEW."reminded_at", NEW."workplace", NEW."workplace_name"); RETURN NULL;',
                    hash="fb4b2fc850f7bd9b679edc6c8e38e1c5d3a1427b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26abe",
                    table="placements_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_followupevent" ("asked_at", "at_work", "called_for_on", "checked_on", "created_at", "decided_by_id", "decided_for_id", "due_on", "id", "known_at", "known_by", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "region_id", "reminded_at", "workplace", "workplace_name") VALUES (NEW."asked_at", NEW."at_work", NEW."called_for_on", NEW."checked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_for_id", NEW."due_on", NEW."id", NEW."known_at", NEW."known_by", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."placement_id", NEW."region_id", NEW."reminded_at", NEW."workplace", NEW."workplace_name"); RETURN NULL;',
                    hash="545a6820b940299c60b58d99a8f8a893157950e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb796",
                    table="placements_followup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="followupquestion",
            constraint=models.UniqueConstraint(fields=("follow_up", "asked"), name="follow_up_question_once"),
        ),
        migrations.AddConstraint(
            model_name="followupquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("said", ""), ("said_at", None), ("said_place", "")),
                    models.Q(models.Q(("said", ""), _negated=True), ("said_at__isnull", False)),
                    _connector="OR",
                ),
                name="follow_up_question_answered_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked", "employer"), _negated=True), ("said__in", ["", "here", "gone"]), _connector="OR"
                ),
                name="follow_up_question_to_employer",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked", "candidate"), _negated=True),
                    models.Q(("said", "gone"), _negated=True),
                    _connector="OR",
                ),
                name="follow_up_question_to_candidate",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("said_place", ""), ("said", "elsewhere"), _connector="OR"),
                name="follow_up_question_place_elsewhere",
            ),
        ),
        migrations.RunPython(make_functions, drop_functions),
        Protect(
            "FollowUp",
            select=[READS, system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[WRITES, system(Purpose.IMPORT, Purpose.UPKEEP)],
            update=[WRITES, system(Purpose.IMPORT, Purpose.UPKEEP)],
            delete=[system(Purpose.IMPORT)],
        ),
        Protect("FollowUpEvent", select=[f"{IS_MEMBER} AND {EVENT}"], insert=["true"]),
        Protect(
            "FollowUpQuestion",
            select=[f"{IS_MEMBER} AND {OF_FOLLOW_UP}", BY_LINK, PORTAL],
            insert=[f"{WRITING_MEMBER} AND {OF_FOLLOW_UP}", PORTAL],
            update=[f"{WRITING_MEMBER} AND {OF_FOLLOW_UP}", BY_LINK, PORTAL],
        ),
        Protect(
            "EmployerContact",
            select=[READS, PORTAL],
            insert=[WRITES],
            update=[WRITES, PORTAL],
        ),
    ]
