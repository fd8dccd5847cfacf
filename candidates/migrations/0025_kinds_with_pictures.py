"""The kinds of work that somebody chooses are those that have a picture."""

import django.contrib.postgres.fields
from django.db import migrations, models

KINDS = [
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
]


class Migration(migrations.Migration):
    dependencies = [("candidates", "0024_asking_about_vacancies")]

    operations = [
        migrations.AlterField(
            "openregistration",
            "kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=KINDS, max_length=12),
                blank=True,
                default=list,
                size=None,
                verbose_name="soort werk",
            ),
        ),
    ]
