"""Blocks can be found by plain questions and say what evidence they need.

None of it is a value, so it stays changeable after a contract uses the version. The words for blocks that came with
the portal are given by their code, in every region: the same code counts as the same block.
"""

import json
from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "guidance.json"

KEEP_VALUES = """
CREATE OR REPLACE FUNCTION tenders_keep_tariff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    touched uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.tariff_id ELSE OLD.tariff_id END;
    guidance text[] := ARRAY['situation', 'evidence', 'explanation'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - guidance = to_jsonb(OLD) - guidance THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = touched) THEN
        RAISE check_violation USING MESSAGE = 'a tariff version in use is never edited',
            CONSTRAINT = 'tariff_in_use';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$function$;
"""

KEEP_ALL = """
CREATE OR REPLACE FUNCTION tenders_keep_tariff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    touched uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.tariff_id ELSE OLD.tariff_id END;
BEGIN
    IF EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = touched) THEN
        RAISE check_violation USING MESSAGE = 'a tariff version in use is never edited',
            CONSTRAINT = 'tariff_in_use';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$function$;
"""


def give(apps, schema_editor):
    Block = apps.get_model("tenders", "Block")
    for code, words in json.loads(SHIPPED.read_text(encoding="utf-8"))["blocks"].items():
        same = Block.objects.filter(code=code)
        # A region may have used the code for something else than a person.
        (same.filter(kind="full_time_year") if "situation" in words else same).update(**words)


SITUATIONS = [
    ("pw_under_2y", "Bijstand (Participatiewet), korter dan 2 jaar"),
    ("pw_over_2y", "Bijstand (Participatiewet), 2 jaar of langer"),
    ("ww_under_3m", "WW, korter dan 3 maanden"),
    ("ww_3_12m", "WW, 3 tot en met 12 maanden"),
    ("ww_over_1y", "WW, langer dan 1 jaar"),
    ("no_benefit", "Geen uitkering"),
    ("disability", "WIA of WAO"),
    ("wajong", "Wajong"),
    ("other_benefit", "Een andere uitkering"),
    ("job_agreement", "Banenafspraak (doelgroepregister)"),
    ("sheltered", "Sociaal werkbedrijf (Wsw)"),
    ("bbl_new", "BBL-leerling, nieuw in dienst"),
    ("bbl_existing", "BBL-leerling, al in dienst"),
    ("intern_mbo_12", "Stage, mbo niveau 1 of 2"),
    ("intern_mbo_34_hbo", "Stage, mbo niveau 3 of 4, of hbo"),
    ("vso_pro", "Leerling van het VSO of praktijkonderwijs"),
    ("work_experience", "Werkervaringsplaats zonder loon"),
]
EVIDENCE = [
    ("contract", "Arbeidsovereenkomst"),
    ("statement", "Doelgroepverklaring"),
    ("payslip", "Loonstrook"),
    ("invoice", "Factuur"),
    ("signed_form", "Ondertekend formulier"),
    ("other", "Ander bewijsstuk"),
]


class Migration(migrations.Migration):
    dependencies = [("tenders", "0016_band_ends_at_the_obligation")]

    operations = [
        migrations.AddField(
            "block",
            "situation",
            models.CharField(blank=True, choices=SITUATIONS, default="", max_length=24, verbose_name="situatie"),
        ),
        migrations.AddField(
            "block",
            "evidence",
            ArrayField(
                models.CharField(choices=EVIDENCE, max_length=24),
                blank=True,
                default=list,
                size=None,
                verbose_name="bewijs",
            ),
        ),
        migrations.AddField(
            "block",
            "explanation",
            models.CharField(blank=True, default="", max_length=600, verbose_name="uitleg"),
        ),
        migrations.AddConstraint(
            "block",
            models.CheckConstraint(
                condition=models.Q(("situation", ""), ("kind", "full_time_year"), _connector="OR"),
                name="block_situation_of_person",
            ),
        ),
        migrations.RunSQL(KEEP_VALUES, KEEP_ALL),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
