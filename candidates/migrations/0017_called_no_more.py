"""Who stops is called no more: the open tasks to call go with the step, whoever takes it. A registrant reads no tasks."""

from django.db import migrations

NEW = """
CREATE FUNCTION candidates_call_no_more() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE candidates_candidatetask SET done_at = NEW.at, done_by_id = NEW.by_id, outcome = 'De kandidaat is gestopt'
     WHERE candidate_id = NEW.candidate_id AND kind = 'call' AND done_at IS NULL;
    RETURN NULL;
END
$function$;
CREATE TRIGGER call_no_more AFTER INSERT ON candidates_candidatestep
    FOR EACH ROW WHEN (NEW.to_state = 'withdrawn') EXECUTE FUNCTION candidates_call_no_more();
"""
DROP = "DROP FUNCTION candidates_call_no_more() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0016_groups_follow_participants"),
    ]

    operations = [migrations.RunSQL(NEW, DROP)]
