"""The rows behind a figure: their references were kept with it, what is told of them now is what the member may see.

Of persons the programme bureau knows numbers only (domain rules, section 2); a Werkplein sees the rows of its own
candidates. Which rows those are is decided by row security, never by the figure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import candidates_of, works_with_candidates
from candidates.models import Enrolment, TrainingProgramme
from organisations.access import acts_for_coordination_point, acts_for_programme_bureau, acts_for_werkplein
from organisations.models import Municipality
from organisations.tenancy import Acting
from placements.access import placements_of
from placements.models import Deployment
from reporting.access import reads_money
from reporting.definitions import Rows
from reporting.models import SpendingLine
from tenders.access import contracts_of
from tenders.models import Tender

PER_PAGE = 50

_MUNICIPALITY = "municipality"

Label = str | Promise
Behind = Sequence[str] | Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """What of a row is shown under this heading; ``shown`` is ``text``, ``date``, ``status`` or ``municipality``, a code."""

    label: Label
    value: str
    shown: str = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of one kind: who may see any, which, under which field the reference stands, and what is told of them."""

    may_see: Callable[[Acting], bool]
    rows: Callable[[Acting], QuerySet[Any]]
    key: str = "reference"
    page: str
    page_key: str = "pk"
    columns: tuple[Column, ...]
    searched: tuple[str, ...]


def _bureau_or_coordination(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting)


def _enrolments(acting: Acting) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(region_id__in=acting.region_ids)
    return rows.filter(candidate__in=candidates_of(acting).order_by()) if acts_for_werkplein(acting) else rows


TABLES: Mapping[Rows, Table] = {
    Rows.CANDIDATES: Table(
        may_see=works_with_candidates,
        rows=candidates_of,
        page="candidates:candidate_detail",
        columns=(
            Column(_("Aangemeld op"), "registered_on", "date"),
            Column(_("Doelgroep"), "get_target_group_display"),
            Column(_("Gemeente"), "municipality", _MUNICIPALITY),
        ),
        searched=("reference", "municipality"),
    ),
    Rows.ENROLMENTS: Table(
        may_see=works_with_candidates,
        rows=_enrolments,
        page="candidates:candidate_detail",
        page_key="candidate_id",
        columns=(
            Column(_("Kandidaat"), "candidate.reference"),
            Column(_("Opleiding"), "programme.name"),
            Column(_("Begonnen op"), "started_on", "date"),
            Column(_("Geëindigd op"), "ended_on", "date"),
            Column(_("Uitkomst"), "get_outcome_display"),
        ),
        searched=("reference", "candidate__reference", "programme__name"),
    ),
    Rows.PLACEMENTS: Table(
        may_see=works_with_candidates,
        rows=placements_of,
        page="placements:placement_detail",
        columns=(
            Column(_("Kandidaat"), "candidate_reference"),
            Column(_("Werkgever"), "employer"),
            Column(_("Sector"), "get_sector_display"),
            Column(_("Eerste werkdag"), "starts_on", "date"),
            Column(_("Afgesproken einde"), "ends_on", "date"),
        ),
        searched=("reference", "candidate_reference", "employer"),
    ),
    Rows.DEPLOYMENTS: Table(
        may_see=acts_for_coordination_point,
        rows=lambda acting: Deployment.objects.filter(region_id__in=acting.region_ids),
        page="placements:deployment_detail",
        columns=(
            Column(_("Contract"), "contract.title"),
            Column(_("Eerste werkdag"), "starts_on", "date"),
            Column(_("Stand"), "status", "status"),
        ),
        searched=("reference", "contract__title"),
    ),
    Rows.PROGRAMMES: Table(
        may_see=_bureau_or_coordination,
        rows=lambda acting: TrainingProgramme.objects.filter(region_id__in=acting.region_ids),
        key="code",
        page="",
        columns=(
            Column(_("Opleiding"), "name"),
            Column(_("Vorm"), "get_form_display"),
            Column(_("Ontwikkeld op"), "developed_on", "date"),
        ),
        searched=("code", "name"),
    ),
    Rows.SPENDING: Table(
        may_see=reads_money,
        rows=lambda acting: SpendingLine.objects.filter(region_id__in=acting.region_ids),
        page="reporting:spending_detail",
        columns=(
            Column(_("Datum"), "on", "date"),
            Column(_("Post"), "get_category_display"),
            Column(_("Waarvan betaald"), "source"),
            Column(_("Omschrijving"), "description"),
        ),
        searched=("reference", "description", "source"),
    ),
    Rows.CONTRACTS: Table(
        may_see=_bureau_or_coordination,
        rows=contracts_of,
        page="placements:contract_detail",
        columns=(
            Column(_("Opdracht"), "title"),
            Column(_("Opdrachtgever"), "authority.name"),
            Column(_("Opdrachtnemer"), "contractor.name"),
            Column(_("Gegund"), "awarded_on", "date"),
        ),
        searched=("reference", "title", "authority__name", "contractor__name"),
    ),
    Rows.TENDERS: Table(
        may_see=_bureau_or_coordination,
        rows=lambda acting: Tender.objects.filter(region_id__in=acting.region_ids),
        page="",
        columns=(
            Column(_("Aanbesteding"), "title"),
            Column(_("Opdrachtgever"), "authority.name"),
            Column(_("Op de kalender sinds"), "on_calendar_since", "date"),
            Column(_("Stand"), "status", "status"),
        ),
        searched=("reference", "title", "authority__name"),
    ),
}
#: A follow-up is told by the placement that it is of, after so many months.
_FOLLOW_UPS = TABLES[Rows.PLACEMENTS]


