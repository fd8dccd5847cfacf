"""What kind of data each field of the project holds, and what erasing a person does with it.

Every app says it of its own tables in ``personal_data.py``; a field that nobody classified fails a test. Erasing works
out of this registry (``organisations.erasure_rules``), so that a new table cannot be forgotten: whatever leads to a
person must say so. History tables of pghistory follow the table whose rows they tell of. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: What a reader sees where something was.
ERASED = "(gewist)"


class Kind(StrEnum):
    """Of what kind a field is."""

    #: Keys, references to other rows, digests, who may see the row. Stays.
    TECHNICAL = "technical"
    #: Of contracts, organisations, money, and how a region works: nobody's personal data. Stays.
    BUSINESS = "business"
    #: The same in free words, in which somebody may be named. Stays; the name of whoever is erased goes out of it.
    NOTE = "note"
    #: The words of a formal record about a contract: names nobody, and must stay as it was given. Stays.
    RECORD = "record"
    #: Who works with the portal, or whom a company or authority named as its contact. Goes with that account or contact.
    COLLEAGUE = "colleague"
    #: Tells who a person is, or how to reach him. Emptied.
    IDENTITY = "identity"
    #: What somebody wrote about a person, or may have. Emptied; where no person belongs to the row, his name goes out of it.
    WORDS = "words"
    #: A coded fact about a person, which says nothing once nobody knows who it was. Stays.
    FACT = "fact"
    #: A day in the life of a person. Stays to the month (``placements.month_level``).
    DAY = "day"
    #: When something was written down here. Stays.
    MOMENT = "moment"
    #: A file, or a copy of what stands elsewhere: may hold anything. Emptied; elsewhere his name goes out of it.
    CONTENT = "content"


class Subject(StrEnum):
    """Whose data a table can hold."""

    CANDIDATE = "candidate"
    #: Somebody whom a company put to work on a contract.
    DEPLOYED = "deployed"


class Part(StrEnum):
    """What goes together: a region may keep one part of a person's data shorter than the rest."""

    PERSON = "person"
    #: Contact, intake and diagnosis, tasks.
    FILE = "file"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its fields by kind, and how a row of it leads to the person it is about.

    ``path`` is a lookup from the row to the key of the person (``deployment__person``), or several with spaces between
    them. ``gone``: the rows of an erased person are removed; otherwise they stay without what tells of him.
    ``history_gone``: so are the rows of its history. ``emptied`` says in SQL what an emptied field becomes where that is
    not nothing. ``apart`` says why rows that lead to a person are about somebody else. ``region`` is a lookup
    from the row to its region, or several, for a table with words that has none itself: a name goes out of one region.
    """

    model: str
    kinds: Mapping[Kind, str]
    of: Subject | None = None
    path: str = ""
    gone: bool = False
    history_gone: bool = False
    part: Part = Part.PERSON
    emptied: Mapping[str, str] = field(default_factory=dict)
    apart: str = ""
    region: str = ""

    def fields(self, *kinds: Kind) -> list[str]:
        """The names of its fields of these kinds; of all kinds when none is asked for."""
        return [name for kind, names in self.kinds.items() if not kinds or kind in kinds for name in names.split()]


@dataclass(frozen=True, slots=True)
class Extra:
    """A statement that no field says: ``$1`` are the persons (uuid[]), ``$2`` is the region, ``$3`` the pattern of names."""

    label: str
    #: None: whoever is erased.
    of: Subject | None
    sql: str


@dataclass(frozen=True, slots=True)
class Named:
    """By which words somebody can be found in texts: SQL that gives ``(kind, words)``, with ``$1`` the persons.

    ``kind`` is full_name, first_name, last_name, own_last_name (nobody else there has it), mail or phone.
    """

    of: Subject
    sql: str


@dataclass(frozen=True, slots=True)
class Root:
    """The table in which a person of this kind is one row; it has ``id`` and ``region_id``."""

    of: Subject
    model: str


_tables: dict[str, Table] = {}
_extras: dict[str, Extra] = {}
_names: dict[Subject, list[Named]] = {}
_roots: dict[Subject, Root] = {}


def register(
    tables: Iterable[Table],
    *,
    extras: Iterable[Extra] = (),
    named: Iterable[Named] = (),
    roots: Iterable[Root] = (),
) -> None:
    """Called by each app's ``personal_data``, which is read when all apps are ready."""
    for table in tables:
        _tables[table.model.lower()] = table
    for extra in extras:
        _extras[extra.label] = extra
    for one in named:
        known = _names.setdefault(one.of, [])
        if one not in known:
            known.append(one)
    for root in roots:
        _roots[root.of] = root


def table_of(model: str) -> Table | None:
    """What was said of this model (``app.Model``)."""
    return _tables.get(model.lower())


def tables() -> Iterator[Table]:
    yield from _tables.values()


def extras() -> list[Extra]:
    return list(_extras.values())


def names_of(subject: Subject) -> list[Named]:
    return _names.get(subject, [])


def roots() -> dict[Subject, Root]:
    return dict(_roots)
