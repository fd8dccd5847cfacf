"""Evidence: who knows of it, who may open it and when, and that its content goes when it has to."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    IS_MEMBER,
    ORGANISATION,
    PURPOSE,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
    system,
)

# A verdict rests on what was there when it was given. What a verifier may open, he may open while something about the
# line waits for him: a verdict, a request to take one back, a sample, or a value that changed.
ANSWERS = """
CREATE FUNCTION placements_evidence_is_judged(p_evidence uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (
        SELECT FROM placements_evidencefile e
          JOIN placements_transition t
            ON t.deployment_id = e.deployment_id OR t.contribution_id = e.contribution_id
          LEFT JOIN placements_hoursstatement h ON h.id = t.statement_id
         WHERE e.id = p_evidence AND t.at >= e.uploaded_at
           AND t.from_status IN ('submitted', 'returned') AND t.to_status IN ('approved', 'rejected')
           AND (e.month IS NULL OR h.id IS NULL OR h.month = e.month))
$function$;

CREATE FUNCTION placements_evidence_under_review(p_deployment uuid, p_contribution uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM placements_deployment d
                    WHERE d.id = p_deployment AND d.reversed_at IS NULL AND d.status IN ('submitted', 'returned'))
        OR EXISTS (SELECT FROM placements_hoursstatement h
                    WHERE h.deployment_id = p_deployment AND h.reversed_at IS NULL
                      AND h.status IN ('submitted', 'returned'))
        OR EXISTS (SELECT FROM placements_contribution o
                    WHERE o.id = p_contribution AND o.reversed_at IS NULL AND o.status IN ('submitted', 'returned'))
        OR EXISTS (SELECT FROM placements_yearline y
                    WHERE y.deployment_id = p_deployment AND y.reversed_at IS NULL
                      AND (y.status IN ('submitted', 'returned') OR y.value_now IS NOT NULL))
        OR EXISTS (SELECT FROM placements_reversalrequest r
                    WHERE (r.deployment_id = p_deployment OR r.contribution_id = p_contribution)
                      AND r.answered_at IS NULL)
        OR EXISTS (SELECT FROM placements_sampleitem s
                    WHERE (s.deployment_id = p_deployment OR s.contribution_id = p_contribution)
                      AND s.judged_at IS NULL)
        OR EXISTS (SELECT FROM placements_revaluationtask t JOIN placements_hoursstatement h ON h.id = t.statement_id
                    WHERE h.deployment_id = p_deployment AND t.done_at IS NULL)
$function$;

-- Whether this user, acting for this organisation, said a moment ago why he opens it. About himself only: most who
-- verify may not read the read log.
CREATE FUNCTION placements_opened_evidence(p_evidence uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM organisations_readlog l
                    WHERE l.subject = 'evidence' AND l.subject_id = p_evidence
                      AND l.user_id = nullif(current_setting('app.user', true), '')::uuid
                      AND l.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid
                      AND l.at > now() - interval '30 minutes')
$function$;

CREATE FUNCTION placements_may_open_evidence(p_evidence uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(current_setting('app.may_write', true) = 'on', false)
       AND EXISTS (SELECT FROM placements_evidencefile e JOIN tenders_contract c ON c.id = e.contract_id
                    WHERE e.id = p_evidence AND e.state = 'checked'
                      AND c.verified_by = ANY (nullif(current_setting('app.audiences', true), '')::text[])
                      AND placements_opened_evidence(e.id)
                      AND placements_evidence_under_review(e.deployment_id, e.contribution_id))
$function$;

REVOKE ALL ON FUNCTION placements_opened_evidence(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_opened_evidence(uuid) TO {role};
"""

STAMPS = """
-- Whose line it is, and who knows of it: that company, who verifies the contract, and who sent it.
CREATE FUNCTION placements_stamp_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    verified_by text;
    taken_away constant text[] := ARRAY['removed_at', 'removed_by_id'];
    stamped constant text[] := ARRAY['region_id', 'contract_id', 'contractor_id', 'visible_to'];
BEGIN
    IF NEW.deployment_id IS NOT NULL THEN
        SELECT c.region_id, c.id, d.contractor_id, c.verified_by
          INTO STRICT NEW.region_id, NEW.contract_id, NEW.contractor_id, verified_by
          FROM placements_deployment d JOIN tenders_contract c ON c.id = d.contract_id
         WHERE d.id = NEW.deployment_id;
    ELSE
        SELECT c.region_id, c.id, o.contractor_id, c.verified_by
          INTO STRICT NEW.region_id, NEW.contract_id, NEW.contractor_id, verified_by
          FROM placements_contribution o JOIN tenders_contract c ON c.id = o.contract_id
         WHERE o.id = NEW.contribution_id;
    END IF;
    NEW.visible_to := ARRAY(SELECT DISTINCT one FROM unnest(
        ARRAY['o:' || NEW.contractor_id, 'o:' || NEW.organisation_id, verified_by]) AS one ORDER BY one);
    IF TG_OP = 'UPDATE' AND nullif(current_setting('app.context', true), '') = 'member' THEN
        IF to_jsonb(NEW) - taken_away - stamped IS DISTINCT FROM to_jsonb(OLD) - taken_away - stamped THEN
            RAISE insufficient_privilege USING MESSAGE = 'a member only takes evidence away';
        END IF;
        IF NEW.removed_at IS DISTINCT FROM OLD.removed_at
           AND (OLD.removed_at IS NOT NULL OR placements_evidence_is_judged(NEW.id)) THEN
            RAISE check_violation USING MESSAGE = 'a verdict rests on this evidence',
                CONSTRAINT = 'evidence_judged_stays';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON placements_evidencefile
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_evidence();

-- Another company or another verifier: what hangs on the line follows.
CREATE FUNCTION placements_restamp_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_TABLE_NAME = 'placements_deployment' THEN
        UPDATE placements_evidencefile SET kind = kind WHERE deployment_id = NEW.id;
    ELSE
        UPDATE placements_evidencefile SET kind = kind WHERE contribution_id = NEW.id;
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_evidence AFTER UPDATE ON placements_deployment
    FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to OR OLD.contractor_id <> NEW.contractor_id)
    EXECUTE FUNCTION placements_restamp_evidence();
CREATE TRIGGER restamp_evidence AFTER UPDATE ON placements_contribution
    FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to OR OLD.contractor_id <> NEW.contractor_id)
    EXECUTE FUNCTION placements_restamp_evidence();

-- Taken away, refused, or kept long enough: what was in it goes in the same moment, whoever decided so.
CREATE FUNCTION placements_forget_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_evidencepage p USING placements_evidencecontent c
     WHERE p.content_id = c.id AND c.evidence_id = NEW.id;
    IF NEW.removed_at IS NOT NULL OR NEW.expired_at IS NOT NULL THEN
        DELETE FROM placements_evidencecontent WHERE evidence_id = NEW.id;
    ELSE
        UPDATE placements_evidencecontent SET data = NULL WHERE evidence_id = NEW.id;
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER forget_content AFTER UPDATE ON placements_evidencefile
    FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL OR NEW.expired_at IS NOT NULL OR NEW.state = 'refused')
    EXECUTE FUNCTION placements_forget_evidence();
