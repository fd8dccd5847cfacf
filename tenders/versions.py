"""Terms of a contract through time: which version holds on a day, and what a change on a day writes.

A version is what was known from a day on, and is never changed. On a day that version holds which, of those that had
started by then, has the highest number; before the first day of all the first one does. So a change on a day is a
version from that day, and everything that was to come later is written again after it, with the change carried through:

- what a later segment itself changed keeps its own value; all else follows the change;
- an extension adds to the sum and the stated basis, so its addition stays, not its outcome;
- its last day stays too: a later segment that had an earlier one ends when the extension ends;
- a stated basis belongs to the basis it was stated for: a change of basis is followed by its own amount;
- call-offs, invoiced turnover and discounts are facts with days of their own, and are counted anew for each segment.

Amounts in euros excluding VAT. Knows neither the framework nor the database (decision 0007).
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from organisations.rounding import half_up
from tenders.obligation import ExplainedObligation, explain_obligation

_NOTHING = Decimal("0.00")
_ONE_DAY = timedelta(days=1)
#: As ``Basis`` has them; this module knows no Django.
CONTRACT_SUM, INVOICED_TURNOVER, WAGE_SUM, FIXED = "contract_sum", "invoiced_turnover", "wage_sum", "fixed"
#: What an extension adds to, instead of setting it.
_ADDED = ("contract_sum", "basis_stated")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed. ``basis_stated`` is the part of the basis that no call-off or invoiced period stands behind."""

    starts_on: date
    ends_on: date
    contract_sum: Decimal
    basis: str
    basis_stated: Decimal
    percentage: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """Percent off the obligation for the days on which a certificate is valid, both ends included."""

    percent: Decimal
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Growth:
    """An amount that counts in the basis from a day on: a call-off, or what was invoiced in a period."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What an obligation follows from beside the terms; none of it was withdrawn."""

    is_framework: bool = False
    call_offs: tuple[Growth, ...] = ()
    turnovers: tuple[Growth, ...] = ()
    discounts: tuple[Discount, ...] = ()

    def growth(self, basis: str) -> tuple[Growth, ...]:
        """What feeds this basis: call-offs of a framework agreement, or the turnover; nothing feeds a fixed amount."""
        if basis == INVOICED_TURNOVER:
            return self.turnovers
        return self.call_offs if self.is_framework and basis in {CONTRACT_SUM, WAGE_SUM} else ()


class Effect(StrEnum):
    """What a version does to the amounts before it: sets them, adds to them, or only counts the facts anew."""

    SETS = "sets"
    ADDS = "adds"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was written. ``label`` is whatever the caller wants to find again, such as the row."""

    number: int
    valid_from: date
    terms: Terms
    effect: Effect = Effect.SETS
    label: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Derived:
    """Terms with the amounts that follow: ``obligation`` is gross less discount, ``grown`` the basis less stated."""

    terms: Terms
    grown: Decimal
    basis_amount: Decimal
    gross: Decimal
    discount: Decimal
    obligation: Decimal
    explained: ExplainedObligation


class PeriodTurnedAround(ValueError):  # noqa: N818 - says what would happen
    """A segment would end before it starts; ``args`` holds the first day of that segment."""


def segments(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions that hold from some day on, oldest first; each until the day before the next."""
    holding: list[Version] = []
    for version in sorted(versions, key=lambda one: one.number):
        overtaken = None
        while holding and holding[-1].valid_from >= version.valid_from:
            overtaken = holding.pop()
        effect = version.effect
        if overtaken is not None and overtaken.valid_from == version.valid_from:
            effect = _together(overtaken, version, before=holding[-1] if holding else None)
        holding.append(replace(version, effect=effect))
    return tuple(holding)


def _together(overtaken: Version, version: Version, *, before: Version | None) -> Effect:
    """What two versions from the same day do to what came before them.

    An extension on top of an amount that was set on that day leaves it set: its outcome, less what was before, is no
    addition.
    """
    if version.effect == Effect.COUNTS:
        return overtaken.effect
    amounts_set = before is None or any(_differs(name, before.terms, overtaken.terms) for name in _ADDED)
    if version.effect == Effect.ADDS and overtaken.effect == Effect.SETS and amounts_set:
        return Effect.SETS
    return version.effect


def holding_on(versions: Iterable[Version], day: date) -> Version:
    """The version that holds on the day. Raises ValueError without versions."""
    found = segments(versions)
    if not found:
        raise ValueError("A contract has at least one version.")
    return next((one for one in reversed(found) if one.valid_from <= day), found[0])


def grown(terms: Terms, facts: Facts, *, on: date) -> Decimal:
    """What call-offs or turnover add to the basis by this day."""
    return sum((one.amount for one in facts.growth(terms.basis) if one.on <= on), _NOTHING)


