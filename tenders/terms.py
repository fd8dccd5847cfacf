"""The terms of a contract and their versions: the only way in which terms change.

The rules are in ``tenders.versions``; here rows become what the rules ask, and their answers become rows. A version
that starts later waits until its day; ``apply_due_versions`` then makes it the contract's own terms.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.outbox import queue_job
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders import versions
from tenders.choices import Basis, Cause
from tenders.models import CallOff, Contract, ContractVersion, Turnover
from tenders.terms_news import NewObligation, tell_other_sides
from tenders.versions import Derived, Discount, Effect, Facts, Growth, Terms, Version, Written

#: Values the lines of a contract anew; lives above this app.
REVALUE = "placements.tasks.revalue_contract"
HIGHEST = Decimal("999999999999.99")
_CHANGED = {
    "starts_on": gettext_lazy("eerste dag"),
    "ends_on": gettext_lazy("laatste dag"),
    "contract_sum": gettext_lazy("opdrachtsom"),
    "basis": gettext_lazy("grondslag"),
    "basis_stated": gettext_lazy("bedrag van de grondslag"),
    "percentage": gettext_lazy("percentage"),
    "cap": gettext_lazy("hoogste bedrag"),
}
#: The other causes set what they change.
_EFFECTS = {
    Cause.OPTION: Effect.ADDS,
    Cause.CALL_OFF: Effect.COUNTS,
    Cause.TURNOVER: Effect.COUNTS,
    Cause.CERTIFICATE: Effect.COUNTS,
}


class TermsRefused(Exception):  # noqa: N818 - reads as a sentence
    """The terms cannot become this; the message is for the user, ``field`` is what he can change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class TermsFile:
    """All that the terms of one contract follow from, as far as it is written down."""

    contract: Contract
    versions: tuple[Version, ...]
    facts: Facts

    @property
    def rows(self) -> list[ContractVersion]:
        """The versions as rows, oldest number first."""
        return [version.label for version in self.versions]

    def on(self, day: date) -> Version:
        return versions.holding_on(self.versions, day)

    def last_day(self, day: date) -> date:
        """The latest last day that is agreed, by what holds on this day or begins later."""
        now = self.on(day)
        later = [one for one in versions.segments(self.versions) if one.valid_from > day]
        return max(one.terms.ends_on for one in (now, *later))

    def first_day(self) -> date:
        """The earliest day from which terms can change."""
        return versions.segments(self.versions)[0].valid_from

    def revised(
        self,
        *,
        valid_from: date,
        changes: Mapping[str, Any] | None = None,
        additions: Mapping[str, Decimal] | None = None,
        facts: Facts | None = None,
        throughout: date | None = None,
    ) -> tuple[Written, ...]:
        """What a change on this day would write. ``TermsRefused`` when it cannot be."""
        try:
            written = versions.revised(
                self.versions,
                valid_from=valid_from,
                facts=facts or self.facts,
                changes=changes,
                additions=additions,
                throughout=throughout,
            )
        except versions.PeriodTurnedAround as turned:
            (day,) = turned.args
            if day > valid_from:
                raise TermsRefused(
                    "ends_on",
                    _(
                        "Er staat al een wijziging klaar vanaf %(day)s; dan zou de laatste dag voor de eerste dag liggen."
                    )
                    % {"day": day_nl(day)},
                ) from turned
            raise TermsRefused(
                "ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee.")
            ) from turned
        if any(max(one.derived.basis_amount, one.terms.contract_sum) > HIGHEST for one in written):
            raise TermsRefused("basis_stated", _("Dit bedrag is te groot. Controleer of er geen cijfer te veel staat."))
        return written


@transaction.atomic
def revise(  # noqa: PLR0913 - one change, all by name
    acting: Acting | None,
    contract_id: uuid.UUID,
    *,
    cause: Cause,
    valid_from: date,
    reason: str,
    at: datetime,
    additions: Mapping[str, Decimal] | None = None,
    throughout: date | None = None,
    news: list[NewObligation] | None = None,
    **changes: Any,
) -> list[ContractVersion]:
    """Change terms from a day on; gives the versions written, the change itself first.

    ``changes`` are fields of ``tenders.versions.Terms``. Without any, the obligation is worked out anew from that day:
    a call-off, turnover or certificate came or went. ``additions`` adds to the sum or the stated basis (an extension).
    Without ``acting`` the portal itself does it, in the context of a task. Who changes several contracts at once gives
    ``news``, and tells the other sides of all of it together.
    """
    contract = locked(contract_id)
    file = terms_file(contract)
    written = file.revised(valid_from=valid_from, changes=changes, additions=additions, throughout=throughout)
    return write_versions(acting, file, written, cause=cause, reason=reason, at=at, news=news)


