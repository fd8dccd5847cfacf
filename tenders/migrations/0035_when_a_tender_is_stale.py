"""After how many days without a word a tender on the calendar is stale is a decision of the region."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0034_one_mail_for_one_search")]

    operations = [
        migrations.AddField(
            model_name="regionpolicy",
            name="calendar_stale_days",
            field=models.PositiveSmallIntegerField(
                db_default=90, default=90, verbose_name="dagen tot een aanbesteding verouderd is"
            ),
        ),
    ]
