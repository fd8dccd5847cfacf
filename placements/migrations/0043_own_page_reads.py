"""What somebody may see of his own file by a link that is proven to be his, and who looked at it.

Two functions answer it, with the columns that are about him and no others: never a colleague's name, never what a coach
thinks of others. So the tables stay shut for links. And of a proposal's file a link writes only why somebody says no.
"""

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_APP_ROLE


def _rows(columns: str, source: str, order: str) -> str:
    return f"(SELECT coalesce(jsonb_agg(jsonb_build_object({columns}) ORDER BY {order}), '[]') FROM {source})"  # noqa: S608 - our own words


def _of_file(columns: str, table: str, order: str, where: str = "") -> str:
    return _rows(columns, f"candidates_{table} r WHERE r.candidate_id = c.id{where}", order)


_BY = "'organisation', (SELECT o.name FROM organisations_organisation o WHERE o.id = r.organisation_id)"
PARTS = {
    "registrant": "(SELECT o.name FROM organisations_organisation o WHERE o.id = c.registrant_organisation_id)",
    "werkplein": "(SELECT o.name FROM organisations_organisation o WHERE o.id = c.werkplein_id)",
    "coach": "(SELECT u.name FROM organisations_user u WHERE u.id = c.coach_id AND u.is_active)",
    "registration": """(SELECT jsonb_build_object('kinds', to_jsonb(r.kinds), 'place', r.place, 'consent', r.consent,
        'consented_at', r.consented_at, 'by_name', r.by_name) FROM candidates_openregistration r WHERE r.candidate_id = c.id)""",
    "conditions": f"""(SELECT jsonb_build_object('consulted_on', r.consulted_on,
        'training_contribution', r.training_contribution::text, {_BY})
        FROM candidates_agencyconditions r WHERE r.candidate_id = c.id)""",  # noqa: S608 - our own words
    "occupations": """(SELECT coalesce(jsonb_agg(o.name ORDER BY o.name), '[]') FROM candidates_candidateprofile p
        JOIN organisations_occupation o ON o.id = ANY (p.occupations) WHERE p.candidate_id = c.id)""",
    "steps": _of_file(f"'on', r.on, 'state', r.to_state, 'reason', r.reason, {_BY}", "candidatestep", "r.at, r.id"),
    "contacts": _of_file(
        f"'at', r.at, 'channel', r.channel, 'result', r.result, 'note', r.note, 'call_by', r.call_by, {_BY}",
        "contactmoment",
        "r.at, r.id",
    ),
    "assessments": _of_file(
        f"'kind', r.kind, 'version', r.version, 'on', r.done_on, 'answers', r.answers, {_BY}",
        "assessment",
        "r.begun_at, r.id",
    ),
    # That a file may be there twice is for the coordination point alone.
    "tasks": _of_file(
        f"'what', r.what, 'due_on', r.due_on, 'done_at', r.done_at, 'outcome', r.outcome, {_BY}",
        "candidatetask",
        "r.made_at, r.id",
        " AND r.kind <> 'duplicate'",
    ),
    "documents": _rows(
        "'id', r.id, 'name', d.name, 'kind', r.kind, 'sent_at', r.uploaded_at, 'valid_until', r.valid_until,"
        " 'is_there', r.state = 'accepted' AND d.data IS NOT NULL, 'by_oneself', r.uploaded_by_id IS NULL",
        "candidates_candidatedocument r JOIN candidates_documentcontent d ON d.document_id = r.id"
        " WHERE r.candidate_id = c.id AND r.removed_at IS NULL",
        "r.uploaded_at, r.id",
    ),
    "training": _rows(
        "'programme', t.name, 'provider', t.provider, 'started_on', r.started_on, 'ended_on', r.ended_on,"
        " 'outcome', r.outcome, 'dropout_reason', r.dropout_reason, 'attendance', r.attendance,"
        " 'certificate', r.certificate_name, 'certificate_on', r.certificate_on, 'benefit_kept', r.benefit_kept",
        "candidates_enrolment r JOIN candidates_trainingprogramme t ON t.id = r.programme_id"
        " WHERE r.candidate_id = c.id AND r.removed_at IS NULL",
        "r.started_on, r.id",
    ),
    "seats": _rows(
        "'group', g.name, 'state', r.state, 'added_at', r.added_at, 'offered_at', r.offered_at",
        "candidates_trainingseat r JOIN candidates_traininggroup g ON g.id = r.group_id WHERE r.candidate_id = c.id",
        "r.added_at, r.id",
    ),
    "benefit": _of_file(
        "'kind', r.kind, 'place', r.place, 'starts_on', r.starts_on, 'ends_on', r.ends_on",
        "benefitperiod",
        "r.starts_on, r.id",
        " AND r.removed_at IS NULL",
    ),
    "placements": _rows(
        "'employer', r.employer, 'starts_on', r.starts_on, 'ends_on', r.ends_on, 'ended_on', r.ended_on,"
        " 'end_reason', r.end_reason, 'hours_per_week', r.hours_per_week::text, 'contract_form', r.contract_form,"
        " 'sroi', r.sroi, 'agreed_on', r.candidate_agreed_on, 'wage_replaces_benefit', f.wage_replaces_benefit,"
        " 'end_note', f.end_note, 'follow_ups', "
        + _rows(
            "'months', u.months, 'due_on', u.due_on, 'checked_on', u.checked_on, 'at_work', u.at_work,"
            " 'workplace', u.workplace, 'workplace_name', u.workplace_name",
            "placements_followup u WHERE u.placement_id = r.id",
            "u.months",
        ),
        "placements_placement r LEFT JOIN placements_placementfile f ON f.placement_id = r.id WHERE r.candidate_id = c.id",
        "r.starts_on, r.id",
    ),
    # What he was not asked yet, is a thought of his coach.
    "proposals": _rows(
        "'id', r.id, 'title', v.title, 'employer', v.employer, 'state', r.state, 'introduction', r.introduction,"
        " 'asked_at', r.asked_at, 'answered_at', r.answered_at, 'answered_by', r.answered_by,"
        " 'decline_reason', f.decline_reason, 'decline_note', f.decline_note, 'refuse_reason', r.refuse_reason,"
        " 'employer_note', r.employer_note, 'meeting_at', r.meeting_at, 'meeting_place', r.meeting_place",
        "placements_proposal r JOIN placements_vacancy v ON v.id = r.vacancy_id"
        " LEFT JOIN placements_proposalfile f ON f.proposal_id = r.id"
        " WHERE r.candidate_id = c.id AND r.asked_at IS NOT NULL",
        "r.asked_at, r.id",
    ),
    "known_to": """(SELECT coalesce(jsonb_agg(o.name ORDER BY o.name), '[]') FROM candidates_candidateidentity i
        JOIN organisations_organisation o ON o.id = ANY (i.shared_with) WHERE i.candidate_id = c.id)""",
}
_STORED = ",\n        ".join(f"'{name}', {sql}" for name, sql in PARTS.items())

