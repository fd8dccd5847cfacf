"""Judgements, checks, publication per edition, consent, downloads and evaluations, with who may see and do what."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_MEMBER,
    LINK,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

FUNCTIONS = """
-- What belongs to a report is of its region, whatever is given; and by itself says which report it is, where it must.
CREATE FUNCTION reporting_stamp_of_report() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    whole reporting_report;
BEGIN
    SELECT * INTO whole FROM reporting_report WHERE id = NEW.report_id FOR SHARE;
    NEW.region_id := whole.region_id;
    IF TG_TABLE_NAME IN ('reporting_reportpublication', 'reporting_judgement') THEN
        NEW.kind := whole.kind;
        NEW.period := whole.period;
    END IF;
    IF TG_TABLE_NAME = 'reporting_reportpublication' THEN
        NEW.version := whole.version;
    END IF;
    RETURN NEW;
END
$function$;

-- Only what was frozen is published, and to everybody only when each partner of the covenant consented (art. 17).
CREATE FUNCTION reporting_keep_publication() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (SELECT stage FROM reporting_report WHERE id = NEW.report_id) IS DISTINCT FROM 'frozen' THEN
        RAISE check_violation USING MESSAGE = 'only a frozen report is published', CONSTRAINT = 'published_is_frozen';
    END IF;
    IF NEW.edition = 'public' AND EXISTS (
        SELECT FROM organisations_organisationregion partner
         WHERE partner.region_id = NEW.region_id AND partner.covenant_partner AND NOT EXISTS (
             SELECT FROM reporting_publicconsent consent
              WHERE consent.report_id = NEW.report_id AND consent.organisation_id = partner.organisation_id
                AND consent.withdrawn_at IS NULL))
    THEN
        RAISE check_violation USING MESSAGE = 'a partner of the covenant did not consent',
            CONSTRAINT = 'published_with_consent';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION reporting_keep_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    PERFORM FROM reporting_report WHERE id = NEW.report_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM organisations_organisationregion partner
         WHERE partner.region_id = NEW.region_id AND partner.organisation_id = NEW.organisation_id
           AND partner.covenant_partner)
    THEN
        RAISE check_violation USING MESSAGE = 'only a partner of the covenant consents', CONSTRAINT = 'consent_of_partner';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.report_id, NEW.region_id, NEW.organisation_id, NEW.given_on, NEW.given_by, NEW.recorded_by_id)
        IS DISTINCT FROM
        (OLD.report_id, OLD.region_id, OLD.organisation_id, OLD.given_on, OLD.given_by, OLD.recorded_by_id)
        OR OLD.withdrawn_at IS NOT NULL
        OR EXISTS (SELECT FROM reporting_reportpublication p WHERE p.report_id = NEW.report_id AND p.edition = 'public'))
    THEN
        RAISE check_violation USING MESSAGE = 'consent is withdrawn once, before the public edition is published',
            CONSTRAINT = 'consent_stands';
    END IF;
    RETURN NEW;
END
$function$;

-- Judgements and warnings stand once the report is frozen; a judgement is written while it is with the partners.
CREATE FUNCTION reporting_keep_said() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    now_at text;
BEGIN
    SELECT stage INTO now_at FROM reporting_report
     WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;
    IF now_at = 'frozen' THEN
        RAISE check_violation USING MESSAGE = 'the report is frozen', CONSTRAINT = 'said_before_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'reporting_judgement' THEN
        IF (NEW.report_id, NEW.region_id, NEW.kind, NEW.period, NEW."group", NEW.organisation_id, NEW.email)
           IS DISTINCT FROM
           (OLD.report_id, OLD.region_id, OLD.kind, OLD.period, OLD."group", OLD.organisation_id, OLD.email)
           OR (NEW.text, NEW.spoken_by, NEW.written_at, NEW.declined_at)
              IS DISTINCT FROM (OLD.text, OLD.spoken_by, OLD.written_at, OLD.declined_at)
              AND (now_at <> 'judging' OR OLD.closed_at IS NOT NULL)
           OR (NEW.token_hash, NEW.due_on, NEW.reminded_at, NEW.closed_at)
              IS DISTINCT FROM (OLD.token_hash, OLD.due_on, OLD.reminded_at, OLD.closed_at)
              AND nullif(current_setting('app.context', true), '') = 'link'
        THEN
            RAISE check_violation USING MESSAGE = 'this is not what a judgement changes',
                CONSTRAINT = 'judgement_stands';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION reporting_stamp_of_evaluation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    NEW.region_id := (SELECT region_id FROM reporting_evaluation WHERE id = NEW.evaluation_id);
    RETURN NEW;
