"""Every line has a contractor, now that 0005 has filled it in."""

import django.db.models.deletion
from django.db import migrations, models

CONTRACTOR = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "organisations.organisation",
}
IN_EVENT = {
    "db_constraint": False,
    "on_delete": django.db.models.deletion.DO_NOTHING,
    "related_name": "+",
    "related_query_name": "+",
    "to": "organisations.organisation",
}


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_lines_of_parties_row_security")]

    operations = [
        migrations.AlterField("contribution", "contractor", models.ForeignKey(**CONTRACTOR)),
        migrations.AlterField("contributionevent", "contractor", models.ForeignKey(**IN_EVENT)),
        migrations.AlterField("deployment", "contractor", models.ForeignKey(editable=False, **CONTRACTOR)),
        migrations.AlterField("deploymentevent", "contractor", models.ForeignKey(editable=False, **IN_EVENT)),
    ]
