"""How a region is reached is read by its members, by the operator and by everybody on its open pages: no link needs it."""

from django.db import migrations

from organisations.row_security import IS_OPERATOR, PUBLIC_REGION, REGIONS, WRITING_MEMBER, ProtectAnew, audience

MAY_WRITE = f"{WRITING_MEMBER} AND ({audience('coordination_point')} OR {IS_OPERATOR})"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0030_contact_of_region")]

    operations = [
        ProtectAnew(
            "RegionContact",
            select=[f"region_id = ANY ({REGIONS})", f"region_id = {PUBLIC_REGION}", IS_OPERATOR],
            insert=[MAY_WRITE],
            update=[MAY_WRITE],
        ),
    ]
