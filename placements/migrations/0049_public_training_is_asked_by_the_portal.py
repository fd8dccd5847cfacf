"""Which training begins is asked as the portal only: the function was everybody's to call."""

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_APP_ROLE

FUNCTION = "placements_public_training(uuid, date)"
REVOKE = f"""
REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {FUNCTION} TO "{ROLE}";
"""
AS_IT_WAS = f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO PUBLIC;"


class Migration(migrations.Migration):
    dependencies = [("placements", "0048_person_page")]

    operations = [migrations.RunSQL(REVOKE, AS_IT_WAS)]
