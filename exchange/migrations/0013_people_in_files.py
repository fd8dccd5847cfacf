"""A file keeps whom it names, so that whoever fetches it leaves a line for each of them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0012_openings_of_candidate")]

    operations = [
        migrations.AddField(
            "bulkfile",
            "people",
            django.contrib.postgres.fields.ArrayField(models.UUIDField(), default=list),
        )
    ]
