"""What the portal does by itself mails a coach in the workspace where he works: it reads who is a member in its region."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_MEMBER,
    ORGANISATION,
    ROLE,
    WRITING_MEMBER,
    ProtectAnew,
    child_of,
    purpose,
)

IN_LINK = f"{CONTEXT} = 'link'"
INVITED = child_of("organisation_id", "organisations_invitation").replace("SELECT id", "SELECT organisation_id")
STILL_INVITED = child_of(
    "organisation_id",
    "organisations_invitation",
    "accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > now()",
).replace("SELECT id", "SELECT organisation_id")
OWN_ADMINISTRATOR = f"{WRITING_MEMBER} AND {ROLE} = 'administrator' AND organisation_id = {ORGANISATION}"
# Under its own policy a purpose sees the organisations of the region that it entered, and of no other.
OF_REGION = child_of("organisation_id", "organisations_organisationregion").replace(
    "SELECT id", "SELECT organisation_id"
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0013_retention")]

    operations = [
        ProtectAnew(
            "Membership",
            select=[
                f"organisation_id = {ORGANISATION}",
                # As in 0002: who can be named as responsible at the Werkplein, or asked at the coordination point.
                f"{IS_MEMBER} AND "
                + child_of(
                    "organisation_id", "organisations_organisation", "kind IN ('werkplein', 'coordination_point')"
                ),
                f"{IN_LINK} AND {INVITED}",
                purpose(Purpose.MAIL, Purpose.SETUP),
                f"{purpose(Purpose.UPKEEP)} AND {OF_REGION}",
            ],
            insert=[f"{IN_LINK} AND {STILL_INVITED}", purpose(Purpose.SETUP)],
            update=[OWN_ADMINISTRATOR, purpose(Purpose.SETUP)],
        ),
    ]
