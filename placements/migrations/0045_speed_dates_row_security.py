"""Speed dates are for who mediates: the coordination point runs them, a Werkplein brings its own candidates.

An employer reads nothing here; he gets a list on paper of who agreed. The worker plans as the region's upkeep.
"""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, ORGANISATION, REGIONS, WRITING_MEMBER, Protect, audience, system

FUNCTIONS = """
-- What belongs to an event lies in its region; a member adds nothing to one that is over or does not go on.
CREATE FUNCTION placements_keep_speed_date_part() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    e placements_speeddate;
BEGIN
    SELECT * INTO STRICT e FROM placements_speeddate WHERE id = NEW.event_id;
    NEW.region_id := e.region_id;
    IF TG_OP = 'UPDATE' AND NEW.event_id <> OLD.event_id THEN
        RAISE insufficient_privilege USING MESSAGE = 'what belongs to a speed date stays there';
    END IF;
    IF TG_OP = 'INSERT' AND current_setting('app.context', true) = 'member'
       AND e.state NOT IN ('speeddate_draft', 'speeddate_planned') THEN
        RAISE insufficient_privilege USING MESSAGE = 'this speed date is over';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION placements_keep_speed_date_employer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.vacancy_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM placements_vacancy v WHERE v.id = NEW.vacancy_id AND v.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a vacancy of the region of the speed date';
    END IF;
    IF NEW.organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_organisationregion r
         WHERE r.organisation_id = NEW.organisation_id AND r.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'an employer of the region of the speed date';
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION placements_keep_speed_date_candidate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM candidates_candidate c WHERE c.id = NEW.candidate_id AND c.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a candidate of the region of the speed date';
    END IF;
    RETURN NEW;
END
$function$;

-- Employer and candidate of a wish or a talk come to the same event; who talks agreed that his name is known.
CREATE FUNCTION placements_keep_speed_date_pair() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    agreed date;
BEGIN
    IF NOT EXISTS (SELECT FROM placements_speeddateemployer e WHERE e.id = NEW.employer_id AND e.event_id = NEW.event_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'an employer of this speed date';
    END IF;
    SELECT a.agreed_on INTO agreed FROM placements_speeddatecandidate a
     WHERE a.id = NEW.attendee_id AND a.event_id = NEW.event_id;
    IF NOT FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = 'a candidate of this speed date';
    END IF;
    IF TG_TABLE_NAME = 'placements_speeddatemeeting' AND TG_OP = 'INSERT' AND agreed IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'who talks agreed that his name is known';
    END IF;
    RETURN NEW;
END
$function$;

-- A plan is old as soon as anything changed of who comes and who wants to meet whom.
CREATE FUNCTION placements_speed_date_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_speeddate SET changed_at = clock_timestamp()
     WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.event_id ELSE NEW.event_id END;
    RETURN NULL;
END
$function$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER keep_part BEFORE INSERT OR UPDATE ON placements_speeddate{part}
    FOR EACH ROW EXECUTE FUNCTION placements_keep_speed_date_part();
"""
    for part in ("employer", "candidate", "wish", "meeting")
)
# Triggers of one moment fire in the order of their names: keep_part gives the region that these look at.
TRIGGERS += "".join(
    f"""
CREATE TRIGGER keep_whose BEFORE INSERT OR UPDATE ON placements_speeddate{part}
    FOR EACH ROW EXECUTE FUNCTION placements_keep_speed_date_{function}();
"""
    for part, function in (
        ("employer", "employer"),
        ("candidate", "candidate"),
        ("wish", "pair"),
        ("meeting", "pair"),
    )
)
TRIGGERS += "".join(
    f"""
CREATE TRIGGER speed_date_changed AFTER INSERT OR UPDATE OR DELETE ON placements_speeddate{part}
    FOR EACH ROW EXECUTE FUNCTION placements_speed_date_changed();
"""
    for part in ("employer", "candidate", "wish")
)
DROP = """
DROP FUNCTION placements_keep_speed_date_part() CASCADE;
DROP FUNCTION placements_keep_speed_date_employer() CASCADE;
DROP FUNCTION placements_keep_speed_date_candidate() CASCADE;
DROP FUNCTION placements_keep_speed_date_pair() CASCADE;
DROP FUNCTION placements_speed_date_changed() CASCADE;
"""

IS_WERKPLEIN = f"(SELECT kind = 'werkplein' FROM organisations_organisation WHERE id = {ORGANISATION})"  # noqa: S608 - our own words
MEDIATES = f"({audience('coordination_point')} OR (region_id = ANY ({REGIONS}) AND {IS_WERKPLEIN}))"
RUNS = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
PLANS = system(Purpose.UPKEEP)
#: Whose file somebody works; the coordination point all of its region.
OF_WORKED = f"EXISTS (SELECT FROM candidates_candidate c WHERE c.id = candidate_id AND c.worked_by && {AUDIENCES})"
_ATTENDEE_OF_WORKED = (
    "EXISTS (SELECT FROM placements_speeddatecandidate a JOIN candidates_candidate c ON c.id = a.candidate_id"
    f" WHERE a.id = attendee_id AND c.worked_by && {AUDIENCES})"
)


class Migration(migrations.Migration):
    dependencies = [("placements", "0044_speed_dates")]

    operations = [
        migrations.RunSQL(FUNCTIONS + TRIGGERS, DROP),
        Protect("SpeedDate", select=[MEDIATES, PLANS], insert=[RUNS], update=[RUNS, PLANS]),
        Protect(
            "SpeedDateEvent",
            select=[
                f"EXISTS (SELECT FROM placements_speeddate p WHERE p.id = pgh_obj_id AND {audience('coordination_point', 'p.region_id')})"
            ],
            insert=["true"],
        ),
        Protect("SpeedDateEmployer", select=[MEDIATES, PLANS], insert=[RUNS], update=[RUNS], delete=[RUNS]),
        Protect(
            "SpeedDateCandidate",
            select=[OF_WORKED, PLANS],
            insert=[f"{WRITING_MEMBER} AND {OF_WORKED}"],
            update=[f"{WRITING_MEMBER} AND {OF_WORKED}"],
            delete=[f"{WRITING_MEMBER} AND {OF_WORKED}"],
        ),
        Protect(
            "SpeedDateCandidateEvent",
            select=[OF_WORKED],
            insert=["true"],
        ),
        Protect(
            "SpeedDateWish",
            select=[_ATTENDEE_OF_WORKED, PLANS],
            insert=[f"{WRITING_MEMBER} AND {_ATTENDEE_OF_WORKED}"],
            update=[f"{WRITING_MEMBER} AND {_ATTENDEE_OF_WORKED}"],
            delete=[f"{WRITING_MEMBER} AND {_ATTENDEE_OF_WORKED}"],
        ),
        Protect(
            "SpeedDateMeeting",
            select=[_ATTENDEE_OF_WORKED, PLANS],
            insert=[RUNS, PLANS],
            update=[RUNS],
            # Who takes his candidate out of the event takes his talks along.
            delete=[RUNS, PLANS, f"{WRITING_MEMBER} AND {_ATTENDEE_OF_WORKED}"],
        ),
        Protect("SpeedDateMeetingEvent", select=[_ATTENDEE_OF_WORKED], insert=["true"]),
    ]