def discount_of(gross: Decimal, starts_on: date, ends_on: date, discounts: Sequence[Discount]) -> Decimal:
    """``gross × Σ percent × days / contract days / 100``, half up; each day has the highest discount valid on it."""
    first, after_last = starts_on, ends_on + _ONE_DAY
    cuts = {first, after_last}
    for one in discounts:
        cuts |= {day for day in (one.valid_from, one.valid_until + _ONE_DAY) if first < day < after_last}
    days = sorted(cuts)
    weighted = Fraction(0)
    for start, end in pairwise(days):
        percent = max((one.percent for one in discounts if one.valid_from <= start <= one.valid_until), default=0)
        weighted += Fraction(percent) * (end - start).days
    return half_up(Fraction(gross) * weighted / (after_last - first).days / 100)


def derive(terms: Terms, facts: Facts, *, on: date) -> Derived:
    """Basis, obligation and discount of these terms with what had been called off and invoiced by this day."""
    added = grown(terms, facts, on=on)
    basis_amount = terms.basis_stated + added
    explained = explain_obligation(basis_amount, terms.percentage, terms.cap)
    discount = discount_of(explained.amount, terms.starts_on, terms.ends_on, facts.discounts)
    return Derived(
        terms=terms,
        grown=added,
        basis_amount=basis_amount,
        gross=explained.amount,
        discount=discount,
        obligation=explained.amount - discount,
        explained=explained,
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A version that a change writes, in this order. ``again`` is the later version that it writes anew."""

    valid_from: date
    effect: Effect
    derived: Derived
    again: Version | None = None

    @property
    def terms(self) -> Terms:
        return self.derived.terms


def revised(
    versions: Iterable[Version],
    *,
    valid_from: date,
    facts: Facts,
    changes: Mapping[str, Any] | None = None,
    additions: Mapping[str, Decimal] | None = None,
    throughout: date | None = None,
) -> tuple[Written, ...]:
    """What is written when terms change on a day: that version, and after it each later segment anew.

    ``changes`` sets fields of ``Terms``, ``additions`` adds to sum and stated basis; both empty when only the facts
    changed. Up to the day ``throughout`` the changes replace what later segments had changed themselves: terms that hold
    by then, and should have held before. A fact that no segment begins with yet gets one. A day before the first version
    counts as the first version's day. ``PeriodTurnedAround`` when a segment would end before it starts.
    """
    found = segments(versions)
    valid_from = max(valid_from, found[0].valid_from)
    base = holding_on(found, valid_from)
    changes, additions = dict(changes or {}), dict(additions or {})
    terms = _with(base.terms, changes, additions)
    effect = Effect.ADDS if additions else Effect.SETS if changes else Effect.COUNTS
    written = [_written(valid_from, effect, terms, facts, None)]
    later = {one.valid_from: one for one in found if one.valid_from > valid_from}
    counted = {one.on for one in (*facts.call_offs, *facts.turnovers) if one.on > valid_from}
    before = base
    for day in sorted(later.keys() | counted):
        again = later.get(day)
        if again is not None:
            replaced = changes.keys() if throughout is not None and day <= throughout else frozenset()
            terms = _carried(terms, before.terms, again, changes=changes, extends=bool(additions), replaced=replaced)
            written.append(_written(day, _effect_again(again, replaced), terms, facts, again))
            before = again
        elif derive(terms, facts, on=day) != written[-1].derived:
            written.append(_written(day, Effect.COUNTS, terms, facts, None))
    return tuple(written)


def _with(terms: Terms, changes: Mapping[str, Any], additions: Mapping[str, Decimal]) -> Terms:
    added = {name: getattr(terms, name) + amount for name, amount in additions.items()}
    return replace(terms, **{**changes, **added})


def _effect_again(again: Version, replaced: AbstractSet[str]) -> Effect:
    """An extension whose amounts were replaced adds nothing any more."""
    return Effect.SETS if again.effect == Effect.ADDS and replaced & set(_ADDED) else again.effect


def _carried(
    terms: Terms,
    before: Terms,
    later: Version,
    *,
    changes: Mapping[str, Any],
    extends: bool,
    replaced: AbstractSet[str],
) -> Terms:
    """What ``later`` did to the terms before it, done to ``terms``; not to what is ``replaced``."""
    own = {
        name: getattr(later.terms, name)
        for name in _fields()
        if name not in replaced and _differs(name, before, later.terms)
    }
    if extends and "ends_on" in own:
        own["ends_on"] = max(own["ends_on"], terms.ends_on)
    added = {}
    if later.effect == Effect.ADDS:
        added = {name: own.pop(name) - getattr(before, name) for name in _ADDED if name in own}
    if "basis" in changes and "basis" not in own:
        own.pop("basis_stated", None)
        added.pop("basis_stated", None)
    return _with(terms, own, added)


def _fields() -> tuple[str, ...]:
    return tuple(Terms.__dataclass_fields__)


def _differs(name: str, one: Terms, other: Terms) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _written(valid_from: date, effect: Effect, terms: Terms, facts: Facts, again: Version | None) -> Written:
    if terms.ends_on < terms.starts_on:
        raise PeriodTurnedAround(valid_from)
    return Written(valid_from, effect, derive(terms, facts, on=valid_from), again)


def changed_fields(before: Terms, after: Terms) -> tuple[str, ...]:
    """Names of what differs, in the order of ``Terms``."""
    return tuple(name for name in _fields() if _differs(name, before, after))
