"""What is counted of a database, so that two of them can be compared: rows, amounts, files in rows, and what guards them."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

Facts = dict[str, Any]

_TABLES = """
SELECT c.relname,
       array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.atttypid = 'numeric'::regtype),
       array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.atttypid = 'bytea'::regtype)
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
 GROUP BY c.relname ORDER BY c.relname
"""

#: Whatever keeps rows from who may not see them, and keeps them true; each gives lines of text.
_GUARDS = {
    "policies": "SELECT concat_ws('|', tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies",
    "row_security": """SELECT concat_ws('|', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')""",
    "rights": """SELECT concat_ws('|', table_name, column_name, grantee, privilege_type)
                   FROM information_schema.column_privileges WHERE table_schema = 'public'""",
    "functions": """SELECT concat_ws('|', p.oid::regprocedure, p.prosecdef, md5(p.prosrc), p.proconfig,
                           (SELECT array_agg(r.rolname ORDER BY r.rolname) FROM pg_roles r
                             WHERE r.rolname !~ '^pg_' AND NOT r.rolsuper AND has_function_privilege(r.oid, p.oid, 'EXECUTE')))
                      FROM pg_proc p
                     WHERE p.pronamespace = 'public'::regnamespace
                       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "constraints": """SELECT concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
                       WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequences": "SELECT concat_ws('|', sequencename, last_value) FROM pg_sequences WHERE schemaname = 'public'",
}


#: Of a condition that was read back PostgreSQL writes casts and brackets otherwise than of the one that came first.
_AS_WRITTEN = re.compile(r"""::(?:character varying|"?[a-z_]+"?)(?:\[\])?|[()\s]""")


def facts_of(connection: psycopg.Connection) -> Facts:
    """What there is in this database, as values that JSON knows: amounts as text, to the last digit."""
    tables = {}
    for name, amounts, files in connection.execute(_TABLES).fetchall():
        tables[name] = _table(connection, name, amounts or [], files or [])
    return {"tables": tables, "guards": {name: _guard(connection, query) for name, query in _GUARDS.items()}}


def migrations_of(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def differences(wanted: Facts, found: Facts, *, same_server: bool = True) -> Iterator[str]:
    """One line for each thing that is not the same; a newer server words what guards in its own way, so it is counted."""
    for name in sorted({*wanted["tables"], *found["tables"]}):
        before, after = wanted["tables"].get(name), found["tables"].get(name)
        if before is None or after is None:
            yield f"{name}: {'is new' if before is None else 'is missing'}"
        elif before != after:
            yield from (f"{name}: {what}" for what in _told(before, after))
    for name, guard in wanted["guards"].items():
        if (guard if same_server else {**guard, "sha256": found["guards"][name]["sha256"]}) != found["guards"][name]:
            yield f"{name}: {guard['count']} became {found['guards'][name]['count']}, or their contents differ"


def digest(content: object) -> str:
    """SHA-256 of a value as JSON: keys sorted, without spaces."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _table(connection: psycopg.Connection, name: str, amounts: list[str], files: list[str]) -> Facts:
    columns: list[sql.Composable] = [sql.SQL("count(*)")]
    columns += [sql.SQL("coalesce(sum({}), 0)::text").format(sql.Identifier(amount)) for amount in amounts]
    for file in files:
        column = sql.Identifier(file)
        columns.append(sql.SQL("coalesce(sum(length({})), 0)::bigint").format(column))
        # In the order of the hashes themselves: the same however the rows lie.
        hashes = sql.SQL("string_agg(sha256({0}), ''::bytea ORDER BY sha256({0}))").format(column)
        columns.append(sql.SQL("encode(sha256(coalesce({}, ''::bytea)), 'hex')").format(hashes))
    query = sql.SQL("SELECT {} FROM public.{}").format(sql.SQL(", ").join(columns), sql.Identifier(name))
    row = connection.execute(query).fetchone()
    assert row is not None  # noqa: S101 -- an aggregate always has a row
    values = list(row)
    told: Facts = {"rows": values[0]}
    if amounts:
        told["sums"] = dict(zip(amounts, values[1 : 1 + len(amounts)], strict=True))
    if files:
        pairs = values[1 + len(amounts) :]
        told["files"] = {
            file: {"bytes": pairs[2 * place], "sha256": pairs[2 * place + 1]} for place, file in enumerate(files)
        }
    return told


def _guard(connection: psycopg.Connection, query: str) -> Facts:
    lines = sorted(_AS_WRITTEN.sub("", line) for (line,) in connection.execute(query.encode()).fetchall())
    return {"count": len(lines), "sha256": digest(lines)}


def _told(before: Facts, after: Facts) -> Iterator[str]:
    if before["rows"] != after["rows"]:
        yield f"{before['rows']} rows became {after['rows']}"
    for amount, total in before.get("sums", {}).items():
        if after.get("sums", {}).get(amount) != total:
            yield f"the sum of {amount} was {total} and is {after.get('sums', {}).get(amount)}"
    for file, told in before.get("files", {}).items():
        if after.get("files", {}).get(file) != told:
            yield f"the files in {file} are not the same"
