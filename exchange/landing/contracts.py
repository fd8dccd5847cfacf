"""Contracts of a package: a change of terms is a new version with a reason."""

import uuid
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
from exchange.package import (
    ContractRow,
    ContributionRow,
    DeploymentRow,
    Line,
    OrganisationRow,
    PlacementRow,
    TariffRow,
    TenderRow,
)
from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, OrganisationKind
from organisations.templatetags.formatting import euro
from tenders.choices import Cause
from tenders.models import Contract, ContractVersion, RegionPolicy, Tariff, Tender
from tenders.terms import TermsFile, TermsRefused, columns_of, discounts_of, terms_files, version_rows
from tenders.versions import Discount, Facts, Terms, derive, grown

FILE = ContractRow.FILE
_TERMS = ("starts_on", "ends_on", "contract_sum", "basis", "basis_amount", "percentage")
_OWN_TERMS = ("starts_on", "ends_on", "contract_sum", "percentage")
_PARTIES = ("authority", "contractor", "werkplein")
_WRITTEN = (
    "tender", *_PARTIES, "title", "awarded_on", "tariff", *Contract.TERMS,
)  # fmt: skip


def land_contracts(course: Course) -> None:
    lines = list(course.lines(ContractRow))
    kept = course.left_out(ContractRow)
    held = {one.row.reference: one for one in collect.contracts(course.region_id, _references(course))}
    course.contracts = {reference: one.record for reference, one in held.items()}
    if not lines:
        return
    terms = _RegionTerms(course)
    files = _files(course, lines, held)
    discounts = discounts_of(course.region_id, {one.pk for one in course.organisations.values()})
    new: list[Contract] = []
    changed: list[Contract] = []
    versions: list[ContractVersion] = []
    for line in lines:
        current = held.get(line.row.reference)
        wanted = line.row
        if not _is_theirs(course, line, current):
            continue
        if current is not None:
            wanted = replace(wanted, **{name: getattr(current.row, name) for name in kept})
            if wanted == current.row:
                course.outcome.count(FILE, Change.SAME)
                continue
        bound = _bound(course, Line(line.number, wanted), current, terms)
        if bound is None:
            course.contracts.pop(line.row.reference, None)
            continue
        if current is None:
            contract = Contract(region_id=course.region_id, reference=wanted.reference, created_at=course.at)
            _begin(contract, bound, discounts)
            new.append(contract)
            course.contracts[wanted.reference] = contract
            versions.append(_first_version(contract, course))
            course.outcome.count(FILE, Change.NEW)
        else:
            if not _may_rebind(course, line.number, current, bound):
                continue
            course.ledger.changes(current.record, label="reference")
            rows = _change(course, Line(line.number, wanted), current, bound, files)
            if rows is None:
                continue
            changed.append(current.record)
            versions.extend(rows)
            course.outcome.count(FILE, Change.CHANGED)
        _flag(course, course.contracts[wanted.reference])
    Contract.objects.bulk_create(new, batch_size=1000)
    Contract.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    ContractVersion.objects.bulk_create(versions, batch_size=1000)
    course.ledger.made(new, label="reference")
    course.ledger.made(versions)
    course.outcome.flags[Flag.WITHOUT_RESPONSIBLE] += len(new)


def _is_theirs(course: Course, line: Line[ContractRow], current: Held[ContractRow, Contract] | None) -> bool:
    """An authority brings its own contracts; of another one's it is told no more than with an award."""
    own = course.sender.authority_id
    if own is None or current is None or current.record.authority_id == own:
        return True
    course.outcome.refuse(
        FILE, line.number, "reference", _("Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")
    )
    course.contracts.pop(line.row.reference, None)
    return False


def _may_rebind(course: Course, number: int, current: Held[ContractRow, Contract], bound: dict[str, Any]) -> bool:
    """Another tariff or contractor moves the lines of persons, and what would not fit tells of those."""
    contract = current.record
    if course.sender.authority_id is None:
        return True
    same = (contract.tariff_id, contract.contractor_id) == (bound["tariff"].pk, bound["contractor"].pk)
    if same or not contract.deployments.exists():
        return True
    column = "contractor" if contract.contractor_id != bound["contractor"].pk else "awarded_on"
    reason = _("Op dit contract staan al regels. Vraag het coördinatiepunt om dit te wijzigen.")
    course.outcome.refuse(FILE, number, column, reason)
    return False


def _references(course: Course) -> set[str]:
    """Every contract that a row of the package is about or refers to."""
    referring = [line.row.contract for line in course.lines(DeploymentRow)]
    referring += [line.row.contract for line in course.lines(ContributionRow)]
    referring += [line.row.contract for line in course.lines(PlacementRow) if line.row.contract]
    return {line.row.reference for line in course.lines(ContractRow)} | set(referring)


class _RegionTerms:
    """Tariffs, caps and tenders of the region, read once."""

    def __init__(self, course: Course) -> None:
        self.tariffs = list(Tariff.objects.filter(region_id=course.region_id).published().order_by("-valid_from"))
        self.policies = list(RegionPolicy.objects.filter(region_id=course.region_id).order_by("valid"))
        names = {line.row.tender for line in course.lines(ContractRow)} - {""}
        tenders = Tender.objects.filter(region_id=course.region_id, reference__in=names).order_by("reference")
        if course.sender.authority_id is not None:
            tenders = tenders.filter(authority_id=course.sender.authority_id)
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
        if not course.is_announced(TenderRow, row.tender):
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


