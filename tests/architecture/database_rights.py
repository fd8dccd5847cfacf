"""What the database really lets a member do with each row, asked of it as the app role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from organisations import tenancy
from organisations.row_security import OUTSIDE
from tests.architecture.rules import ADDS, CHANGES, REMOVES, SEES, nobody
from tests.architecture.visibility import World
from tests.database import owner
from tests.two_regions import Member

#: A trigger refuses blocks of a tariff in use before row security is asked; these say nothing about it.
NOT_IN_USE = "WHERE NOT EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = x.tariff_id)"


@contextmanager
def acting(member: Member) -> Iterator[None]:
    with tenancy.acting_for(user_id=member.user_id, organisation_id=member.organisation_id) as acts:
        assert acts is not None, member.name
        yield


def granted(verb: str) -> set[str]:
    """The protected tables on which the app role may use the verb at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(current_user, oid, %s)",
            [verb],
        )
        return {table for (table,) in cursor.fetchall()} - set(OUTSIDE)


def seen(table: str, key: str, *, lock: bool = False) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}" FROM "{table}"' + (" FOR NO KEY UPDATE" if lock else ""))
        return {value for (value,) in cursor.fetchall()}


#: Tries a statement with each of the given values and undoes it; what comes after row security is of no interest. All
#: of them in one question, for there are tens of thousands.
TRIED = """
CREATE FUNCTION pg_temp.tried(statement text, given text[]) RETURNS boolean[] LANGUAGE plpgsql AS $$
DECLARE
    one text;
    changed bigint;
    answers boolean[] := '{}';
BEGIN
    FOREACH one IN ARRAY given LOOP
        BEGIN
            EXECUTE statement USING one;
            GET DIAGNOSTICS changed = ROW_COUNT;
            RAISE EXCEPTION USING ERRCODE = 'ZZUND';
        EXCEPTION
            WHEN SQLSTATE 'ZZUND' THEN answers := answers || (changed > 0);
            WHEN insufficient_privilege THEN answers := answers || false;
            WHEN OTHERS THEN answers := answers || true;
        END;
    END LOOP;
    RETURN answers;
END $$
"""


def _allowed(statement: str, given: dict[Any, str]) -> set[Any]:
    """The keys whose value the statement may be run with: neither row security nor a guard refuses it."""
    if not given:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_temp.tried(%s, %s::text[])", [statement, list(given.values())])
        (answers,) = cursor.fetchone()
    return {key for key, may in zip(given, answers, strict=True) if may}


def copies(world: World, tables: set[str]) -> dict[str, dict[Any, str]]:
    """Each row as JSON, so that it can be offered again as an insert of exactly that row."""
    found = {}
    with owner(), connection.cursor() as cursor:
        for table in tables:
            where = NOT_IN_USE if table == "tenders_block" else ""
            cursor.execute(f'SELECT "{world.keys[table]}", to_jsonb(x)::text FROM "{table}" x {where}')
            found[table] = dict(cursor.fetchall())
    return found


def differences_in_reading(world: World, members: tuple[Member, ...], tables=None) -> list[str]:
    return _compare(world, members, SEES, tables or granted("select"), lambda table: seen(table, world.keys[table]))


def differences_in_changing(world: World, members: tuple[Member, ...], tables=None) -> list[str]:
    return _compare(
        world,
        members,
        CHANGES,
        tables or granted("update"),
        lambda table: seen(table, world.keys[table], lock=True),
    )


def differences_in_adding(world: World, members: tuple[Member, ...], tables=None) -> list[str]:
    tables = set(tables or granted("insert"))
    rows, given = copies(world, tables), {table: columns_given(table) for table in tables}

    def addable(table: str) -> set[Any]:
        return _allowed(
            f'INSERT INTO "{table}" ({given[table]})'
            f' SELECT {given[table]} FROM jsonb_populate_record(NULL::"{table}", $1::jsonb)',
            rows[table],
        )

    return _compare(world, members, ADDS, tables, addable, offered=rows)


def columns_given(table: str) -> str:
    """Without those that the database works out itself: whoever gives one is refused before any policy is asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [f'"{table}"'],
        )
        return cursor.fetchone()[0]


def differences_in_removing(world: World, members: tuple[Member, ...], tables=None) -> list[str]:
    def removable(table: str) -> set[Any]:
        column, rows = world.keys[table], world.rows[table]
        return _allowed(f'DELETE FROM "{table}" WHERE "{column}"::text = $1', {key: str(key) for key in rows})

    return _compare(world, members, REMOVES, tables or granted("delete"), removable)


def _compare(world: World, members, rules, tables, allowed, *, offered=None) -> list[str]:
    """One line for each member and table where the database and the rules differ, either way."""
    rows = offered or world.rows
    found = []
    for member in members:
        who = world.acts(member)
        with acting(member):
            for table in sorted(tables):
                rule = rules.get(table, nobody)
                expected = {key for key in rows[table] if rule(world, who, world.rows[table][key])}
                actual = allowed(table)
                if actual != expected:
                    found.append(
                        f"{member.name}, {table}: {len(actual - expected)} too many, {len(expected - actual)} too few"
                    )
    return found
