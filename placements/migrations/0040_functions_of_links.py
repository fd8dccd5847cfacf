"""What a link leads to, and who waits elsewhere, is asked as the portal only: the functions were everybody's to call."""

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_APP_ROLE

FUNCTIONS = """candidates_of_link(), candidates_of_proven_link(), placements_vacancy_of_link(),
    placements_waiting_elsewhere(uuid)"""
REVOKE = f"""
REVOKE ALL ON FUNCTION {FUNCTIONS} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {FUNCTIONS} TO "{ROLE}";
"""
AS_IT_WAS = f"""
GRANT EXECUTE ON FUNCTION {FUNCTIONS} TO PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0039_waiting_for_vacancy")]

    operations = [migrations.RunSQL(REVOKE, AS_IT_WAS)]
