"""Anybody may put himself forward for work, and reads nothing back but what his own link leads to.

Without logging in a file is begun (``public``); who it is, and what more is told, comes by the link that was made with it
(``link``). A link that went to the telephone or address in the file proves whose it is and shows the whole page.
"""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    CONTEXT,
    LINK,
    PUBLIC_REGION,
    WRITING_MEMBER,
    Protect,
    of_parent,
    system,
)

ROLE = settings.DATABASE_APP_ROLE

#: The candidate that the link of this transaction leads to, once a statement.
OF_LINK = "(SELECT candidates_of_link())"
OF_PROVEN_LINK = "(SELECT candidates_of_proven_link())"
BY_LINK = f"{CONTEXT} = 'link' AND candidate_id = {OF_LINK}"
BY_PROVEN_LINK = f"{CONTEXT} = 'link' AND candidate_id = {OF_PROVEN_LINK}"

FUNCTIONS = """
CREATE FUNCTION candidates_of_link() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.id FROM candidates_ownpage o JOIN candidates_candidate c ON c.id = o.candidate_id
     WHERE current_setting('app.context', true) = 'link'
       AND o.token_hash = nullif(current_setting('app.link', true), '')
       AND o.ended_at IS NULL AND o.expires_at > now()
       AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL
$function$;
CREATE FUNCTION candidates_of_proven_link() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.id FROM candidates_ownpage o JOIN candidates_candidate c ON c.id = o.candidate_id
     WHERE current_setting('app.context', true) = 'link'
       AND o.token_hash = nullif(current_setting('app.link', true), '') AND o.way <> 'browser'
       AND o.ended_at IS NULL AND o.expires_at > now()
       AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL
$function$;

-- A page is of the region of its candidate. Without logging in only a file that was just begun gets one, and floods are
-- refused: so many in a region in an hour.
CREATE FUNCTION candidates_keep_own_page() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c candidates_candidate;
BEGIN
    SELECT * INTO STRICT c FROM candidates_candidate WHERE id = NEW.candidate_id;
    NEW.region_id := c.region_id;
    IF current_setting('app.context', true) = 'public' THEN
        IF c.region_id::text IS DISTINCT FROM current_setting('app.public_region', true)
           OR EXISTS (SELECT FROM candidates_candidateidentity i WHERE i.candidate_id = c.id)
           OR EXISTS (SELECT FROM candidates_candidatestep s WHERE s.candidate_id = c.id)
           OR EXISTS (SELECT FROM candidates_ownpage o WHERE o.candidate_id = c.id) THEN
            RAISE insufficient_privilege USING MESSAGE = 'only a file that was just begun gets a page';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('own registrations ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM candidates_ownpage
             WHERE region_id = NEW.region_id AND way = 'browser' AND made_at > now() - interval '1 hour') >= 200 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL001', MESSAGE = 'too many registrations in an hour';
        END IF;
    ELSIF current_setting('app.context', true) = 'link' AND TG_OP = 'UPDATE'
          AND (to_jsonb(NEW) - ARRAY['opened_at', 'ended_at'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['opened_at', 'ended_at']
               OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link is opened or ended';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_own_page BEFORE INSERT OR UPDATE ON candidates_ownpage
    FOR EACH ROW EXECUTE FUNCTION candidates_keep_own_page();

-- By a link somebody says what work he wants, asks for a call, or stops; nothing else of the file is his to write.
CREATE FUNCTION candidates_keep_by_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    own constant text[] := ARRAY['sector', 'wanted_work', 'wants_call'];
    stops constant text[] := ARRAY['state', 'state_since', 'call_by', 'ready_since'];
BEGIN
    IF to_jsonb(NEW) - own - stops IS DISTINCT FROM to_jsonb(OLD) - own - stops
       OR (NEW.state IS DISTINCT FROM OLD.state AND NEW.state <> 'withdrawn')
       OR (NEW.state = OLD.state AND to_jsonb(NEW) - own IS DISTINCT FROM to_jsonb(OLD) - own) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link changes what somebody says of himself';
    END IF;
    RETURN NEW;
END
$function$;
-- Before the stamps: audiences are no business of who changes the row.
CREATE TRIGGER a_keep_by_link BEFORE UPDATE ON candidates_candidate
    FOR EACH ROW WHEN (current_setting('app.context', true) = 'link' AND pg_trigger_depth() = 0)
    EXECUTE FUNCTION candidates_keep_by_link();
"""
DROP = """
DROP TRIGGER a_keep_by_link ON candidates_candidate;
DROP FUNCTION candidates_keep_by_link();
DROP FUNCTION candidates_keep_own_page() CASCADE;
DROP FUNCTION candidates_of_proven_link();
DROP FUNCTION candidates_of_link();
"""

