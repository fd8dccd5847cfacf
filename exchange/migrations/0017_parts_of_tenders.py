"""Lots, expected occupations and steps of tenders come with a package and go when it is undone; and so do occupations."""

import importlib

from django.db import migrations, models

_BEFORE = importlib.import_module("exchange.migrations.0015_spending_comes_and_goes")
#: The functions of 0015; now what hangs on a tender goes before it, and an occupation after all that names one.
REMOVE = _BEFORE.REMOVE.replace(
    "'tenders_tendervalue', 'tenders_tender',",
    "'tenders_tenderstep', 'tenders_expectedoccupation', 'tenders_tenderlot', 'tenders_tendervalue', 'tenders_tender',",
).replace(
    "'organisations_organisationregion', 'organisations_organisation'",
    "'organisations_occupation', 'organisations_organisationregion', 'organisations_organisation'",
)
if REMOVE.count("tenders_tenderlot") != 1 or REMOVE.count("organisations_occupation") != 1:
    raise ValueError(REMOVE)
_AT = [table for table, _words in _BEFORE.TABLES].index("tenders_contract")
_TARIFF = [table for table, _words in _BEFORE.TABLES].index("tenders_tariff")
TABLES = [
    *_BEFORE.TABLES[:_TARIFF],
    ("organisations_occupation", "beroep"),
    *_BEFORE.TABLES[_TARIFF:_AT],
    ("tenders_tenderlot", "perceel"),
    ("tenders_expectedoccupation", "verwacht beroep"),
    ("tenders_tenderstep", "stap van een aanbesteding"),
    *_BEFORE.TABLES[_AT:],
]


def functions(apps, schema_editor):
    schema_editor.execute(REMOVE, params=None)  # the body has percent signs of its own


class Migration(migrations.Migration):
    dependencies = [("exchange", "0016_rows_of_figures"), ("tenders", "0026_the_calendar")]

    operations = [
        migrations.AlterField("importedrow", "table_name", models.CharField(choices=TABLES, max_length=40)),
        migrations.RunPython(functions),
    ]
