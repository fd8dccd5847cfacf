"""What the page of a contract's terms shows: what holds, how it came about, and what may still change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.templatetags.formatting import date_nl, day_nl, euro, percentage
from organisations.tenancy import Acting
from tenders import access, versions
from tenders.certificates import DiscountDays, discounts_on
from tenders.choices import Basis
from tenders.explanations import terms_trace
from tenders.growth import CallOffEntry, TurnoverEntry, feeds_basis, is_by_turnover, oddities
from tenders.models import CallOff, Contract, ContractVersion, OptionYear, Turnover
from tenders.terms import TermsFile, as_rule, columns_of
from tenders.versions import Written

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One version in words: when it holds, what it changed, and its obligation with the calculation."""

    row: ContractVersion
    state: str
    changes: list[dict[str, str]]
    trace: list[dict[str, Any]]
    #: Written again because an earlier day changed.
    is_again: bool


@dataclass(frozen=True, slots=True)
class TermsPage:
    facts: list[tuple[str, str]]
    trace: list[dict[str, Any]]
    coming: ContractVersion | None
    entries: list[VersionEntry]
    options: list[OptionYear]
    call_offs: list[CallOff]
    called_off: Decimal
    call_offs_count: bool
    turnovers: list[Turnover]
    invoiced: Decimal
    by_turnover: bool
    warnings: list[str]
    estimate: Decimal | None
    lots: list[Contract]
    discounts: list[DiscountDays]


def terms_page(acting: Acting, contract: Contract, *, on: date) -> TermsPage:
    """Collect the page: six queries, however much there is."""
    rows = list(ContractVersion.objects.filter(contract=contract).select_related("made_by").order_by("number"))
    call_offs = list(CallOff.objects.filter(contract=contract).order_by("-awarded_on", "-made_at", "pk"))
    turnovers = list(
        Turnover.objects.filter(contract=contract).select_related("call_off").order_by("-to_on", "-made_at", "pk")
    )
    segments = versions.segments(as_rule(row) for row in rows)
    grown = contract.basis_amount - contract.basis_stated
    return TermsPage(
        facts=_facts(contract),
        trace=terms_trace(_columns(contract)),
        coming=next((one.label for one in segments if one.valid_from > on and one is not segments[0]), None),
        entries=_entries(rows, on=on),
        options=list(OptionYear.objects.filter(contract=contract).order_by("starts_on", "pk")),
        call_offs=call_offs,
        called_off=_live_sum(call_offs),
        call_offs_count=feeds_basis(contract),
        turnovers=turnovers,
        invoiced=_live_sum(turnovers),
        by_turnover=is_by_turnover(contract),
        warnings=period_warnings([row for row in turnovers if row.withdrawn_at is None]),
        estimate=contract.basis_stated if grown and contract.basis_stated else None,
        lots=_lots(acting, contract),
        discounts=discounts_on(contract),
    )


def period_warnings(rows: Sequence[Turnover]) -> list[str]:
    """Where periods of turnover overlap, or leave days out."""
    return [
        (
            _("Van %(first)s tot en met %(last)s staat er twee keer omzet. Klopt dat?")
            if one.is_overlap
            else _("Van %(first)s tot en met %(last)s staat er nog geen omzet.")
        )
        % {"first": date_nl(one.first), "last": date_nl(one.last)}
        for one in oddities((row.from_on, row.to_on) for row in rows)
    ]


def turnover_warnings(contract: Contract, rows: Sequence[Turnover], entry: TurnoverEntry) -> list[str]:
    """What is odd about turnover that is being filled in, beside the other ``rows``."""
    found = period_warnings([*rows, Turnover(from_on=entry.from_on, to_on=entry.to_on)])
    if entry.from_on < contract.starts_on:
        found.append(
            _("Deze periode begint voor de eerste dag van het contract, %(day)s. Klopt dat?")
            % {"day": day_nl(contract.starts_on)}
        )
    return found


