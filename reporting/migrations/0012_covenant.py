"""The covenant: its partners with what they promised, their meetings and actions, the activity plan and the risks."""

import json
from pathlib import Path

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, WRITING_MEMBER, Protect, audience, child_of, of_parent, system

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "covenant_groningen.json"
#: The plan gives no chance or impact; until the partners judge them, each risk stands in the middle.
MIDDLE = 2

BUREAU = audience("programme_bureau")
#: Who reads all of it; a partner of the covenant besides them what is meant for partners.
READERS = [BUREAU, audience("coordination_point"), audience("ministry"), system(Purpose.REPORT, Purpose.UPKEEP)]
PARTNER = audience("covenant")
OWN = f"partner_id = {ORGANISATION} AND {PARTNER}"
WRITING_BUREAU = f"{WRITING_MEMBER} AND {BUREAU}"
OF_OWN_MEETING = of_parent(
    "meeting_id",
    "reporting_covenantmeeting",
    f"{WRITING_MEMBER} AND {audience('programme_bureau', region='parent.region_id')}",
)
# What belongs together lies in one region, and is about somebody who signed there: a key alone does not say so.
GUARD = """
CREATE FUNCTION reporting_guard_covenant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    row_of jsonb := to_jsonb(NEW);
    region uuid := row_of ->> 'region_id';
BEGIN
    IF row_of ->> 'meeting_id' IS NOT NULL THEN
        SELECT m.region_id INTO region FROM reporting_covenantmeeting m
         WHERE m.id = (row_of ->> 'meeting_id')::uuid AND m.region_id = coalesce(region, m.region_id);
    END IF;
    IF region IS NULL
       OR row_of ->> 'duty_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM reporting_covenantduty d WHERE d.id = (row_of ->> 'duty_id')::uuid AND d.region_id = region)
       OR row_of ->> 'partner_id' IS NOT NULL AND NOT EXISTS (
            SELECT FROM organisations_organisationregion x
             WHERE x.organisation_id = (row_of ->> 'partner_id')::uuid AND x.region_id = region) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a covenant belongs to one region';
    END IF;
    RETURN NEW;
END
$function$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER guard_region BEFORE INSERT OR UPDATE ON reporting_{table} "
    "FOR EACH ROW EXECUTE FUNCTION reporting_guard_covenant();\n"
    for table in ("covenantpartner", "dutyprogress", "meetingpresence", "covenantaction", "planactivity")
)
DROP = "DROP FUNCTION reporting_guard_covenant() CASCADE;"
# A partner says how its own action goes; what was agreed, by whom and when, stays the bureau's.
AGREED = f"""
CREATE FUNCTION reporting_keep_agreed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (SELECT nullif(current_setting('app.context', true), '')) = 'member'
       AND NOT {audience("programme_bureau", region="NEW.region_id")}
       AND (NEW.meeting_id, NEW.partner_id, NEW.person, NEW.text, NEW.due_on)
           IS DISTINCT FROM (OLD.meeting_id, OLD.partner_id, OLD.person, OLD.text, OLD.due_on) THEN
        RAISE check_violation USING MESSAGE = 'what was agreed is changed by the programme bureau',
            CONSTRAINT = 'covenant_action_agreed';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_agreed BEFORE UPDATE ON reporting_covenantaction
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_agreed();
"""  # noqa: S608 - our own names
DROP_AGREED = "DROP FUNCTION reporting_keep_agreed() CASCADE;"


def load(apps, schema_editor):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.get(code="groningen")
    apps.get_model("reporting", "CovenantDuty").objects.bulk_create(
        apps.get_model("reporting", "CovenantDuty")(
            region=region,
            group=group,
            article=article,
            text=text,
            rhythm=rhythm,
            due_on=due_on,
            source=shipped["source"],
        )
        for group, article, text, rhythm, due_on in shipped["duties"]
    )
    apps.get_model("reporting", "PlanActivity").objects.bulk_create(
        apps.get_model("reporting", "PlanActivity")(
            region=region,
            part=part,
            title=title,
            from_quarter=first,
            to_quarter=last,
            rhythm=rhythm,
            source=shipped["activities_source"],
        )
        for part, title, first, last, rhythm in shipped["activities"]
    )
    apps.get_model("reporting", "CovenantRisk").objects.bulk_create(
        apps.get_model("reporting", "CovenantRisk")(
            region=region,
            title=title,
            text=text,
            measure=measure,
            chance=MIDDLE,
            impact=MIDDLE,
            source=shipped["risks_source"],
        )
        for title, text, measure in shipped["risks"]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0011_counted_and_mailed"),
    ]

    operations = [
        migrations.CreateModel(
            name="CovenantAction",
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
                ("person", models.CharField(blank=True, max_length=120, verbose_name="persoon")),
                ("text", models.CharField(max_length=600, verbose_name="actie")),
                ("due_on", models.DateField(verbose_name="uiterlijk")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("running", "Bezig"), ("done", "Klaar"), ("dropped", "Vervallen")],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000, verbose_name="uitkomst")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                "verbose_name": "actie",
                "verbose_name_plural": "acties",
            },
        ),
        migrations.CreateModel(
            name="CovenantDuty",
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
                    "group",
                    models.CharField(
                        choices=[
                            ("all", "Alle partners"),
                            ("municipalities", "Gemeenten"),
                            ("province", "Provincie"),
                            ("state", "Rijk"),
                            ("ncg", "Nationaal Coördinator Groningen"),
                            ("region", "Arbeidsmarktregio, Werkpleinen en UWV"),
                            ("builders", "Werkgevers in de bouw"),
                            ("employers", "Werkgevers"),
                            ("unions", "Vakbonden"),
                            ("clients", "Andere opdrachtgevers"),
                            ("schools", "Scholen"),
                        ],
                        max_length=14,
                        verbose_name="groep",
                    ),
                ),
                ("article", models.CharField(max_length=20, verbose_name="artikel")),
                ("text", models.CharField(max_length=600, verbose_name="verplichting")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("ongoing", "Doorlopend"),
                            ("once", "Eén keer"),
                            ("monthly", "Elke maand"),
                            ("quarterly", "Elk kwartaal"),
                            ("half_yearly", "Elk halfjaar"),
                            ("yearly", "Elk jaar"),
                        ],
                        default="ongoing",
                        max_length=11,
                        verbose_name="hoe vaak",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="uiterlijk")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="geldt niet meer sinds")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "verplichting uit het convenant",
                "verbose_name_plural": "verplichtingen uit het convenant",
            },
        ),
        migrations.CreateModel(
            name="CovenantDutyEvent",
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
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("all", "Alle partners"),
                            ("municipalities", "Gemeenten"),
                            ("province", "Provincie"),
                            ("state", "Rijk"),
                            ("ncg", "Nationaal Coördinator Groningen"),
                            ("region", "Arbeidsmarktregio, Werkpleinen en UWV"),
                            ("builders", "Werkgevers in de bouw"),
                            ("employers", "Werkgevers"),
                            ("unions", "Vakbonden"),
                            ("clients", "Andere opdrachtgevers"),
                            ("schools", "Scholen"),
                        ],
                        max_length=14,
                        verbose_name="groep",
                    ),
                ),
                ("article", models.CharField(max_length=20, verbose_name="artikel")),
                ("text", models.CharField(max_length=600, verbose_name="verplichting")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("ongoing", "Doorlopend"),
                            ("once", "Eén keer"),
                            ("monthly", "Elke maand"),
                            ("quarterly", "Elk kwartaal"),
                            ("half_yearly", "Elk halfjaar"),
                            ("yearly", "Elk jaar"),
                        ],
                        default="ongoing",
                        max_length=11,
                        verbose_name="hoe vaak",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="uiterlijk")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="geldt niet meer sinds")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.covenantduty",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CovenantMeeting",
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
                        choices=[
                            ("board", "Bestuur Werk in Zicht"),
                            ("progress", "Voortgangsoverleg bij de NCG"),
                            ("cockpit", "Cockpitploeg"),
                            ("officials", "Overleg met beleidsmedewerkers"),
                            ("evaluation", "Jaarlijkse evaluatie"),
                            ("other_meeting", "Ander overleg"),
                        ],
                        max_length=13,
                        verbose_name="soort overleg",
                    ),
                ),
                ("on", models.DateField(verbose_name="datum")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="plaats")),
                ("agenda", models.CharField(blank=True, max_length=3000, verbose_name="agenda")),
                ("decisions", models.CharField(blank=True, max_length=4000, verbose_name="besluiten")),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="gaat niet door")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "overleg",
                "verbose_name_plural": "overleggen",
            },
        ),
        migrations.CreateModel(
            name="CovenantActionEvent",
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
                ("person", models.CharField(blank=True, max_length=120, verbose_name="persoon")),
                ("text", models.CharField(max_length=600, verbose_name="actie")),
                ("due_on", models.DateField(verbose_name="uiterlijk")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("running", "Bezig"), ("done", "Klaar"), ("dropped", "Vervallen")],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000, verbose_name="uitkomst")),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="reporting.covenantaction",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.covenantmeeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="covenantaction",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="reporting.covenantmeeting",
            ),
        ),
        migrations.CreateModel(
            name="CovenantMeetingEvent",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Bestuur Werk in Zicht"),
                            ("progress", "Voortgangsoverleg bij de NCG"),
                            ("cockpit", "Cockpitploeg"),
                            ("officials", "Overleg met beleidsmedewerkers"),
                            ("evaluation", "Jaarlijkse evaluatie"),
                            ("other_meeting", "Ander overleg"),
                        ],
                        max_length=13,
                        verbose_name="soort overleg",
                    ),
                ),
                ("on", models.DateField(verbose_name="datum")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="plaats")),
                ("agenda", models.CharField(blank=True, max_length=3000, verbose_name="agenda")),
                ("decisions", models.CharField(blank=True, max_length=4000, verbose_name="besluiten")),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="gaat niet door")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.covenantmeeting",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CovenantPartner",
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
                    "group",
                    models.CharField(
                        choices=[
                            ("all", "Alle partners"),
                            ("municipalities", "Gemeenten"),
                            ("province", "Provincie"),
                            ("state", "Rijk"),
                            ("ncg", "Nationaal Coördinator Groningen"),
                            ("region", "Arbeidsmarktregio, Werkpleinen en UWV"),
                            ("builders", "Werkgevers in de bouw"),
                            ("employers", "Werkgevers"),
                            ("unions", "Vakbonden"),
                            ("clients", "Andere opdrachtgevers"),
                            ("schools", "Scholen"),
                        ],
                        max_length=14,
                        verbose_name="groep",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="getekend op")),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contactpersoon")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="telefoon")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                "verbose_name": "convenantpartner",
                "verbose_name_plural": "convenantpartners",
            },
        ),
        migrations.CreateModel(
            name="CovenantPartnerEvent",
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
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("all", "Alle partners"),
                            ("municipalities", "Gemeenten"),
                            ("province", "Provincie"),
                            ("state", "Rijk"),
                            ("ncg", "Nationaal Coördinator Groningen"),
                            ("region", "Arbeidsmarktregio, Werkpleinen en UWV"),
                            ("builders", "Werkgevers in de bouw"),
                            ("employers", "Werkgevers"),
                            ("unions", "Vakbonden"),
                            ("clients", "Andere opdrachtgevers"),
                            ("schools", "Scholen"),
                        ],
                        max_length=14,
                        verbose_name="groep",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="getekend op")),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contactpersoon")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="telefoon")),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="reporting.covenantpartner",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CovenantRisk",
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
                ("title", models.CharField(max_length=120, verbose_name="risico")),
                ("text", models.CharField(blank=True, max_length=1000, verbose_name="omschrijving")),
                (
                    "chance",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Klein"), (2, "Middel"), (3, "Groot")], verbose_name="kans"
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Klein"), (2, "Middel"), (3, "Groot")], verbose_name="gevolg"
                    ),
                ),
                ("measure", models.CharField(blank=True, max_length=1000, verbose_name="maatregel")),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="wie")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("contained", "Onder controle"), ("closed", "Gesloten")],
                        default="open",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="bekeken op")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "risico",
                "verbose_name_plural": "risico’s",
            },
        ),
        migrations.CreateModel(
            name="CovenantRiskEvent",
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
                ("title", models.CharField(max_length=120, verbose_name="risico")),
                ("text", models.CharField(blank=True, max_length=1000, verbose_name="omschrijving")),
                (
                    "chance",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Klein"), (2, "Middel"), (3, "Groot")], verbose_name="kans"
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Klein"), (2, "Middel"), (3, "Groot")], verbose_name="gevolg"
                    ),
                ),
                ("measure", models.CharField(blank=True, max_length=1000, verbose_name="maatregel")),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="wie")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("contained", "Onder controle"), ("closed", "Gesloten")],
                        default="open",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="bekeken op")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.covenantrisk",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DutyProgress",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("on_track", "Op schema"),
                            ("done", "Klaar"),
                            ("not_done", "Niet gedaan"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("responsible", models.CharField(blank=True, max_length=120, verbose_name="wie ervoor zorgt")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="voortgang")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="reporting.covenantduty",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                "verbose_name": "stand van een verplichting",
                "verbose_name_plural": "stand van verplichtingen",
            },
        ),
        migrations.CreateModel(
            name="DutyProgressEvent",
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("on_track", "Op schema"),
                            ("done", "Klaar"),
                            ("not_done", "Niet gedaan"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("responsible", models.CharField(blank=True, max_length=120, verbose_name="wie ervoor zorgt")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="voortgang")),
                (
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.covenantduty",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="reporting.dutyprogress",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingPresence",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presence",
                        to="reporting.covenantmeeting",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "aanwezige bij een overleg",
                "verbose_name_plural": "aanwezigen bij een overleg",
            },
        ),
        migrations.CreateModel(
            name="PlanActivity",
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
                    "part",
                    models.CharField(
                        choices=[("result", "Resultaat"), ("process", "Proces")], max_length=7, verbose_name="deel"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="activiteit")),
                ("from_quarter", models.CharField(max_length=7, verbose_name="van kwartaal")),
                ("to_quarter", models.CharField(max_length=7, verbose_name="tot en met kwartaal")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("ongoing", "Doorlopend"),
                            ("once", "Eén keer"),
                            ("monthly", "Elke maand"),
                            ("quarterly", "Elk kwartaal"),
                            ("half_yearly", "Elk halfjaar"),
                            ("yearly", "Elk jaar"),
                        ],
                        default="once",
                        max_length=11,
                        verbose_name="hoe vaak",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="wie")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Nog niet begonnen"),
                            ("running", "Bezig"),
                            ("done", "Klaar"),
                            ("dropped", "Vervallen"),
                        ],
                        default="not_started",
                        max_length=11,
                        verbose_name="stand",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000, verbose_name="wat het opleverde")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                "verbose_name": "activiteit",
                "verbose_name_plural": "activiteiten",
            },
        ),
        migrations.CreateModel(
            name="PlanActivityEvent",
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
                (
                    "part",
                    models.CharField(
                        choices=[("result", "Resultaat"), ("process", "Proces")], max_length=7, verbose_name="deel"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="activiteit")),
                ("from_quarter", models.CharField(max_length=7, verbose_name="van kwartaal")),
                ("to_quarter", models.CharField(max_length=7, verbose_name="tot en met kwartaal")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("ongoing", "Doorlopend"),
                            ("once", "Eén keer"),
                            ("monthly", "Elke maand"),
                            ("quarterly", "Elk kwartaal"),
                            ("half_yearly", "Elk halfjaar"),
                            ("yearly", "Elk jaar"),
                        ],
                        default="once",
                        max_length=11,
                        verbose_name="hoe vaak",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="wie")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Nog niet begonnen"),
                            ("running", "Bezig"),
                            ("done", "Klaar"),
                            ("dropped", "Vervallen"),
                        ],
                        default="not_started",
                        max_length=11,
                        verbose_name="stand",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=1000, verbose_name="wat het opleverde")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="bron")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
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
                        to="reporting.planactivity",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="covenantduty",
            constraint=models.UniqueConstraint(
                fields=("region", "group", "article"),
                name="covenant_duty_once",
                violation_error_message="Dit artikel staat al bij deze groep.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantduty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_covenantdutyevent" ("article", "due_on", "ended_on", "group", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "rhythm", "source", "text") VALUES (NEW."article", NEW."due_on", NEW."ended_on", NEW."group", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."rhythm", NEW."source", NEW."text"); RETURN NULL;',
                    hash="e659a2f52d72d64d844c1423cb047c5ad1bbbb23",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8af60",
                    table="reporting_covenantduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantduty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_covenantdutyevent" ("article", "due_on", "ended_on", "group", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "rhythm", "source", "text") VALUES (NEW."article", NEW."due_on", NEW."ended_on", NEW."group", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."rhythm", NEW."source", NEW."text"); RETURN NULL;',
                    hash="9591e7db9e9ff85534c0645aef5aeff4b4ca562d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ca8e",
                    table="reporting_covenantduty",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="covenantmeeting",
            index=models.Index(fields=["region", "-on"], name="covenant_meeting_newest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_covenantmeetingevent" ("agenda", "decisions", "id", "is_cancelled", "kind", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id") VALUES (NEW."agenda", NEW."decisions", NEW."id", NEW."is_cancelled", NEW."kind", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."region_id"); RETURN NULL;',
                    hash="9653417d8c278df815aeec633407fedd7544ebc1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ddaba",
                    table="reporting_covenantmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_covenantmeetingevent" ("agenda", "decisions", "id", "is_cancelled", "kind", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id") VALUES (NEW."agenda", NEW."decisions", NEW."id", NEW."is_cancelled", NEW."kind", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."region_id"); RETURN NULL;',
                    hash="9c70f945ea2c7bb3fb392f1b25e3a176f470a980",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_540d3",
                    table="reporting_covenantmeeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="covenantaction",
            index=models.Index(fields=["region", "due_on"], name="covenant_action_by_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_covenantactionevent" ("due_on", "id", "meeting_id", "partner_id", "person", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "result", "status", "text") VALUES (NEW."due_on", NEW."id", NEW."meeting_id", NEW."partner_id", NEW."person", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."result", NEW."status", NEW."text"); RETURN NULL;',
                    hash="e639b5c7957a75bf1da8e8c41b9e29be6cb6c47e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9bff5",
                    table="reporting_covenantaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_covenantactionevent" ("due_on", "id", "meeting_id", "partner_id", "person", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "result", "status", "text") VALUES (NEW."due_on", NEW."id", NEW."meeting_id", NEW."partner_id", NEW."person", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."result", NEW."status", NEW."text"); RETURN NULL;',
                    hash="96123680a427ca4be477c5c77a5d5ca74ba6ed5e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a3ae",
                    table="reporting_covenantaction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="covenantpartner",
            constraint=models.UniqueConstraint(
                fields=("region", "partner"),
                name="covenant_partner_once",
                violation_error_message="Deze partner heeft al gegevens.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantpartner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_covenantpartnerevent" ("contact_email", "contact_name", "contact_phone", "group", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "signed_on") VALUES (NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."group", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."signed_on"); RETURN NULL;',
                    hash="db3957c59c8db3fcf5bdfd2982d2d2bc8299dcc8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c0ab7",
                    table="reporting_covenantpartner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantpartner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_covenantpartnerevent" ("contact_email", "contact_name", "contact_phone", "group", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "signed_on") VALUES (NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."group", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."signed_on"); RETURN NULL;',
                    hash="6e3c0c393a30fda2750796b701959a8f8877f29e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f33a",
                    table="reporting_covenantpartner",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="covenantrisk",
            constraint=models.CheckConstraint(
                condition=models.Q(("chance__range", (1, 3)), ("impact__range", (1, 3))), name="covenant_risk_levels"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantrisk",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_covenantriskevent" ("chance", "id", "impact", "measure", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "reviewed_on", "source", "status", "text", "title") VALUES (NEW."chance", NEW."id", NEW."impact", NEW."measure", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."reviewed_on", NEW."source", NEW."status", NEW."text", NEW."title"); RETURN NULL;',
                    hash="8a1c566c609a38a5f3aa5f27098013d8fc4de795",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9d843",
                    table="reporting_covenantrisk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="covenantrisk",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_covenantriskevent" ("chance", "id", "impact", "measure", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "reviewed_on", "source", "status", "text", "title") VALUES (NEW."chance", NEW."id", NEW."impact", NEW."measure", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."reviewed_on", NEW."source", NEW."status", NEW."text", NEW."title"); RETURN NULL;',
                    hash="e15d0df02a733eda4061a103e19ea8d68cdfb942",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbc2c",
                    table="reporting_covenantrisk",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyprogress",
            constraint=models.UniqueConstraint(fields=("duty", "partner"), name="duty_progress_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyprogress",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_dutyprogressevent" ("duty_id", "id", "note", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "responsible", "status") VALUES (NEW."duty_id", NEW."id", NEW."note", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."responsible", NEW."status"); RETURN NULL;',
                    hash="0c8d5b6264d17f153c2dd7ccaa78c852d80a4d20",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_afec1",
                    table="reporting_dutyprogress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyprogress",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_dutyprogressevent" ("duty_id", "id", "note", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "responsible", "status") VALUES (NEW."duty_id", NEW."id", NEW."note", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."responsible", NEW."status"); RETURN NULL;',
                    hash="69e44a60c7f2fc04035b110f7e3e7d504020038b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1151a",
                    table="reporting_dutyprogress",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingpresence",
            constraint=models.UniqueConstraint(fields=("meeting", "partner"), name="meeting_presence_once"),
        ),
        migrations.AddConstraint(
            model_name="planactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_quarter__regex", "^\\d{4}-Q[1-4]$"), ("to_quarter__regex", "^\\d{4}-Q[1-4]$")
                ),
                name="plan_activity_of_quarters",
            ),
        ),
        migrations.AddConstraint(
            model_name="planactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_quarter__gte", models.F("from_quarter"))),
                name="plan_activity_ends_after_start",
                violation_error_message="Het laatste kwartaal ligt voor het eerste.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_planactivityevent" ("from_quarter", "id", "owner", "part", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "result", "rhythm", "source", "status", "title", "to_quarter") VALUES (NEW."from_quarter", NEW."id", NEW."owner", NEW."part", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."result", NEW."rhythm", NEW."source", NEW."status", NEW."title", NEW."to_quarter"); RETURN NULL;',
                    hash="36a59f3dd04d32d30ae3501c7e1380d1dcf53079",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cef65",
                    table="reporting_planactivity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_planactivityevent" ("from_quarter", "id", "owner", "part", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "result", "rhythm", "source", "status", "title", "to_quarter") VALUES (NEW."from_quarter", NEW."id", NEW."owner", NEW."part", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."result", NEW."rhythm", NEW."source", NEW."status", NEW."title", NEW."to_quarter"); RETURN NULL;',
                    hash="99a53dd9899782dd1ee614ac0a3b307d72bb9aad",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_75382",
                    table="reporting_planactivity",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL([GUARD, TRIGGERS], DROP),
        migrations.RunSQL(AGREED, DROP_AGREED),
        Protect("CovenantPartner", select=[*READERS, PARTNER], insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect("CovenantDuty", select=[*READERS, PARTNER], insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect("DutyProgress", select=[*READERS, OWN], insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect("CovenantMeeting", select=[*READERS, PARTNER], insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect(
            "MeetingPresence",
            select=[child_of("meeting_id", "reporting_covenantmeeting")],
            insert=[OF_OWN_MEETING],
            delete=[OF_OWN_MEETING],
        ),
        Protect(
            "CovenantAction",
            select=[*READERS, OWN],
            insert=[WRITING_BUREAU],
            update=[WRITING_BUREAU, f"{WRITING_MEMBER} AND {OWN}"],
        ),
        Protect("PlanActivity", select=[*READERS, PARTNER], insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect("CovenantRisk", select=READERS, insert=[WRITING_BUREAU], update=[WRITING_BUREAU]),
        Protect("CovenantPartnerEvent", select=[of_parent("pgh_obj_id", "reporting_covenantpartner")], insert=["true"]),
        Protect("CovenantDutyEvent", select=[of_parent("pgh_obj_id", "reporting_covenantduty")], insert=["true"]),
        Protect("DutyProgressEvent", select=[of_parent("pgh_obj_id", "reporting_dutyprogress")], insert=["true"]),
        Protect("CovenantMeetingEvent", select=[of_parent("pgh_obj_id", "reporting_covenantmeeting")], insert=["true"]),
        Protect("CovenantActionEvent", select=[of_parent("pgh_obj_id", "reporting_covenantaction")], insert=["true"]),
        Protect("PlanActivityEvent", select=[of_parent("pgh_obj_id", "reporting_planactivity")], insert=["true"]),
        Protect("CovenantRiskEvent", select=[of_parent("pgh_obj_id", "reporting_covenantrisk")], insert=["true"]),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
