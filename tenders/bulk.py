"""One change for several contracts: another accountmanager, or another person who answers on a side. With its undo."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Acting
from tenders import access
from tenders.choices import BulkKind, Side
from tenders.models import BulkChange, Contract, Responsible
from tenders.responsibility import Named, Renamed, record_many

#: As many contracts at once as one page can answer for in a second.
MOST_AT_ONCE = 500
_FIELDS = {BulkKind.RESPONSIBLE: ("name", "email"), BulkKind.STAND_IN: ("stand_in_name", "stand_in_email")}


class BulkRefused(Exception):  # noqa: N818 - named as what happened
    """The change cannot be made for these contracts; the text is for the user."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of each contract: ``user_id`` for an accountmanager (None: nobody), else a person on a side."""

    kind: BulkKind
    user_id: uuid.UUID | None = None
    side: str = ""
    name: str = ""
    email: str = ""

    @property
    def after(self) -> dict[str, str | None]:
        if self.kind == BulkKind.COORDINATOR:
            return {"coordinator": str(self.user_id) if self.user_id else None, "name": self.name}
        return dict(zip(_FIELDS[self.kind], (self.name, self.email), strict=True))


@dataclass(frozen=True, slots=True)
class Row:
    """One contract with who it is now, in words, and what is written when the change is carried out."""

    contract: Contract
    before: dict[str, str | None] | None
    changes: bool

    @property
    def before_name(self) -> str:
        before = self.before or {}
        return str(before.get("name") or before.get("stand_in_name") or "")


def of_ids(acting: Acting, ids: Iterable[uuid.UUID]) -> QuerySet[Contract]:
    """Of these the contracts that this member may change."""
    return access.changed_together_by(acting).filter(pk__in=list(ids)).order_by("reference", "pk")


def looked_at(contracts: QuerySet[Contract], change: Change) -> list[Row]:
    """What the change would do to each contract; refused where one name cannot hold for all of them."""
    rows = list(contracts.select_related("coordinator", "authority", "contractor", "werkplein"))
    if not rows:
        raise BulkRefused(_("Kies minstens één contract."))
    if len(rows) > MOST_AT_ONCE:
        raise BulkRefused(_("Kies hooguit 500 contracten tegelijk. Zoek of filter eerst."))
    if change.kind == BulkKind.COORDINATOR:
        return [_of_coordinator(one, change) for one in rows]
    _refuse_strangers(rows, change.side)
    named = Responsible.objects.filter(side=change.side, contract_id__in=[one.pk for one in rows])
    by_contract = {one.contract_id: one for one in named}
    return [_of_person(one, by_contract.get(one.pk), change) for one in rows]


@transaction.atomic
def carry_out(acting: Acting, contract_ids: Iterable[uuid.UUID], change: Change, *, at: datetime) -> BulkChange:
    """Change all of them, or none."""
    ids = list(contract_ids)
    _lock_named(ids, change.side)
    rows = looked_at(_locked(acting, ids), change)
    changed = [row for row in rows if row.changes]
    if not changed:
        raise BulkRefused(_("Bij deze contracten staat dit al zo."))
    values = {row.contract.pk: change.after for row in changed}
    _write(acting, values, change.kind, change.side, at=at)
    return BulkChange.objects.create(
        organisation_id=acting.organisation_id,
        kind=change.kind,
        side=change.side,
        name=change.name,
        changes=[{"contract": str(row.contract.pk), "before": row.before, "after": change.after} for row in changed],
        made_by_id=acting.user_id,
        made_at=at,
    )


@transaction.atomic
def undo(acting: Acting, bulk_id: uuid.UUID, *, at: datetime) -> BulkChange:
    """Give back what stood there, where nothing changed since; where nobody was named before, the new name stays."""
    changes = BulkChange.objects.filter(organisation_id=acting.organisation_id)
    done = changes.select_for_update(of=("self",), no_key=True).get(pk=bulk_id)
    if done.undone_at is not None:
        raise BulkRefused(_("Deze wijziging is al teruggedraaid."))
    kind = BulkKind(done.kind)
    ids = [uuid.UUID(one["contract"]) for one in done.changes]
    _lock_named(ids, done.side)
    now = _as_it_is(_locked(acting, ids), kind, done.side)
    back = {
        uuid.UUID(one["contract"]): one["before"]
        for one in done.changes
        if one["before"] is not None and _same(now.get(one["contract"]), one["after"])
    }
    if not back:
        raise BulkRefused(_("Alle contracten zijn daarna nog gewijzigd. Er valt niets terug te draaien."))
    _write(acting, back, kind, done.side, at=at)
    done.undone_at, done.undone_by_id, done.kept = at, acting.user_id, len(done.changes) - len(back)
    done.save(update_fields=["undone_at", "undone_by", "kept"])
    return done


