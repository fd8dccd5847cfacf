"""An open vacancy is there for everybody; who is proposed, the employer reads only after that person's yes.

Of a proposal the candidate's own link reads and answers what he was asked. Employers are companies: an authority never
learns who somebody is.
"""

from django.conf import settings
from django.db import migrations

from organisations.choices import CONTRACTOR_KINDS, Purpose
from organisations.row_security import (
    AUDIENCES,
    CONTEXT,
    LINK,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
    system,
)

ROLE = settings.DATABASE_APP_ROLE
_EMPLOYERS = ", ".join(f"'{one}'" for one in sorted(CONTRACTOR_KINDS))

IN_REGION = f"region_id = ANY ({REGIONS})"
#: Who mediates: the coordination point, and every Werkplein of the region. One question for the whole statement.
IS_WERKPLEIN = f"(SELECT kind = 'werkplein' FROM organisations_organisation WHERE id = {ORGANISATION})"  # noqa: S608 - our own words
MEDIATES = f"({audience('coordination_point')} OR ({IN_REGION} AND {IS_WERKPLEIN}))"
OWN = f"employer_organisation_id = {ORGANISATION}"
VACANCY_OF_LINK = "(SELECT placements_vacancy_of_link())"
OF_PROVEN_LINK = "(SELECT candidates_of_proven_link())"