"""


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (ANSWERS, STAMPS):
        schema_editor.execute(sql.replace("{role}", role), params=None)


TENDS = system(Purpose.INSPECT, Purpose.UPKEEP)
OWN_LINE = f"contractor_id = {ORGANISATION}"
#: The coordination point, for a company without computers.
ENTERED_FOR = f"{audience('coordination_point')} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.line_writers && {AUDIENCES}"
)
SENT_BY_ME = f"{WRITING_MEMBER} AND organisation_id = {ORGANISATION} AND uploaded_by_id = {USER}"
#: Nothing about the check is the sender's to say.
FRESH = (
    "state = 'quarantined' AND checked_at IS NULL AND removed_at IS NULL AND expired_at IS NULL"
    " AND media_type = '' AND kept_sha256 = '' AND verdict = ''"
)


def of_file(where):
    return of_parent("evidence_id", "placements_evidencefile", where)


INSPECTED = of_file(system(Purpose.INSPECT, region="parent.region_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_mail_choices"),
        ("placements", "0016_second_pair_of_eyes"),
        ("tenders", "0020_evidence_term"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceContent",
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
                ("data", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "inhoud van een bewijsstuk",
                "verbose_name_plural": "inhoud van bewijsstukken",
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
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
                ("month", models.DateField(blank=True, null=True, verbose_name="maand")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "Arbeidsovereenkomst"),
                            ("statement", "Doelgroepverklaring"),
                            ("payslip", "Loonstrook"),
                            ("invoice", "Factuur"),
                            ("signed_form", "Ondertekend formulier"),
                            ("other", "Ander bewijsstuk"),
                        ],
                        max_length=11,
                        verbose_name="soort",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("quarantined", "Wordt gecontroleerd"),
                            ("checked", "Klaar om te bekijken"),
                            ("refused", "Niet aangenomen"),
                        ],
                        default="quarantined",
                        max_length=11,
                        verbose_name="stand",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=16, verbose_name="reden")),
                ("awaits_scanner", models.BooleanField(default=False)),
                ("media_type", models.CharField(blank=True, max_length=15)),
                ("pages", models.PositiveSmallIntegerField(default=0, verbose_name="pagina’s")),
                ("size", models.PositiveIntegerField(verbose_name="grootte in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("kept_sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 van wat bewaard is")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gestuurd")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="gecontroleerd")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="weggehaald")),
                ("expired_at", models.DateTimeField(blank=True, null=True, verbose_name="verwijderd")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("returned", "Vraag voor u"),
                            ("approved", "Goedgekeurd"),
                            ("rejected", "Telt niet mee"),
                        ],
                        max_length=9,
                        verbose_name="oordeel",
                    ),
                ),
                ("verdict_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld")),
                (
                    "visible_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "bewijsstuk",
                "verbose_name_plural": "bewijsstukken",
            },
        ),
        migrations.CreateModel(
            name="EvidencePage",
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
                ("number", models.PositiveSmallIntegerField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("png", models.BinaryField()),
            ],
            options={
                "verbose_name": "pagina van een bewijsstuk",
                "verbose_name_plural": "pagina’s van bewijsstukken",
            },
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="contract",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="tenders.contract",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="contractor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="contribution",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="placements.contribution",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="deployment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="placements.deployment",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="region",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="verdict_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidencecontent",
            name="evidence",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="content", to="placements.evidencefile"
            ),
        ),
        migrations.AddField(
            model_name="evidencepage",
            name="content",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="placements.evidencecontent"
            ),
        ),
        migrations.AddIndex(
            model_name="evidencefile",
            index=django.contrib.postgres.indexes.GinIndex(fields=["visible_to"], name="evidence_visible_to"),
        ),
        migrations.AddIndex(
            model_name="evidencefile",
            index=models.Index(
                models.F("uploaded_at"),
                condition=models.Q(("removed_at__isnull", True), ("state", "quarantined")),
                name="evidence_in_quarantine",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contribution__isnull", True), ("deployment__isnull", False)),
                    models.Q(("contribution__isnull", False), ("deployment__isnull", True), ("month__isnull", True)),
                    _connector="OR",
                ),
                name="evidence_of_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__isnull", True), ("month__day", 1), _connector="OR"),
                name="evidence_month_is_first_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refusal", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="evidence_refused_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("expired_at__isnull", True),
                    ("removed_at__isnull", True),
                    models.Q(("state", "refused"), _negated=True),
                ),
                fields=("deployment", "month", "contribution", "sha256"),
                name="evidence_once_on_a_line",
                nulls_distinct=False,
                violation_error_message="Dit bestand staat al bij deze regel.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencepage",
            constraint=models.UniqueConstraint(fields=("content", "number"), name="evidence_page_once"),
        ),
        migrations.RunPython(functions),
        Protect(
            "EvidenceFile",
            select=[f"visible_to && {AUDIENCES}", TENDS],
            insert=[f"{SENT_BY_ME} AND {FRESH} AND ({OWN_LINE} OR ({ENTERED_FOR}))"],
            update=[f"{WRITING_MEMBER} AND ({OWN_LINE} OR organisation_id = {ORGANISATION})", TENDS],
        ),
        Protect(
            "EvidenceContent",
            select=[
                of_file(f"{IS_MEMBER} AND parent.contractor_id = {ORGANISATION}"),
                f"{IS_MEMBER} AND placements_may_open_evidence(evidence_id)",
                INSPECTED,
            ],
            insert=[
                of_file(
                    f"{WRITING_MEMBER} AND parent.organisation_id = {ORGANISATION} AND parent.uploaded_by_id = {USER}"
                    " AND parent.state = 'quarantined'"
                )
            ],
            update=[INSPECTED],
        ),
        Protect(
            "EvidencePage",
            select=[of_parent("content_id", "placements_evidencecontent")],
            insert=[f"{PURPOSE} = 'inspect' AND " + of_parent("content_id", "placements_evidencecontent")],
        ),
    ]
