"""What erasing a person does, as statements derived from the registry of data kinds, kept in the database.

They run inside one function of the database's owner (organisations 0013): the app role may not change history, steps or
logs, also not to erase. ``$1`` are the rows of the person (uuid[]), ``$2`` is the region, ``$3`` the pattern of his
name, mail address and telephone number, ``$4`` that of what somebody may have searched for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from organisations import data_kinds
from organisations.data_kinds import ERASED, Kind, Part, Table
from organisations.models import ErasureRule

#: Labels that the function of the database knows.
ROOT, NAMES, DAYS = "root", "names", "days"
_EMPTIED = (Kind.IDENTITY, Kind.WORDS, Kind.CONTENT)
_SEARCHED = (Kind.WORDS, Kind.CONTENT, Kind.NOTE)
#: Looked into by Python, which can read what is inside (``organisations.erasing``, ``exchange.jobs.forgetting``), or by
#: statements of their own (``organisations.personal_data``).
_SEARCHED_ELSEWHERE = (
    "exchange.BulkFile.content",
    "sessions.Session.session_data",
    "organisations.OutboxMessage.payload",
    "organisations.OutboxMessage.error",
)
_SAVED_SEARCH = ["organisations.SavedView.query", "exchange.BulkJob.query"]


@dataclass(frozen=True, slots=True)
class Rule:
    subject: str
    part: Part
    label: str
    statement: str


def rules() -> list[Rule]:
    """All statements in the order in which they run.

    First what is looked up, then mails to him while his address is known, then what stays behind empty, then history,
    then rows that go, the farthest from the person first, and last his name in what belongs to nobody in particular.
    """
    linked = [table for table in data_kinds.tables() if table.of is not None]
    gone = sorted((table for table in linked if table.gone), key=lambda table: -table.path.count("__"))
    return [
        *_looked_up(),
        *_mails_to_him(),
        *(_emptied(table) for table in linked if not table.gone and _to_empty(table)),
        *(Rule(extra.of or "", Part.PERSON, extra.label, extra.sql.strip()) for extra in data_kinds.extras()),
        *(rule for table in linked for rule in _history(table)),
        *(_removed(table) for table in gone),
        *(rule for table in data_kinds.tables() for rule in _searched(table)),
        *(rule for table in linked for rule in _movable(table)),
    ]


def write_rules(present: set[str]) -> None:
    """Lay the statements down for the tables that there are. Run by the owner after migrating."""
    if about(ErasureRule).db_table not in present:
        return
    known = [rule for rule in rules() if _all_present(rule, present)]
    with transaction.atomic():
        ErasureRule.objects.all().delete()
        ErasureRule.objects.bulk_create(
            ErasureRule(
                position=position, subject=rule.subject, part=rule.part, label=rule.label, statement=rule.statement
            )
            for position, rule in enumerate(known, start=1)
        )


def leads_to(model: type[models.Model], path: str, to: str = "= ANY ($1)") -> str:
    """SQL that holds for the rows of the table that the lookups lead to one of the persons ``$1``, or to what is said."""
    return " OR ".join(_step(model, one.split("__"), to) for one in path.split())


def event_model(model: type[models.Model]) -> type[models.Model] | None:
    """The history of this table, when it has one."""
    name = f"{about(model).object_name}Event"
    try:
        found = apps.get_model(about(model).app_label, name)
    except LookupError:
        return None
    return found if any(field.name == "pgh_obj" for field in about(found).fields) else None


def about(model: type[models.Model]) -> Any:
    """What Django knows of the model: the public way to the names of its table and columns."""
    return model._meta  # noqa: SLF001 - as above


def _all_present(rule: Rule, present: set[str]) -> bool:
    known = {about(model).db_table for model in apps.get_models(include_auto_created=True)}
    return all(table in present for table in known if f'"{table}"' in rule.statement or f" {table} " in rule.statement)


def _looked_up() -> Iterator[Rule]:
    for subject, root in data_kinds.roots().items():
        table = about(_model(root.model)).db_table
        yield Rule(
            subject,
            Part.PERSON,
            ROOT,
            f'SELECT count(*) FROM "{table}" WHERE id = ANY ($1) AND region_id = $2',  # noqa: S608 - our own names
        )
        for one in data_kinds.names_of(subject):
            said = f"SELECT said.kind::text, said.words::text FROM ({one.sql.strip()}) said (kind, words)"  # noqa: S608 - our own names
            yield Rule(subject, Part.PERSON, NAMES, said)


def _mails_to_him() -> Iterator[Rule]:
    """A mail to whoever is gone is not sent any more. By address: one to a colleague of the same name goes."""
    for subject in data_kinds.roots():
        known = " UNION ALL ".join(f"({one.sql.strip()})" for one in data_kinds.names_of(subject))
        mails = f"SELECT lower(said.words) FROM ({known}) said (kind, words) WHERE said.kind = 'mail'"  # noqa: S608 - our own names
        statement = (
            "UPDATE organisations_outboxmessage SET given_up_at = now(), payload = '{}', error = 'its reader was erased'"  # noqa: S608 - our own names
            " WHERE kind = 'mail' AND done_at IS NULL AND given_up_at IS NULL"
            f" AND lower(payload ->> 'to') IN ({mails})"
        )
        yield Rule(subject, Part.PERSON, "mails to the person", statement)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _step(model: type[models.Model], names: list[str], to: str) -> str:
    key = about(model).pk.column
    if names == ["pk"]:
        return f'"{key}" {to}'
    field = about(model).get_field(names[0])
    if len(names) == 1:
        return f'"{field.column}" {to}'
    other = field.related_model
    # To the one row that it refers to, or to the many that refer to it.
    column, found = (key, field.field.column) if field.one_to_many else (field.column, about(other).pk.column)
    return f'"{column}" IN (SELECT "{found}" FROM "{about(other).db_table}" WHERE {_step(other, names[1:], to)})'  # noqa: S608 - our own names


def _to_empty(table: Table) -> list[str]:
    return table.fields(*_EMPTIED)


def _emptied(table: Table) -> Rule:
    model = _model(table.model)
    sets = [f'"{_column(model, name)}" = {_nothing(model, table, name)}' for name in _to_empty(table)]
    where = leads_to(model, table.path)
    return Rule(
        str(table.of),
        table.part,
        table.model,
        f'UPDATE "{about(model).db_table}" SET {", ".join(sets)} WHERE {where}',  # noqa: S608 - our own names
    )


def _column(model: type[models.Model], name: str) -> str:
    return about(model).get_field(name).column


def _nothing(model: type[models.Model], table: Table, name: str) -> str:
    """What is left of a field: a reader must see that there was something."""
    if name in table.emptied:
        return table.emptied[name]
    field = about(model).get_field(name)
    if field.null:
        return "NULL"
    if isinstance(field, models.CharField | models.TextField):
        column = f'"{field.column}"'
        return f"CASE WHEN {column} = '' THEN '' ELSE '{ERASED}' END"
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.JSONField):
        return f"'{'[]' if field.default is list else '{}'}'"
    if isinstance(field, models.BinaryField):
        return "''"
    raise TypeError(f"say what {table.model}.{name} becomes (emptied)")


def _history(table: Table) -> Iterator[Rule]:
    """Rows of history about the person: gone, or without what tells of him."""
    events = event_model(_model(table.model))
    if events is None:
        return
    tracked = {one.name for one in about(events).local_fields}
    where = leads_to(events, table.path.replace("pk", "pgh_obj"))
    name = f"{table.model} history"
    if table.history_gone:
        yield Rule(str(table.of), table.part, name, f'DELETE FROM "{about(events).db_table}" WHERE {where}')  # noqa: S608 - our own names
        return
    sets = [f'"{_column(events, one)}" = {_nothing(events, table, one)}' for one in _to_empty(table) if one in tracked]
    if sets:
        yield Rule(
            str(table.of),
            table.part,
            name,
            f'UPDATE "{about(events).db_table}" SET {", ".join(sets)} WHERE {where}',  # noqa: S608 - our own names
        )


def _removed(table: Table) -> Rule:
    model = _model(table.model)
    where = leads_to(model, table.path)
    return Rule(str(table.of), table.part, table.model, f'DELETE FROM "{about(model).db_table}" WHERE {where}')  # noqa: S608 - our own names


def _movable(table: Table) -> Iterator[Rule]:
    """How a day of a person moves: ``$3`` is the row and ``$4`` the new day, which lies in the same month."""
    model = _model(table.model)
    known = {field.name: field for field in about(model).local_fields}
    for name in table.fields(Kind.DAY):
        if isinstance(known[name], models.DateField) and not table.gone:
            column = f'"{known[name].column}"'
            statement = (
                f'UPDATE "{about(model).db_table}" SET {column} = $4 WHERE id = $3 AND ({leads_to(model, table.path)})'  # noqa: S608 - our own names
                f" AND date_trunc('month', {column}) = date_trunc('month', $4)"
            )
            yield Rule(DAYS, Part.PERSON, f"{table.of} {table.model}.{name}", statement)


def _searched(table: Table) -> Iterator[Rule]:
    """The name of whoever is erased goes out of texts and copies that stand anywhere in his region."""
    model = _model(table.model)
    for one in filter(None, (model, event_model(model))):
        for name in table.fields(*_SEARCHED):
            yield from _without_name(one, table, name)


def _without_name(model: type[models.Model], table: Table, name: str) -> Iterator[Rule]:
    known = {field.name: field for field in about(model).local_fields}
    field = known.get(name)
    if field is None or isinstance(field, models.BinaryField) or f"{table.model}.{name}" in _SEARCHED_ELSEWHERE:
        return
    column, here = f'"{field.column}"', f'"{about(model).db_table}"'
    if not table.region and "region" not in known:
        raise TypeError(f"say how a row of {table.model} leads to its region")
    region = leads_to(model, table.region or "region", "= $2")
    label = (
        f"{table.model} words" if about(model).label.lower() == table.model.lower() else f"{table.model} history words"
    )

    def rule(value: str, condition: str) -> Rule:
        statement = f"UPDATE {here} SET {column} = {value} WHERE {condition} AND ({region})"  # noqa: S608 - our own names
        return Rule("", Part.PERSON, label, statement)

    if isinstance(field, models.JSONField):
        yield rule(f"organisations_without_words({column}, $3)", f"{column}::text ~* $3")
    elif isinstance(field, models.CharField | models.TextField):
        shortened = (
            f"left(regexp_replace({column}, $3, {_put(model, field.name)}, 'gi'), {field.max_length or 1_000_000})"
        )
        yield rule(shortened, f"{column} ~* $3")
        if f"{table.model}.{name}" in _SAVED_SEARCH:
            yield rule(f"regexp_replace({column}, $4, '\\1', 'gi')", f"{column} ~* $4")
    else:
        raise TypeError(f"{table.model}.{name} cannot be searched for a name")


def _put(model: type[models.Model], name: str) -> str:
    """What comes where a name stood: of its own in each row where the words tell rows apart, or two would collide."""
    for constraint in about(model).constraints:
        if isinstance(constraint, models.UniqueConstraint):
            parts = [
                part for one in constraint.expressions for part in getattr(one, "flatten", lambda one=one: [one])()
            ]
            if name in (*constraint.fields, *(getattr(part, "name", "") for part in parts)):
                return f"'{ERASED[:-1]} ' || right(\"{about(model).pk.column}\"::text, 8) || ')'"
    return f"'{ERASED}'"
