"""Whom to write to at a company beside the contractor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0012_bulk_change")]

    operations = [
        migrations.AddField(
            model_name="contractparty",
            name="contact_email",
            field=models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mailadres"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contractparty",
            name="contact_name",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="naam van de contactpersoon"),
            preserve_default=False,
        ),
    ]
