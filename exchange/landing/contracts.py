"""Contracts of a package: a change of terms is a new version with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.outcome import Change, Flag
from exchange.package import ContractRow, ContributionRow, DeploymentRow, Line, OrganisationRow, TariffRow
from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, OrganisationKind
from tenders.models import Contract, ContractVersion, RegionPolicy, Tariff, Tender
from tenders.obligation import obligation

FILE = ContractRow.FILE
_TERMS = ("starts_on", "ends_on", "contract_sum", "basis", "basis_amount", "percentage")
_PARTIES = ("authority", "contractor", "werkplein")
_WRITTEN = (
    "tender", *_PARTIES, "title", "awarded_on", "tariff", "starts_on", "ends_on", "contract_sum", "basis",
    "basis_amount", "percentage", "cap", "obligation",
)  # fmt: skip


def land_contracts(course: Course) -> None:
    lines = list(course.lines(ContractRow))
    held = {one.row.reference: one for one in collect.contracts(course.region_id, _references(course))}
    course.contracts = {reference: one.record for reference, one in held.items()}
    if not lines:
        return
    terms = _RegionTerms(course)
    new: list[Contract] = []
    changed: list[Contract] = []
    versions: list[ContractVersion] = []
    for line in lines:
        current = held.get(line.row.reference)
        wanted = line.row
        if current is not None:
            wanted = replace(wanted, **{name: getattr(current.row, name) for name in course.left_out(ContractRow)})
            if wanted == current.row:
                course.outcome.count(FILE, Change.SAME)
                continue
        bound = _bound(course, Line(line.number, wanted), current, terms)
        if bound is None:
            course.contracts.pop(line.row.reference, None)
            continue
        if current is None:
            contract = Contract(region_id=course.region_id, reference=wanted.reference, created_at=course.at, **bound)
            new.append(contract)
            course.contracts[wanted.reference] = contract
            versions.append(_version(contract, 1, wanted.awarded_on, _("Ingelezen met een gegevenspakket"), course))
            course.outcome.count(FILE, Change.NEW)
        else:
            _change(course, line.number, current, bound)
            changed.append(current.record)
            if any(getattr(wanted, name) != getattr(current.row, name) for name in _TERMS):
                reason = _("Gewijzigd met een gegevenspakket")
                versions.append(_version(current.record, 0, course.on, reason, course))
            course.outcome.count(FILE, Change.CHANGED)
        _flag(course, course.contracts[wanted.reference])
    Contract.objects.bulk_create(new, batch_size=1000)
    Contract.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    _write_versions(versions)
    course.outcome.flags[Flag.WITHOUT_RESPONSIBLE] += len(new)


def _references(course: Course) -> set[str]:
    """Every contract that a row of the package is about or refers to."""
    referring = [line.row.contract for line in course.lines(DeploymentRow)]
    referring += [line.row.contract for line in course.lines(ContributionRow)]
    return {line.row.reference for line in course.lines(ContractRow)} | set(referring)


class _RegionTerms:
    """Tariffs, caps and tenders of the region, read once."""

    def __init__(self, course: Course) -> None:
        self.tariffs = list(Tariff.objects.filter(region_id=course.region_id).order_by("-valid_from"))
        self.policies = list(RegionPolicy.objects.filter(region_id=course.region_id).order_by("valid"))
        names = {line.row.tender for line in course.lines(ContractRow)} - {""}
        tenders = Tender.objects.filter(region_id=course.region_id, reference__in=names).order_by("reference")
        self.tenders = {tender.reference: tender for tender in tenders}

    def tariff(self, on: date) -> Tariff | None:
        return next((version for version in self.tariffs if version.valid_from <= on), None)

    def cap(self, on: date) -> Decimal | None:
        return next((policy.cap for policy in self.policies if on in policy.valid), None)


def _bound(
    course: Course, line: Line[ContractRow], current: Held[ContractRow, Contract] | None, terms: _RegionTerms
) -> dict[str, Any] | None:
    """The fields of the contract with its codes looked up, or None when one of them is not there."""
    row, complete = line.row, True
    bound: dict[str, Any] = {name: getattr(row, name) for name in ("title", "awarded_on", *_TERMS)}
    for side in _PARTIES:
        code = getattr(row, side)
        bound[side] = course.organisations.get(code) if code else None
        if code and bound[side] is None:
            complete = False
            if not course.is_announced(OrganisationRow, code):
                course.outcome.refuse(FILE, line.number, side, _("Deze organisatie is niet bekend in de regio."))
    if complete:
        complete = _werkplein_is_one(course, line, bound)
    bound["tender"] = terms.tenders.get(row.tender)
    if row.tender and bound["tender"] is None:
        complete = False
        course.outcome.refuse(FILE, line.number, "tender", _("Deze aanbesteding is niet bekend in de regio."))
    if current is not None and current.row.awarded_on == row.awarded_on:
        bound["tariff"], bound["cap"] = current.record.tariff, current.record.cap
    else:
        bound["tariff"], bound["cap"] = terms.tariff(row.awarded_on), terms.cap(row.awarded_on)
    if bound["tariff"] is None:
        complete = False
        if not _may_be_in_a_faulty_row(course, row.awarded_on):
            reason = _("Op deze datum van gunning geldt nog geen tarief.")
            course.outcome.refuse(FILE, line.number, "awarded_on", reason)
    bound["obligation"] = obligation(row.basis_amount, row.percentage, bound["cap"])
    return bound if complete else None


def _werkplein_is_one(course: Course, line: Line[ContractRow], bound: dict[str, Any]) -> bool:
    """Who is named here sees the persons of the contract, so it cannot be the authority by another column."""
    werkplein = bound["werkplein"]
    if werkplein is None or werkplein.kind == OrganisationKind.WERKPLEIN:
        return True
    course.outcome.refuse(FILE, line.number, "werkplein", _("Deze organisatie is geen Werkplein."))
    return False


def _may_be_in_a_faulty_row(course: Course, on: date) -> bool:
    return any(valid_from <= on for valid_from, _block in course.package.table(TariffRow).keys)


def _change(course: Course, number: int, current: Held[ContractRow, Contract], bound: dict[str, Any]) -> None:
    contract = current.record
    if (contract.tariff_id, contract.contractor_id) != (bound["tariff"].pk, bound["contractor"].pk):
        course.rebound_contracts[contract.pk] = number
    if any(getattr(contract, name) != bound[name] for name in ("starts_on", "ends_on", "awarded_on")):
        course.revalued_contracts.add(contract.pk)
    for name, value in bound.items():
        setattr(contract, name, value)


def _version(contract: Contract, number: int, valid_from: date, reason: str, course: Course) -> ContractVersion:
    terms = {name: getattr(contract, name) for name in Contract.TERMS}
    return ContractVersion(
        contract=contract, number=number, valid_from=valid_from, reason=reason, made_at=course.at, **terms
    )


def _write_versions(versions: Sequence[ContractVersion]) -> None:
    """Number the changed ones after the versions that are there."""
    changed = [version.contract_id for version in versions if not version.number]
    last: dict[Any, int] = {}
    for contract_id, number in ContractVersion.objects.filter(contract_id__in=changed).values_list(
        "contract_id", "number"
    ):
        last[contract_id] = max(number, last.get(contract_id, 0))
    for version in versions:
        version.number = version.number or last.get(version.contract_id, 0) + 1
    ContractVersion.objects.bulk_create(versions, batch_size=1000)


def _flag(course: Course, contract: Contract) -> None:
    flags = course.outcome.flags
    if contract.tender_id is None:
        flags[Flag.WITHOUT_TENDER] += 1
    if contract.authority.kind not in AUTHORITY_KINDS or contract.contractor.kind not in CONTRACTOR_KINDS:
        flags[Flag.PARTY_OF_OTHER_KIND] += 1
    if contract.starts_on < contract.awarded_on:
        flags[Flag.STARTS_BEFORE_AWARD] += 1
