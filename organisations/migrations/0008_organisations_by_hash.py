"""Names of organisations are read beside each of many contracts: look a key up in a hash, not along a list.

With 2,000 companies in a region the list took most of the time of a page of contracts (docs/measurements.md).
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_OPERATOR,
    ORGANISATION,
    ROLE,
    WRITING_MEMBER,
    ProtectAnew,
    purpose,
)

WRITING_OPERATOR = f"{WRITING_MEMBER} AND {IS_OPERATOR}"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_saved_view_default")]

    operations = [
        ProtectAnew(
            "Organisation",
            select=[
                f"id = {ORGANISATION}",
                "id IN (SELECT organisation_id FROM organisations_organisationregion)",
                f"{CONTEXT} = 'link' AND id IN (SELECT organisation_id FROM organisations_invitation)",  # noqa: S608 - our own names
                IS_OPERATOR,
                purpose(Purpose.MAIL, Purpose.IMPORT, Purpose.SETUP, Purpose.UPKEEP),
            ],
            insert=[WRITING_OPERATOR, purpose(Purpose.IMPORT, Purpose.SETUP)],
            update=[
                f"{WRITING_MEMBER} AND {ROLE} = 'administrator' AND id = {ORGANISATION}",
                WRITING_OPERATOR,
                purpose(Purpose.IMPORT, Purpose.SETUP),
            ],
        ),
    ]
