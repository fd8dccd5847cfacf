"""Row security: the words in which policies are written, and the migration operation that lays them.

The context of a transaction stands in settings named ``app.…`` (see ``organisations.tenancy``). Every
policy reads them through ``(SELECT …)``, so that PostgreSQL reads each setting once a statement and not
once a row. No context, no rows.
"""

from django.conf import settings
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation

from organisations.choices import Purpose


def _setting(name: str, kind: str) -> str:
    return f"(SELECT nullif(current_setting('app.{name}', true), '')::{kind})"


#: The kind of context: member, public, link or system.
CONTEXT = _setting("context", "text")
USER = _setting("user", "uuid")
ORGANISATION = _setting("organisation", "uuid")
ROLE = _setting("role", "text")
MAY_WRITE = "(SELECT current_setting('app.may_write', true) = 'on')"
#: Regions the organisation acts in, for ``region_id = ANY (…)``.
REGIONS = f"{_setting('regions', 'uuid[]')}::uuid[]"
#: Audiences of the member, for ``visible_to && …``: ``o:<organisation>``, ``r:<region>:<kind>``, and for the SROI
#: coordinators of an authority that verifies its own contracts ``v:<organisation>``.
AUDIENCES = f"{_setting('audiences', 'text[]')}::text[]"
PUBLIC_REGION = _setting("public_region", "uuid")
LINK = _setting("link", "text")
SYSTEM_REGION = _setting("system_region", "uuid")
PURPOSE = _setting("purpose", "text")

IS_MEMBER = f"{CONTEXT} = 'member'"
WRITING_MEMBER = f"({CONTEXT} = 'member' AND {MAY_WRITE})"
IS_OPERATOR = f"('operator' = ANY ({AUDIENCES}))"


def system(*purposes: Purpose, region: str = "region_id") -> str:
    """A task or command that entered the row's region for one of these purposes."""
    names = ", ".join(f"'{purpose.value}'" for purpose in purposes)
    return f"({region} = {SYSTEM_REGION} AND {PURPOSE} IN ({names}))"


def purpose(*purposes: Purpose) -> str:
    """As ``system``, for tables whose rows belong to no region."""
    names = ", ".join(f"'{one.value}'" for one in purposes)
    return f"({PURPOSE} IN ({names}))"


def audience(kind: str, region: str = "region_id") -> str:
    """The member acts for the coordination point (or programme bureau) of the row's region."""
    return f"(('r:' || {region} || ':{kind}') = ANY ({AUDIENCES}))"


def child_of(column: str, table: str, where: str = "") -> str:
    """Visible, or allowed, when the parent is: the parent's own policies apply inside."""
    clause = f" WHERE {where}" if where else ""
    return f"{column} = ANY (ARRAY(SELECT {_key_of(table)} FROM {table}{clause}))"  # noqa: S608 - our own names


def of_parent(column: str, table: str, where: str = "true") -> str:
    """As ``child_of`` for one row at a time: for what is written, and where the list of all parents would be long."""
    return f"EXISTS (SELECT FROM {table} parent WHERE parent.{_key_of(table)} = {column} AND ({where}))"


def _key_of(table: str) -> str:
    return "contract_id" if table in {"tenders_contracttotals", "tenders_contractband"} else "id"


VERBS = ("select", "insert", "update", "delete")


class Protect(Operation):
    """Turn row security on for a model and let the app role do what the rules say, and no more.

    ``rules`` maps a verb to its conditions, any of which suffices. A verb without rules is not granted.
    An update must satisfy its conditions before and after.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name, **rules):
        unknown = set(rules) - set(VERBS)
        if unknown:
            raise ValueError(f"no such verb: {sorted(unknown)}")
        self.model_name = model_name
        self.rules = rules

    def state_forwards(self, app_label, state):
        """Policies are no part of the model state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):  # noqa: ARG002 - Django's signature
        table = self._table(app_label, schema_editor, to_state)
        role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"REVOKE ALL ON {table} FROM {role}")
        for verb, conditions in self.rules.items():
            condition = " OR ".join(f"({one})" for one in conditions)
            clause = {
                "select": f"USING ({condition})",
                "insert": f"WITH CHECK ({condition})",
                "update": f"USING ({condition}) WITH CHECK ({condition})",
                "delete": f"USING ({condition})",
            }[verb]
            schema_editor.execute(f"CREATE POLICY may_{verb} ON {table} FOR {verb.upper()} TO {role} {clause}")
            schema_editor.execute(f"GRANT {verb.upper()} ON {table} TO {role}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):  # noqa: ARG002 - Django's signature
        table = self._table(app_label, schema_editor, from_state)
        role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
        for verb in self.rules:
            schema_editor.execute(f"DROP POLICY may_{verb} ON {table}")
        schema_editor.execute(f"REVOKE ALL ON {table} FROM {role}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Row security on {self.model_name}"

    def _table(self, app_label, schema_editor, state):
        return schema_editor.quote_name(state.apps.get_model(app_label, self.model_name)._meta.db_table)  # noqa: SLF001 - the public way to a table's name


class ProtectAnew(Protect):
    """Lay other rules in the place of those that an earlier migration laid."""

    reversible = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = self._table(app_label, schema_editor, to_state)
        for verb in VERBS:
            schema_editor.execute(f"DROP POLICY IF EXISTS may_{verb} ON {table}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):  # noqa: ARG002 - Django's signature
        raise IrreversibleError

    def describe(self):
        return f"Other row security on {self.model_name}"


#: Tables without row security, what the app role may do with them, and why that is safe.
OUTSIDE = {
    "organisations_user": ("select, insert, update", "read before it is known for whom someone acts"),
    "organisations_region": ("select, insert, update", "public: the names of the regions"),
    "organisations_municipality": ("select, insert, update", "public: the national list of municipalities"),
    "organisations_municipality_successors": ("select, insert", "public: which municipality became which"),
    "organisations_areamunicipality": (
        "select, insert, update, delete",
        "public: which municipality lies in which region; a trigger looks who changes it (organisations 0032)",
    ),
    "organisations_cpvcode": ("select", "public: the European list of CPV codes"),
    "organisations_erasurerule": ("", "run by the function that erases, which belongs to the owner"),
    "django_session": ("select, insert, update, delete", "read before the user is known"),
    "django_content_type": ("select", "names of models"),
    "django_migrations": ("select", "asked by /readyz"),
    "auth_permission": ("", "not used: rights come from memberships"),
    "auth_group": ("", "not used: rights come from memberships"),
    "auth_group_permissions": ("", "not used: rights come from memberships"),
    "account_emailaddress": ("select, insert, update, delete", "read at log-in, before the user is known"),
    "account_emailconfirmation": ("select, insert, update, delete", "read at log-in, before the user is known"),
    "mfa_authenticator": ("select, insert, update, delete", "read at log-in, before the user is known"),
    "pghistory_context": ("", "not used: events carry their own context"),
}


def grant_outside(connection) -> None:
    """Give the app role its rights on the tables without row security. Run by the owner after migrating."""
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table, (verbs, _reason) in OUTSIDE.items():
            if table in present and verbs:
                cursor.execute(f"GRANT {verbs} ON {connection.ops.quote_name(table)} TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
