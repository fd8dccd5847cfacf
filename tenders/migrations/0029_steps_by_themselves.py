"""What follows from the contracts of a tender is written by the portal itself: in execution, and completed."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    CONTEXT,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    ProtectAnew,
    audience,
    child_of,
    of_parent,
    system,
)

ON_CALENDAR = "on_calendar_since IS NOT NULL AND status <> 'concept'"
WRITES = " OR ".join(
    f"({one})"
    for one in (
        f"{WRITING_MEMBER} AND authority_id = {ORGANISATION} AND region_id = ANY ({REGIONS})",
        f"{WRITING_MEMBER} AND {audience('coordination_point')}",
        system(Purpose.IMPORT),
    )
)
MOVES = f"{WRITES} OR {system(Purpose.UPKEEP)}"


class Migration(migrations.Migration):
    dependencies = [("tenders", "0028_texts_of_a_region")]

    operations = [
        ProtectAnew(
            "Tender",
            select=[
                f"visible_to && {AUDIENCES}",
                f"{ON_CALENDAR} AND region_id = ANY ({REGIONS})",
                f"{ON_CALENDAR} AND region_id = {PUBLIC_REGION}",
                system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[WRITES],
            update=[MOVES],
        ),
        ProtectAnew(
            "TenderStep",
            select=[child_of("tender_id", "tenders_tender")],
            insert=[f"{of_parent('tender_id', 'tenders_tender', MOVES)} AND (by_id = {USER} OR {CONTEXT} = 'system')"],
        ),
    ]
