"""Who keeps the money of the programme reads which training there is: spending is linked to it."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    ORGANISATION,
    REGIONS,
    WRITING_MEMBER,
    ProtectAnew,
    audience,
    of_parent,
    system,
)

COORDINATION = audience("coordination_point")
WERKPLEIN = f"region_id = ANY ({REGIONS}) AND " + of_parent(
    ORGANISATION, "organisations_organisation", "parent.kind = 'werkplein'"
)
IMPORT = system(Purpose.IMPORT)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0017_called_no_more"), ("organisations", "0018_centre_municipality")]

    operations = [
        ProtectAnew(
            "TrainingProgramme",
            select=[
                COORDINATION,
                WERKPLEIN,
                audience("programme_bureau"),
                audience("centre"),
                system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[f"{WRITING_MEMBER} AND {COORDINATION}", IMPORT],
            update=[f"{WRITING_MEMBER} AND {COORDINATION}", IMPORT],
            delete=[IMPORT],
        ),
    ]
