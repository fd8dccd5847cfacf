from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0019_cpv_codes")]

    operations = [
        migrations.AlterField(
            model_name="mailchoice",
            name="topic",
            field=models.CharField(
                choices=[
                    ("questions", "Vragen en oordelen over wat u indient"),
                    ("reminders", "Herinneringen"),
                    ("messages", "Berichten in een gesprek"),
                    ("proposals", "Plannen, maatwerk en kandidaten"),
                    ("changes", "Veranderingen in een contract"),
                    ("calendar", "De aanbestedingskalender"),
                ],
                max_length=12,
                verbose_name="onderwerp",
            ),
        ),
    ]
