"""Tenders come with a package and go when it is undone, and so does what they are thought to be worth."""

import importlib

from django.db import migrations, models

_BEFORE = importlib.import_module("exchange.migrations.0011_more_lists")
#: The functions of 0011; now tenders go too, after the contracts that name them.
REMOVE = _BEFORE.REMOVE.replace(
    "'tenders_contract', 'tenders_block',",
    "'tenders_contract', 'tenders_tendervalue', 'tenders_tender', 'tenders_block',",
)
_AT = [table for table, _words in _BEFORE.TABLES].index("tenders_contract")
TABLES = [
    *_BEFORE.TABLES[:_AT],
    ("tenders_tender", "aanbesteding"),
    ("tenders_tendervalue", "geraamde waarde van aanbesteding"),
    *_BEFORE.TABLES[_AT:],
]


def functions(apps, schema_editor):
    schema_editor.execute(REMOVE, params=None)  # the body has percent signs of its own


class Migration(migrations.Migration):
    dependencies = [("exchange", "0013_people_in_files"), ("tenders", "0025_calendar_of_tenders")]

    operations = [
        migrations.AlterField("importedrow", "table_name", models.CharField(choices=TABLES, max_length=40)),
        migrations.RunPython(functions),
    ]
