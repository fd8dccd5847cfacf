"""What companies were reminded of, by the portal or by who verifies the contract."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, ORGANISATION, WRITING_MEMBER, Protect, audience, of_parent, system

# Who is reminded is a company on the contract, and the region is that of the contract; a contract that goes takes its
# reminders along, as it does the other reminders of the portal.
KEEP = """
CREATE FUNCTION placements_keep_reminder() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id INTO NEW.region_id FROM tenders_contract c
     WHERE c.id = NEW.contract_id
       AND (c.contractor_id = NEW.organisation_id
            OR EXISTS (SELECT FROM tenders_contractparty p
                        WHERE p.contract_id = c.id AND p.organisation_id = NEW.organisation_id));
    IF NOT FOUND THEN
        RAISE check_violation USING MESSAGE = 'only a company on the contract is reminded',
            CONSTRAINT = 'reminder_to_company_on_contract';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_reminder BEFORE INSERT ON placements_reminder
    FOR EACH ROW EXECUTE FUNCTION placements_keep_reminder();

CREATE FUNCTION placements_drop_reminders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_reminder r WHERE r.contract_id = OLD.id;
    RETURN OLD;
END
$function$;
CREATE TRIGGER drop_reminders BEFORE DELETE ON tenders_contract
    FOR EACH ROW EXECUTE FUNCTION placements_drop_reminders();
"""

VERIFIED = of_parent("contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})")
COORDINATED = audience("coordination_point")
SYSTEM = system(Purpose.UPKEEP)


def make_functions(apps, schema_editor):
    schema_editor.execute(KEEP)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0014_reversals_and_samples"),
        ("tenders", "0019_days_to_answer"),
        ("organisations", "0011_mail_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
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
                            ("hours", "Uren ontbreken"),
                            ("question", "Vraag zonder antwoord"),
                            ("evidence", "Bewijsstuk verloopt"),
                        ],
                        max_length=8,
                        verbose_name="waarover",
                    ),
                ),
                ("about", models.CharField(max_length=60)),
                ("number", models.PositiveSmallIntegerField(verbose_name="hoeveelste")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                ("to", models.CharField(max_length=400, verbose_name="aan")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="tenders.contract"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "herinnering", "verbose_name_plural": "herinneringen"},
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("contract", "organisation", "kind", "about", "number"), name="reminder_never_twice"
            ),
        ),
        migrations.RunPython(make_functions),
        Protect(
            "Reminder",
            select=[f"organisation_id = {ORGANISATION}", COORDINATED, VERIFIED, SYSTEM],
            insert=[f"{WRITING_MEMBER} AND {VERIFIED}", SYSTEM],
        ),
    ]
