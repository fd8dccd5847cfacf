"""How long evidence is kept is a decision of the region."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0019_days_to_answer")]

    operations = [
        migrations.AddField(
            model_name="regionpolicy",
            name="evidence_from",
            field=models.CharField(
                choices=[("settlement", "de afrekening van het contract"), ("verdict", "het oordeel over de regel")],
                db_default="settlement",
                default="settlement",
                max_length=10,
                verbose_name="bewijsstukken bewaren vanaf",
            ),
        ),
        migrations.AddField(
            model_name="regionpolicy",
            name="evidence_days",
            field=models.PositiveSmallIntegerField(db_default=90, default=90, verbose_name="dagen dat bewijs blijft"),
        ),
    ]
