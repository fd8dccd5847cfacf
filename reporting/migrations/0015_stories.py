"""Stories told with consent: written by one member of the bureau, approved by another, read by everybody."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import organisations.models.identifier
from organisations.row_security import CONTEXT, PUBLIC_REGION, USER, WRITING_MEMBER, Protect, audience

#: Other words, or another consent, ask for approval anew; withdrawn, the words are gone for good.
KEEP = """
CREATE FUNCTION reporting_keep_story() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.approved_by_id := NULL;
        NEW.approved_at := NULL;
        RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL OR NEW.region_id <> OLD.region_id THEN
        RAISE check_violation USING MESSAGE = 'a consent that was withdrawn stays so', CONSTRAINT = 'story_withdrawn_stands';
    END IF;
    IF NEW.withdrawn_at IS NOT NULL THEN
        NEW.title := '';
        NEW.text := '';
    END IF;
    IF (NEW.title, NEW.text, NEW.consent_given_on, NEW.consent_how, NEW.consent_ends_on, NEW.written_by_id)
       IS DISTINCT FROM
       (OLD.title, OLD.text, OLD.consent_given_on, OLD.consent_how, OLD.consent_ends_on, OLD.written_by_id)
    THEN
        NEW.approved_by_id := NULL;
        NEW.approved_at := NULL;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_story BEFORE INSERT OR UPDATE ON reporting_story
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_story();
"""
DROP = """
DROP TRIGGER keep_story ON reporting_story;
DROP FUNCTION reporting_keep_story();
"""

BUREAU = audience("programme_bureau")
TODAY = "(now() AT TIME ZONE 'Europe/Amsterdam')::date"
TOLD = (
    f"{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND approved_at IS NOT NULL AND withdrawn_at IS NULL"
    f" AND consent_given_on <= {TODAY} AND (consent_ends_on IS NULL OR consent_ends_on >= {TODAY})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0014_covenant_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Story",
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
                ("title", models.CharField(blank=True, max_length=120, verbose_name="titel")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="verhaal")),
                ("consent_given_on", models.DateField(verbose_name="toestemming gegeven op")),
                (
                    "consent_how",
                    models.CharField(
                        choices=[
                            ("paper", "Op papier, ondertekend"),
                            ("mail", "Per mail"),
                            ("spoken", "Mondeling, met een collega erbij"),
                        ],
                        max_length=7,
                        verbose_name="hoe",
                    ),
                ),
                ("consent_ends_on", models.DateField(blank=True, null=True, verbose_name="toestemming tot en met")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="geschreven")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd")),
                (
                    "approved_by",
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verhaal",
                "verbose_name_plural": "verhalen",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(approved_by=None, approved_at=None)
                        | Q(approved_at__isnull=False) & Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by")),
                        name="story_approved_by_another",
                        violation_error_message="Een ander dan de schrijver keurt het verhaal goed.",
                    ),
                    models.CheckConstraint(
                        condition=Q(withdrawn_at=None) & ~Q(title="") & ~Q(text="")
                        | Q(withdrawn_at__isnull=False, title="", text=""),
                        name="story_words_while_consent",
                        violation_error_message="Vul een titel en een verhaal in.",
                    ),
                    models.CheckConstraint(
                        condition=Q(consent_ends_on=None) | Q(consent_ends_on__gte=F("consent_given_on")),
                        name="story_consent_in_order",
                        violation_error_message="De toestemming eindigt niet voordat ze is gegeven.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
        Protect(
            "Story",
            select=[BUREAU, TOLD],
            insert=[f"{WRITING_MEMBER} AND {BUREAU} AND written_by_id = {USER}"],
            update=[f"{WRITING_MEMBER} AND {BUREAU}"],
        ),
    ]