FUNCTIONS = f"""
CREATE FUNCTION placements_stored_of_link() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT jsonb_build_object({_STORED})
      FROM candidates_candidate c WHERE c.id = candidates_of_proven_link()
$function$;

-- Who looked at the file, by organisation and day; also at the files that became this one.
CREATE FUNCTION placements_readings_of_link() RETURNS TABLE (on_day date, organisation text, reason text, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH RECURSIVE own (id) AS (
        SELECT candidates_of_proven_link()
         UNION
        SELECT c.id FROM candidates_candidate c JOIN own ON c.merged_into_id = own.id)
    SELECT (l.at AT TIME ZONE 'Europe/Amsterdam')::date, o.name::text, l.reason::text, count(*)
      FROM organisations_readlog l JOIN organisations_organisation o ON o.id = l.organisation_id
     WHERE l.subject = 'candidate' AND l.subject_id IN (SELECT id FROM own WHERE id IS NOT NULL)
     GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
$function$;
REVOKE ALL ON FUNCTION placements_stored_of_link(), placements_readings_of_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_stored_of_link(), placements_readings_of_link() TO "{ROLE}";

CREATE FUNCTION placements_keep_proposal_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    own constant text[] := ARRAY['decline_reason', 'decline_note'];
BEGIN
    IF to_jsonb(NEW) - own IS DISTINCT FROM to_jsonb(OLD) - own THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link writes why somebody says no';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER a_keep_by_link BEFORE UPDATE ON placements_proposalfile
    FOR EACH ROW WHEN (current_setting('app.context', true) = 'link' AND pg_trigger_depth() = 0)
    EXECUTE FUNCTION placements_keep_proposal_file();
"""  # noqa: S608 - our own words
DROP = """
DROP TRIGGER a_keep_by_link ON placements_proposalfile;
DROP FUNCTION placements_keep_proposal_file();
DROP FUNCTION placements_readings_of_link();
DROP FUNCTION placements_stored_of_link();
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0042_closing_a_vacancy"), ("candidates", "0023_open_registration")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
