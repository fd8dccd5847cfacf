"""Of a talk at a speed date can be told that one of the two did not come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0052_who_stops_meets_nobody"),
    ]

    operations = [
        migrations.AlterField(
            model_name="speeddatemeeting",
            name="candidate_says",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee"), ("away", "Kwam niet")],
                max_length=5,
                verbose_name="kandidaat zegt",
            ),
        ),
        migrations.AlterField(
            model_name="speeddatemeeting",
            name="employer_says",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee"), ("away", "Kwam niet")],
                max_length=5,
                verbose_name="werkgever zegt",
            ),
        ),
        migrations.AlterField(
            model_name="speeddatemeetingevent",
            name="candidate_says",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee"), ("away", "Kwam niet")],
                max_length=5,
                verbose_name="kandidaat zegt",
            ),
        ),
        migrations.AlterField(
            model_name="speeddatemeetingevent",
            name="employer_says",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee"), ("away", "Kwam niet")],
                max_length=5,
                verbose_name="werkgever zegt",
            ),
        ),
    ]