#: A file that anybody begins: nobody decided anything about it, and no organisation of the portal did it.
BEGINS = f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND state = 'registered'
    AND registrant_organisation_id IS NULL AND coach_id IS NULL AND merged_into_id IS NULL AND anonymised_at IS NULL
    AND target_group = '' AND last_contact_on IS NULL AND ready_since IS NULL"""
OF_REGION = f"region_id = {PUBLIC_REGION}"


def policy(table: str, name: str, verb: str, condition: str) -> str:
    """One more policy on a table that has its own; an update holds before and after."""
    clause = {
        "select": f"USING ({condition})",
        "insert": f"WITH CHECK ({condition})",
        "update": f"USING ({condition}) WITH CHECK ({condition})",
    }[verb]
    return f'CREATE POLICY {name} ON {table} FOR {verb.upper()} TO "{ROLE}" {clause};'


#: By table: name of the policy, verb, condition.
POLICIES = [
    ("candidates_candidate", "may_insert_oneself", "insert", BEGINS),
    ("candidates_candidate", "may_select_by_link", "select", f"{CONTEXT} = 'link' AND id = {OF_LINK}"),
    ("candidates_candidate", "may_update_by_link", "update", f"{CONTEXT} = 'link' AND id = {OF_LINK}"),
    ("candidates_candidateidentity", "may_insert_by_link", "insert", BY_LINK),
    ("candidates_candidateidentity", "may_select_by_link", "select", BY_LINK),
    ("candidates_candidateidentity", "may_update_by_link", "update", BY_PROVEN_LINK),
    ("candidates_candidatestep", "may_insert_by_link", "insert", f"{BY_LINK} AND by_id IS NULL"),
    ("candidates_candidatestep", "may_select_by_link", "select", BY_PROVEN_LINK),
    ("candidates_candidateprofile", "may_select_by_link", "select", BY_LINK),
    ("candidates_candidateprofile", "may_insert_by_link", "insert", f"{BY_LINK} AND saved_by_id IS NULL"),
    ("candidates_candidateprofile", "may_update_by_link", "update", f"{BY_LINK} AND saved_by_id IS NULL"),
    ("candidates_candidatetask", "may_insert_by_link", "insert", BY_LINK),
    ("candidates_backofficepolicy", "may_select_in_public", "select", OF_REGION),
    ("candidates_werkpleinarea", "may_select_in_public", "select", OF_REGION),
]
LAY = "\n".join(policy(*one) for one in POLICIES)
LIFT = "\n".join(f"DROP POLICY {name} ON {table};" for table, name, _verb, _condition in POLICIES)

WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")


class Migration(migrations.Migration):
    dependencies = [("candidates", "0021_own_page")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        Protect(
            "OwnPage",
            select=[WORKED, f"{CONTEXT} = 'link' AND token_hash = {LINK}", system(Purpose.UPKEEP)],
            insert=[
                f"{WRITING_MEMBER} AND {WORKED}",
                # A trigger sees to it that it is of a file that was just begun.
                f"{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND way = 'browser' AND made_by_id IS NULL",
                system(Purpose.UPKEEP),
            ],
            update=[
                f"{WRITING_MEMBER} AND {WORKED}",
                f"{CONTEXT} = 'link' AND token_hash = {LINK}",
                system(Purpose.UPKEEP),
            ],
            delete=[system(Purpose.UPKEEP)],
        ),
        migrations.RunSQL(LAY, LIFT),
    ]
