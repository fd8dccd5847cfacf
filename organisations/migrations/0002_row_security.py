"""Who may see and change which row of the floor, and the functions that cross that line on purpose."""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_MEMBER,
    IS_OPERATOR,
    LINK,
    ORGANISATION,
    REGIONS,
    ROLE,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    purpose,
    system,
)

# The first statement of every request in a workspace: who is this, and what may he see from here on.
ENTER = """
CREATE FUNCTION organisations_enter(p_user uuid, p_organisation uuid, p_request text)
RETURNS TABLE (
    user_name text, user_email text, organisation_name text, kind text, role text, regions json,
    second_factor boolean, organisations integer
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    member record;
    is_member boolean;
BEGIN
    SELECT u.name AS user_name, u.email, o.name, o.kind, m.role,
           coalesce(acts.regions, '[]'::json) AS regions,
           coalesce(acts.region_ids, '{}'::uuid[]) AS region_ids,
           EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = u.id AND a.type = 'totp') AS second_factor,
           (SELECT count(*)::integer FROM organisations_membership x
             WHERE x.user_id = u.id AND x.ended_at IS NULL) AS organisations
      INTO member
      FROM organisations_membership m
      JOIN organisations_user u ON u.id = m.user_id
      JOIN organisations_organisation o ON o.id = m.organisation_id
      LEFT JOIN LATERAL (
          SELECT json_agg(json_build_object('id', r.id, 'code', r.code, 'name', r.name,
                                            'werkplein_label', r.werkplein_label) ORDER BY r.code) AS regions,
                 array_agg(r.id) AS region_ids
            FROM organisations_organisationregion x JOIN organisations_region r ON r.id = x.region_id
           WHERE x.organisation_id = o.id
      ) acts ON true
     WHERE m.user_id = p_user AND m.organisation_id = p_organisation AND m.ended_at IS NULL AND u.is_active;
    is_member := FOUND;

    PERFORM set_config('app.context', CASE WHEN is_member THEN 'member' ELSE '' END, true),
            set_config('app.user', CASE WHEN is_member THEN p_user::text ELSE '' END, true),
            set_config('app.organisation', CASE WHEN is_member THEN p_organisation::text ELSE '' END, true),
            set_config('app.role', CASE WHEN is_member THEN member.role ELSE '' END, true),
            set_config('app.may_write', CASE WHEN is_member AND member.role <> 'auditor' THEN 'on' ELSE '' END, true),
            set_config('app.regions', CASE WHEN is_member THEN member.region_ids::text ELSE '' END, true),
            set_config('app.audiences', CASE WHEN is_member THEN (
                ARRAY['o:' || p_organisation]
                || CASE WHEN member.kind IN ('coordination_point', 'programme_bureau') THEN
                       ARRAY(SELECT 'r:' || one || ':' || member.kind FROM unnest(member.region_ids) AS one)
                   ELSE '{}'::text[] END
                || CASE WHEN member.kind = 'platform_operator' THEN ARRAY['operator'] ELSE '{}'::text[] END
            )::text ELSE '' END, true),
            set_config('app.public_region', '', true),
            set_config('app.link', '', true),
            set_config('app.system_region', '', true),
            set_config('app.purpose', '', true),
            set_config('app.request', p_request, true),
            set_config('pghistory.context_metadata', CASE WHEN is_member THEN json_build_object(
                'user', p_user, 'name', member.user_name, 'organisation', p_organisation,
                'organisation_name', member.name, 'request', p_request
            )::text ELSE '' END, true);

    IF is_member THEN
        RETURN QUERY SELECT member.user_name::text, member.email::text, member.name::text, member.kind::text,
                            member.role::text, member.regions, member.second_factor, member.organisations;
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION organisations_enter(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_enter(uuid, uuid, text) TO {role};

-- After log-in, before it is known for whom someone acts: between which organisations can this user choose.
CREATE FUNCTION organisations_of_user(p_user uuid)
RETURNS TABLE (organisation_id uuid, name text, kind text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT o.id, o.name, o.kind, m.role
      FROM organisations_membership m JOIN organisations_organisation o ON o.id = m.organisation_id
     WHERE m.user_id = p_user AND m.ended_at IS NULL
     ORDER BY o.name, o.id
$function$;
REVOKE ALL ON FUNCTION organisations_of_user(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_of_user(uuid) TO {role};
"""

