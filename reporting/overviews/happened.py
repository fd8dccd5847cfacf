"""What history says happened between two moments to rows behind a figure, for who may see those rows.

Each kind of row tells what can move a figure: of a placement also how its candidate and his training changed. Row
security decides which history is read. Only fields that are counted are told; no name or text about a person is.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from candidates.models import Candidate, Enrolment, TrainingProgramme
from organisations.erasure_rules import about, event_model
from organisations.models import Municipality, Organisation
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl
from placements.models import (
    Contribution,
    Deployment,
    FollowUp,
    HoursStatement,
    Placement,
    PlacementFile,
    YearLine,
)
from reporting.as_known import TAKEN_AWAY
from reporting.definitions import Rows
from reporting.models import SpendingLine
from tenders.models import Contract, Tender, TenderValue

#: What is told of each row when it changes: the fields that figures are made of.
_COUNTED: Mapping[type[models.Model], tuple[str, ...]] = {
    Candidate: ("registered_on", "source", "target_group", "municipality", "werkplein_id", "state", "merged_into_id"),
    Enrolment: ("programme_id", "started_on", "ended_on", "outcome", "dropout_reason", "removed_at"),
    TrainingProgramme: ("name", "form", "sector", "developed_on"),
    Placement: ("starts_on", "ends_on", "ended_on", "hours_per_week", "sector", "sroi"),
    PlacementFile: ("wage_replaces_benefit",),
    FollowUp: ("months", "checked_on", "at_work"),
    Deployment: ("starts_on", "ends_on", "hours_per_week", "status", "candidate_reference"),
    HoursStatement: ("month", "paid_hours", "status", "value"),
    YearLine: ("date", "status", "value"),
    Contribution: ("date", "quantity", "status", "value"),
    Contract: ("awarded_on", "starts_on", "ends_on", "basis_amount", "percentage", "obligation"),
    Tender: ("status", "on_calendar_since", "sroi", "sroi_percentage"),
    TenderValue: ("amount",),
    SpendingLine: ("on", "year", "category", "amount", "programme_id", "municipality", "state", "reversed_at"),
}
#: Fields that point at another row: only whether they do is told, but of these its name.
_NAMED: Mapping[str, type[models.Model]] = {"werkplein_id": Organisation, "programme_id": TrainingProgramme}
_MUNICIPALITY = "municipality"
_OWN, _CANDIDATE = "pk", "candidate_id"


@dataclass(frozen=True)
class History:
    """Of which table; ``by`` finds its events by what stands in ``of`` of the row behind the figure."""

    model: type[models.Model]
    by: str = "pgh_obj_id"
    of: str = _OWN


_OF_PLACEMENT = (
    History(Placement),
    History(PlacementFile, "placement_id"),
    History(FollowUp, "placement_id"),
    History(Candidate, of=_CANDIDATE),
    History(Enrolment, _CANDIDATE, _CANDIDATE),
)
HISTORIES: Mapping[Rows, Sequence[History]] = {
    Rows.CANDIDATES: (History(Candidate), History(Enrolment, _CANDIDATE), History(Placement, _CANDIDATE)),
    Rows.ENROLMENTS: (
        History(Enrolment),
        History(Candidate, of=_CANDIDATE),
        History(Placement, _CANDIDATE, _CANDIDATE),
    ),
    Rows.PLACEMENTS: _OF_PLACEMENT,
    Rows.FOLLOW_UPS: _OF_PLACEMENT,
    Rows.DEPLOYMENTS: (History(Deployment),),
    Rows.PROGRAMMES: (History(TrainingProgramme),),
    Rows.SPENDING: (History(SpendingLine),),
    Rows.CONTRACTS: (
        History(Contract),
        History(Deployment, "contract_id"),
        History(HoursStatement, "deployment__contract_id"),
        History(YearLine, "deployment__contract_id"),
        History(Contribution, "contract_id"),
    ),
    Rows.TENDERS: (History(Tender), History(TenderValue, "tender_id"), History(Contract, "tender_id")),
}


@dataclass(frozen=True)
class Part:
    """One field; ``before`` is empty in a row that is new."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    at: dt.datetime
    what: str
    by: str
    parts: tuple[Part, ...]
    is_new: bool


