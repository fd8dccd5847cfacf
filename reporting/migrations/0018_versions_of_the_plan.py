"""The plan keeps every version of its amounts: what is decided later, or came in later, is another row."""

import datetime as dt

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import USER, WRITING_MEMBER, ProtectAnew, audience, system

KEEPERS = f"({audience('programme_bureau')} OR {audience('centre')})"
CATEGORIES = [
    ("training", "Scholing"),
    ("guidance", "Begeleiding"),
    ("coordination", "Coördinatie"),
    ("back_office", "Backoffice"),
    ("sroi_procurement", "Social Return en inkoop"),
    ("secretary", "Secretaris van het programma"),
]
#: The plan as it was shipped was there from its price level on.
SHIPPED_AT = dt.datetime(2017, 12, 1, tzinfo=dt.UTC)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0017_own_rows_of_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="spendingline",
            name="category",
            field=models.CharField(choices=CATEGORIES, max_length=16, verbose_name="post"),
        ),
        migrations.AlterField(
            model_name="spendinglineevent",
            name="category",
            field=models.CharField(choices=CATEGORIES, max_length=16, verbose_name="post"),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="version_on",
            field=models.DateField(null=True, verbose_name="vastgesteld op"),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="entered_at",
            field=models.DateTimeField(default=SHIPPED_AT, verbose_name="ingevoerd"),
        ),
        migrations.AlterField(
            model_name="budgetline",
            name="entered_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="ingevoerd"),
        ),
        migrations.RemoveConstraint(model_name="budgetline", name="budget_line_once"),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("region", "side", "category", "year", "version_on", "entered_at"),
                name="budget_line_once",
                nulls_distinct=False,
            ),
        ),
        # An amount that was decided, or came in, stays as it was written.
        ProtectAnew(
            "BudgetLine",
            select=[
                KEEPERS,
                audience("coordination_point"),
                system(Purpose.REPORT, Purpose.SETUP),
            ],
            insert=[f"{WRITING_MEMBER} AND {KEEPERS} AND entered_by_id = {USER}", system(Purpose.SETUP)],
        ),
    ]
