"""A saved view can be the one that a list opens with, and can be put back after it was removed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_verifies_own_default"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="savedview",
            name="saved_view_name_once",
        ),
        migrations.AddField(
            model_name="savedview",
            name="is_default",
            field=models.BooleanField(default=False, verbose_name="toon deze als ik de lijst open"),
        ),
        migrations.AddField(
            model_name="savedview",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("user", "organisation", "page", "name"),
                name="saved_view_name_once",
                violation_error_message="U hebt al een weergave met deze naam.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True), ("removed_at", None)),
                fields=("user", "organisation", "page"),
                name="saved_view_one_default",
            ),
        ),
    ]
