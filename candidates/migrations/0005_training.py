"""Training: programmes, groups with seats, who takes part, what it costs and what the plan wants.

A Werkplein reads what is given and its own people in it; costs and the plan are the coordination point's. Nobody else
sees any of it.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    of_parent,
    system,
)

GUARD = """
-- What belongs together lies in one region: a key alone does not say so.
CREATE FUNCTION candidates_guard_training() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    row_of jsonb := to_jsonb(NEW);
BEGIN
    IF row_of ->> 'candidate_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_candidate c
             WHERE c.id = (row_of ->> 'candidate_id')::uuid AND c.region_id = NEW.region_id)
       OR row_of ->> 'programme_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_trainingprogramme p
             WHERE p.id = (row_of ->> 'programme_id')::uuid AND p.region_id = NEW.region_id)
       OR row_of ->> 'group_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_traininggroup g
             WHERE g.id = (row_of ->> 'group_id')::uuid AND g.region_id = NEW.region_id
               AND (row_of ->> 'programme_id' IS NULL OR g.programme_id = (row_of ->> 'programme_id')::uuid))
       OR row_of ->> 'enrolment_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_enrolment e
             WHERE e.id = (row_of ->> 'enrolment_id')::uuid AND e.region_id = NEW.region_id
               AND e.programme_id = (row_of ->> 'programme_id')::uuid) THEN
        RAISE foreign_key_violation USING MESSAGE = 'training belongs to one region and one programme';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON candidates_traininggroup
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_training();
CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON candidates_trainingseat
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_training();
CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON candidates_enrolment
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_training();
CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON candidates_trainingcost
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_training();

CREATE FUNCTION candidates_guard_programme_occupation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM candidates_trainingprogramme p
                     JOIN organisations_occupation o ON o.region_id = p.region_id
                    WHERE p.id = NEW.programme_id AND o.id = NEW.occupation_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a programme leads to occupations of its region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON candidates_programmeoccupation
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_programme_occupation();

-- How many seats are taken, also by people whom the reader may not see. First the lock, then a fresh count.
CREATE FUNCTION candidates_count_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    its_group uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.group_id ELSE NEW.group_id END;
BEGIN
    PERFORM FROM candidates_traininggroup g WHERE g.id = its_group FOR NO KEY UPDATE;
    UPDATE candidates_traininggroup g
       SET seats_taken = (SELECT count(*) FROM candidates_trainingseat s
                           WHERE s.group_id = g.id
                             AND s.state IN ('seat_offered', 'seat_accepted', 'seat_started'))
     WHERE g.id = its_group;
    RETURN NULL;
END
$function$;
CREATE TRIGGER count_seats AFTER INSERT OR DELETE ON candidates_trainingseat
    FOR EACH ROW EXECUTE FUNCTION candidates_count_seats();
CREATE TRIGGER count_changed_seats AFTER UPDATE ON candidates_trainingseat
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION candidates_count_seats();

-- The coordination point hands out seats in the order; a Werkplein puts people forward and answers for its own.
CREATE FUNCTION candidates_guard_seat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF nullif(current_setting('app.context', true), '') = 'member'
       AND NOT coalesce('r:' || NEW.region_id || ':coordination_point'
                        = ANY (nullif(current_setting('app.audiences', true), '')::text[]), false)
       AND NEW.state IS DISTINCT FROM (CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END)
       AND NOT (CASE WHEN TG_OP = 'INSERT' THEN NEW.state = 'seat_waiting'
                     WHEN OLD.state IN ('seat_offered', 'seat_accepted')
                     THEN NEW.state IN ('seat_offered', 'seat_accepted', 'seat_declined')
                     ELSE OLD.state = 'seat_waiting' AND NEW.state IN ('seat_declined', 'seat_withdrawn') END) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the coordination point hands out seats';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_seat BEFORE INSERT OR UPDATE ON candidates_trainingseat
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_seat();

