"""What waits for the verifier: persons with all that waits of them, other contributions, revaluations.

Grouped by contract and person, the contract that waits longest first. One query gives a page of it, with the entries
just before and after, and finds the page on which an entry stands.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Least, Trunc
from django.utils.translation import gettext_lazy as _

from placements.choices import ContributionKind, LineStatus, ReversalState
from placements.models import (
    Contribution,
    Deployment,
    FirstApproval,
    HoursStatement,
    RevaluationTask,
    ReversalRequest,
    Transition,
    YearLine,
)
from placements.steps import ENTERED
from placements.verifying.flags import Flag

_NOTHING = Value(Decimal("0.00"), output_field=models.DecimalField(max_digits=14, decimal_places=2))
_TEXT = models.TextField()
_NO_FLAG = Value("", output_field=_TEXT)
_NO_MONTH = Value(None, output_field=models.DateField())


class Kind(models.TextChoices):
    """What an entry of the list is about; the value stands in addresses."""

    PERSON = "inzet", _("Personen en uren")
    CONTRIBUTION = "invulling", _("Andere invulling")
    REVALUATION = "herwaardering", _("Herwaardering")
    YEAR = "jaarregel", _("Jaarregel")
    REVERSAL = "verzoek", _("Verzoek om terug te draaien")


@dataclass(frozen=True, slots=True)
class Asked:
    """How the list is narrowed. ``second_for``: to what a colleague of this user approved first and he did not enter."""

    kind: str = ""
    words: str = ""
    contractor_id: uuid.UUID | None = None
    contract_id: uuid.UUID | None = None
    second_for: uuid.UUID | None = None


class Entry(NamedTuple):
    """One entry, in the order of the columns of the query. ``flag`` is what the query itself knows of it."""

    kind: str
    id: uuid.UUID
    oldest: datetime
    title: str
    party: str
    value: Decimal
    lines: int
    flag: str
    first_month: date | None
    contract_id: uuid.UUID
    contract: str

    @property
    def what(self) -> str:
        if self.kind == Kind.CONTRIBUTION and self.title in ContributionKind.values:
            return str(ContributionKind(self.title).label)
        return self.title


#: The columns of every part, in the order of ``Entry``.
COLUMNS = (
    "kind_",
    "id",
    "oldest",
    "title_",
    "party",
    "worth",
    "lines",
    "flag",
    "first_month",
    "contract_",
    "of_contract",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. ``first`` is the place of its first entry; ``before`` and ``after`` stand just outside it."""

    entries: tuple[Entry, ...]
    first: int
    total: int
    number: int
    before: Entry | None
    after: Entry | None

    def place_of(self, line_id: uuid.UUID) -> int:
        """The place in the whole list; 0 for what is not on this page."""
        return next((self.first + n for n, one in enumerate(self.entries) if one.id == line_id), 0)

    def beside(self, line_id: uuid.UUID) -> tuple[Entry | None, Entry | None]:
        """The entries before and after this one; for what waits no more, none and the first of the list."""
        row = [self.before, *self.entries, self.after]
        for n, one in enumerate(row):
            if one is not None and one.id == line_id:
                return row[n - 1] if n else None, row[n + 1] if n + 1 < len(row) else None
        return None, self.entries[0] if self.entries else None


NOTHING = Page(entries=(), first=0, total=0, number=1, before=None, after=None)