def locked(contract_id: uuid.UUID) -> Contract:
    """The contract, held until the end of the transaction. ``TermsRefused`` once its settlement was drawn up."""
    contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract_id)
    if contract.settled_on is not None:
        raise TermsRefused(
            "",
            _("Dit contract is afgerekend op %(day)s. De afspraken veranderen niet meer.")
            % {"day": day_nl(contract.settled_on)},
        )
    if not Contract.objects.not_closed().filter(pk=contract_id).exists():
        raise TermsRefused("", _("De afrekening van dit contract is opgemaakt. De afspraken veranderen niet meer."))
    return contract


def write_versions(
    acting: Acting | None,
    file: TermsFile,
    written: Sequence[Written],
    *,
    cause: Cause,
    reason: str,
    at: datetime,
    news: list[NewObligation] | None = None,
) -> list[ContractVersion]:
    """Store versions of a locked contract, and let it have the terms of today; its lines follow in a job.

    The other sides hear of a new obligation, or it is added to ``news`` for a caller that tells them.
    """
    made_by_id = acting.user_id if acting else None
    rows = version_rows(file, written, cause=cause, reason=reason, made_by_id=made_by_id, at=at)
    ContractVersion.objects.bulk_create(rows)
    after = [*file.versions, *(as_rule(row) for row in rows)]
    if _take_over(file.contract, versions.holding_on(after, timezone.localdate(at)).label):
        file.contract.save(update_fields=list(Contract.TERMS))
    changed = _new_obligation(file, rows, cause=cause, reason=reason)
    if changed is not None and news is not None:
        news.append(changed)
    elif changed is not None and acting is not None:
        tell_other_sides(acting, [changed])
    return rows


def _new_obligation(
    file: TermsFile, rows: Sequence[ContractVersion], *, cause: Cause, reason: str
) -> NewObligation | None:
    """The first day on which another obligation holds because of these versions, if there is one."""
    for row in rows:
        before = file.on(row.valid_from)
        if before.label.obligation != row.obligation:
            what = reason
            if cause == Cause.CHANGE and (names := versions.changed_fields(before.terms, terms_of(row))):
                labels = [str(_CHANGED[name]) for name in names if name in _CHANGED]
                what = _("Gewijzigd: %(names)s. Reden: %(reason)s") % {"names": ", ".join(labels), "reason": reason}
            return NewObligation(file.contract, what, row.valid_from, before.label.obligation, row.obligation)
    return None


def version_rows(
    file: TermsFile,
    written: Sequence[Written],
    *,
    cause: Cause,
    reason: str,
    made_by_id: uuid.UUID | None,
    at: datetime,
) -> list[ContractVersion]:
    """The rows of a change, numbered, not saved. A later segment that is written anew keeps its cause and reason."""
    last = max(version.number for version in file.versions)
    return [
        ContractVersion(
            contract=file.contract,
            number=last + place,
            valid_from=one.valid_from,
            cause=_cause_again(one.again, one.effect) if one.again else cause,
            reason=one.again.label.reason if one.again else reason,
            made_by_id=made_by_id,
            made_at=at,
            **columns_of(one.derived),
        )
        for place, one in enumerate(written, start=1)
    ]


def _cause_again(again: Version, effect: Effect) -> Cause:
    """The cause of a segment that is written anew; an extension of an amount set on the same day became a change."""
    cause = Cause(again.label.cause)
    return Cause.CHANGE if cause == Cause.OPTION and effect == Effect.SETS else cause


def columns_of(derived: Derived) -> dict[str, Any]:
    """Terms with their amounts, as ``Contract.TERMS`` names them."""
    terms = derived.terms
    return {
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "contract_sum": terms.contract_sum,
        "basis": terms.basis,
        "basis_amount": derived.basis_amount,
        "basis_stated": terms.basis_stated,
        "percentage": terms.percentage,
        "cap": terms.cap,
        "discount": derived.discount,
        "obligation": derived.obligation,
    }


def first_terms(terms: Terms, *, region_id: uuid.UUID, contractor_id: uuid.UUID, is_framework: bool) -> Derived:
    """Terms at the award: nothing called off or invoiced yet, and the discount the company has."""
    discounts = discounts_of(region_id, [contractor_id]).get(contractor_id, ())
    return versions.derive(terms, Facts(is_framework=is_framework, discounts=discounts), on=terms.starts_on)


def terms_file(contract: Contract) -> TermsFile:
    """Everything about the terms of one contract: four queries."""
    return terms_files([contract])[contract.pk]


