"""What the database really lets a member do with each row, asked of it as the app role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from organisations import tenancy
from organisations.row_security import OUTSIDE
from tests.architecture.rules import ADDS, CHANGES, REMOVES, SEES, nobody
from tests.architecture.visibility import World
from tests.database import owner
from tests.two_regions import Member

#: A trigger refuses blocks of a tariff in use before row security is asked; these say nothing about it.
NOT_IN_USE = "WHERE NOT EXISTS (SELECT FROM tenders_contract c WHERE c.tariff_id = x.tariff_id)"
INSUFFICIENT_PRIVILEGE = "42501"


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


def _refused(sql: str, parameters: list) -> bool:
    """Whether row security (or a guard) refuses the statement; what comes after that is of no interest."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error.__cause__.sqlstate == INSUFFICIENT_PRIVILEGE
    return rows == 0


def copies() -> dict[str, dict[Any, str]]:
    """Each row as JSON, so that it can be offered again as an insert of exactly that row."""
    found = {}
    with owner(), connection.cursor() as cursor:
        for table, key in World().keys.items():
            where = NOT_IN_USE if table == "tenders_block" else ""
            cursor.execute(f'SELECT "{key}", to_jsonb(x) FROM "{table}" x {where}')
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
    rows = copies()

    def addable(table: str) -> set[Any]:
        given = columns_given(table)
        sql = f'INSERT INTO "{table}" ({given}) SELECT {given} FROM jsonb_populate_record(NULL::"{table}", %s::jsonb)'
        return {key for key, row in rows[table].items() if not _refused(sql, [row])}

    return _compare(world, members, ADDS, tables or granted("insert"), addable, offered=rows)


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
        key = world.keys[table]
        return {one for one in world.rows[table] if not _refused(f'DELETE FROM "{table}" WHERE "{key}" = %s', [one])}

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
