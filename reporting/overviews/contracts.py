"""Contracts as a start page shows them: a few rows, and how many there are in each state."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from organisations.access import acts_for_authority, acts_for_contractor
from organisations.tenancy import Acting
from placements.worth.to_come import persons_to_come as coming_by_contract
from tenders.access import sees_totals
from tenders.attention import looked_after_by
from tenders.choices import PartyRole
from tenders.explanations import of_expected, progress_bar
from tenders.models import Contract
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy, Standing

SHOWN = 5
ZERO = Decimal("0.00")
_NEEDS_ATTENTION = (Standing.AT_RISK, Standing.BEHIND)
_TOTALS = ("persons_approved", "others_approved", "persons_submitted", "others_submitted", "persons_forecast")


@dataclass(frozen=True, slots=True)
class Row:
    """A contract with how it stands, ready to be shown."""

    contract: Any
    outlook: Outlook
    parties: str

    @property
    def bar(self) -> dict[str, Any]:
        return progress_bar(self.outlook, slim=True)

    @property
    def of_expected(self) -> str:
        return of_expected(self.outlook, self.contract.starts_on)

    @property
    def own_role(self) -> str:
        """As what a company works on a contract that another one won, in words."""
        role = getattr(self.contract, "own_role", None)
        return str(PartyRole(role).label) if role else ""

    @property
    def shows_owed(self) -> bool:
        """Not for who works on a contract that another company won: row security shows him his own part only."""
        return self.outlook.is_whole


@dataclass(slots=True)
class Counts:
    """How many contracts that are not settled yet stand where. Amounts in euros: a company's are its own part.

    Of a contract on which a company is partner or subcontractor there is no standing.
    """

    by_standing: dict[str | None, int] = field(default_factory=dict)
    owed: Decimal = ZERO
    approved: Decimal = ZERO
    submitted: Decimal = ZERO
    persons_forecast: Decimal = ZERO

    def add(self, group: Mapping[str, Any]) -> None:
        standing = group["standing"]
        self.by_standing[standing] = self.by_standing.get(standing, 0) + group["contracts"]
        # What a company owes it owes on contracts of its own.
        self.owed += ZERO if standing is None else group["owed"]
        if "persons_approved" in group:
            self.approved += group["persons_approved"] + group["others_approved"]
            self.submitted += group["persons_submitted"] + group["others_submitted"]
            self.persons_forecast += group["persons_forecast"]

    @property
    def total(self) -> int:
        return sum(self.by_standing.values())

    @property
    def behind(self) -> int:
        return sum(self.by_standing.get(one, 0) for one in _NEEDS_ATTENTION)

    @property
    def standings(self) -> list[tuple[str, int]]:
        """All states in which a contract can be, the good ones first, also those in which none is.

        That nothing is owed is said only where it is so.
        """
        order = [Standing.ON_TRACK, Standing.STARTING, Standing.BEHIND, Standing.AT_RISK]
        if self.by_standing.get(Standing.NOTHING_OWED):
            order.append(Standing.NOTHING_OWED)
        return [(one.value, self.by_standing.get(one, 0)) for one in order]


def counts(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> Counts:
    """Count the contracts that are not settled, in one query."""
    found = Counts()
    for group in _groups(contracts, ("standing",), acting=acting, on=on):
        found.add(group)
    return found


def counts_of_own_and_all(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> tuple[Counts, Counts]:
    """The same of the contracts the member answers for himself, and of all: still one query."""
    own, whole = Counts(), Counts()
    marked = contracts.annotate(
        is_own=Case(When(looked_after_by(acting), then=Value(value=True)), default=Value(value=False))
    )
    for group in _groups(marked, ("standing", "is_own"), acting=acting, on=on):
        whole.add(group)
        if group["is_own"]:
            own.add(group)
    return own, whole


def _groups(contracts: QuerySet[Contract], by: tuple[str, ...], *, acting: Acting, on: dt.date) -> Any:
    totals = sees_totals(acting)
    sums: dict[str, Any] = {
        "contracts": Count("pk"),
        "owed": Sum("obligation", default=ZERO),
    }
    unsettled: Any = contracts.filter(settled_on__isnull=True).with_standing(on=on, totals=totals)  # type: ignore[attr-defined]
    if acts_for_contractor(acting):
        # What the company did itself: a sum of whole contracts would tell what its partners did.
        unsettled = unsettled.with_own_part(acting.organisation_id)
        own = {name: Coalesce(F(f"own_part__{name}"), F(f"totals__{name}")) for name in _TOTALS}
        sums |= {name: Sum(amount, default=ZERO) for name, amount in own.items()}
    elif totals:
        sums |= {name: Sum(f"totals__{name}", default=ZERO) for name in _TOTALS}
    return unsettled.order_by(*by).values(*by).annotate(**sums)


def slipping(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> list[Row]:
    """Contracts that are behind what was expected by now: what still runs first, the furthest behind before the rest."""
    rows = _with_outlook(contracts.filter(settled_on__isnull=True), acting=acting, on=on)
    behind = rows.filter(standing__in=_NEEDS_ATTENTION).worst_first(on=on)
    return [_row(one, acting=acting, on=on) for one in behind.by_key()[:SHOWN]]


def latest(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> list[Row]:
    """Contracts that were awarded last."""
    return _rows(contracts.order_by("-awarded_on", "-pk")[:SHOWN], acting=acting, on=on)


def current(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date, shown: int) -> list[Row]:
    """Contracts at work now, what needs attention first."""
    rows = _with_outlook(contracts.running(on=on), acting=acting, on=on)  # type: ignore[attr-defined]
    return [_row(one, acting=acting, on=on) for one in rows.order_by("standing_rank", "ends_on", "pk").by_key()[:shown]]


def of_company(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> list[Row]:
    """All contracts of a company, over all regions: a few hundred at most. The region comes along. Two queries."""
    found = list(_with_outlook(contracts.select_related("region").order_by("ends_on", "pk"), acting=acting, on=on))
    coming = coming_by_contract(acting, found, on=on) or {}
    return [_row(one, acting=acting, on=on, persons_to_come=coming.get(one.pk, ZERO)) for one in found]


def _rows(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> list[Row]:
    return [_row(one, acting=acting, on=on) for one in _with_outlook(contracts, acting=acting, on=on)]


def _with_outlook(contracts: QuerySet[Contract], *, acting: Acting, on: dt.date) -> Any:
    totals = sees_totals(acting)
    if acts_for_contractor(acting):
        contracts = contracts.with_own_part(acting.organisation_id)  # type: ignore[attr-defined]
    return contracts.with_parties().with_amounts(totals=totals).with_standing(on=on, totals=totals)  # type: ignore[attr-defined]


def _row(contract: Any, *, acting: Acting, on: dt.date, persons_to_come: Decimal | None = None) -> Row:
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    return Row(
        contract=contract,
        outlook=outlook(
            contract,
            on=on,
            totals=sees_totals(acting),
            policy=policy,
            only_band=acts_for_authority(acting),
            persons_to_come=persons_to_come,
        ),
        parties=" · ".join(_parties(contract, acting)),
    )


def _parties(contract: Contract, acting: Acting) -> Iterable[str]:
    """Who is on the other side: nobody needs to read his own name in every row."""
    if not acts_for_authority(acting):
        yield contract.authority.name
    if not acts_for_contractor(acting) or contract.contractor_id != acting.organisation_id:
        yield contract.contractor.name
