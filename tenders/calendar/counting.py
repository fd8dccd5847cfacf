"""How many tenders each choice of the calendar would give: all of them in one question to the database.

Each choice is counted as if nothing of its own kind were chosen and everything else were: ticking it gives that many
more. What was found by words is looked up once; everything is counted in that.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, Q, Value, When

from tenders.calendar.quarters import Quarter, parse_quarter
from tenders.calendar.selection import Selection, sroi_choices, to_come
from tenders.calendar.wanted import SroiAsked


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    total: int = 0
    #: With all other choices as they are: what is still to come, and whatever its status.
    to_come: int = 0
    everything: int = 0
    #: By the name in the address; only what occurs, or was chosen.
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    quarters: dict[Quarter, int] = field(default_factory=dict)

    def of(self, name: str) -> list[Choice]:
        return self.choices.get(name, [])

    def label(self, name: str, key: str) -> str:
        """What a chosen key is called; the key itself where nobody knows."""
        return next((one.label for one in self.of(name) if one.key == key and one.label), key)


#: Of which table the label comes for keys that were chosen, so that they have one also when nothing has them.
_CHOSEN = {
    "opdrachtgever": "SELECT id::text, name FROM organisations_organisation WHERE id::text = ANY (%s)",
    "gemeente": "SELECT code, name FROM organisations_municipality WHERE code = ANY (%s)",
    "beroep": (
        "SELECT code, min(name) FROM organisations_occupation WHERE code = ANY (%s) AND region_id = %s GROUP BY code"
    ),
    "cpv": (
        "SELECT asked, min(label) FROM unnest(%s::text[]) asked"
        " JOIN organisations_cpvcode ON code = rpad(asked, 8, '0') GROUP BY asked"
    ),
}
#: Each municipality, by its code and its name, with what it is called on this day; a part of one became more than one.
_PLACES = """
line (place, code) AS (
    SELECT code, code::text FROM organisations_municipality
    UNION SELECT line.place, s.to_municipality_id FROM line
      JOIN organisations_municipality_successors s ON s.from_municipality_id = line.code
),
today (place, code, name) AS (
    SELECT DISTINCT given.place, now.code, now.name
      FROM line
      JOIN organisations_municipality now ON now.code = line.code AND now.valid @> %s::date
      JOIN organisations_municipality earlier ON earlier.code = line.place
      CROSS JOIN LATERAL (VALUES (line.place), (earlier.name)) given (place)
)
"""


def counts_of(selection: Selection) -> Counts:
    """Counts of all choices, with their labels. One query; call it inside the context of the selection."""
    flags = {name: f"is_{name}" for name in selection.conditions}
    base = selection.searched.annotate(
        sroi_asked=Case(
            *(When(condition, then=Value(str(key))) for key, condition in sroi_choices().items()),
            default=Value(str(SroiAsked.OTHER)),
            output_field=CharField(),
        ),
        is_to_come=_flag(to_come(selection.on)),
        quarter_on=F(selection.date_field),
        **{flags[name]: _flag(condition) for name, condition in selection.conditions.items()},
    ).order_by()
    columns = ("id", "kind", "procedure", "sector", "status", "authority_id", "cpv_codes", "municipalities")
    try:
        sql, params = base.values(
            *columns, "sroi_asked", "is_to_come", "quarter_on", *flags.values()
        ).query.sql_with_params()
    except EmptyResultSet:
        return Counts()
    names = ", ".join((*columns, "sroi_asked", "is_to_come", "quarter_on", *flags.values()))
    parts = [*_parts(flags)]
    asked = [*params, selection.on]
    for name, question in _CHOSEN.items():
        if chosen := list(getattr(selection.wanted, name)):
            parts.append(f"SELECT '{name}', chosen.*, 0 FROM ({question}) chosen")  # noqa: S608 - our own words
            asked += [chosen, selection.region_id] if question.count("%s") > 1 else [chosen]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE base ({names}) AS MATERIALIZED ({sql}), {_PLACES} " + " UNION ALL ".join(parts),
            asked,
        )
        return _counts(cursor.fetchall())


def _flag(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _parts(flags: dict[str, str]) -> Iterator[str]:
    """A question for each kind of choice: its name, key, label and count."""

    def others(name: str = "") -> str:
        return " AND ".join(["TRUE", *(flag for one, flag in flags.items() if one != name)])

    yield f"SELECT 'total', ''::text, ''::text, count(*) FROM base WHERE {others()}"  # noqa: S608
    yield f"SELECT 'everything', '', '', count(*) FROM base WHERE {others('stand')}"  # noqa: S608
    yield f"SELECT 'to_come', '', '', count(*) FROM base WHERE {others('stand')} AND is_to_come"  # noqa: S608
    for name, column in (
        ("soort", "kind"),
        ("procedure", "procedure"),
        ("sector", "sector"),
        ("stand", "status"),
        ("sroi", "sroi_asked"),
    ):
        yield f"SELECT '{name}', {column}, '', count(*) FROM base WHERE {others(name)} GROUP BY {column}"  # noqa: S608
    yield (
        "SELECT 'opdrachtgever', o.id::text, o.name, count(*) FROM base"  # noqa: S608
        f" JOIN organisations_organisation o ON o.id = authority_id WHERE {others('opdrachtgever')} GROUP BY o.id, o.name"
    )
    yield (
        "SELECT 'cpv', division, coalesce(min(c.label), ''), count(DISTINCT base.id) FROM base"  # noqa: S608
        " CROSS JOIN LATERAL (SELECT DISTINCT left(one, 2) AS division FROM unnest(cpv_codes) one) divisions"
        f" LEFT JOIN organisations_cpvcode c ON c.code = division || '000000' WHERE {others('cpv')} GROUP BY division"
    )
    yield (
        "SELECT 'gemeente', coalesce(t.code, one), coalesce(t.name, one), count(DISTINCT base.id) FROM base"  # noqa: S608
        " CROSS JOIN LATERAL unnest(municipalities) one LEFT JOIN today t ON t.place = one"
        f" WHERE {others('gemeente')} GROUP BY 2, 3"
    )
    yield (
        "SELECT 'beroep', o.code, o.name, count(DISTINCT base.id) FROM base"  # noqa: S608
        " JOIN tenders_expectedoccupation e ON e.tender_id = base.id"
        " JOIN organisations_occupation o ON o.id = e.occupation_id"
        f" WHERE {others('beroep')} GROUP BY o.code, o.name"
    )
    yield (
        "SELECT 'kwartaal', extract(year FROM quarter_on) || '-' || extract(quarter FROM quarter_on), '', count(*)"  # noqa: S608
        f" FROM base WHERE {others('periode')} AND quarter_on IS NOT NULL GROUP BY 2"
    )


def _counts(rows: list[tuple[str, str, str, int]]) -> Counts:
    single = {"total": 0, "everything": 0, "to_come": 0}
    choices: dict[str, dict[str, Choice]] = defaultdict(dict)
    quarters: dict[Quarter, int] = {}
    for name, key, label, count in rows:
        if name in single:
            single[name] = count
        elif name == "kwartaal":
            if (quarter := parse_quarter(key)) is not None:
                quarters[quarter] = count
        elif key and (key not in choices[name] or choices[name][key].count < count):
            choices[name][key] = Choice(key, label, count)
    in_order: dict[str, Any] = {
        name: sorted(found.values(), key=lambda one: (one.label.casefold(), one.key)) for name, found in choices.items()
    }
    return Counts(choices=in_order, quarters=dict(sorted(quarters.items())), **single)