# An award can go to a company that works in another region only. Name and KVK number are public in the
# trade register; nothing else of it comes along.
CONTRACTORS = """
CREATE FUNCTION organisations_contractor_by_kvk(p_kvk text)
RETURNS TABLE (organisation_id uuid, name text, has_members boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT o.id, o.name,
           EXISTS (SELECT FROM organisations_membership m WHERE m.organisation_id = o.id AND m.ended_at IS NULL)
      FROM organisations_organisation o
     WHERE o.kvk = p_kvk AND o.kind = 'contractor'
       AND nullif(current_setting('app.context', true), '') IN ('member', 'system')
     ORDER BY o.id LIMIT 1
$function$;
REVOKE ALL ON FUNCTION organisations_contractor_by_kvk(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_contractor_by_kvk(text) TO {role};

CREATE FUNCTION organisations_admit_contractor(p_region uuid, p_kvk text, p_name text, p_id uuid, p_link_id uuid)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    found_id uuid;
BEGIN
    IF NOT (nullif(current_setting('app.context', true), '') = 'member'
            AND current_setting('app.may_write', true) = 'on'
            AND p_region = ANY (nullif(current_setting('app.regions', true), '')::uuid[])) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a writing member of the region admits a contractor';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('kvk ' || p_kvk, 0));
    SELECT o.id INTO found_id FROM organisations_organisation o
     WHERE o.kvk = p_kvk AND o.kind = 'contractor' ORDER BY o.id LIMIT 1;
    IF found_id IS NULL THEN
        found_id := p_id;
        INSERT INTO organisations_organisation (id, name, kind, kvk) VALUES (p_id, p_name, 'contractor', p_kvk);
    END IF;
    INSERT INTO organisations_organisationregion
        (id, region_id, organisation_id, code, covenant_partner, municipality)
    SELECT p_link_id, p_region, found_id, 'kvk-' || p_kvk, false, ''
     WHERE NOT EXISTS (SELECT FROM organisations_organisationregion x
                        WHERE x.region_id = p_region AND x.organisation_id = found_id);
    RETURN found_id;
END
$function$;
REVOKE ALL ON FUNCTION organisations_admit_contractor(uuid, text, text, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_admit_contractor(uuid, text, text, uuid, uuid) TO {role};

CREATE FUNCTION organisations_has_members(p_organisation uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM organisations_membership m
                    WHERE m.organisation_id = p_organisation AND m.ended_at IS NULL)
$function$;
REVOKE ALL ON FUNCTION organisations_has_members(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_has_members(uuid) TO {role};

-- For the policy of invitations. It cannot read organisations itself, whose policy reads invitations.
CREATE FUNCTION organisations_is_contractor(p_organisation uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM organisations_organisation o
                    WHERE o.id = p_organisation AND o.kind = 'contractor')
$function$;
REVOKE ALL ON FUNCTION organisations_is_contractor(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_is_contractor(uuid) TO {role};
"""

# Two administrators who leave at the same moment must not leave an organisation without any.
LAST_ADMINISTRATOR = """
CREATE FUNCTION organisations_keep_administrator() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF OLD.role = 'administrator' AND OLD.ended_at IS NULL
       AND (NEW.role <> 'administrator' OR NEW.ended_at IS NOT NULL) THEN
        PERFORM FROM organisations_organisation o WHERE o.id = OLD.organisation_id FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT FROM organisations_membership m
                        WHERE m.organisation_id = OLD.organisation_id AND m.id <> OLD.id
                          AND m.role = 'administrator' AND m.ended_at IS NULL) THEN
            RAISE check_violation USING MESSAGE = 'an organisation keeps at least one administrator',
                CONSTRAINT = 'membership_last_administrator';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_administrator BEFORE UPDATE ON organisations_membership
    FOR EACH ROW EXECUTE FUNCTION organisations_keep_administrator();
"""

REVERSE = """
DROP TRIGGER keep_administrator ON organisations_membership;
DROP FUNCTION organisations_keep_administrator();
DROP FUNCTION organisations_is_contractor(uuid);
DROP FUNCTION organisations_has_members(uuid);
DROP FUNCTION organisations_admit_contractor(uuid, text, text, uuid, uuid);
DROP FUNCTION organisations_contractor_by_kvk(text);
DROP FUNCTION organisations_of_user(uuid);
DROP FUNCTION organisations_enter(uuid, uuid, text);
"""