def _locked(acting: Acting, ids: Iterable[uuid.UUID]) -> QuerySet[Contract]:
    return of_ids(acting, ids).select_for_update(of=("self",), no_key=True)


def _lock_named(ids: list[uuid.UUID], side: str) -> None:
    """Nobody else names somebody for these contracts meanwhile."""
    named = Responsible.objects.filter(side=side, contract_id__in=ids).order_by("pk")
    list(named.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _refuse_strangers(contracts: list[Contract], side: str) -> None:
    """A person answers for his own organisation, so all contracts have the same one on this side."""
    organisations = {getattr(one, f"{side}_id") for one in contracts}
    if None in organisations:
        raise BulkRefused(_("Bij een van deze contracten staat op deze kant geen organisatie."))
    if len(organisations) > 1:
        raise BulkRefused(
            _("Op deze kant staan verschillende organisaties. Filter eerst op één organisatie en kies dan opnieuw.")
        )


def _of_coordinator(contract: Contract, change: Change) -> Row:
    now = _coordinator(contract)
    return Row(contract, now, changes=now["coordinator"] != change.after["coordinator"])


def _of_person(contract: Contract, named: Responsible | None, change: Change) -> Row:
    if named is None and change.kind == BulkKind.STAND_IN:
        raise BulkRefused(
            _("Bij %(title)s is nog niemand verantwoordelijk. Noem eerst een verantwoordelijke, dan een vervanger.")
            % {"title": contract.title}
        )
    before = None if named is None else _person(named, change.kind)
    return Row(contract, before, changes=not _same(before, change.after))


def _coordinator(contract: Contract) -> dict[str, str | None]:
    person = contract.coordinator
    return {"coordinator": str(person.pk), "name": person.name} if person else {"coordinator": None, "name": ""}


def _person(named: Responsible, kind: BulkKind) -> dict[str, str | None]:
    return {field: getattr(named, field) for field in _FIELDS[kind]}


def _same(now: dict[str, Any] | None, then: dict[str, Any]) -> bool:
    """Whether two values mean the same person; of an accountmanager the name says nothing."""
    if now is None:
        return False
    return all(now.get(key) == value for key, value in then.items() if key != "name" or "coordinator" not in then)


def _as_it_is(contracts: QuerySet[Contract], kind: BulkKind, side: str) -> dict[str, dict[str, str | None]]:
    if kind == BulkKind.COORDINATOR:
        return {str(one.pk): _coordinator(one) for one in contracts.select_related("coordinator")}
    named = Responsible.objects.filter(side=side, contract__in=[one.pk for one in contracts])
    return {str(one.contract_id): _person(one, kind) for one in named}


def _write(acting: Acting, values: dict[uuid.UUID, dict[str, Any]], kind: BulkKind, side: str, *, at: datetime) -> None:
    """Each contract gets its value, in as many statements as there are different values at most.

    Of another person on a side the sides hear, and it stays in the conversation.
    """
    if kind == BulkKind.COORDINATOR:
        for user_id in {one["coordinator"] for one in values.values()}:
            chosen = [pk for pk, one in values.items() if one["coordinator"] == user_id]
            Contract.objects.filter(pk__in=chosen).update(coordinator_id=user_id)
        return
    fields = _FIELDS[kind]
    existing = list(Responsible.objects.filter(side=side, contract_id__in=list(values)))
    before = {one.contract_id: Named.of(one) for one in existing}
    for one in existing:
        for field in fields:
            setattr(one, field, values[one.contract_id][field])
    Responsible.objects.bulk_update(existing, fields)
    missing = [
        Responsible(contract_id=pk, side=Side(side), **values[pk]) for pk in sorted(values.keys() - before.keys())
    ]
    Responsible.objects.bulk_create(missing)
    after = {one.contract_id: Named.of(one) for one in (*existing, *missing)}
    contracts = Contract.objects.filter(pk__in=list(values)).prefetch_related("responsibles").order_by("pk")
    changes = [Renamed(one, Side(side), before.get(one.pk, Named()), after[one.pk]) for one in contracts]
    record_many(acting, changes, at=at)
