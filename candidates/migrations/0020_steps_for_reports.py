"""A report counts who came as far as intake, which the steps of a file say."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, ORGANISATION, WRITING_MEMBER, ProtectAnew, of_parent, system

WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
REGISTERED = of_parent(
    "candidate_id",
    "candidates_candidate",
    f"parent.registrant_organisation_id = {ORGANISATION} AND parent.visible_to && {AUDIENCES}"
    " AND parent.state IN ('registered', 'withdrawn')",
)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0019_taken_away_in_history")]

    operations = [
        ProtectAnew(
            "CandidateStep",
            select=[WORKED, system(Purpose.IMPORT, Purpose.UPKEEP, Purpose.REPORT)],
            insert=[
                f"{WRITING_MEMBER} AND {WORKED}",
                f"{WRITING_MEMBER} AND {REGISTERED}",
                system(Purpose.IMPORT),
                system(Purpose.UPKEEP),
            ],
        ),
    ]
