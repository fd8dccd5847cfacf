import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0021_text_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="occupation",
            name="is_public",
            field=models.BooleanField(default=False, verbose_name="staat op de openbare pagina"),
        ),
        migrations.AddField(
            model_name="occupation",
            name="needs",
            field=models.CharField(blank=True, max_length=1000, verbose_name="wat u nodig hebt en leert"),
        ),
        migrations.AddField(
            model_name="occupation",
            name="picture",
            field=models.CharField(
                choices=[
                    ("construction", "Bouwen"),
                    ("finishing", "Schilderen en afwerken"),
                    ("engineering", "Elektra en installatie"),
                    ("metal", "Metaal en machines"),
                    ("green", "Groen"),
                    ("roads", "Straten en wegen"),
                    ("transport", "Rijden"),
                    ("logistics", "Magazijn"),
                    ("cleaning", "Schoonmaken"),
                    ("care", "Zorg"),
                    ("hospitality", "Horeca en keuken"),
                    ("office", "Kantoor"),
                    ("unknown", "Ik weet het nog niet"),
                ],
                default="unknown",
                max_length=12,
                verbose_name="plaatje",
            ),
        ),
        migrations.AddField(
            model_name="occupation",
            name="tasks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=160),
                blank=True,
                default=list,
                size=None,
                verbose_name="wat u doet",
            ),
        ),
        migrations.AddField(
            model_name="occupation",
            name="wage_from",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand vanaf"
            ),
        ),
        migrations.AddField(
            model_name="occupation",
            name="wage_on",
            field=models.DateField(blank=True, null=True, verbose_name="loon op datum van"),
        ),
        migrations.AddField(
            model_name="occupation",
            name="wage_source",
            field=models.CharField(blank=True, max_length=200, verbose_name="waar het loon staat"),
        ),
        migrations.AddField(
            model_name="occupation",
            name="wage_to",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand tot"
            ),
        ),
        migrations.AddConstraint(
            model_name="occupation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wage_from", None), ("wage_to", None), ("wage_to__gte", models.F("wage_from")), _connector="OR"
                ),
                name="occupation_wage_in_order",
                violation_error_message="Het hoogste loon ligt onder het laagste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wage_from", None), ("wage_to", None)),
                    models.Q(models.Q(("wage_source", ""), _negated=True), ("wage_on__isnull", False)),
                    _connector="OR",
                ),
                name="occupation_wage_has_source",
                violation_error_message="Schrijf op waar het loon staat, en van welke dag het is.",
            ),
        ),
    ]