FUNCTIONS = f"""
CREATE FUNCTION placements_vacancy_of_link() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT f.vacancy_id FROM placements_vacancyfile f
     WHERE current_setting('app.context', true) = 'link'
       AND f.token_hash = nullif(current_setting('app.link', true), '')
$function$;

-- The work lies in the region, the employer is a company of the region. By the link of a firm nothing becomes open.
CREATE FUNCTION placements_keep_vacancy() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    context constant text := nullif(current_setting('app.context', true), '');
BEGIN
    IF NEW.employer_organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_organisation o
          JOIN organisations_organisationregion r ON r.organisation_id = o.id AND r.region_id = NEW.region_id
         WHERE o.id = NEW.employer_organisation_id AND o.kind IN ({_EMPLOYERS})) THEN
        RAISE foreign_key_violation USING MESSAGE = 'an employer is a company of the region';
    END IF;
    IF NEW.occupation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_occupation o WHERE o.id = NEW.occupation_id AND o.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a vacancy is in an occupation of its region';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.region_id <> OLD.region_id OR NEW.reference <> OLD.reference) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a vacancy stays where it is';
    END IF;
    IF context = 'public' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('vacancies ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM placements_vacancy
             WHERE region_id = NEW.region_id AND state = 'vacancy_submitted' AND created_by_id IS NULL
               AND created_at > now() - interval '1 hour') >= 100 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL001', MESSAGE = 'too many vacancies in an hour';
        END IF;
    ELSIF context = 'link' AND TG_OP = 'UPDATE' AND (
        NEW.employer_organisation_id IS DISTINCT FROM OLD.employer_organisation_id
        OR NEW.employer IS DISTINCT FROM OLD.employer OR NEW.sroi IS DISTINCT FROM OLD.sroi
        OR OLD.state NOT IN ('vacancy_submitted', 'vacancy_open')
        OR NEW.state NOT IN (OLD.state, 'vacancy_submitted', 'vacancy_filled', 'vacancy_closed')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link changes what a firm says of its own vacancy';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_vacancy BEFORE INSERT OR UPDATE ON placements_vacancy
    FOR EACH ROW EXECUTE FUNCTION placements_keep_vacancy();

CREATE FUNCTION placements_keep_vacancy_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    v placements_vacancy;
    context constant text := nullif(current_setting('app.context', true), '');
    own constant text[] := ARRAY['contact_name', 'contact_email', 'contact_phone', 'email_confirmed_at', 'kvk'];
BEGIN
    SELECT * INTO STRICT v FROM placements_vacancy WHERE id = NEW.vacancy_id;
    NEW.region_id := v.region_id;
    NEW.employer_organisation_id := v.employer_organisation_id;
    -- A vacancy is linked with a contract that its employer works on.
    IF NEW.contract_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM tenders_contract c WHERE c.id = NEW.contract_id AND c.region_id = v.region_id
           AND (c.contractor_id = v.employer_organisation_id OR EXISTS (
               SELECT FROM tenders_contractparty p
                WHERE p.contract_id = c.id AND p.organisation_id = v.employer_organisation_id))) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a vacancy is for a contract of its employer';
    END IF;
    IF context = 'public' AND (v.region_id::text IS DISTINCT FROM current_setting('app.public_region', true)
                               OR v.state <> 'vacancy_submitted' OR v.created_by_id IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a file comes with its vacancy';
    END IF;
    IF context = 'public' AND (
        SELECT count(*) FROM placements_vacancyfile f JOIN placements_vacancy x ON x.id = f.vacancy_id
         WHERE f.region_id = v.region_id AND lower(f.contact_email) = lower(NEW.contact_email)
           AND f.email_confirmed_at IS NULL AND x.created_by_id IS NULL
           AND x.created_at > now() - interval '1 day') >= 5 THEN
        RAISE EXCEPTION USING ERRCODE = 'FL002', MESSAGE = 'too many vacancies for one address';
    END IF;
    IF context = 'link' AND (TG_OP = 'INSERT' OR to_jsonb(NEW) - own IS DISTINCT FROM to_jsonb(OLD) - own
        OR (OLD.email_confirmed_at IS NOT NULL AND NEW.email_confirmed_at IS DISTINCT FROM OLD.email_confirmed_at)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link changes what a firm says of itself';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_vacancy_file BEFORE INSERT OR UPDATE ON placements_vacancyfile
    FOR EACH ROW EXECUTE FUNCTION placements_keep_vacancy_file();

-- The employer that a vacancy gets later, its file and its proposals get too.
CREATE FUNCTION placements_restamp_vacancy() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_vacancyfile SET vacancy_id = vacancy_id WHERE vacancy_id = NEW.id;
    UPDATE placements_proposal SET vacancy_id = vacancy_id WHERE vacancy_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_vacancy AFTER UPDATE ON placements_vacancy
    FOR EACH ROW WHEN (OLD.employer_organisation_id IS DISTINCT FROM NEW.employer_organisation_id)
    EXECUTE FUNCTION placements_restamp_vacancy();

-- Whose a proposal is. The employer comes in by the candidate's yes, and keeps what he answered himself. He answers,
-- and the candidate answers by his link; the rest is written by who works the file.
CREATE FUNCTION placements_stamp_proposal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c candidates_candidate;
    v placements_vacancy;
    context constant text := nullif(current_setting('app.context', true), '');
    stamps constant text[] := ARRAY['region_id', 'employer_organisation_id', 'visible_to', 'worked_by'];
    by_candidate constant text[] := ARRAY['state', 'state_at', 'answered_at', 'answered_by'];
    by_employer constant text[] := ARRAY['state', 'state_at', 'meeting_at', 'meeting_place', 'refuse_reason',
                                         'employer_note', 'employer_answered_at'];
BEGIN
    SELECT * INTO STRICT c FROM candidates_candidate WHERE id = NEW.candidate_id;
    SELECT * INTO STRICT v FROM placements_vacancy WHERE id = NEW.vacancy_id;
    IF v.region_id <> c.region_id THEN
        RAISE foreign_key_violation USING MESSAGE = 'a proposal stays within a region';
    END IF;
    NEW.region_id := c.region_id;
    NEW.employer_organisation_id := v.employer_organisation_id;
    NEW.worked_by := c.worked_by;
    NEW.visible_to := c.worked_by || CASE
        WHEN v.employer_organisation_id IS NOT NULL AND NEW.answered_at IS NOT NULL
             AND (NEW.state IN ('agreed', 'meeting', 'hired')
                  OR (NEW.state = 'employer_refused' AND NEW.employer_answered_at IS NOT NULL))
        THEN ARRAY['o:' || v.employer_organisation_id] ELSE '{{}}'::text[] END;
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 1 THEN
        IF NEW.candidate_id <> OLD.candidate_id OR NEW.vacancy_id <> OLD.vacancy_id THEN
            RAISE insufficient_privilege USING MESSAGE = 'a proposal stays of whom and for what it was';
        END IF;
        IF context = 'link' AND (OLD.state <> 'asked' OR NEW.state NOT IN ('agreed', 'candidate_declined')
            OR NEW.answered_by <> 'own_page'
            OR to_jsonb(NEW) - stamps - by_candidate IS DISTINCT FROM to_jsonb(OLD) - stamps - by_candidate) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a link answers what was asked';
        END IF;
        IF context = 'member' AND NOT (c.worked_by && nullif(current_setting('app.audiences', true), '')::text[])
           AND (OLD.state NOT IN ('agreed', 'meeting') OR NEW.state NOT IN ('agreed', 'meeting', 'hired', 'employer_refused')
                OR to_jsonb(NEW) - stamps - by_employer IS DISTINCT FROM to_jsonb(OLD) - stamps - by_employer) THEN
            RAISE insufficient_privilege USING MESSAGE = 'an employer answers what was proposed';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_proposal BEFORE INSERT OR UPDATE ON placements_proposal
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_proposal();

CREATE FUNCTION placements_restamp_proposals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_proposal SET candidate_id = candidate_id WHERE candidate_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_proposals AFTER UPDATE ON candidates_candidate
    FOR EACH ROW WHEN (OLD.worked_by IS DISTINCT FROM NEW.worked_by)
    EXECUTE FUNCTION placements_restamp_proposals();

-- The employers that a candidate agreed to be known by: by an employment, or by a proposal to which nobody said no.
CREATE OR REPLACE FUNCTION placements_share_identity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    touched uuid[] := '{{}}';
BEGIN
    IF TG_OP <> 'INSERT' THEN
        touched := touched || OLD.candidate_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        touched := touched || NEW.candidate_id;
    END IF;
    UPDATE candidates_candidateidentity i SET shared_with = agreed.with_whom
      FROM (SELECT one AS candidate_id,
                   ARRAY(SELECT DISTINCT o.id FROM organisations_organisation o
                          WHERE o.kind IN ({_EMPLOYERS})
                            AND o.id IN (SELECT p.employer_organisation_id FROM placements_placement p
                                          WHERE p.candidate_id = one AND p.candidate_agreed_on IS NOT NULL
                                          UNION
                                         SELECT p.employer_organisation_id FROM placements_proposal p
                                          WHERE p.candidate_id = one AND p.answered_at IS NOT NULL
                                            AND p.state IN ('agreed', 'meeting', 'hired'))
                          ORDER BY o.id) AS with_whom
              FROM unnest(touched) one) agreed
     WHERE i.candidate_id = agreed.candidate_id AND i.shared_with IS DISTINCT FROM agreed.with_whom;
    RETURN NULL;
END
$function$;
CREATE TRIGGER share_identity AFTER INSERT OR DELETE OR
    UPDATE OF candidate_id, state, answered_at, employer_organisation_id, vacancy_id ON placements_proposal
    FOR EACH ROW EXECUTE FUNCTION placements_share_identity();

-- What matching may know of those who wait for work in a region, of whom the member reads no file: facts without a name
-- or a number, so that a Werkplein knows whether it passes somebody over whom another one helps.
CREATE FUNCTION placements_waiting_elsewhere(p_region uuid) RETURNS TABLE (
    municipality text, registered_on date, ready_since date, state text, sector text,
    hours_from smallint, hours_to smallint, travel text, licences text[], certificates text[], occupations uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT c.municipality::text, c.registered_on, c.ready_since, c.state::text, c.sector::text,
           p.hours_from, p.hours_to, coalesce(p.travel, '')::text, coalesce(p.licences, '{{}}')::text[],
           coalesce(p.certificates, '{{}}')::text[], coalesce(p.occupations, '{{}}')::uuid[]
      FROM candidates_candidate c LEFT JOIN candidates_candidateprofile p ON p.candidate_id = c.id
     WHERE c.region_id = p_region AND c.state = 'ready' AND c.merged_into_id IS NULL AND c.anonymised_at IS NULL
       AND current_setting('app.context', true) = 'member'
       AND p_region::text = ANY (nullif(current_setting('app.regions', true), '')::text[])
       AND EXISTS (SELECT FROM organisations_organisation o
                    WHERE o.id::text = current_setting('app.organisation', true) AND o.kind = 'werkplein')
       AND NOT (c.visible_to && nullif(current_setting('app.audiences', true), '')::text[])
$function$;
"""  # noqa: S608 - our own words
DROP = """
DROP FUNCTION placements_waiting_elsewhere(uuid);
DROP TRIGGER share_identity ON placements_proposal;
DROP TRIGGER restamp_proposals ON candidates_candidate;
DROP FUNCTION placements_restamp_proposals();
DROP FUNCTION placements_stamp_proposal() CASCADE;
DROP FUNCTION placements_restamp_vacancy() CASCADE;
DROP FUNCTION placements_keep_vacancy_file() CASCADE;
DROP FUNCTION placements_keep_vacancy() CASCADE;
DROP FUNCTION placements_vacancy_of_link();
"""