def _files(
    course: Course, lines: Sequence[Line[ContractRow]], held: dict[str, Held[ContractRow, Contract]]
) -> dict[uuid.UUID, TermsFile]:
    """Versions, call-offs and turnover of the contracts that are there and may change, in as many queries as for one."""
    left_out = course.left_out(ContractRow)
    found = [
        held[line.row.reference].record
        for line in lines
        if line.row.reference in held
        and any(
            getattr(line.row, name) != getattr(held[line.row.reference].row, name)
            for name in (*_TERMS, "awarded_on", "contractor")
            if name not in left_out
        )
    ]
    return terms_files(found)


def _begin(contract: Contract, bound: dict[str, Any], discounts: dict[uuid.UUID, tuple[Discount, ...]]) -> None:
    """Give a new contract its terms; nothing was called off or invoiced yet."""
    first = Terms(
        **{name: bound[name] for name in (*_OWN_TERMS, "cap")}, basis=bound["basis"], basis_stated=bound["basis_amount"]
    )
    facts = Facts(discounts=discounts.get(bound["contractor"].pk, ()))
    for name, value in {**bound, **columns_of(derive(first, facts, on=bound["starts_on"]))}.items():
        setattr(contract, name, value)


def _change(
    course: Course,
    line: Line[ContractRow],
    current: Held[ContractRow, Contract],
    bound: dict[str, Any],
    files: dict[uuid.UUID, TermsFile],
) -> list[ContractVersion] | None:
    """Bring a contract to what the row says; the versions that come of it, or None when it cannot be."""
    contract = current.record
    if (contract.tariff_id, contract.contractor_id) != (bound["tariff"].pk, bound["contractor"].pk):
        course.rebound_contracts[contract.pk] = line.number
    if any(getattr(contract, name) != bound[name] for name in ("starts_on", "ends_on", "awarded_on")):
        course.revalued_contracts.add(contract.pk)
    rows: list[ContractVersion] = []
    if any(getattr(line.row, name) != getattr(current.row, name) for name in _TERMS) or contract.cap != bound["cap"]:
        if contract.settled_on is not None:
            reason = _("Dit contract is afgerekend. De afspraken veranderen niet meer.")
            course.outcome.refuse(FILE, line.number, "reference", reason)
            return None
        found = _revised(course, line, files[contract.pk], bound)
        if found is None:
            return None
        rows = found
    for name, value in bound.items():
        if name not in Contract.TERMS:
            setattr(contract, name, value)
    return rows


def _revised(
    course: Course, line: Line[ContractRow], file: TermsFile, bound: dict[str, Any]
) -> list[ContractVersion] | None:
    """A version from today with what the row says; its basis amount counts what was called off and invoiced."""
    wanted = {name: bound[name] for name in (*_OWN_TERMS, "basis", "cap")}
    holding = file.on(course.on).terms
    added = grown(replace(holding, basis=bound["basis"]), file.facts, on=max(course.on, file.first_day()))
    wanted["basis_stated"] = bound["basis_amount"] - added
    if wanted["basis_stated"] < 0:
        reason = _("In het portaal staat al voor %(amount)s aan deelopdrachten of gefactureerde omzet.")
        course.outcome.refuse(FILE, line.number, "basis_amount", reason % {"amount": euro(added)})
        return None
    changes = {name: value for name, value in wanted.items() if getattr(holding, name) != value}
    try:
        written = file.revised(valid_from=course.on, changes=changes)
    except TermsRefused as refused:
        column = refused.field if refused.field in _TERMS else "basis_amount"
        course.outcome.refuse(FILE, line.number, column, str(refused))
        return None
    rows = version_rows(
        file,
        written,
        cause=Cause.IMPORT,
        reason=str(course.sender.reason_changed),
        made_by_id=course.sender.user_id,
        at=course.at,
    )
    for name in Contract.TERMS:
        setattr(file.contract, name, getattr(rows[0], name))
    return rows


def _first_version(contract: Contract, course: Course) -> ContractVersion:
    return ContractVersion(
        contract=contract,
        cause=Cause.IMPORT,
        number=1,
        valid_from=contract.awarded_on,
        reason=str(course.sender.reason_new),
        made_by_id=course.sender.user_id,
        made_at=course.at,
        **{name: getattr(contract, name) for name in Contract.TERMS},
    )


def _flag(course: Course, contract: Contract) -> None:
    flags = course.outcome.flags
    if contract.tender_id is None:
        flags[Flag.WITHOUT_TENDER] += 1
    if contract.authority.kind not in AUTHORITY_KINDS or contract.contractor.kind not in CONTRACTOR_KINDS:
        flags[Flag.PARTY_OF_OTHER_KIND] += 1
    if contract.starts_on < contract.awarded_on:
        flags[Flag.STARTS_BEFORE_AWARD] += 1