def call_off_warnings(contract: Contract, rows: Sequence[CallOff], entry: CallOffEntry) -> list[str]:
    """What is odd about a call-off that is being filled in, beside those that count already."""
    found = []
    left = contract.contract_sum - _live_sum(rows)
    # Under another basis a call-off is no part of the contract sum.
    if contract.basis == Basis.CONTRACT_SUM and entry.amount > left:
        found.append(
            _("Dit is meer dan er van de opdrachtsom over is: %(amount)s. Klopt dat?")
            % {"amount": euro(max(left, _NOTHING))}
        )
    if entry.ends_on > contract.ends_on:
        found.append(
            _("De deelopdracht loopt door na de raamovereenkomst, die eindigt op %(day)s. Klopt dat?")
            % {"day": day_nl(contract.ends_on)}
        )
    return found


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """The terms from a day on, as they would become."""

    valid_from: date
    obligation: Decimal
    #: The last day, when it becomes another one.
    ends_on: date | None
    trace: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form that is still open would write. ``before`` is the obligation that holds on the same day now."""

    before: Decimal
    entries: list[PreviewEntry]
    warnings: list[str]


def preview(file: TermsFile, written: Sequence[Written], *, warnings: Sequence[str] = ()) -> Preview:
    before = {one.valid_from: _columns(file.on(one.valid_from).label) for one in written}
    entries = [
        PreviewEntry(
            valid_from=one.valid_from,
            obligation=one.derived.obligation,
            ends_on=one.terms.ends_on if one.terms.ends_on != before[one.valid_from]["ends_on"] else None,
            trace=terms_trace(columns_of(one.derived)),
        )
        for one in written
    ]
    return Preview(before[written[0].valid_from]["obligation"], entries, list(warnings))


def changes_in_words(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """What differs, old beside new, in the order of the contract's columns."""
    return [
        {
            "label": _LABELS[name](after),
            "old": _in_words(name, before[name]),
            "new": _in_words(name, after[name]),
        }
        for name in Contract.TERMS
        if name in _LABELS and before[name] != after[name]
    ]


_LABELS: dict[str, Any] = {
    "starts_on": lambda _after: _("Eerste dag"),
    "ends_on": lambda _after: _("Laatste dag"),
    "contract_sum": lambda _after: _("Opdrachtsom"),
    "basis": lambda _after: _("Grondslag"),
    "basis_amount": lambda after: (
        _("Bedrag van de grondslag (%(basis)s)") % {"basis": str(Basis(after["basis"]).label).lower()}
    ),
    "percentage": lambda _after: _("Percentage"),
    "cap": lambda _after: _("Hoogste bedrag"),
    "discount": lambda _after: _("PSO-korting"),
    "obligation": lambda _after: _("Verplichting"),
}


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return _("geen")
    if name in {"starts_on", "ends_on"}:
        return date_nl(value)
    if name == "basis":
        return str(Basis(value).label)
    return percentage(value) if name == "percentage" else euro(value)


def _facts(contract: Contract) -> list[tuple[str, str]]:
    facts = [
        (_("Looptijd"), _("%(first)s tot en met %(last)s") % _period(contract)),
        (_("Opdrachtsom"), euro(contract.contract_sum)),
        (_("Grondslag"), str(Basis(contract.basis).label)),
        (_("Percentage"), percentage(contract.percentage)),
    ]
    if contract.is_framework:
        facts.insert(0, (_("Soort"), _("Raamovereenkomst")))
    if contract.lot:
        facts.insert(0, (_("Perceel"), contract.lot))
    return facts


def _period(row: Contract) -> dict[str, str]:
    return {"first": date_nl(row.starts_on), "last": date_nl(row.ends_on)}


def _entries(rows: list[ContractVersion], *, on: date) -> list[VersionEntry]:
    """Newest first. ``rows`` come in the order of their numbers."""
    ruled = [as_rule(row) for row in rows]
    segments = {one.number: place for place, one in enumerate(versions.segments(ruled))}
    holding = versions.holding_on(ruled, on).number
    entries = []
    for place, row in enumerate(rows):
        earlier = versions.holding_on(ruled[:place], row.valid_from).label if place else None
        state = _("vervangen")
        if row.number == holding:
            state = _("geldt nu")
        elif row.number in segments:
            state = _("gaat in op %(day)s") % {"day": day_nl(row.valid_from)} if row.valid_from > on else _("verlopen")
        entries.append(
            VersionEntry(
                row=row,
                state=state,
                changes=changes_in_words(_columns(earlier), _columns(row)) if earlier else [],
                trace=terms_trace(_columns(row)),
                is_again=bool(place) and rows[place - 1].made_at == row.made_at,
            )
        )
    return entries[::-1]


def _columns(row: Contract | ContractVersion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Contract.TERMS}


def _live_sum(rows: Sequence[CallOff] | Sequence[Turnover]) -> Decimal:
    return sum((row.amount for row in rows if row.withdrawn_at is None), _NOTHING)


def _lots(acting: Acting, contract: Contract) -> list[Contract]:
    """The other contracts of the same tender, of those this member may see."""
    if contract.tender_id is None:
        return []
    return list(
        access.contracts_of(acting)
        .filter(tender_id=contract.tender_id)
        .exclude(pk=contract.pk)
        .select_related("contractor")
        .order_by("lot", "reference")
    )
