"""Spending comes with a package and goes when it is undone, with what history kept of it; and it is made as a download."""

import importlib

from django.db import migrations, models

_BEFORE = importlib.import_module("exchange.migrations.0014_tenders_come_and_go")
#: The functions of 0014; now spending goes too, before the candidates and training that it names.
REMOVE = _BEFORE.REMOVE.replace(
    "'placements_yearline', 'placements_hoursstatement',",
    "'reporting_spendingline', 'placements_yearline', 'placements_hoursstatement',",
).replace(
    "'candidates_candidate', 'candidates_candidateidentity', 'candidates_enrolment',",
    "'reporting_spendingline', 'candidates_candidate', 'candidates_candidateidentity', 'candidates_enrolment',",
)
if REMOVE.count("reporting_spendingline") != 2:
    raise ValueError(REMOVE)
TABLES = [*_BEFORE.TABLES, ("reporting_spendingline", "uitgave")]


def functions(apps, schema_editor):
    schema_editor.execute(REMOVE, params=None)  # the body has percent signs of its own


class Migration(migrations.Migration):
    dependencies = [("exchange", "0014_tenders_come_and_go"), ("reporting", "0010_spending")]

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
                    ("spending_out", "Uitgaven downloaden"),
                ],
                max_length=13,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField("importedrow", "table_name", models.CharField(choices=TABLES, max_length=40)),
        migrations.RunPython(functions),
    ]
