"""A plan of approach says what, when and how much; what it says of a target group is not for the authority."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    SYSTEM_REGION,
    WRITING_MEMBER,
    Protect,
    of_parent,
    purpose,
)

STAMP = """
CREATE FUNCTION tenders_planitem_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c tenders_contract;
BEGIN
    SELECT * INTO STRICT c FROM tenders_contract WHERE id = NEW.contract_id;
    -- A block per full-time year names a target group.
    NEW.visible_to := CASE
        WHEN EXISTS (SELECT FROM tenders_block b WHERE b.id = NEW.block_id AND b.kind = 'full_time_year')
        THEN ARRAY['o:' || c.contractor_id, c.verified_by]
        ELSE c.sides_visible_to END;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_audiences BEFORE INSERT OR UPDATE ON tenders_planitem
    FOR EACH ROW EXECUTE FUNCTION tenders_planitem_stamp();

CREATE FUNCTION tenders_restamp_plan_items() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE tenders_planitem SET contract_id = contract_id WHERE contract_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_plan_items AFTER UPDATE ON tenders_contract
    FOR EACH ROW WHEN ((OLD.sides_visible_to, OLD.verified_by, OLD.contractor_id)
                       IS DISTINCT FROM (NEW.sides_visible_to, NEW.verified_by, NEW.contractor_id))
    EXECUTE FUNCTION tenders_restamp_plan_items();

CREATE FUNCTION tenders_guard_plan_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM tenders_plan p WHERE p.id = NEW.plan_id AND p.contract_id = NEW.contract_id)
       OR NEW.block_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM tenders_block b JOIN tenders_contract c ON c.tariff_id = b.tariff_id
             WHERE b.id = NEW.block_id AND c.id = NEW.contract_id AND b.kind <> 'bonus') THEN
        RAISE foreign_key_violation USING MESSAGE = 'an item belongs to a plan and the tariff of its contract';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_item BEFORE INSERT ON tenders_planitem
    FOR EACH ROW EXECUTE FUNCTION tenders_guard_plan_item();
"""
DROP = """
DROP TRIGGER restamp_plan_items ON tenders_contract;
DROP FUNCTION tenders_restamp_plan_items();
DROP FUNCTION tenders_guard_plan_item() CASCADE;
DROP FUNCTION tenders_planitem_stamp() CASCADE;
"""

SEEN = [
    f"visible_to && {AUDIENCES}",
    f"{purpose(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)} AND "
    + of_parent("contract_id", "tenders_contract", f"parent.region_id = {SYSTEM_REGION}"),
]
#: While nobody answered, by the side that proposed it; of a target group by the contractor or by who verifies.
OF_OWN_PROPOSAL = f"{WRITING_MEMBER} AND visible_to && {AUDIENCES} AND " + of_parent(
    "plan_id",
    "tenders_plan",
    f"parent.proposed_for_id = {ORGANISATION} AND parent.agreed_at IS NULL AND parent.declined_at IS NULL",
)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0021_tariff_concepts")]

    operations = [
        migrations.CreateModel(
            name="PlanItem",
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
                    "visible_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="omschrijving")),
                ("starts_on", models.DateField(verbose_name="van")),
                ("ends_on", models.DateField(verbose_name="tot en met")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="hoeveel")),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="uren per week"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="verwachte waarde")),
                (
                    "block",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.block",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_items", to="tenders.contract"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="tenders.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "onderdeel van een plan",
                "verbose_name_plural": "onderdelen van plannen",
                "constraints": [
                    models.UniqueConstraint(fields=["plan", "position"], name="plan_item_once_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="plan_item_ends_after_start",
                        violation_error_message="De laatste dag ligt voor de eerste dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("quantity__gt", 0)),
                        name="plan_item_has_quantity",
                        violation_error_message="Vul een aantal in boven nul.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("block__isnull", False), models.Q(("description", ""), _negated=True), _connector="OR"
                        ),
                        name="plan_item_says_what",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAMP, DROP),
        Protect("PlanItem", select=SEEN, insert=[OF_OWN_PROPOSAL]),
    ]