READS_VACANCY = [
    f"state = 'vacancy_open' AND (region_id = {PUBLIC_REGION} OR {IN_REGION})",
    OWN,
    MEDIATES,
    f"{CONTEXT} = 'link' AND id = {VACANCY_OF_LINK}",
    # What somebody was proposed for, by his own page.
    f"{CONTEXT} = 'link' AND id = ANY (ARRAY(SELECT vacancy_id FROM placements_proposal))",  # noqa: S608 - our own words
    system(Purpose.REPORT, Purpose.UPKEEP, Purpose.IMPORT),
]
PUTS_FORWARD = f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND state = 'vacancy_submitted'
    AND employer_organisation_id IS NULL AND created_by_id IS NULL AND published_at IS NULL AND NOT sroi"""
WRITES_VACANCY = f"{WRITING_MEMBER} AND (({OWN} AND {IN_REGION}) OR {MEDIATES})"
FILE_BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
WORKED = f"worked_by && {AUDIENCES}"
CANDIDATE_WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
BY_PROVEN_LINK = f"{CONTEXT} = 'link' AND candidate_id = {OF_PROVEN_LINK} AND asked_at IS NOT NULL"
_OF_WORKED = of_parent("proposal_id", "placements_proposal", f"parent.worked_by && {AUDIENCES}")
_FILE_BY_LINK = f"{CONTEXT} = 'link' AND " + of_parent("proposal_id", "placements_proposal")
_EVENT_OF = "EXISTS (SELECT FROM placements_{0} p WHERE p.id = pgh_obj_id AND {1})"


class Migration(migrations.Migration):
    dependencies = [("placements", "0037_vacancies"), ("candidates", "0022_own_page_row_security")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        Protect(
            "Vacancy",
            select=READS_VACANCY,
            insert=[WRITES_VACANCY, PUTS_FORWARD],
            update=[WRITES_VACANCY, f"{CONTEXT} = 'link' AND id = {VACANCY_OF_LINK}", system(Purpose.UPKEEP)],
        ),
        Protect(
            "VacancyEvent",
            select=[
                _EVENT_OF.format(
                    "vacancy",
                    f"(p.employer_organisation_id = {ORGANISATION} OR {audience('coordination_point', 'p.region_id')})",
                )
            ],
            insert=["true"],
        ),
        Protect(
            "VacancyFile",
            select=[OWN, MEDIATES, FILE_BY_LINK, system(Purpose.UPKEEP)],
            insert=[
                f"{WRITING_MEMBER} AND (({OWN} AND {IN_REGION}) OR {MEDIATES})",
                # A trigger sees to it that it comes with a vacancy that was just put forward.
                f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND token_hash <> '' AND contract_id IS NULL
                    AND employer_organisation_id IS NULL AND email_confirmed_at IS NULL AND decided_at IS NULL""",
            ],
            update=[
                f"{WRITING_MEMBER} AND (({OWN} AND {IN_REGION}) OR {MEDIATES})",
                FILE_BY_LINK,
                system(Purpose.UPKEEP),
            ],
        ),
        Protect(
            "VacancyFileEvent",
            select=[
                _EVENT_OF.format(
                    "vacancyfile",
                    f"(p.employer_organisation_id = {ORGANISATION} OR {audience('coordination_point', 'p.region_id')})",
                )
            ],
            insert=["true"],
        ),
        Protect(
            "Proposal",
            select=[
                f"visible_to && {AUDIENCES}",
                BY_PROVEN_LINK,
                system(Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[f"{WRITING_MEMBER} AND {CANDIDATE_WORKED}"],
            update=[
                f"{WRITING_MEMBER} AND {WORKED}",
                f"{WRITING_MEMBER} AND {OWN} AND visible_to && {AUDIENCES}",
                BY_PROVEN_LINK,
                system(Purpose.UPKEEP),
            ],
        ),
        Protect(
            "ProposalEvent",
            select=[_EVENT_OF.format("proposal", f"p.worked_by && {AUDIENCES}")],
            insert=["true"],
        ),
        Protect(
            "ProposalFile",
            select=[
                _OF_WORKED,
                _FILE_BY_LINK,
                system(Purpose.REPORT, Purpose.UPKEEP).replace(
                    "region_id", "(SELECT p.region_id FROM placements_proposal p WHERE p.id = proposal_id)"
                ),
            ],
            insert=[f"{WRITING_MEMBER} AND {_OF_WORKED}"],
            update=[f"{WRITING_MEMBER} AND {_OF_WORKED}", _FILE_BY_LINK],
        ),
        Protect(
            "ProposalFileEvent",
            select=[
                "EXISTS (SELECT FROM placements_proposalfile f WHERE f.id = pgh_obj_id AND "
                + _OF_WORKED.replace("proposal_id", "f.proposal_id")
                + ")"
            ],
            insert=["true"],
        ),
    ]