-- Payable only when the ABC project leader agreed, who did not enter it; what was decided stands.
CREATE FUNCTION candidates_guard_cost() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    who uuid := nullif(current_setting('app.user', true), '')::uuid;
    leader uuid := (SELECT p.project_leader_id FROM candidates_backofficepolicy p WHERE p.region_id = NEW.region_id);
    changes text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'cost_entered' THEN
            RAISE check_violation USING MESSAGE = 'a cost begins without a decision',
                CONSTRAINT = 'training_cost_begins_entered';
        END IF;
        RETURN NEW;
    END IF;
    -- Facts change only while nobody decided, by whoever entered them: a second pair of eyes stays a second one.
    changes := ARRAY['state', 'decided_by_id', 'decided_at', 'refused_reason', 'paid_on'];
    IF (to_jsonb(NEW) - changes) IS DISTINCT FROM (to_jsonb(OLD) - changes)
       AND (OLD.state <> 'cost_entered' OR NEW.entered_by_id <> OLD.entered_by_id
            OR who IS NOT NULL AND who <> OLD.entered_by_id)
       OR (OLD.state, NEW.state) NOT IN (
            ('cost_entered', 'cost_entered'), ('cost_entered', 'cost_approved'), ('cost_entered', 'cost_refused'),
            ('cost_entered', 'cost_withdrawn'), ('cost_approved', 'cost_approved'), ('cost_approved', 'cost_paid'),
            ('cost_paid', 'cost_paid'), ('cost_paid', 'cost_approved'), ('cost_refused', 'cost_refused'),
            ('cost_withdrawn', 'cost_withdrawn')) THEN
        RAISE check_violation USING MESSAGE = 'what was decided about a cost stands',
            CONSTRAINT = 'training_cost_stands';
    END IF;
    IF NEW.state IN ('cost_approved', 'cost_refused') AND OLD.state = 'cost_entered'
       AND (leader IS NULL OR who IS DISTINCT FROM leader OR NEW.decided_by_id IS DISTINCT FROM leader
            OR NEW.entered_by_id = leader) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the project leader decides about a cost of somebody else';
    END IF;
    IF OLD.state <> 'cost_entered'
       AND (NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at) THEN
        RAISE check_violation USING MESSAGE = 'what was decided about a cost stands',
            CONSTRAINT = 'training_cost_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_cost BEFORE INSERT OR UPDATE ON candidates_trainingcost
    FOR EACH ROW EXECUTE FUNCTION candidates_guard_cost();