END
$function$;

CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_reportpublication
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_publicconsent
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_reportdownload
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_reportsending
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_reportevent
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_judgement
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_reportwarning
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_report();
CREATE TRIGGER a_stamp BEFORE INSERT ON reporting_evaluationopinion
    FOR EACH ROW EXECUTE FUNCTION reporting_stamp_of_evaluation();
CREATE TRIGGER keep_publication BEFORE INSERT ON reporting_reportpublication
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_publication();
CREATE TRIGGER keep_consent BEFORE INSERT OR UPDATE ON reporting_publicconsent
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_consent();
CREATE TRIGGER keep_said BEFORE INSERT OR UPDATE OR DELETE ON reporting_judgement
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_said();
CREATE TRIGGER keep_said BEFORE INSERT OR UPDATE OR DELETE ON reporting_reportwarning
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_said();
UPDATE reporting_reportfile file SET made_of = report.sha256 FROM reporting_report report WHERE report.id = file.report_id;
"""
DROP = """
DROP FUNCTION reporting_stamp_of_report() CASCADE;
DROP FUNCTION reporting_stamp_of_evaluation() CASCADE;
DROP FUNCTION reporting_keep_publication() CASCADE;
DROP FUNCTION reporting_keep_consent() CASCADE;
DROP FUNCTION reporting_keep_said() CASCADE;
"""

BUREAU = f"{WRITING_MEMBER} AND {audience('programme_bureau')}"
WATCHES = [audience("programme_bureau"), audience("coordination_point")]
PARTNERS = [audience("covenant"), audience("ministry")]
#: Who reads the exact edition once it is published (domain rules, section 2: report).
READS_EXACT = f"""({" OR ".join(PARTNERS)} OR region_id = ANY ({REGIONS}) AND EXISTS (
    SELECT FROM organisations_organisation own WHERE own.id = {ORGANISATION} AND own.kind IN (
        'municipality', 'province', 'authority', 'housing_corporation', 'school', 'werkplein')))"""
READS_PUBLIC = f"(region_id = ANY ({REGIONS}) OR {CONTEXT} = 'public' AND region_id = {PUBLIC_REGION})"
OWN = f"organisation_id = {ORGANISATION}"
BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
#: By which a file may be read: an edition that one may read, or a judgement that is asked.
PUBLISHED = [
    f"edition = '{edition}' AND report_id = ANY (ARRAY("  # noqa: S608 - our own names
    f"SELECT report_id FROM reporting_reportpublication WHERE edition = '{edition}'))"
    for edition in ("exact", "public")
]
JUDGED = (
    "edition = 'exact' AND report_id = ANY (ARRAY(SELECT report_id FROM reporting_judgement WHERE closed_at IS NULL))"
)
OF_FILE = """EXISTS (
    SELECT FROM reporting_reportfile file
     WHERE file.report_id = reporting_reportdownload.report_id AND file.edition = reporting_reportdownload.edition
       AND file.format = reporting_reportdownload.format)"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0007_partner_efforts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reportfile",
            name="made_of",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="Evaluation",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("meeting_on", models.DateField(verbose_name="vergadering op")),
                ("due_on", models.DateField(verbose_name="verslag uiterlijk")),
                ("record", models.TextField(blank=True, verbose_name="verslag")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="vastgelegd")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd")),
                (
                    "recorded_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="organisations.region",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "jaarlijkse evaluatie",
                "verbose_name_plural": "jaarlijkse evaluaties",
            },
        ),
        migrations.CreateModel(
            name="EvaluationOpinion",
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
                ("text", models.TextField(verbose_name="afwijkende mening")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="reporting.evaluation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "recorded_by",
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
            ],
            options={
                "verbose_name": "afwijkende mening",
                "verbose_name_plural": "afwijkende meningen",
            },
        ),
        migrations.CreateModel(
            name="Judgement",
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
                            ("quarterly", "Kwartaalrapport"),
                            ("half_yearly", "Halfjaarrapport"),
                            ("yearly", "Jaarverantwoording"),
                            ("final", "Eindverantwoording"),
                        ],
                        max_length=11,
                        verbose_name="soort",
                    ),
                ),
                ("period", models.CharField(max_length=7, verbose_name="periode")),
                ("group", models.CharField(max_length=80, verbose_name="namens")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("due_on", models.DateField(verbose_name="uiterlijk")),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="uitgenodigd")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="geopend")),
                ("text", models.TextField(blank=True, verbose_name="oordeel")),
                ("spoken_by", models.CharField(blank=True, max_length=120, verbose_name="organisatie en functie")),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="geschreven")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="ziet ervan af")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="gesloten")),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "oordeel",
                "verbose_name_plural": "oordelen",
            },
        ),
        migrations.CreateModel(
            name="PublicConsent",
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
                ("given_on", models.DateField(verbose_name="gegeven op")),
                ("given_by", models.CharField(max_length=200, verbose_name="gegeven door")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "recorded_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "toestemming van een partner",
                "verbose_name_plural": "toestemmingen van partners",
            },
        ),
        migrations.CreateModel(
            name="ReportDownload",
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
                    "edition",
                    models.CharField(
                        choices=[("exact", "Voor de partners"), ("public", "Openbaar")],
                        max_length=6,
                        verbose_name="uitgave",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("json", "JSON"), ("xlsx", "XLSX"), ("ods", "ODS"), ("csv", "CSV")],
                        max_length=4,
                        verbose_name="bestand",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                (
                    "judgement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.judgement",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="downloads", to="reporting.report"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "opgehaald bestand",
                "verbose_name_plural": "opgehaalde bestanden",
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "Oordelen gevraagd"),
                            ("text", "Woorden van de manager aangepast"),
                            ("reopened", "Teruggehaald bij de partners"),
                            ("frozen", "Vastgesteld"),
                            ("published_exact", "Gepubliceerd voor de partners"),
                            ("published_public", "Openbaar gemaakt"),
                            ("withdrawn_exact", "Publicatie voor de partners teruggenomen"),
                            ("withdrawn_public", "Openbare uitgave teruggenomen"),
                            ("sent", "Verstuurd"),
                            ("corrected", "Correctie gevraagd: nieuwe versie"),
                        ],
                        max_length=20,
                        verbose_name="stap",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                (
                    "by",
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een rapport",
                "verbose_name_plural": "stappen van rapporten",
            },
        ),
        migrations.CreateModel(
            name="ReportPolicy",
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
                    "cut_off_day",
                    models.PositiveSmallIntegerField(
                        default=25,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="sluitingsdag",
                    ),
                ),
                (
                    "judgement_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(3),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="dagen voor een oordeel",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gewijzigd")),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_policy",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "afspraken over rapporten",
                "verbose_name_plural": "afspraken over rapporten",
            },
        ),
        migrations.CreateModel(
            name="ReportPublication",
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
                    "edition",
                    models.CharField(
                        choices=[("exact", "Voor de partners"), ("public", "Openbaar")],
                        max_length=6,
                        verbose_name="uitgave",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quarterly", "Kwartaalrapport"),
                            ("half_yearly", "Halfjaarrapport"),
                            ("yearly", "Jaarverantwoording"),
                            ("final", "Eindverantwoording"),
                        ],
                        max_length=11,
                        verbose_name="soort",
                    ),
                ),
                ("period", models.CharField(max_length=7, verbose_name="periode")),
                ("version", models.PositiveSmallIntegerField(verbose_name="versie")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gepubliceerd")),
                (
                    "published_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "gepubliceerde uitgave",
                "verbose_name_plural": "gepubliceerde uitgaven",
            },
        ),
        migrations.CreateModel(
            name="ReportSending",
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
                    "edition",
                    models.CharField(
                        choices=[("exact", "Voor de partners"), ("public", "Openbaar")],
                        max_length=6,
                        verbose_name="uitgave",
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="verstuurd")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "recipient",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="reporting.report"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verzending van een rapport",
                "verbose_name_plural": "verzendingen van rapporten",
            },
        ),
        migrations.CreateModel(
            name="ReportWarning",
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
                ("code", models.CharField(max_length=40)),
                ("count", models.PositiveIntegerField(verbose_name="aantal")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gezien")),
                (
                    "by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="warnings", to="reporting.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "waarschuwing bij een rapport",
                "verbose_name_plural": "waarschuwingen bij rapporten",
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                fields=("region", "year"),
                name="evaluation_once_a_year",
                violation_error_message="Voor dit jaar staat al een evaluatie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationopinion",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "organisation"),
                name="opinion_once",
                violation_error_message="Van deze partner staat er al een afwijkende mening.",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                fields=("report", "group", "organisation", "email"), name="judgement_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="judgement_link_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("spoken_by", ""), ("text", ""), ("written_at", None)),
                    models.Q(
                        ("written_at__isnull", False),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("spoken_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="judgement_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("written_at", None), ("declined_at", None), _connector="OR"),
                name="judgement_given_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False), models.Q(("email", ""), _negated=True), _connector="OR"
                ),
                name="judgement_asked_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("report", "organisation"),
                name="consent_once",
                violation_error_message="Deze partner gaf al toestemming.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportdownload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judgement", None), ("organisation__isnull", False), ("user__isnull", False)),
                    models.Q(("judgement__isnull", False), ("organisation", None), ("user", None)),
                    _connector="OR",
                ),
                name="download_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="reportpublication",
            index=models.Index(fields=["region", "-published_at"], name="published_newest"),
        ),
        migrations.AddConstraint(
            model_name="reportpublication",
            constraint=models.UniqueConstraint(
                fields=("report", "edition"),
                name="report_published_once",
                violation_error_message="Deze uitgave is al gepubliceerd.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsending",
            constraint=models.UniqueConstraint(
                fields=("report", "edition", "recipient", "organisation"), name="sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportwarning",
            constraint=models.UniqueConstraint(fields=("report", "code"), name="warning_once"),
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        ProtectAnew(
            "Report",
            select=[*WATCHES, system(Purpose.REPORT, Purpose.UPKEEP)],
            insert=[BUREAU, system(Purpose.REPORT, Purpose.UPKEEP)],
            update=[BUREAU, system(Purpose.REPORT)],
        ),
        Protect(
            "ReportPublication",
            select=[
                *WATCHES,
                system(Purpose.REPORT, Purpose.UPKEEP),
                f"edition = 'exact' AND {READS_EXACT}",
                f"edition = 'public' AND {READS_PUBLIC}",
            ],
            insert=[f"{BUREAU} AND published_by_id = {USER}"],
            delete=[BUREAU],
        ),
        Protect(
            "PublicConsent",
            select=[*WATCHES, OWN],
            insert=[
                f"{BUREAU} AND recorded_by_id = {USER}",
                f"{WRITING_MEMBER} AND {OWN} AND {audience('covenant')} AND recorded_by_id = {USER}",
            ],
            update=[BUREAU, f"{WRITING_MEMBER} AND {OWN} AND {audience('covenant')}"],
        ),
        Protect(
            "Judgement",
            select=[*WATCHES, OWN, BY_LINK, system(Purpose.REPORT, Purpose.UPKEEP)],
            insert=[f"{BUREAU} AND invited_by_id = {USER}"],
            update=[BUREAU, f"{WRITING_MEMBER} AND {OWN}", BY_LINK, system(Purpose.UPKEEP)],
            delete=[f"{BUREAU} AND written_at IS NULL"],
        ),
        ProtectAnew(
            "ReportFile",
            select=[child_of("report_id", "reporting_report"), *PUBLISHED, JUDGED],
            insert=[child_of("report_id", "reporting_report", system(Purpose.REPORT))],
            update=[child_of("report_id", "reporting_report", system(Purpose.REPORT))],
        ),
        Protect(
            "ReportDownload",
            select=[*WATCHES, OWN],
            insert=[
                f"{IS_MEMBER} AND {OWN} AND user_id = {USER} AND {OF_FILE}",
                f"{CONTEXT} = 'link' AND {of_parent('judgement_id', 'reporting_judgement')} AND {OF_FILE}",
            ],
        ),
        Protect(
            "ReportSending",
            select=[*WATCHES, OWN],
            insert=[f"{BUREAU} AND sent_by_id = {USER}"],
        ),
        Protect(
            "ReportEvent",
            select=[*WATCHES, system(Purpose.REPORT, Purpose.UPKEEP)],
            insert=[f"{BUREAU} AND by_id = {USER}", system(Purpose.UPKEEP)],
        ),
        Protect(
            "ReportWarning",
            select=WATCHES,
            insert=[f"{BUREAU} AND by_id = {USER}"],
            update=[f"{BUREAU} AND by_id = {USER}"],
            delete=[BUREAU],
        ),
        Protect(
            "ReportPolicy",
            select=[f"region_id = ANY ({REGIONS})", system(Purpose.REPORT, Purpose.UPKEEP)],
            insert=[BUREAU],
            update=[BUREAU],
        ),
        Protect(
            "Evaluation",
            select=[*WATCHES, *PARTNERS, system(Purpose.UPKEEP)],
            insert=[BUREAU],
            update=[BUREAU, system(Purpose.UPKEEP)],
        ),
        Protect(
            "EvaluationOpinion",
            select=[*WATCHES, *PARTNERS],
            insert=[
                f"{BUREAU} AND recorded_by_id = {USER}",
                f"{WRITING_MEMBER} AND {OWN} AND {audience('covenant')} AND recorded_by_id = {USER}",
            ],
            update=[BUREAU, f"{WRITING_MEMBER} AND {OWN} AND {audience('covenant')}"],
            delete=[BUREAU],
        ),
    ]
