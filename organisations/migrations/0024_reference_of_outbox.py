from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0023_erased_by_oneself")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="referentie"),
        ),
        # For processes of the version before, which name no such column.
        migrations.RunSQL(
            "ALTER TABLE organisations_outboxmessage ALTER COLUMN reference SET DEFAULT ''",
            "ALTER TABLE organisations_outboxmessage ALTER COLUMN reference DROP DEFAULT",
        ),
    ]