def page_of(
    verified_as: Sequence[str], asked: Asked, *, size: int, number: int = 1, holding: uuid.UUID | None = None
) -> Page:
    """Page ``number`` of what one verifies, or the page on which the entry ``holding`` stands. One query."""
    try:
        sql, params = _parts(verified_as, asked)
    except EmptyResultSet:
        return NOTHING
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH waiting ({names}) AS ({sql}),
            grouped AS (
                SELECT waiting.*, min(oldest) OVER (PARTITION BY contract_) AS contract_since,
                       min(oldest) OVER (PARTITION BY contract_, title_) AS person_since
                  FROM waiting),
            listed AS (
                SELECT grouped.*, count(*) OVER () AS total,
                       row_number() OVER (ORDER BY contract_since, contract_, person_since, title_, oldest, id) AS n
                  FROM grouped),
            page AS (
                SELECT coalesce(min((n - 1) / %s) FILTER (WHERE id = %s),
                                least(%s, greatest(count(*) - 1, 0) / %s)) AS number FROM listed)
            SELECT {names}, n, total, page.number FROM listed, page
             WHERE n BETWEEN page.number * %s AND page.number * %s + %s + 1 ORDER BY n
            """,  # noqa: S608 - our own names; the values are parameters
            [*params, size, holding, number - 1, size, size, size, size],
        )
        rows = cursor.fetchall()
    if not rows:
        return NOTHING
    *_entry, total, at = rows[0]
    placed = {place: Entry(*columns) for *columns, place, _total, _at in rows}
    first = at * size + 1
    return Page(
        entries=tuple(placed[place] for place in range(first, first + size) if place in placed),
        first=first,
        total=total,
        number=at + 1,
        before=placed.get(first - 1),
        after=placed.get(first + size),
    )


def total_of(verified_as: Sequence[str]) -> int:
    """How many entries the list has, not narrowed. One query."""
    try:
        sql, params = _parts(verified_as, Asked())
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS waiting", params)  # noqa: S608 - our own SQL with parameters
        return int(cursor.fetchone()[0])


def _parts(verified_as: Sequence[str], asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """All kinds that were asked for, as one statement without an order."""
    parts = (
        (Kind.PERSON, _hours),
        (Kind.PERSON, _persons),
        (Kind.CONTRIBUTION, _contributions),
        (Kind.REVALUATION, _revaluations),
        (Kind.YEAR, _years),
        (Kind.REVERSAL, _reversals),
    )
    first, *others = (part(verified_as, asked).order_by() for kind, part in parts if asked.kind in {"", kind})
    rows = first.union(*others, all=True) if others else first
    return rows.query.sql_with_params()


def _hours(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """Persons of whom hours wait, with the line itself where that waits too.

    Read from the hours: of years of months one or two wait, and row security compares each row that is read.
    """
    line = "deployment__"
    rows = HoursStatement.objects.live().submitted()
    rows = rows.filter(
        _narrowed(f"{line}contract__", verified_as, asked, words=_words_of(line), party=f"{line}contractor"),
        deployment__status__in=(LineStatus.SUBMITTED, LineStatus.APPROVED),
        deployment__reversed_at__isnull=True,
    )
    if asked.second_for:
        rows = rows.filter(deployment__in=_second_for(asked.second_for))
    rows = rows.annotate(
        kind_=Value(Kind.PERSON.value, output_field=_TEXT),
        title_=F(f"{line}pseudonym"),
        party=F(f"{line}contractor__name"),
        flag=_NO_FLAG,
        contract_=F(f"{line}contract_id"),
        of_contract=F(f"{line}contract__title"),
        line_since=Case(When(deployment__status=LineStatus.SUBMITTED, then=F(f"{line}submitted_at"))),
    ).values("kind_", "deployment_id", "title_", "party", "flag", "contract_", "of_contract", "line_since")
    return rows.annotate(
        oldest=Least("line_since", Min("submitted_at")),
        worth=Coalesce(Sum("value"), _NOTHING),
        lines=Count("pk"),
        first_month=Min("month"),
    ).values_list(*("deployment_id" if name == "id" else name for name in COLUMNS))


def _persons(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """Lines that wait without hours. A line that is back with the contractor waits for him."""
    hours = HoursStatement.objects.live().submitted().filter(deployment=OuterRef("pk"))
    lines = Deployment.objects.live().filter(
        ~Exists(hours),
        _narrowed("contract__", verified_as, asked, words=_words_of(""), party="contractor"),
        status=LineStatus.SUBMITTED,
    )
    if asked.second_for:
        lines = lines.filter(pk__in=_second_for(asked.second_for))
    return lines.annotate(
        kind_=Value(Kind.PERSON.value, output_field=_TEXT),
        oldest=F("submitted_at"),
        title_=F("pseudonym"),
        party=F("contractor__name"),
        lines=Value(0),
        worth=F("forecast"),
        first_month=_NO_MONTH,
        flag=_NO_FLAG,
        contract_=F("contract_id"),
        of_contract=F("contract__title"),
    ).values_list(*COLUMNS)


def _words_of(line: str) -> tuple[str, str]:
    return f"{line}pseudonym", f"{line}reference"


def _second_for(user_id: uuid.UUID) -> QuerySet[Deployment]:
    """Persons of whom the line or a month was approved first by another, and not entered by this user."""
    firsts, own = _firsts_for(user_id), _entered_by(user_id)
    own_line = Exists(own.filter(deployment=OuterRef("pk"), statement__isnull=True))
    same_month = {"deployment": OuterRef("deployment_id"), "statement__month": OuterRef("month")}
    months = HoursStatement.objects.live().submitted().filter(~Exists(own.filter(**same_month)), pk__in=firsts)
    return Deployment.objects.filter(Q(~own_line, pk__in=firsts) | Q(pk__in=months.values("deployment_id")))


def _contributions(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    outside = Q(date__lt=F("contract__starts_on")) | Q(date__gt=F("contract__ends_on"))
    more = Q(contract__obligation__gt=0, value__gt=F("contract__obligation"))
    words = ("reference", "description", "block__label")
    rows = (
        Contribution.objects.live()
        .submitted()
        .filter(_narrowed("contract__", verified_as, asked, words=words, party="contractor"))
    )
    if asked.second_for:
        own = _entered_by(asked.second_for).filter(contribution=OuterRef("pk"))
        rows = rows.filter(~Exists(own), pk__in=_firsts_for(asked.second_for))
    return rows.annotate(
        kind_=Value(Kind.CONTRIBUTION.value, output_field=_TEXT),
        oldest=F("submitted_at"),
        title_=Coalesce("block__label", "kind", output_field=_TEXT),
        party=F("contractor__name"),
        worth=F("value"),
        lines=Value(1),
        first_month=_NO_MONTH,
        flag=Case(
            When(outside, then=Value(Flag.OUTSIDE.value)),
            When(more, then=Value(Flag.MORE_THAN_OWED.value)),
            default=_NO_FLAG,
            output_field=_TEXT,
        ),
        contract_=F("contract_id"),
        of_contract=F("contract__title"),
    ).values_list(*COLUMNS)


def _revaluations(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    line = "statement__deployment__"
    words, party = _words_of(line), f"{line}contractor"
    tasks = RevaluationTask.objects.filter(
        _narrowed(f"{line}contract__", verified_as, asked, words=words, party=party), done_at__isnull=True
    )
    if asked.second_for:
        tasks = tasks.none()
    return tasks.annotate(
        kind_=Value(Kind.REVALUATION.value, output_field=_TEXT),
        oldest=F("noticed_at"),
        title_=F(f"{line}pseudonym"),
        party=F(f"{party}__name"),
        worth=F("new_value"),
        lines=Value(1),
        first_month=F("statement__month"),
        flag=Value(Flag.CHANGED.value, output_field=_TEXT),
        contract_=F(f"{line}contract_id"),
        of_contract=F(f"{line}contract__title"),
    ).values_list(*COLUMNS)


def _years(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """Years that were submitted, and approved ones of which a month changed since."""
    line = "deployment__"
    words, party = _words_of(line), f"{line}contractor"
    rows = YearLine.objects.live().filter(
        _narrowed(f"{line}contract__", verified_as, asked, words=words, party=party),
        Q(status=LineStatus.SUBMITTED) | Q(value_now__isnull=False),
        deployment__status=LineStatus.APPROVED,
    )
    if asked.second_for:
        own = _entered_by(asked.second_for).filter(year_line=OuterRef("pk"))
        rows = rows.filter(~Exists(own), pk__in=_firsts_for(asked.second_for))
    return rows.annotate(
        kind_=Value(Kind.YEAR.value, output_field=_TEXT),
        oldest=F("submitted_at"),
        title_=F(f"{line}pseudonym"),
        party=F(f"{party}__name"),
        worth=Coalesce("value_now", "value"),
        lines=Value(1),
        first_month=Cast(Trunc("date", "year"), models.DateField()),
        flag=Case(When(value_now__isnull=False, then=Value(Flag.CHANGED.value)), default=_NO_FLAG, output_field=_TEXT),
        contract_=F(f"{line}contract_id"),
        of_contract=F(f"{line}contract__title"),
    ).values_list(*COLUMNS)


def _reversals(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """What a company asked to take back."""
    words = ("deployment__pseudonym", "deployment__reference", "contribution__reference")
    requests = ReversalRequest.objects.filter(
        _narrowed("contract__", verified_as, asked, words=words, party="asked_for"), state=ReversalState.ASKED
    )
    if asked.second_for:
        requests = requests.none()
    return requests.annotate(
        kind_=Value(Kind.REVERSAL.value, output_field=_TEXT),
        oldest=F("asked_at"),
        title_=Coalesce(
            "deployment__pseudonym", "contribution__block__label", "contribution__kind", output_field=_TEXT
        ),
        party=F("asked_for__name"),
        worth=Coalesce("statement__value", "contribution__value", "deployment__forecast"),
        lines=Value(1),
        first_month=F("statement__month"),
        flag=_NO_FLAG,
        contract_=F("contract_id"),
        of_contract=F("contract__title"),
    ).values_list(*COLUMNS)


def _narrowed(contract: str, verified_as: Sequence[str], asked: Asked, *, words: Iterable[str], party: str) -> Q:
    """What one verifies, narrowed; each word stands in the contract, the company's name or the line itself."""
    where = Q(**{f"{contract}verified_by__in": list(verified_as)})
    if asked.contractor_id:
        where &= Q(**{f"{party}_id": asked.contractor_id})
    if asked.contract_id:
        where &= Q(**{f"{contract.removesuffix('__')}_id": asked.contract_id})
    places = (f"{contract}title", f"{contract}reference", f"{party}__name", *words)
    for word in asked.words.split():
        found = Q()
        for place in places:
            found |= Q(**{f"{place}__icontains": word})
        where &= found
    return where


def _firsts_for(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    """Lines that somebody else approved first."""
    firsts = FirstApproval.objects.filter(withdrawn_at__isnull=True).exclude(user_id=user_id)
    return firsts.values("line_id")


def _entered_by(user_id: uuid.UUID) -> QuerySet[Transition]:
    """The steps by which this user entered lines, which he does not judge."""
    return Transition.objects.filter(ENTERED, user_id=user_id)
