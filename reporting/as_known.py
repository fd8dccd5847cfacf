"""Read the region as the portal knew it at an earlier moment, so that a report can be made again (domain section 10).

History keeps every state of a row that a report counts. Inside the block each of those tables is hidden by a temporary
one of the same name with the rows as they stood then: PostgreSQL looks among temporary tables first, so the same queries
count the past. What has no history reads as it is now: which municipalities lie where, who is the same person, and
names. Decisions that carry a date of their own, such as targets, are chosen by that date.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from psycopg import sql

from candidates.models import Candidate, CandidateStep, Enrolment, TrainingProgramme
from organisations.erasure_rules import about, event_model
from placements.models import (
    Contribution,
    Deployment,
    FollowUp,
    HoursStatement,
    Placement,
    PlacementFile,
    YearLine,
)
from reporting.models import BudgetLine, PartnerEffort, SpendingLine
from tenders.models import Contract, Tender, TenderValue

#: Tables with history.
CHANGING: tuple[type[models.Model], ...] = (
    Candidate,
    TrainingProgramme,
    Enrolment,
    Placement,
    PlacementFile,
    FollowUp,
    Tender,
    TenderValue,
    Contract,
    Deployment,
    HoursStatement,
    YearLine,
    Contribution,
    SpendingLine,
    PartnerEffort,
)
#: Tables that only grow, with the column that says since when a row is there.
GROWING: tuple[tuple[type[models.Model], str], ...] = ((CandidateStep, "at"), (BudgetLine, "entered_at"))
TAKEN_AWAY = "delete"


@contextmanager
def as_known(at: dt.datetime, *, region_id: uuid.UUID) -> Iterator[None]:
    """Inside, the counted tables of the region stand as at this moment. Inside a transaction that may write."""
    with connection.cursor() as cursor:
        for model in CHANGING:
            cursor.execute(_past(model), [at, region_id] if _has(event_model(model), "region_id") else [at])
            _prepare(cursor, model)
        for model, since in GROWING:
            cursor.execute(_grown(model, since), [at])
            _prepare(cursor, model)
        yield
        # After an error they go with the transaction.
        for model in (*CHANGING, *dict(GROWING)):
            cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(sql.Identifier(_table(model))))


def _past(model: type[models.Model]) -> sql.Composed:
    """The last state of each row that history had by then, but of what was taken away."""
    events = event_model(model)
    if events is None:
        message = f"{model.__name__} has no history"
        raise TypeError(message)
    kept = {field.column for field in about(events).local_concrete_fields}
    columns = [
        sql.Identifier(field.column)
        if field.column in kept
        else sql.SQL("NULL::{} AS {}").format(sql.SQL(_type(field)), sql.Identifier(field.column))
        for field in about(model).local_concrete_fields
    ]
    of_region = sql.SQL(" AND region_id = %s") if _has(events, "region_id") else sql.SQL("")
    return sql.SQL(
        "CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS SELECT {columns} FROM ("
        " SELECT DISTINCT ON (pgh_obj_id) * FROM {events} WHERE pgh_created_at <= %s{of_region}"
        " ORDER BY pgh_obj_id, pgh_id DESC) past WHERE pgh_label <> {taken_away}"
    ).format(
        table=sql.Identifier(_table(model)),
        columns=sql.SQL(", ").join(columns),
        events=sql.Identifier(_table(events)),
        of_region=of_region,
        taken_away=sql.Literal(TAKEN_AWAY),
    )


def _grown(model: type[models.Model], since: str) -> sql.Composed:
    return sql.SQL("CREATE TEMPORARY TABLE {0} ON COMMIT DROP AS SELECT * FROM public.{0} WHERE {1} <= %s").format(
        sql.Identifier(_table(model)), sql.Identifier(since)
    )


def _prepare(cursor: Any, model: type[models.Model]) -> None:
    """Give the copy what the planner asks for."""
    table = sql.Identifier(_table(model))
    cursor.execute(sql.SQL("ALTER TABLE pg_temp.{} ADD PRIMARY KEY (id)").format(table))
    for field in about(model).local_concrete_fields:
        if field.is_relation and field.column != "region_id":
            cursor.execute(sql.SQL("CREATE INDEX ON pg_temp.{} ({})").format(table, sql.Identifier(field.column)))
    cursor.execute(sql.SQL("ANALYZE pg_temp.{}").format(table))


def _table(model: type[models.Model]) -> str:
    return about(model).db_table


def _has(model: type[models.Model] | None, column: str) -> bool:
    return model is not None and any(field.column == column for field in about(model).local_concrete_fields)


def _type(field: models.Field) -> str:
    # What the database works out itself is not asked for, but has its place; its own field may not know its type.
    kept: Any = field.output_field if isinstance(field, models.GeneratedField) else field
    return str(kept.db_type(connection))
