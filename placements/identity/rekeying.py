"""Another PERSON_KEY_SECRET: every hash of a person made anew, so that everybody stays who he was.

Owner's work, with the portal stopped. Hashes that no name stands behind any more (of whoever was erased, and of who was set
apart) are random already and stay. Pseudonyms follow the hash, so verifiers read others from then on.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from placements.identity import persons

_KNOWN = """
SELECT p.id, p.region_id, p.normalised_name, p.birth_date, k.own_key
  FROM placements_personkey k JOIN placements_deployedperson p ON p.id = k.person_id
 WHERE p.normalised_name <> p.id::text
"""
_TABLES = ("placements_personkey", "placements_deployment")


class OtherSecretError(Exception):
    """The secret that is said to be the one of before did not make these hashes."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    persons: int
    lines: int


@transaction.atomic
def rekey_persons(*, before: str) -> Rekeyed:
    """Make every hash with PERSON_KEY_SECRET; ``before`` is the one they were made with. A second time changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            # Hashes are kept by triggers, and lines that were approved as well.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_KNOWN)
        new = _made_anew(cursor.fetchall(), before=before)
        hashes = {old: fresh for old, fresh in new.values() if old != fresh}
        cursor.execute(
            "UPDATE placements_personkey k SET key = coalesce(by_key.fresh, k.key), own_key = coalesce(by_own.fresh, k.own_key)"
            "  FROM placements_personkey one"
            "  LEFT JOIN unnest(%(old)s::text[], %(fresh)s::text[]) by_key (old, fresh) ON by_key.old = one.key"
            "  LEFT JOIN unnest(%(old)s::text[], %(fresh)s::text[]) by_own (old, fresh) ON by_own.old = one.own_key"
            " WHERE one.person_id = k.person_id AND (by_key.old IS NOT NULL OR by_own.old IS NOT NULL)",
            {"old": list(hashes), "fresh": list(hashes.values())},
        )
        changed = cursor.rowcount
        cursor.execute("SELECT id, contract_id, person_id, pseudonym FROM placements_deployment")
        lines = [
            (line, name)
            for line, contract, person, called in cursor.fetchall()
            if person in new and (name := persons.pseudonym(contract, new[person][1])) != called
        ]
        cursor.execute(
            "UPDATE placements_deployment d SET pseudonym = fresh.name"
            "  FROM unnest(%s::uuid[], %s::text[]) fresh (id, name) WHERE fresh.id = d.id",
            [[line for line, _name in lines], [name for _line, name in lines]],
        )
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return Rekeyed(changed, len(lines))


def _made_anew(
    known: list[tuple[uuid.UUID, uuid.UUID, str, date, str]], *, before: str
) -> dict[uuid.UUID, tuple[str, str]]:
    """Of each person the hash that stands and the one that will."""
    new: dict[uuid.UUID, tuple[str, str]] = {}
    for person, region, name, born, stands in known:
        fresh = persons.person_key(region, name, born)
        if stands not in {fresh, persons.person_key(region, name, born, secret=before)}:
            raise OtherSecretError("PERSON_KEY_SECRET_BEFORE is not the secret that these persons were recognised by.")
        new[person] = (stands, fresh)
    return new
