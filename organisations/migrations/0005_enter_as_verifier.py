"""The SROI coordinators of an authority that verifies its own contracts get an audience of their own.

Also lays the policies anew that name every purpose, for the purpose of keeping things up.
"""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_OPERATOR,
    ORGANISATION,
    REGIONS,
    ROLE,
    USER,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    child_of,
    purpose,
    system,
)

ENTER = """
DROP FUNCTION organisations_enter(uuid, uuid, text);

CREATE FUNCTION organisations_enter(p_user uuid, p_organisation uuid, p_request text)
RETURNS TABLE (
    user_name text, user_email text, organisation_name text, kind text, role text, regions json,
    second_factor boolean, organisations integer,
    verifies_own boolean
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
           -- The SROI coordinator of an authority that verifies its own contracts.
           m.verifies AND coalesce(acts.verifies_own, false) AS verifies_own,
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
                 array_agg(r.id) AS region_ids, bool_or(x.verifies_own) AS verifies_own
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
                || CASE WHEN member.verifies_own THEN ARRAY['v:' || p_organisation] ELSE '{}'::text[] END
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
                            member.role::text, member.regions, member.second_factor, member.organisations,
                            member.verifies_own;
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION organisations_enter(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_enter(uuid, uuid, text) TO {role};
"""

WRITING_OPERATOR = f"{WRITING_MEMBER} AND {IS_OPERATOR}"
IN_LINK = f"{CONTEXT} = 'link'"
OWN_VIEW = f"{WRITING_MEMBER} AND user_id = {USER} AND organisation_id = {ORGANISATION}"


def make_function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(ENTER.replace("{role}", role))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_verifiers_and_views")]

    operations = [
        migrations.RunPython(make_function),
        ProtectAnew(
            "OrganisationRegion",
            select=[
                f"region_id = ANY ({REGIONS})",
                IS_OPERATOR,
                system(*Purpose),
                purpose(Purpose.MAIL, Purpose.IMPORT),
            ],
            insert=[WRITING_OPERATOR, system(Purpose.IMPORT, Purpose.SETUP)],
            update=[WRITING_OPERATOR, system(Purpose.IMPORT, Purpose.SETUP)],
        ),
        ProtectAnew(
            "Organisation",
            select=[
                f"id = {ORGANISATION}",
                child_of("id", "organisations_organisationregion").replace("SELECT id", "SELECT organisation_id"),
                f"{IN_LINK} AND "
                + child_of("id", "organisations_invitation").replace("SELECT id", "SELECT organisation_id"),
                IS_OPERATOR,
                purpose(Purpose.MAIL, Purpose.IMPORT, Purpose.SETUP, Purpose.UPKEEP),
            ],
            insert=[WRITING_OPERATOR, purpose(Purpose.IMPORT, Purpose.SETUP)],
            update=[
                f"{WRITING_MEMBER} AND {ROLE} = 'administrator' AND id = {ORGANISATION}",
                WRITING_OPERATOR,
                purpose(Purpose.IMPORT, Purpose.SETUP),
            ],
        ),
        Protect(
            "SavedView",
            select=[f"organisation_id = {ORGANISATION} AND (user_id = {USER} OR shared)"],
            insert=[OWN_VIEW],
            update=[OWN_VIEW],
            delete=[OWN_VIEW],
        ),
    ]
