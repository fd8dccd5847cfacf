"""Members of an organisation log in by its own provider (docs/decisions/0034).

Nobody is logged in yet when the settings of a provider are needed: functions of the owner give out what the log-in page
and the way back need, and no more. Who acts learns from `organisations_enter` by which provider that can be.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, ROLE, WRITING_MEMBER, Protect, child_of, purpose

BEFORE = import_module("organisations.migrations.0027_region_in_its_own_words").entered_now()
ADMINISTRATOR = f"organisation_id = {ORGANISATION} AND {ROLE} = 'administrator'"
OF_OWN_PROVIDER = child_of("provider_id", "organisations_loginprovider")

REPLACEMENTS = (
    (
        "    verifies_own boolean\n)",
        "    verifies_own boolean,\n    provider uuid, provider_only boolean\n)",
    ),
    (
        "AS second_factor,",
        "AS second_factor,\n           way.id AS provider, coalesce(way.use = 'only', false) AS provider_only,",
    ),
    (
        "     WHERE m.user_id = p_user",
        "      LEFT JOIN organisations_loginprovider way ON way.organisation_id = o.id AND way.use <> 'off'\n     WHERE m.user_id = p_user",
    ),
    (
        "member.verifies_own;",
        "member.verifies_own, member.provider, member.provider_only;",
    ),
)
DROP = "DROP FUNCTION organisations_enter(uuid, uuid, text)"
RIGHTS = """
REVOKE ALL ON FUNCTION organisations_enter(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_enter(uuid, uuid, text) TO {role};
"""

OF_LOG_IN = """
CREATE FUNCTION organisations_providers_of_domain(p_domain text)
RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT way.id, o.name::text
      FROM organisations_loginprovider way JOIN organisations_organisation o ON o.id = way.organisation_id
     WHERE way.use <> 'off' AND p_domain = ANY (way.domains)
     ORDER BY o.name, way.id LIMIT 10
$function$;

CREATE FUNCTION organisations_provider_in_use(p_provider uuid)
RETURNS TABLE (organisation_id uuid, name text, issuer text, client_id text, client_secret text, domains text[],
               second_factor text, acr_values text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT way.organisation_id, o.name::text, way.issuer::text, way.client_id::text, way.client_secret,
           way.domains::text[], way.second_factor::text, way.acr_values::text[]
      FROM organisations_loginprovider way JOIN organisations_organisation o ON o.id = way.organisation_id
     WHERE way.id = p_provider AND way.use <> 'off'
$function$;

-- Who of the organisation that is at its provider. The first time a subject is seen it is kept: from then on nobody else
-- gets in by that mail address, and this subject by no other.
CREATE FUNCTION organisations_member_at_provider(p_provider uuid, p_issuer text, p_subject text, p_email text)
RETURNS TABLE (member_id uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    way organisations_loginprovider;
    member uuid;
    known uuid;
BEGIN
    SELECT * INTO way FROM organisations_loginprovider one
     WHERE one.id = p_provider AND one.use <> 'off' AND one.issuer = p_issuer FOR SHARE;
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::uuid, 'changed';
        RETURN;
    END IF;
    SELECT u.id INTO member
      FROM organisations_user u
      JOIN organisations_membership m ON m.user_id = u.id
     WHERE lower(u.email) = lower(p_email) AND u.is_active
       AND m.organisation_id = way.organisation_id AND m.ended_at IS NULL
       AND NOT EXISTS (SELECT FROM account_emailaddress a
                        WHERE a.user_id = u.id AND lower(a.email) = lower(p_email) AND NOT a.verified);
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::uuid, 'no_member';
        RETURN;
    END IF;
    INSERT INTO organisations_providedidentity (id, provider_id, user_id, issuer, subject, linked_at)
    VALUES (gen_random_uuid(), way.id, member, p_issuer, p_subject, now())
    ON CONFLICT DO NOTHING;
    SELECT i.user_id INTO known FROM organisations_providedidentity i
     WHERE i.provider_id = way.id AND i.issuer = p_issuer AND i.subject = p_subject;
    IF known IS DISTINCT FROM member THEN
        RETURN QUERY SELECT NULL::uuid, 'somebody_else';
        RETURN;
    END IF;
    RETURN QUERY SELECT member, 'member';
END
$function$;
"""
NAMES = (
    "organisations_providers_of_domain(text)",
    "organisations_provider_in_use(uuid)",
    "organisations_member_at_provider(uuid, text, text, text)",
)


def entered_now():
    text = BEFORE
    for old, new in REPLACEMENTS:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


def _enter(schema_editor, text):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for one in (DROP, text, RIGHTS.replace("{role}", role)):
        schema_editor.execute(one, params=None)


def lay(apps, schema_editor):
    _enter(schema_editor, entered_now())
    schema_editor.execute(OF_LOG_IN, params=None)
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for name in NAMES:
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC", params=None)
        schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {role}", params=None)


def take_back(apps, schema_editor):
    for name in NAMES:
        schema_editor.execute(f"DROP FUNCTION {name}", params=None)
    _enter(schema_editor, BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0028_tours_of_newcomers"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoginProvider",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("off", "Uit: iedereen logt in met zijn account van het portaal"),
                            ("choice", "Aan: het kan ook met het account van de organisatie"),
                            ("only", "Alleen met het account van de organisatie"),
                        ],
                        default="off",
                        max_length=6,
                        verbose_name="gebruik",
                    ),
                ),
                ("issuer", models.CharField(max_length=300, verbose_name="adres van de aanbieder (issuer)")),
                ("client_id", models.CharField(max_length=200, verbose_name="client-ID")),
                ("client_secret", models.TextField(verbose_name="client-secret")),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), size=None, verbose_name="maildomeinen"
                    ),
                ),
                (
                    "second_factor",
                    models.CharField(
                        choices=[
                            ("told", "Als de aanbieder erbij zegt dat er twee stappen waren (amr of acr)"),
                            ("always", "Altijd: onze aanbieder vraagt iedereen om twee stappen"),
                            ("never", "Nooit: de tweede stap is die van het portaal"),
                        ],
                        default="told",
                        max_length=6,
                        verbose_name="tweede stap",
                    ),
                ),
                (
                    "acr_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        default=list,
                        size=None,
                        verbose_name="acr-waarden die als twee stappen tellen",
                    ),
                ),
                ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="geprobeerd")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="login_provider",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "aanbieder van inloggen",
                "verbose_name_plural": "aanbieders van inloggen",
            },
        ),
        migrations.CreateModel(
            name="LoginProviderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("off", "Uit: iedereen logt in met zijn account van het portaal"),
                            ("choice", "Aan: het kan ook met het account van de organisatie"),
                            ("only", "Alleen met het account van de organisatie"),
                        ],
                        default="off",
                        max_length=6,
                        verbose_name="gebruik",
                    ),
                ),
                ("issuer", models.CharField(max_length=300, verbose_name="adres van de aanbieder (issuer)")),
                ("client_id", models.CharField(max_length=200, verbose_name="client-ID")),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), size=None, verbose_name="maildomeinen"
                    ),
                ),
                (
                    "second_factor",
                    models.CharField(
                        choices=[
                            ("told", "Als de aanbieder erbij zegt dat er twee stappen waren (amr of acr)"),
                            ("always", "Altijd: onze aanbieder vraagt iedereen om twee stappen"),
                            ("never", "Nooit: de tweede stap is die van het portaal"),
                        ],
                        default="told",
                        max_length=6,
                        verbose_name="tweede stap",
                    ),
                ),
                (
                    "acr_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        default=list,
                        size=None,
                        verbose_name="acr-waarden die als twee stappen tellen",
                    ),
                ),
                ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="geprobeerd")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="organisations.loginprovider",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProvidedIdentity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("issuer", models.CharField(max_length=300)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gekoppeld")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="organisations.loginprovider",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provided_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "identiteit bij een aanbieder",
                "verbose_name_plural": "identiteiten bij aanbieders",
            },
        ),
        migrations.AddConstraint(
            model_name="loginprovider",
            constraint=models.CheckConstraint(
                condition=models.Q(("use", "off"), ("tested_at__isnull", False), _connector="OR"),
                name="login_provider_tested_before_use",
                violation_error_message="Test eerst de koppeling. Daarna kunt u die aanzetten.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loginprovider",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organisations_loginproviderevent" ("acr_values", "client_id", "domains", "id", "issuer", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_factor", "tested_at", "use") VALUES (NEW."acr_values", NEW."client_id", NEW."domains", NEW."id", NEW."issuer", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."second_factor", NEW."tested_at", NEW."use"); RETURN NULL;',
                    hash="579a3d6f31074dfd950652b299e7935252531d6c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64653",
                    table="organisations_loginprovider",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loginprovider",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acr_values" IS DISTINCT FROM (NEW."acr_values") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."domains" IS DISTINCT FROM (NEW."domains") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."second_factor" IS DISTINCT FROM (NEW."second_factor") OR OLD."tested_at" IS DISTINCT FROM (NEW."tested_at") OR OLD."use" IS DISTINCT FROM (NEW."use"))',
                    func='INSERT INTO "organisations_loginproviderevent" ("acr_values", "client_id", "domains", "id", "issuer", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_factor", "tested_at", "use") VALUES (NEW."acr_values", NEW."client_id", NEW."domains", NEW."id", NEW."issuer", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."second_factor", NEW."tested_at", NEW."use"); RETURN NULL;',
                    hash="7fa79dac5a89f9af98404e7be2c86411e45f1563",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_017ee",
                    table="organisations_loginprovider",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="providedidentity",
            constraint=models.UniqueConstraint(
                fields=("provider", "issuer", "subject"), name="provided_identity_subject_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="providedidentity",
            constraint=models.UniqueConstraint(
                fields=("provider", "issuer", "user"), name="provided_identity_user_once"
            ),
        ),
        Protect(
            "LoginProvider",
            select=[ADMINISTRATOR, purpose(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {ADMINISTRATOR}"],
            update=[f"{WRITING_MEMBER} AND {ADMINISTRATOR}", purpose(Purpose.UPKEEP)],
        ),
        Protect("LoginProviderEvent", select=[ADMINISTRATOR], insert=["true"]),
        # Only the function of logging in adds one; an administrator can let go of it.
        Protect(
            "ProvidedIdentity",
            select=[OF_OWN_PROVIDER],
            delete=[f"{WRITING_MEMBER} AND {OF_OWN_PROVIDER}"],
        ),
        migrations.RunPython(lay, take_back),
    ]
