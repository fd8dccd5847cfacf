"""That somebody may be there twice is a question to the coordination point, and tells nobody else that he is known.

Whoever works one of the two files would learn from it that there is another. The answer to the pair closes the task, as
who works with both files may answer without seeing it.
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, IS_MEMBER, WRITING_MEMBER, ProtectAnew, audience, of_parent, system

WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
TOLD = f"{WORKED} AND (kind <> 'duplicate' OR {audience('coordination_point')})"
PORTAL = system(Purpose.IMPORT, Purpose.UPKEEP)

CLOSE = """
CREATE FUNCTION candidates_close_duplicate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE candidates_candidatetask SET done_at = NEW.decided_at, done_by_id = NEW.decided_by_id
     WHERE kind = 'duplicate' AND origin = 'duplicate:' || NEW.id AND done_at IS NULL;
    RETURN NULL;
END
$function$;
CREATE TRIGGER close_duplicate AFTER UPDATE OF decision ON candidates_possibleduplicate
    FOR EACH ROW WHEN (OLD.decision = '' AND NEW.decision <> '')
    EXECUTE FUNCTION candidates_close_duplicate();
"""
DROP = """
DROP TRIGGER close_duplicate ON candidates_possibleduplicate;
DROP FUNCTION candidates_close_duplicate();
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0013_registration_goes_on")]

    operations = [
        ProtectAnew(
            "CandidateTask",
            select=[f"{IS_MEMBER} AND {TOLD}", PORTAL],
            insert=[f"{WRITING_MEMBER} AND {TOLD}", PORTAL],
            update=[f"{WRITING_MEMBER} AND {TOLD}", PORTAL],
        ),
        migrations.RunSQL(CLOSE, DROP),
    ]
