"""How long a region waits for hours and for answers before the portal reminds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0018_second_pair_of_eyes")]

    operations = [
        migrations.AddField(
            model_name="regionpolicy",
            name="statement_days",
            field=models.PositiveSmallIntegerField(
                db_default=14, default=14, verbose_name="dagen om uren door te geven"
            ),
        ),
        migrations.AddField(
            model_name="regionpolicy",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                db_default=7, default=7, verbose_name="dagen om een vraag te beantwoorden"
            ),
        ),
    ]