"""
DROP = """
DROP FUNCTION candidates_guard_cost() CASCADE;
DROP FUNCTION candidates_guard_seat() CASCADE;
DROP FUNCTION candidates_count_seats() CASCADE;
DROP FUNCTION candidates_guard_programme_occupation() CASCADE;
DROP FUNCTION candidates_guard_training() CASCADE;
"""

COORDINATION = audience("coordination_point")
WRITING_COORDINATION = f"{WRITING_MEMBER} AND {COORDINATION}"
#: The Werkplein reads what is given in its region; the row itself decides which people it sees there.
WERKPLEIN = f"region_id = ANY ({REGIONS}) AND " + of_parent(
    ORGANISATION, "organisations_organisation", "parent.kind = 'werkplein'"
)
IMPORT = system(Purpose.IMPORT)
READS = system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)
WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
TENDS = system(Purpose.IMPORT, Purpose.UPKEEP)
OF_OWN_PROGRAMME = of_parent(
    "programme_id",
    "candidates_trainingprogramme",
    f"('r:' || parent.region_id || ':coordination_point') = ANY ({AUDIENCES})",
)
UPKEEP = system(Purpose.UPKEEP)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0004_file"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingGroup",
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
                ("name", models.CharField(max_length=120, verbose_name="naam van de groep")),
                ("starts_on", models.DateField(verbose_name="eerste dag")),
                ("ends_on", models.DateField(verbose_name="laatste dag")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="plaatsen",
                    ),
                ),
                ("seats_taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="waar")),
                ("benefit_kept", models.BooleanField(default=False, verbose_name="met behoud van uitkering")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("group_open", "Plaatsen te vullen"),
                            ("group_running", "Bezig"),
                            ("group_closed", "Afgerond"),
                            ("group_cancelled", "Gaat niet door"),
                        ],
                        default="group_open",
                        max_length=15,
                        verbose_name="stand",
                    ),
                ),
                ("cancelled_reason", models.CharField(blank=True, max_length=500, verbose_name="waarom niet")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "scholingsgroep",
                "verbose_name_plural": "scholingsgroepen",
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                ("reference", models.CharField(max_length=60, verbose_name="kenmerk")),
                ("started_on", models.DateField(verbose_name="begonnen op")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="geëindigd op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certificate", "Certificaat"),
                            ("no_certificate", "Zonder certificaat"),
                            ("dropout", "Gestopt"),
                        ],
                        max_length=14,
                        verbose_name="uitkomst",
                    ),
                ),
                ("dropout_reason", models.CharField(blank=True, max_length=200, verbose_name="reden van stoppen")),
                (
                    "attendance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="aanwezig",
                    ),
                ),
                ("certificate_on", models.DateField(blank=True, null=True, verbose_name="datum van het certificaat")),
                ("certificate_name", models.CharField(blank=True, max_length=200, verbose_name="certificaat")),
                ("benefit_kept", models.BooleanField(default=False, verbose_name="met behoud van uitkering")),
                (
                    "training_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="kosten van de scholing"
                    ),
                ),
                (
                    "guidance_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="kosten van de begeleiding"
                    ),
                ),
                ("voucher", models.CharField(blank=True, max_length=60, verbose_name="vouchernummer")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="candidates.traininggroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "deelname aan scholing",
                "verbose_name_plural": "deelnamen aan scholing",
            },
        ),
        migrations.CreateModel(
            name="TrainingPlan",
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
                    "measure",
                    models.CharField(
                        choices=[
                            ("intake", "Aanmeldingen"),
                            ("intensive", "Begonnen: intensief"),
                            ("short", "Begonnen: kort"),
                        ],
                        max_length=9,
                        verbose_name="wat",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="kwartaal",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="aantal")),
                ("source", models.CharField(max_length=200, verbose_name="bron")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="gewijzigd")),
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan voor een kwartaal",
                "verbose_name_plural": "plannen per kwartaal",
            },
        ),
        migrations.CreateModel(
            name="TrainingProgramme",
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
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("intensive", "Intensief"),
                            ("short", "Kort"),
                            ("comparable", "Vergelijkbaar traject"),
                        ],
                        max_length=10,
                        verbose_name="vorm",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("existing", "Bestaande scholing"), ("new", "Nieuw ontwikkeld")],
                        default="existing",
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="opleider")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("developed_on", models.DateField(blank=True, null=True, verbose_name="ontwikkeld op")),
                (
                    "state",
                    models.CharField(
                        choices=[("concept", "Concept"), ("available", "Beschikbaar"), ("closed", "Gesloten")],
                        default="available",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("goal", models.CharField(blank=True, max_length=1000, verbose_name="wat iemand na afloop kan")),
                ("entry", models.CharField(blank=True, max_length=1000, verbose_name="voor wie")),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="duur in weken",
                    ),
                ),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="uren per week"
                    ),
                ),
                ("certificate", models.CharField(blank=True, max_length=200, verbose_name="certificaat of diploma")),
                (
                    "seat_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="prijs per plaats"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "scholing",
                "verbose_name_plural": "scholingen",
            },
        ),
        migrations.AddField(
            model_name="traininggroup",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="candidates.trainingprogramme"
            ),
        ),
        migrations.CreateModel(
            name="TrainingCost",
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
                    "kind",
                    models.CharField(
                        choices=[("training", "Scholing"), ("guidance", "Begeleiding")],
                        default="training",
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="omschrijving")),
                ("supplier", models.CharField(max_length=200, verbose_name="van wie is de factuur")),
                ("invoice_number", models.CharField(max_length=60, verbose_name="factuurnummer")),
                ("invoice_on", models.DateField(verbose_name="factuurdatum")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="bedrag zonder btw")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("cost_entered", "Wacht op akkoord"),
                            ("cost_approved", "Mag betaald worden"),
                            ("cost_refused", "Geen akkoord"),
                            ("cost_withdrawn", "Ingetrokken"),
                            ("cost_paid", "Betaald"),
                        ],
                        default="cost_entered",
                        max_length=14,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ingevoerd")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="besloten")),
                ("refused_reason", models.CharField(blank=True, max_length=500, verbose_name="waarom niet")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="betaald op")),
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
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="candidates.enrolment",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="candidates.traininggroup",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="candidates.trainingprogramme",
                    ),
                ),
            ],
            options={
                "verbose_name": "kosten van scholing",
                "verbose_name_plural": "kosten van scholing",
            },
        ),
        migrations.CreateModel(
            name="ProgrammeOccupation",
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
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.occupation"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_occupations",
                        to="candidates.trainingprogramme",
                    ),
                ),
            ],
            options={
                "verbose_name": "beroep van een scholing",
                "verbose_name_plural": "beroepen van scholingen",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
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
                ("reference", models.CharField(max_length=60, verbose_name="kenmerk")),
                ("started_on", models.DateField(verbose_name="begonnen op")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="geëindigd op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certificate", "Certificaat"),
                            ("no_certificate", "Zonder certificaat"),
                            ("dropout", "Gestopt"),
                        ],
                        max_length=14,
                        verbose_name="uitkomst",
                    ),
                ),
                ("dropout_reason", models.CharField(blank=True, max_length=200, verbose_name="reden van stoppen")),
                (
                    "attendance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="aanwezig",
                    ),
                ),
                ("certificate_on", models.DateField(blank=True, null=True, verbose_name="datum van het certificaat")),
                ("certificate_name", models.CharField(blank=True, max_length=200, verbose_name="certificaat")),
                ("benefit_kept", models.BooleanField(default=False, verbose_name="met behoud van uitkering")),
                (
                    "training_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="kosten van de scholing"
                    ),
                ),
                (
                    "guidance_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="kosten van de begeleiding"
                    ),
                ),
                ("voucher", models.CharField(blank=True, max_length=60, verbose_name="vouchernummer")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="candidates.enrolment",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.traininggroup",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.trainingprogramme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="candidates.trainingprogramme",
            ),
        ),
        migrations.CreateModel(
            name="TrainingSeat",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("seat_waiting", "Wachtlijst"),
                            ("seat_offered", "Aangeboden"),
                            ("seat_accepted", "Komt"),
                            ("seat_declined", "Wil niet"),
                            ("seat_withdrawn", "Weggehaald"),
                            ("seat_started", "Begonnen"),
                        ],
                        default="seat_waiting",
                        max_length=14,
                        verbose_name="stand",
                    ),
                ),
                ("ring", models.PositiveSmallIntegerField(default=2, verbose_name="gebied")),
                ("passed_over", models.PositiveSmallIntegerField(default=0, verbose_name="aantal overgeslagen")),
                (
                    "passed_over_nearer",
                    models.PositiveSmallIntegerField(default=0, verbose_name="overgeslagen van dichterbij"),
                ),
                (
                    "pass_over_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_reached", "Wie eerder komt, was niet te bereiken"),
                            ("does_not_want", "Wie eerder komt, wil deze scholing niet"),
                            ("requirements", "Wie eerder komt, voldoet niet aan de ingangseisen"),
                            ("not_free", "Wie eerder komt, kan niet in deze periode"),
                            ("other_plan", "Voor wie eerder komt, is er iets anders afgesproken"),
                            ("employer", "De werkgever heeft bij de start gekozen"),
                            ("other", "Een andere reden"),
                        ],
                        max_length=14,
                        verbose_name="reden",
                    ),
                ),
                ("pass_over_text", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="toegevoegd")),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="aangeboden")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="candidates.candidate"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken", to="candidates.traininggroup"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "plaats in een scholingsgroep",
                "verbose_name_plural": "plaatsen in scholingsgroepen",
            },
        ),
        migrations.AddConstraint(
            model_name="trainingplan",
            constraint=models.UniqueConstraint(
                fields=("region", "measure", "year", "quarter"), name="training_plan_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="training_plan_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingprogramme",
            constraint=models.UniqueConstraint(
                fields=("region", "code"),
                name="training_programme_code_unique",
                violation_error_message="Deze code is al van een andere scholing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat_cost", None), ("seat_cost__gte", 0), _connector="OR"),
                name="training_programme_seat_cost",
                violation_error_message="Een prijs is 0 of meer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_per_week", None),
                    models.Q(("hours_per_week__gt", 0), ("hours_per_week__lte", 60)),
                    _connector="OR",
                ),
                name="training_programme_hours",
                violation_error_message="Vul meer dan 0 en hoogstens 60 uur per week in.",
            ),
        ),
        migrations.AddIndex(
            model_name="traininggroup",
            index=models.Index(fields=["region", "starts_on"], name="training_group_by_start"),
        ),
        migrations.AddConstraint(
            model_name="traininggroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="training_group_ends_after_start",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininggroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1), ("seats__lte", 60)),
                name="training_group_has_seats",
                violation_error_message="Een groep heeft 1 tot en met 60 plaatsen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininggroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats_taken__lte", models.F("seats"))),
                name="training_group_not_overfull",
                violation_error_message="Er zijn niet zoveel plaatsen vrij.",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininggroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "group_cancelled"), _negated=True),
                    models.Q(("cancelled_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="training_group_cancelled_with_reason",
                violation_error_message="Schrijf op waarom de groep niet doorgaat.",
            ),
        ),
        migrations.AddIndex(
            model_name="trainingcost",
            index=models.Index(fields=["region", "state", "invoice_on"], name="training_cost_in_state"),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["cost_refused", "cost_withdrawn"]), _negated=True),
                fields=("region", "supplier", "invoice_number", "description"),
                name="training_cost_once",
                violation_error_message="Deze factuur staat er al.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)),
                name="training_cost_amount",
                violation_error_message="Vul een bedrag in dat meer is dan 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None), ("decided_by", None), ("state__in", ["cost_entered", "cost_withdrawn"])
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["cost_approved", "cost_refused", "cost_paid"]),
                    ),
                    _connector="OR",
                ),
                name="training_cost_decided_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="training_cost_two_people",
                violation_error_message="Wie een factuur invoert, geeft er geen akkoord op.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_on__isnull", False), ("state", "cost_paid")),
                    models.Q(models.Q(("state", "cost_paid"), _negated=True), ("paid_on", None)),
                    _connector="OR",
                ),
                name="training_cost_paid_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cost_refused"), _negated=True),
                    models.Q(("refused_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="training_cost_refused_with_reason",
                violation_error_message="Schrijf op waarom u geen akkoord geeft.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeoccupation",
            constraint=models.UniqueConstraint(
                fields=("programme", "occupation"), name="training_programme_occupation_once"
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["candidate", "started_on"], name="enrolment_of_candidate"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["region", "started_on"], name="enrolment_by_start"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("region", "reference"),
                name="enrolment_reference_unique",
                violation_error_message="Dit kenmerk is al van een andere deelname.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="enrolment_ends_after_start",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), ("ended_on__isnull", False), _connector="OR"),
                name="enrolment_outcome_needs_end",
                violation_error_message="Vul ook in op welke dag de scholing eindigde.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "dropout"), models.Q(("dropout_reason", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "dropout"), _negated=True), ("dropout_reason", "")),
                    _connector="OR",
                ),
                name="enrolment_dropout_reason",
                violation_error_message="Kies waarom de deelnemer stopte.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "certificate"),
                    models.Q(("certificate_name", ""), ("certificate_on", None)),
                    _connector="OR",
                ),
                name="enrolment_certificate_by_outcome",
                violation_error_message="Een certificaat hoort bij de uitkomst certificaat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("attendance", None), ("attendance__lte", 100), _connector="OR"),
                name="enrolment_attendance_percentage",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("training_cost", None), ("training_cost__gte", 0), _connector="OR"),
                    models.Q(("guidance_cost", None), ("guidance_cost__gte", 0), _connector="OR"),
                ),
                name="enrolment_costs",
                violation_error_message="Kosten zijn 0 of meer.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_enrolmentevent" ("attendance", "benefit_kept", "candidate_id", "certificate_name", "certificate_on", "created_at", "dropout_reason", "ended_on", "group_id", "guidance_cost", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "region_id", "started_on", "training_cost", "voucher") VALUES (NEW."attendance", NEW."benefit_kept", NEW."candidate_id", NEW."certificate_name", NEW."certificate_on", NEW."created_at", NEW."dropout_reason", NEW."ended_on", NEW."group_id", NEW."guidance_cost", NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reference", NEW."region_id", NEW."started_on", NEW."training_cost", NEW."voucher"); RETURN NULL;',
                    hash="2e008baa003e44cd9432a81283b1bbc85acaa96c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_79015",
                    table="candidates_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_enrolmentevent" ("attendance", "benefit_kept", "candidate_id", "certificate_name", "certificate_on", "created_at", "dropout_reason", "ended_on", "group_id", "guidance_cost", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "region_id", "started_on", "training_cost", "voucher") VALUES (NEW."attendance", NEW."benefit_kept", NEW."candidate_id", NEW."certificate_name", NEW."certificate_on", NEW."created_at", NEW."dropout_reason", NEW."ended_on", NEW."group_id", NEW."guidance_cost", NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reference", NEW."region_id", NEW."started_on", NEW."training_cost", NEW."voucher"); RETURN NULL;',
                    hash="827b6f5c8dc3289b60e56ea3b0222f07c0ff8015",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4c21e",
                    table="candidates_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="trainingseat",
            index=models.Index(fields=["candidate", "state"], name="training_seat_of_candidate"),
        ),
        migrations.AddConstraint(
            model_name="trainingseat",
            constraint=models.UniqueConstraint(
                fields=("group", "candidate"),
                name="training_seat_once",
                violation_error_message="Deze kandidaat staat al bij deze groep.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingseat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passed_over", 0), models.Q(("pass_over_reason", ""), _negated=True), _connector="OR"
                ),
                name="training_seat_passed_over_with_reason",
                violation_error_message="Schrijf op waarom u mensen overslaat die eerder aan de beurt zijn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingseat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pass_over_reason", "other"), _negated=True),
                    models.Q(("pass_over_text", ""), _negated=True),
                    _connector="OR",
                ),
                name="training_seat_other_reason_said",
                violation_error_message="Schrijf op welke reden het is.",
            ),
        ),
        migrations.RunSQL(GUARD, DROP),
        Protect(
            "TrainingProgramme",
            select=[COORDINATION, WERKPLEIN, READS],
            insert=[WRITING_COORDINATION, IMPORT],
            update=[WRITING_COORDINATION, IMPORT],
            delete=[IMPORT],
        ),
        Protect(
            "ProgrammeOccupation",
            select=[child_of("programme_id", "candidates_trainingprogramme")],
            insert=[f"{WRITING_MEMBER} AND {OF_OWN_PROGRAMME}"],
            delete=[f"{WRITING_MEMBER} AND {OF_OWN_PROGRAMME}"],
        ),
        Protect(
            "TrainingGroup",
            select=[COORDINATION, WERKPLEIN, READS],
            insert=[WRITING_COORDINATION],
            update=[WRITING_COORDINATION],
        ),
        Protect(
            "TrainingSeat",
            select=[WORKED, READS],
            insert=[f"{WRITING_MEMBER} AND {WORKED} AND added_for_id = {ORGANISATION}"],
            update=[f"{WRITING_MEMBER} AND {WORKED}", UPKEEP],
        ),
        Protect(
            "Enrolment",
            select=[WORKED, READS],
            insert=[f"{WRITING_MEMBER} AND {WORKED}", IMPORT],
            update=[f"{WRITING_MEMBER} AND {WORKED}", TENDS],
            delete=[IMPORT],
        ),
        Protect("EnrolmentEvent", select=[of_parent("pgh_obj_id", "candidates_enrolment")], insert=["true"]),
        Protect(
            "TrainingCost",
            select=[COORDINATION, READS],
            insert=[f"{WRITING_COORDINATION} AND entered_by_id = {USER}"],
            update=[WRITING_COORDINATION],
        ),
        Protect(
            "TrainingPlan",
            select=[COORDINATION, system(Purpose.REPORT, Purpose.SETUP)],
            insert=[WRITING_COORDINATION, system(Purpose.SETUP)],
            update=[WRITING_COORDINATION],
        ),
    ]