WRITING_OPERATOR = f"{WRITING_MEMBER} AND {IS_OPERATOR}"
IN_LINK = f"{CONTEXT} = 'link'"
OWN_ADMINISTRATOR = f"{WRITING_MEMBER} AND {ROLE} = 'administrator' AND organisation_id = {ORGANISATION}"
INVITED = child_of("organisation_id", "organisations_invitation").replace("SELECT id", "SELECT organisation_id")
STILL_INVITED = child_of(
    "organisation_id",
    "organisations_invitation",
    "accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > now()",
).replace("SELECT id", "SELECT organisation_id")
# Whom an authority invited to a contractor; inside one's own organisation only administrators decide.
INVITED_ELSEWHERE = f"{WRITING_MEMBER} AND invited_from_id = {ORGANISATION} AND organisation_id <> {ORGANISATION}"


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for sql in (ENTER, CONTRACTORS, LAST_ADMINISTRATOR):
        schema_editor.execute(sql.replace("{role}", role))


def drop_functions(apps, schema_editor):
    schema_editor.execute(REVERSE)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RunPython(functions, drop_functions),
        Protect(
            "OrganisationRegion",
            # An import looks whether a company works in another region too, to leave its name alone.
            select=[
                f"region_id = ANY ({REGIONS})",
                IS_OPERATOR,
                system(*Purpose),
                purpose(Purpose.MAIL, Purpose.IMPORT),
            ],
            insert=[WRITING_OPERATOR, system(Purpose.IMPORT, Purpose.SETUP)],
            update=[WRITING_OPERATOR, system(Purpose.IMPORT, Purpose.SETUP)],
        ),
        Protect(
            "Organisation",
            select=[
                f"id = {ORGANISATION}",
                child_of("id", "organisations_organisationregion").replace("SELECT id", "SELECT organisation_id"),
                f"{IN_LINK} AND "
                + child_of("id", "organisations_invitation").replace("SELECT id", "SELECT organisation_id"),
                IS_OPERATOR,
                purpose(Purpose.MAIL, Purpose.IMPORT, Purpose.SETUP),
            ],
            insert=[WRITING_OPERATOR, purpose(Purpose.IMPORT, Purpose.SETUP)],
            update=[
                f"{WRITING_MEMBER} AND {ROLE} = 'administrator' AND id = {ORGANISATION}",
                WRITING_OPERATOR,
                purpose(Purpose.IMPORT, Purpose.SETUP),
            ],
        ),
        Protect(
            "Membership",
            select=[
                f"organisation_id = {ORGANISATION}",
                # Who can be named as responsible at the Werkplein, or asked at the coordination point.
                f"{IS_MEMBER} AND "
                + child_of(
                    "organisation_id",
                    "organisations_organisation",
                    "kind IN ('werkplein', 'coordination_point')",
                ),
                f"{IN_LINK} AND {INVITED}",
                purpose(Purpose.MAIL, Purpose.SETUP),
            ],
            insert=[f"{IN_LINK} AND {STILL_INVITED}", purpose(Purpose.SETUP)],
            update=[OWN_ADMINISTRATOR, purpose(Purpose.SETUP)],
        ),
        Protect(
            "Invitation",
            select=[
                f"organisation_id = {ORGANISATION}",
                f"invited_from_id = {ORGANISATION}",
                f"token_hash = {LINK}",
                IS_OPERATOR,
                purpose(Purpose.SETUP),
            ],
            insert=[
                OWN_ADMINISTRATOR,
                # An award brings the first person of a contractor in; after that the contractor decides.
                (
                    f"{WRITING_MEMBER} AND invited_from_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
                    " AND organisations_is_contractor(organisation_id)"
                    " AND NOT organisations_has_members(organisation_id)"
                ),
                WRITING_OPERATOR,
                purpose(Purpose.SETUP),
            ],
            update=[
                OWN_ADMINISTRATOR,
                INVITED_ELSEWHERE,
                f"token_hash = {LINK}",
                WRITING_OPERATOR,
                purpose(Purpose.SETUP),
            ],
        ),
        Protect(
            "OutboxMessage",
            select=[purpose(Purpose.MAIL, Purpose.SWEEP, Purpose.REPORT)],
            insert=["true"],
            update=[purpose(Purpose.MAIL, Purpose.SWEEP, Purpose.REPORT)],
        ),
        Protect(
            "ReadLog",
            select=[
                audience("coordination_point"),
                f"organisation_id = {ORGANISATION} AND {ROLE} IN ('administrator', 'auditor')",
            ],
            insert=[f"user_id = {USER} AND organisation_id = {ORGANISATION}"],
        ),
        Protect(
            "OrganisationEvent",
            select=[f"{IS_MEMBER} AND " + child_of("pgh_obj_id", "organisations_organisation")],
            insert=["true"],
        ),
        Protect(
            "MembershipEvent",
            select=[f"organisation_id = {ORGANISATION}"],
            insert=["true"],
        ),
    ]
