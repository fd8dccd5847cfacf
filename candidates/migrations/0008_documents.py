"""Documents in the file of a candidate: who works it sends and reads them, once a worker has checked them."""

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
    of_parent,
    system,
)

# Taken away or refused: what was in it goes in the same moment, whoever decided so.
FORGET = """
CREATE FUNCTION candidates_forget_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM candidates_documentpage p USING candidates_documentcontent c
     WHERE p.content_id = c.id AND c.document_id = NEW.id;
    IF NEW.removed_at IS NOT NULL THEN
        DELETE FROM candidates_documentcontent WHERE document_id = NEW.id;
    ELSE
        UPDATE candidates_documentcontent SET data = NULL WHERE document_id = NEW.id;
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER forget_content AFTER UPDATE ON candidates_candidatedocument
    FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL OR NEW.state = 'refused')
    EXECUTE FUNCTION candidates_forget_document();
"""
UNDO = "DROP FUNCTION candidates_forget_document() CASCADE;"

TENDS = system(Purpose.INSPECT, Purpose.UPKEEP)
WORKED = of_parent(
    "candidate_id",
    "candidates_candidate",
    f"parent.worked_by && {AUDIENCES} AND parent.region_id = candidates_candidatedocument.region_id",
)
#: Nothing about the check is the sender's to say.
FRESH = (
    f"organisation_id = {ORGANISATION} AND uploaded_by_id = {USER} AND state = 'quarantined'"
    " AND checked_at IS NULL AND removed_at IS NULL AND media_type = '' AND kept_sha256 = ''"
)


def of_file(where):
    return of_parent("document_id", "candidates_candidatedocument", where)


INSPECTED = of_file(system(Purpose.INSPECT, region="parent.region_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0007_benefit_kept"),
        ("organisations", "0013_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateDocument",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cv", "CV"),
                            ("certificate", "Diploma of certificaat"),
                            ("letter", "Brief of verklaring"),
                            ("plan", "Afspraak of plan"),
                            ("other", "Iets anders"),
                        ],
                        max_length=11,
                        verbose_name="soort",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="geldig tot en met")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="candidates.candidate"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "document van een kandidaat",
                "verbose_name_plural": "documenten van kandidaten",
            },
        ),
        migrations.CreateModel(
            name="DocumentContent",
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
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="content",
                        to="candidates.candidatedocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "inhoud van een document",
                "verbose_name_plural": "inhoud van documenten",
            },
        ),
        migrations.CreateModel(
            name="DocumentPage",
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
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_images",
                        to="candidates.documentcontent",
                    ),
                ),
            ],
            options={
                "verbose_name": "pagina van een document",
                "verbose_name_plural": "pagina’s van documenten",
            },
        ),
        migrations.AddIndex(
            model_name="candidatedocument",
            index=models.Index(fields=["candidate", "uploaded_at"], name="candidate_document_in_file"),
        ),
        migrations.AddConstraint(
            model_name="candidatedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refusal", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="candidate_document_refused_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidatedocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True), models.Q(("state", "refused"), _negated=True)),
                fields=("candidate", "sha256"),
                name="candidate_document_once",
                violation_error_message="Dit bestand staat al in het dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentpage",
            constraint=models.UniqueConstraint(fields=("content", "number"), name="candidate_document_page_once"),
        ),
        migrations.RunSQL(FORGET, UNDO),
        Protect(
            "CandidateDocument",
            select=[WORKED, TENDS],
            insert=[f"{WRITING_MEMBER} AND {FRESH} AND {WORKED}"],
            update=[f"{WRITING_MEMBER} AND {WORKED}", TENDS],
        ),
        Protect(
            "DocumentContent",
            select=[of_file(IS_MEMBER), INSPECTED],
            insert=[
                of_file(
                    f"{WRITING_MEMBER} AND parent.organisation_id = {ORGANISATION} AND parent.uploaded_by_id = {USER}"
                    " AND parent.state = 'quarantined'"
                )
            ],
            update=[INSPECTED],
        ),
        Protect(
            "DocumentPage",
            select=[of_parent("content_id", "candidates_documentcontent")],
            insert=[f"{PURPOSE} = 'inspect' AND " + of_parent("content_id", "candidates_documentcontent")],
        ),
    ]
