"""What a company asks about an approved line, and what a verifier looks at once more: for the two of them only."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    of_parent,
    system,
)

GUARDS = """
-- Region and contract are the line's, whatever is given; of a month, so is the person at work.
CREATE FUNCTION placements_stamp_of_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.statement_id IS NOT NULL THEN
        SELECT h.deployment_id INTO STRICT NEW.deployment_id
          FROM placements_hoursstatement h WHERE h.id = NEW.statement_id;
    END IF;
    IF NEW.deployment_id IS NOT NULL THEN
        SELECT d.region_id, d.contract_id INTO STRICT NEW.region_id, NEW.contract_id
          FROM placements_deployment d WHERE d.id = NEW.deployment_id;
    ELSE
        SELECT o.region_id, o.contract_id INTO STRICT NEW.region_id, NEW.contract_id
          FROM placements_contribution o WHERE o.id = NEW.contribution_id;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_of_line BEFORE INSERT OR UPDATE ON placements_reversalrequest
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_of_line();
CREATE TRIGGER stamp_of_line BEFORE INSERT OR UPDATE ON placements_sampleitem
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_of_line();

-- Asked once, answered once: by the verifier, or taken back by the company.
CREATE FUNCTION placements_guard_reversal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' THEN
            RAISE check_violation USING MESSAGE = 'a request begins as asked', CONSTRAINT = 'reversal_stands';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'asked'
       OR (NEW.deployment_id, NEW.statement_id, NEW.contribution_id, NEW.reason, NEW.asked_by_id, NEW.asked_for_id,
           NEW.asked_at)
          IS DISTINCT FROM
          (OLD.deployment_id, OLD.statement_id, OLD.contribution_id, OLD.reason, OLD.asked_by_id, OLD.asked_for_id,
           OLD.asked_at) THEN
        RAISE check_violation USING MESSAGE = 'what was asked and answered stands', CONSTRAINT = 'reversal_stands';
    END IF;
    IF NEW.state IN ('granted', 'refused') AND NOT placements_verifies_contract(NEW.contract_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier answers a request';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_reversal BEFORE INSERT OR UPDATE ON placements_reversalrequest
    FOR EACH ROW EXECUTE FUNCTION placements_guard_reversal();

-- What was drawn stands.
CREATE FUNCTION placements_guard_sample() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    RAISE check_violation USING MESSAGE = 'a sample stands as it was drawn', CONSTRAINT = 'sample_stands';
END
$function$;
CREATE TRIGGER guard_sample BEFORE UPDATE ON placements_sample
    FOR EACH ROW EXECUTE FUNCTION placements_guard_sample();

-- The company replies until there is a verdict; the rest is the verifier's.
CREATE FUNCTION placements_guard_sample_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (NEW.sample_id, NEW.deployment_id, NEW.statement_id, NEW.contribution_id, NEW.question)
       IS DISTINCT FROM (OLD.sample_id, OLD.deployment_id, OLD.statement_id, OLD.contribution_id, OLD.question)
       OR OLD.state = 'not_in_order' THEN
        RAISE check_violation USING MESSAGE = 'what was drawn and judged stands', CONSTRAINT = 'sample_stands';
    END IF;
    IF (NEW.reply_by, NEW.verdict_reason, NEW.judged_by_id, NEW.judged_at)
       IS DISTINCT FROM (OLD.reply_by, OLD.verdict_reason, OLD.judged_by_id, OLD.judged_at)
       AND NOT placements_verifies_contract(NEW.contract_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the verifier judges a line of a sample';
    END IF;
    IF OLD.judged_at IS NOT NULL AND NEW.reply IS DISTINCT FROM OLD.reply THEN
        RAISE check_violation USING MESSAGE = 'what was judged stands', CONSTRAINT = 'sample_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_sample_item BEFORE UPDATE ON placements_sampleitem
    FOR EACH ROW EXECUTE FUNCTION placements_guard_sample_item();
"""

REVERSE = """
DROP FUNCTION placements_guard_sample_item() CASCADE;
DROP FUNCTION placements_guard_sample() CASCADE;
DROP FUNCTION placements_guard_reversal() CASCADE;
DROP FUNCTION placements_stamp_of_line() CASCADE;
"""

OF_OWN_LINE = " OR ".join(
    of_parent(f"{line}_id", f"placements_{line}", f"parent.contractor_id = {ORGANISATION}")
    for line in ("deployment", "contribution")
)
COORDINATION = audience("coordination_point")
VERIFIED = of_parent("contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})")
VERIFIES = f"{WRITING_MEMBER} AND {VERIFIED}"
READS = system(Purpose.UPKEEP)
#: The coordination point reads what an authority drew for its own contracts, as it reads the lines.
OWN_SAMPLE = f"verified_by = ANY ({AUDIENCES})"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0010_verifies_default"),
        ("placements", "0013_year_lines_row_security"),
        ("tenders", "0016_band_ends_at_the_obligation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sample",
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
                ("verified_by", models.CharField(max_length=80)),
                ("first_on", models.DateField(verbose_name="van")),
                ("last_on", models.DateField(verbose_name="tot en met")),
                ("asked_number", models.PositiveIntegerField(blank=True, null=True, verbose_name="aantal")),
                (
                    "asked_percentage",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="percentage"
                    ),
                ),
                ("seed", models.CharField(max_length=32, verbose_name="lotnummer")),
                ("population", models.PositiveIntegerField(verbose_name="regels om uit te trekken")),
                ("question", models.CharField(max_length=1000, verbose_name="wat u wilt zien")),
                ("drawn_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "contractor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "drawn_for",
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
                "verbose_name": "steekproef",
                "verbose_name_plural": "steekproeven",
            },
        ),
        migrations.CreateModel(
            name="SampleItem",
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
                ("question", models.CharField(max_length=1000, verbose_name="vraag")),
                ("reply_by", models.DateField(verbose_name="antwoord voor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Gevraagd"),
                            ("replied", "Antwoord binnen"),
                            ("in_order", "In orde"),
                            ("not_in_order", "Niet in orde"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=2000, verbose_name="antwoord")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("verdict_reason", models.CharField(blank=True, max_length=1000, verbose_name="toelichting")),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.contract",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.contribution",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.deployment",
                    ),
                ),
                (
                    "judged_by",
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="placements.sample"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.hoursstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van een steekproef",
                "verbose_name_plural": "regels van steekproeven",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReversalRequest",
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
                ("reason", models.CharField(max_length=1000, verbose_name="wat klopt er niet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Gevraagd"),
                            ("granted", "Teruggedraaid"),
                            ("refused", "Afgewezen"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="antwoord")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "asked_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.contract",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.contribution",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.deployment",
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
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="placements.hoursstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "verzoek om terug te draaien",
                "verbose_name_plural": "verzoeken om terug te draaien",
                "abstract": False,
                "indexes": [
                    models.Index(condition=models.Q(("state", "asked")), fields=["asked_at"], name="reversal_waiting")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contribution__isnull", True), ("deployment__isnull", False)),
                            models.Q(
                                ("contribution__isnull", False),
                                ("deployment__isnull", True),
                                ("statement__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reversalrequest_of_one_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked"), ("statement__isnull", True)),
                        fields=("deployment",),
                        name="reversal_asked_once_of_deployment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("statement",),
                        name="reversal_asked_once_of_month",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("contribution",),
                        name="reversal_asked_once_of_contribution",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "asked")),
                            models.Q(models.Q(("state", "asked"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="reversal_answered_or_asked",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="sample",
            index=models.Index(fields=["region", "-drawn_at"], name="sample_newest"),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))),
                name="sample_ends_after_start",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_number__isnull", False), ("asked_percentage__isnull", True)),
                    models.Q(("asked_number__isnull", True), ("asked_percentage__isnull", False)),
                    _connector="OR",
                ),
                name="sample_by_number_or_percentage",
            ),
        ),
        migrations.AddIndex(
            model_name="sampleitem",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["reply_by"], name="sample_item_waits_for_reply"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contribution__isnull", True), ("deployment__isnull", False)),
                    models.Q(
                        ("contribution__isnull", False), ("deployment__isnull", True), ("statement__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="sampleitem_of_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "statement"), name="sampled_once_of_month"),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "contribution"), name="sampled_once_of_contribution"),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at__isnull", False), ("state__in", ("in_order", "not_in_order"))),
                    models.Q(("judged_at__isnull", True), ("state__in", ("asked", "replied"))),
                    _connector="OR",
                ),
                name="sample_item_judged_or_waits",
            ),
        ),
        migrations.RunSQL(GUARDS, REVERSE),
        Protect(
            "ReversalRequest",
            select=[OF_OWN_LINE, COORDINATION, VERIFIED, READS],
            insert=[f"{WRITING_MEMBER} AND asked_for_id = {ORGANISATION} AND ({OF_OWN_LINE})"],
            update=[f"{WRITING_MEMBER} AND ({OF_OWN_LINE})", VERIFIES],
        ),
        Protect(
            "Sample",
            select=[COORDINATION, OWN_SAMPLE, READS],
            insert=[f"{WRITING_MEMBER} AND drawn_for_id = {ORGANISATION} AND {OWN_SAMPLE}"],
        ),
        Protect(
            "SampleItem",
            select=[OF_OWN_LINE, COORDINATION, VERIFIED, READS],
            insert=[f"{VERIFIES} AND " + child_of("sample_id", "placements_sample", OWN_SAMPLE)],
            update=[f"{WRITING_MEMBER} AND ({OF_OWN_LINE})", VERIFIES],
        ),
    ]
