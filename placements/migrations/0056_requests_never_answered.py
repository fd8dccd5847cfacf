"""What somebody typed who was never answered is emptied by age: the portal writes that, and that nobody answered."""

from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import system

ROLE = settings.DATABASE_APP_ROLE
#: Only what nobody answered; and it becomes nothing else.
POLICY = f"""
CREATE POLICY may_update_in_upkeep ON placements_personrequest FOR UPDATE TO "{ROLE}"
    USING ({system(Purpose.UPKEEP)}) WITH CHECK ({system(Purpose.UPKEEP)} AND outcome = 'unanswered');
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0055_yes_taken_back")]

    operations = [
        migrations.AlterField(
            model_name="personrequest",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("sent", "Link verstuurd"),
                    ("not_found", "Staat niet in het portaal"),
                    ("not_proven", "Niet bewezen wie het is"),
                    ("corrected", "Verbeterd"),
                    ("erased", "Gewist"),
                    ("kept", "Blijft zoals het is"),
                    ("unanswered", "Nooit beantwoord"),
                ],
                max_length=11,
                verbose_name="uitkomst",
            ),
        ),
        migrations.RunSQL(POLICY, "DROP POLICY may_update_in_upkeep ON placements_personrequest"),
    ]
