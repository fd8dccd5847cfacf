"""The read log is read from the newest line back, by region or by organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0015_days_of_erased")]

    operations = [
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["region", "-at", "-id"], name="read_log_of_region"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["organisation", "-at", "-id"], name="read_log_of_organisation"),
        ),
    ]
