"""The obligation on which a band stands, and what persons had contributed then: kept apart, where exact totals are."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION tenders_open_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    INSERT INTO tenders_contracttotals (contract_id, persons_approved, persons_submitted, persons_forecast,
                                        others_approved, others_submitted, others_forecast,
                                        banded_approved, banded_submitted)
    VALUES (NEW.id, 0, 0, 0, 0, 0, 0, 0, 0);
    INSERT INTO tenders_contractband (contract_id, obligation, persons, persons_band, persons_claimed_upper,
                                      submitted_lines, others_approved, others_submitted)
    SELECT NEW.id, NEW.obligation, 0, nothing, nothing, 0, 0, 0
      FROM (SELECT CASE WHEN NEW.obligation > 0 THEN 0 END) AS begin (nothing);
    RETURN NULL;
END
$function$;

UPDATE tenders_contractband b SET obligation = c.obligation FROM tenders_contract c WHERE c.id = b.contract_id;
UPDATE tenders_contracttotals SET banded_approved = persons_approved, banded_submitted = persons_submitted;
"""


def amount(verbose_name: str) -> models.DecimalField:
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, default=0)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0022_plan_items")]

    operations = [
        migrations.AddField("contractband", "obligation", amount("verplichting waarop de band staat")),
        migrations.AddField("contracttotals", "banded_approved", amount("goedgekeurd toen de band werd bepaald")),
        migrations.AddField("contracttotals", "banded_submitted", amount("wachtte toen de band werd bepaald")),
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
    ]
