"""Proposals are made as a download."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0020_list_of_vacancies")]

    operations = [
        migrations.AlterField(
            model_name="bulkjob",
            name="kind",
            field=models.CharField(
                choices=[
                    ("package_in", "Gegevenspakket inlezen"),
                    ("contracts_in", "Contracten inlezen"),
                    ("tenders_in", "Aanbestedingen inlezen"),
                    ("package_out", "Gegevenspakket downloaden"),
                    ("contracts_out", "Contracten downloaden"),
                    ("tenders_out", "Aanbestedingen downloaden"),
                    ("own_file_out", "Dossier voor de kandidaat"),
                    ("candidate_out", "Kandidaten downloaden"),
                    ("placement_out", "Plaatsingen downloaden"),
                    ("enrolment_out", "Deelnemers aan scholing downloaden"),
                    ("cost_out", "Kosten van scholing downloaden"),
                    ("follow_up_out", "Nazorg downloaden"),
                    ("spending_out", "Uitgaven downloaden"),
                    ("firm_out", "Lokale bedrijven downloaden"),
                    ("vacancy_out", "Vacatures downloaden"),
                    ("proposal_out", "Voorstellen downloaden"),
                    ("figure_out", "Regels van een cijfer downloaden"),
                ],
                max_length=13,
                verbose_name="soort",
            ),
        ),
    ]