def terms_files(contracts: Sequence[Contract]) -> dict[uuid.UUID, TermsFile]:
    """The same for many contracts of one region, in as many queries."""
    if not contracts:
        return {}
    ids = [contract.pk for contract in contracts]
    found: dict[uuid.UUID, list[Version]] = defaultdict(list)
    for row in ContractVersion.objects.filter(contract_id__in=ids).order_by("contract_id", "number"):
        found[row.contract_id].append(as_rule(row))
    call_offs: dict[uuid.UUID, list[Growth]] = defaultdict(list)
    for contract_id, on, amount in CallOff.objects.filter(contract_id__in=ids, withdrawn_at=None).values_list(
        "contract_id", "awarded_on", "amount"
    ):
        call_offs[contract_id].append(Growth(on, amount))
    turnovers: dict[uuid.UUID, list[Growth]] = defaultdict(list)
    for contract_id, on, amount in Turnover.objects.filter(contract_id__in=ids, withdrawn_at=None).values_list(
        "contract_id", "to_on", "amount"
    ):
        turnovers[contract_id].append(Growth(on, amount))
    discounts = discounts_of(contracts[0].region_id, {contract.contractor_id for contract in contracts})
    return {
        contract.pk: TermsFile(
            contract=contract,
            versions=tuple(found[contract.pk]),
            facts=Facts(
                is_framework=contract.is_framework,
                call_offs=tuple(call_offs[contract.pk]),
                turnovers=tuple(turnovers[contract.pk]),
                discounts=discounts.get(contract.contractor_id, ()),
            ),
        )
        for contract in contracts
    }


def discounts_of(region_id: uuid.UUID, companies: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Discount, ...]]:
    """What the certificates of these companies give, as this region confirmed them (definer, tenders 0010)."""
    found: dict[uuid.UUID, list[Discount]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenders_discounts(%s, %s)", [region_id, list(companies)])
        for company, percent, valid_from, valid_until in cursor.fetchall():
            found[company].append(Discount(percent, valid_from, valid_until))
    return {company: tuple(discounts) for company, discounts in found.items()}


def as_rule(row: ContractVersion) -> Version:
    return Version(
        number=row.number,
        valid_from=row.valid_from,
        terms=terms_of(row),
        effect=_EFFECTS.get(Cause(row.cause), Effect.SETS),
        label=row,
    )


def terms_of(row: Contract | ContractVersion) -> Terms:
    return Terms(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        contract_sum=row.contract_sum,
        basis=Basis(row.basis).value,
        basis_stated=row.basis_stated,
        percentage=row.percentage,
        cap=row.cap,
    )


@transaction.atomic
def apply_due_versions(*, region_id: uuid.UUID, on: date) -> int:
    """Let each contract of the region have the terms of the version that holds on this day; gives how many changed.

    Run every day in ``tenancy.system(Purpose.UPKEEP, region_id=…)``. What is settled stays as it was.
    """
    due = (
        Contract.objects.select_for_update(of=("self",), no_key=True)
        .not_closed()
        .filter(region_id=region_id, pk__in=_with_other_terms(region_id, on=on))
        .order_by("pk")
    )
    contracts = list(due)
    holding = {
        row.contract_id: row
        for row in ContractVersion.objects.filter(contract_id__in=[one.pk for one in contracts], valid_from__lte=on)
        .order_by("contract_id", "-number")
        .distinct("contract_id")
    }
    changed = [contract for contract in contracts if _take_over(contract, holding[contract.pk])]
    Contract.objects.bulk_update(changed, Contract.TERMS, batch_size=200)
    return len(changed)


def _with_other_terms(region_id: uuid.UUID, *, on: date) -> list[uuid.UUID]:
    """Contracts whose newest started version is not the one they have."""
    latest = (
        ContractVersion.objects.filter(contract__region_id=region_id, contract__settled_on=None, valid_from__lte=on)
        .order_by("contract_id", "-number")
        .distinct("contract_id")
        .select_related("contract")
        .only("contract_id", *Contract.TERMS, *(f"contract__{name}" for name in Contract.TERMS))
    )
    return [
        row.contract_id
        for row in latest.iterator(chunk_size=2000)
        if any(getattr(row, name) != getattr(row.contract, name) for name in Contract.TERMS)
    ]


def _take_over(contract: Contract, row: ContractVersion) -> bool:
    """Give a contract the terms of a version, and queue what its lines follow from; False when it had them."""
    changed = [name for name in Contract.TERMS if getattr(contract, name) != getattr(row, name)]
    for name in changed:
        setattr(contract, name, getattr(row, name))
    if {"starts_on", "ends_on"} & set(changed):
        queue_job(REVALUE, contract_id=contract.pk, region_id=contract.region_id)
    return bool(changed)
