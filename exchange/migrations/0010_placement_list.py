"""The list of placements is made as a download."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_candidate_list")]

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
                ],
                max_length=13,
                verbose_name="soort",
            ),
        ),
    ]
