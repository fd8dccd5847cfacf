"""However often a telephone or address stands in registrations, the next one is answered as the first.

Otherwise a stranger shuts the owner out for a day, and reads of the answer that it was used. The region stays bounded
(0022), doubles are noted for the coordination point, and no more than a few mails a day go to one address.
"""

from django.db import migrations

LET_THROUGH = """
CREATE OR REPLACE FUNCTION candidates_bound_open_registrations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id INTO STRICT NEW.region_id FROM candidates_candidate c WHERE c.id = NEW.candidate_id;
    RETURN NEW;
END
$function$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0027_links_end_with_a_merge")]

    operations = [migrations.RunSQL(LET_THROUGH, migrations.RunSQL.noop)]
