"""Files with a tender: checked before anybody opens them, public only once the tender is on the calendar."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    CONTEXT,
    ORGANISATION,
    PURPOSE,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
    system,
)

# Taken away or refused: what was in it goes in the same moment, whoever decided so.
FORGET = """
CREATE FUNCTION tenders_forget_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM tenders_tenderdocumentpage p USING tenders_tenderdocumentcontent c
     WHERE p.content_id = c.id AND c.document_id = NEW.id;
    IF NEW.removed_at IS NOT NULL THEN
        DELETE FROM tenders_tenderdocumentcontent WHERE document_id = NEW.id;
    ELSE
        UPDATE tenders_tenderdocumentcontent SET data = NULL WHERE document_id = NEW.id;
    END IF;
    RETURN NULL;
END
$function$;
CREATE TRIGGER forget_content AFTER UPDATE ON tenders_tenderdocument
    FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL OR NEW.state = 'refused')
    EXECUTE FUNCTION tenders_forget_document();
"""
UNDO = "DROP FUNCTION tenders_forget_document() CASCADE;"

TENDS = system(Purpose.INSPECT, Purpose.UPKEEP)
_OF_TENDER = "parent.region_id = tenders_tenderdocument.region_id"
#: Who reads a concept of this tender, reads all that hangs on it.
WATCHED = of_parent("tender_id", "tenders_tender", f"parent.visible_to && {AUDIENCES} AND {_OF_TENDER}")
WRITTEN = of_parent(
    "tender_id",
    "tenders_tender",
    f"{_OF_TENDER} AND (parent.authority_id = {ORGANISATION} AND parent.region_id = ANY ({REGIONS})"
    f" OR {audience('coordination_point', 'parent.region_id')})",
)
#: For everybody who reads the tender: the whole region, and the public of it.
SHOWN = "is_public AND state = 'checked' AND removed_at IS NULL AND " + of_parent(
    "tender_id", "tenders_tender", "parent.on_calendar_since IS NOT NULL AND parent.status <> 'concept'"
)
#: Nothing about the check is the sender's to say.
FRESH = (
    f"organisation_id = {ORGANISATION} AND uploaded_by_id = {USER} AND state = 'quarantined'"
    " AND checked_at IS NULL AND removed_at IS NULL AND media_type = '' AND kept_sha256 = ''"
)


def of_file(where):
    return of_parent("document_id", "tenders_tenderdocument", where)


INSPECTED = of_file(system(Purpose.INSPECT, region="parent.region_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0031_who_follows_the_calendar"),
        ("organisations", "0018_centre_municipality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TenderDocument",
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
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("is_public", models.BooleanField(default=False, verbose_name="openbaar op de kalender")),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="tenders.tender"
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
                "verbose_name": "stuk bij een aanbesteding",
                "verbose_name_plural": "stukken bij aanbestedingen",
            },
        ),
        migrations.CreateModel(
            name="TenderDocumentContent",
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
                        to="tenders.tenderdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "inhoud van een stuk",
                "verbose_name_plural": "inhoud van stukken",
            },
        ),
        migrations.CreateModel(
            name="TenderDocumentPage",
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
                        to="tenders.tenderdocumentcontent",
                    ),
                ),
            ],
            options={
                "verbose_name": "pagina van een stuk",
                "verbose_name_plural": "pagina’s van stukken",
            },
        ),
        migrations.AddIndex(
            model_name="tenderdocument",
            index=models.Index(fields=["tender", "uploaded_at"], name="tender_document_of_tender"),
        ),
        migrations.AddConstraint(
            model_name="tenderdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refusal", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="tender_document_refused_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderdocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True), models.Q(("state", "refused"), _negated=True)),
                fields=("tender", "sha256"),
                name="tender_document_once",
                violation_error_message="Dit bestand staat al bij deze aanbesteding.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderdocumentpage",
            constraint=models.UniqueConstraint(fields=("content", "number"), name="tender_document_page_once"),
        ),
        migrations.RunSQL(FORGET, UNDO),
        Protect(
            "TenderDocument",
            select=[WATCHED, SHOWN, TENDS],
            insert=[f"{WRITING_MEMBER} AND {FRESH} AND {WRITTEN}"],
            update=[f"{WRITING_MEMBER} AND {WRITTEN}", TENDS],
        ),
        Protect(
            "TenderDocumentContent",
            select=[of_file(f"{CONTEXT} IN ('member', 'public')"), INSPECTED],
            insert=[
                of_file(
                    f"{WRITING_MEMBER} AND parent.organisation_id = {ORGANISATION} AND parent.uploaded_by_id = {USER}"
                    " AND parent.state = 'quarantined'"
                )
            ],
            update=[INSPECTED],
        ),
        Protect(
            "TenderDocumentPage",
            select=[of_parent("content_id", "tenders_tenderdocumentcontent")],
            insert=[f"{PURPOSE} = 'inspect' AND " + of_parent("content_id", "tenders_tenderdocumentcontent")],
        ),
    ]
