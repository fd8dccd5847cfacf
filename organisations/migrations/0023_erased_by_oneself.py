from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("organisations", "0022_occupation_page")]

    operations = [
        migrations.RemoveConstraint("erasure", "erasure_asked_by_somebody"),
        migrations.AddConstraint(
            "erasure",
            models.CheckConstraint(
                condition=Q(cause="term", asked_by=None)
                | (~Q(cause="term") & Q(asked_by__isnull=False, organisation__isnull=False))
                | Q(cause="asked", asked_by=None, organisation=None, asked_on__isnull=False),
                name="erasure_asked_by_somebody",
            ),
        ),
    ]
