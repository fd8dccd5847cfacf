"""A file that is merged takes its links along, and there they open nothing.

They went to the telephone or address of the other file, which somebody may have typed who is not this person.
"""

from django.db import migrations

END = """
CREATE FUNCTION candidates_end_moved_page() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    NEW.ended_at := coalesce(OLD.ended_at, now());
    RETURN NEW;
END
$function$;
CREATE TRIGGER moved_page_ends BEFORE UPDATE ON candidates_ownpage
    FOR EACH ROW WHEN (NEW.candidate_id <> OLD.candidate_id)
    EXECUTE FUNCTION candidates_end_moved_page();
"""
STAY = "DROP FUNCTION candidates_end_moved_page() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("candidates", "0026_made_cv")]

    operations = [migrations.RunSQL(END, STAY)]