def happened(
    kind: Rows, records: Iterable[Any], *, since: dt.datetime, until: dt.datetime
) -> dict[uuid.UUID, list[Happening]]:
    """By the key of each record what happened to it after ``since`` and not after ``until``, the oldest first.

    As many queries as the kind has histories, and two or three for names, however many records.
    """
    rows = list(records)
    events: list[tuple[Any, History, Any, Any]] = []
    for history in HISTORIES[kind]:
        owners: dict[Any, list[Any]] = defaultdict(list)
        for row in rows:
            owners[getattr(row, history.of)].append(row.pk)
        for owner, before, after in _changed(history, [key for key in owners if key], since=since, until=until):
            events += [(key, history, before, after) for key in owners[owner]]
    names = _names(state for event in events for state in event[2:] if state is not None)
    found: dict[uuid.UUID, list[Happening]] = defaultdict(list)
    for key, history, before, after in events:
        told = _told(history.model, before, after, names)
        if told is not None:
            found[key].append(told)
    return {key: sorted(told, key=lambda one: one.at) for key, told in found.items()}


def _changed(
    history: History, keys: list[Any], *, since: dt.datetime, until: dt.datetime
) -> list[tuple[Any, Any, Any]]:
    """Each event in between with the state before it, None of a row that is new."""
    events = event_model(history.model)
    if events is None or not keys:
        return []
    past = events._default_manager.filter(  # noqa: SLF001 - the public way to rows
        **{f"{history.by}__in": keys}, pgh_created_at__lte=until
    )
    past = past.annotate(owner=F(history.by)).order_by("pgh_obj_id", "pgh_id")
    found = []
    for _key, states in groupby(past, key=lambda one: one.pgh_obj_id):
        before = None
        for state in states:
            if state.pgh_created_at > since:
                found.append((state.owner, before, state))
            before = state
    return found


def _told(model: type[models.Model], before: Any, after: Any, names: Mapping[Any, str]) -> Happening | None:
    """None when nothing that is counted changed."""
    taken_away = after.pgh_label == TAKEN_AWAY
    parts = tuple(
        Part(_label(model, name), _word(model, name, before, names), _word(model, name, after, names))
        for name in _COUNTED[model]
        if _value(before, name) != _value(after, name)
    )
    if not (parts or taken_away or before is None):
        return None
    words = (
        _("%(row)s weggehaald") if taken_away else _("%(row)s toegevoegd") if before is None else _("%(row)s gewijzigd")
    )
    context = after.pgh_context or {}
    by = ", ".join(one for one in (context.get("name"), context.get("organisation_name")) if one)
    row = str(about(model).verbose_name)
    return Happening(
        at=after.pgh_created_at,
        what=words % {"row": f"{row[:1].upper()}{row[1:]}"},
        by=by or _("het portaal"),
        parts=() if taken_away else parts,
        is_new=before is None,
    )


def _value(state: Any, name: str) -> Any:
    value = getattr(state, name, None)
    return None if value == "" else value


def _label(model: type[models.Model], name: str) -> str:
    known = {"werkplein_id": _("Werkplein"), "programme_id": _("scholing"), "merged_into_id": _("samengevoegd")}
    return str(known.get(name) or about(model).get_field(name).verbose_name)


def _word(model: type[models.Model], name: str, state: Any, names: Mapping[Any, str]) -> str:
    value = _value(state, name)
    field = about(model).get_field(name)
    if value is None:
        words = _("leeg")
    elif isinstance(value, bool):
        words = _("ja") if value else _("nee")
    elif field.choices:
        words = str(dict(field.flatchoices).get(value, value))
    elif isinstance(value, uuid.UUID):
        words = names.get(value, _("ja") if name not in _NAMED else _("onbekend"))
    elif isinstance(value, dt.date):
        words = date_nl(value)
    elif isinstance(value, (int, Decimal)):
        words = dutch_number(value)
    else:
        words = names.get(value, str(value)) if name == _MUNICIPALITY else str(value)
    return words


def _names(states: Iterable[Any]) -> dict[Any, str]:
    """What the rows are called that these states point at."""
    told = list(states)
    found: dict[Any, str] = {}
    for name, model in _NAMED.items():
        keys = {value for state in told if (value := getattr(state, name, None))}
        if keys:
            found |= dict(model._default_manager.filter(pk__in=keys).values_list("pk", "name"))  # noqa: SLF001 - the public way to rows
    codes = {value for state in told if (value := getattr(state, _MUNICIPALITY, None))}
    if codes:
        found |= dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))
    return found
