"""Participants, costs of training and follow-ups are made as downloads; an import brings files of placements."""

import importlib

from django.db import migrations, models

_BEFORE = importlib.import_module("exchange.migrations.0006_candidates_come_and_go")
#: The functions of 0006; now the file of a placement goes too, and what history kept of it.
REMOVE = _BEFORE.REMOVE.replace(
    "'placements_followup', 'placements_placementterm',",
    "'placements_followup', 'placements_placementfile', 'placements_placementterm',",
).replace(
    "'candidates_enrolment', 'placements_placement',\n",
    "'candidates_enrolment', 'placements_placement', 'placements_placementfile',\n",
)
TABLES = [*_BEFORE.TABLES, ("placements_placementfile", "dossier van een plaatsing")]


def functions(apps, schema_editor):
    schema_editor.execute(REMOVE, params=None)  # the body has percent signs of its own


class Migration(migrations.Migration):
    dependencies = [("exchange", "0010_placement_list"), ("placements", "0031_placement_file")]

    operations = [
        migrations.AlterField(
            model_name="bulkjob",
            name="kind",
            field=models.CharField(
                choices=[
                    ("package_in", "Gegevenspakket inlezen"),
                    ("contracts_in", "Contracten inlezen"),
                    ("package_out", "Gegevenspakket downloaden"),
                    ("contracts_out", "Contracten downloaden"),
                    ("own_file_out", "Dossier voor de kandidaat"),
                    ("candidate_out", "Kandidaten downloaden"),
                    ("placement_out", "Plaatsingen downloaden"),
                    ("enrolment_out", "Deelnemers aan scholing downloaden"),
                    ("cost_out", "Kosten van scholing downloaden"),
                    ("follow_up_out", "Nazorg downloaden"),
                ],
                max_length=13,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField("importedrow", "table_name", models.CharField(choices=TABLES, max_length=40)),
        migrations.RunPython(functions),
    ]
