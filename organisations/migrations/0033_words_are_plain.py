"""What a region calls things stands unescaped in every sentence: no sign in it may mean something."""

from django.db import migrations, models
from django.db.models import Q

NOT_IN_A_WORD = '[<>&"%{}\n\r\t]'


class Migration(migrations.Migration):
    dependencies = [("organisations", "0032_who_changes_an_area")]

    operations = [
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=~Q(werkplein_label__regex=NOT_IN_A_WORD)
                & ~Q(werkplein_plural__regex=NOT_IN_A_WORD)
                & ~Q(coordination_label__regex=NOT_IN_A_WORD),
                name="region_words_are_plain",
            ),
        ),
    ]