@dataclass(frozen=True)
class Row:
    """``months`` of a follow-up, ``amount`` what it adds to an amount in euros."""

    reference: str
    url: str
    cells: tuple[tuple[Column, Any], ...]
    amount: Decimal | None = None
    months: str = ""


@dataclass(frozen=True)
class BehindFigure:
    """A page of the rows. ``hidden`` are the rows of the figure that this member does not see."""

    columns: tuple[Column, ...]
    rows: list[Row]
    page: Page[Any]
    visible: int
    total: int
    searched: str
    has_amounts: bool
    has_months: bool

    @property
    def hidden(self) -> int:
        return self.total - self.visible


@dataclass(frozen=True)
class SoughtRows:
    """The rows of a figure that a member sees: ``visible`` all of them, ``found`` those he seeks."""

    table: Table
    visible: QuerySet[Any]
    found: QuerySet[Any]
    adds: Mapping[str, str]
    months: Mapping[str, str]
    municipalities: Mapping[str, str]

    @classmethod
    def of(cls, acting: Acting, kind: Rows, behind: Behind, *, search: str = "") -> Self | None:
        """In the order of their references. None for who may see no rows of this kind."""
        table = _table(kind)
        if not table.may_see(acting):
            return None
        related = {column.value.split(".")[0] for column in table.columns if "." in column.value}
        visible = table.rows(acting).filter(**{f"{table.key}__in": [reference_of(kind, one) for one in behind]})
        visible = visible.order_by(table.key, "pk")
        if related:
            visible = visible.select_related(*related)
        return cls(
            table=table,
            visible=visible,
            found=visible.filter(_sought(table, search)) if search else visible,
            adds=behind if isinstance(behind, Mapping) else {},
            months=_months(behind) if kind is Rows.FOLLOW_UPS else {},
            municipalities=_municipalities() if any(one.shown == _MUNICIPALITY for one in table.columns) else {},
        )


def rows_behind(
    acting: Acting, kind: Rows, behind: Behind, *, page: Any, search: str = "", total: int | None = None
) -> BehindFigure | None:
    """A page of what the member sees of them. Three queries: how many he sees, how many he sought, and the page.

    ``total`` where ``behind`` are not all rows of the figure.
    """
    sought = SoughtRows.of(acting, kind, behind, search=search)
    if sought is None:
        return None
    shown = Paginator(sought.found, PER_PAGE).get_page(page)
    return BehindFigure(
        columns=sought.table.columns,
        rows=[row_of(acting, sought, one) for one in shown.object_list],
        page=shown,
        visible=sought.visible.count(),
        total=len({reference_of(kind, one) for one in behind}) if total is None else total,
        searched=search,
        has_amounts=bool(sought.adds),
        has_months=bool(sought.months),
    )


def row_of(acting: Acting, sought: SoughtRows, record: Any) -> Row:
    """One of them, as it is shown."""
    table = sought.table
    reference = getattr(record, table.key)
    return Row(
        reference=reference,
        url=reverse(table.page, args=[acting.organisation_id, getattr(record, table.page_key)]) if table.page else "",
        cells=tuple((column, _shown(column, record, sought.municipalities)) for column in table.columns),
        amount=Decimal(sought.adds[reference]) if reference in sought.adds else None,
        months=sought.months.get(reference, ""),
    )


def _table(kind: Rows) -> Table:
    return _FOLLOW_UPS if kind is Rows.FOLLOW_UPS else TABLES[kind]


def reference_of(kind: Rows, one: str) -> str:
    """A follow-up is the placement with its months: ``P-1+6``."""
    return one.rpartition("+")[0] if kind is Rows.FOLLOW_UPS else one


def _months(behind: Behind) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for one in behind:
        reference, _plus, months = one.rpartition("+")
        found.setdefault(reference, []).append(months)
    return {reference: ", ".join(sorted(months, key=int)) for reference, months in found.items()}


def _sought(table: Table, search: str) -> Q:
    found = Q()
    for name in table.searched:
        found |= Q(**{f"{name}__icontains": search})
    return found


def _shown(column: Column, record: Any, municipalities: Mapping[str, str]) -> Any:
    value = _value(record, column.value)
    return municipalities.get(value, value) if column.shown == _MUNICIPALITY else value


def _municipalities() -> dict[str, str]:
    """The name of every municipality there ever was, by its code."""
    return dict(Municipality.objects.order_by("code").values_list("code", "name"))


def _value(record: Any, way: str) -> Any:
    for step in way.split("."):
        record = getattr(record, step)
    return record() if callable(record) else record
