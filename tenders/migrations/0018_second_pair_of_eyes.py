"""A region can ask for a second verifier above an amount."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0017_block_guidance")]

    operations = [
        migrations.AddField(
            model_name="regionpolicy",
            name="second_eyes_above",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="tweede beoordelaar boven"
            ),
        ),
    ]
