"""The value of every contribution that is not a person at work.

Tariff rules of the region: a rate per hour, a share of an invoice excluding VAT (purchase at a sheltered workshop or a
social enterprise), an amount at once, the approved cost of training and guidance; outside the tariff stand effort
agreed beforehand, a balance carried into the portal, and a surplus carried from one contract to another. Each is rounded
half up to cents, once.
"""

from decimal import Decimal
from fractions import Fraction

from placements.valuation.facts import BlockKind
from placements.valuation.trace import Line, Step, Valuation, euros, line, plain, valued

# What the quantity already is, in euros, needs no rate.
_AMOUNTS = {
    BlockKind.ACTUAL_COST: Step.COST,
    BlockKind.AGREED: Step.AGREED,
    BlockKind.OPENING_BALANCE: Step.OPENING_BALANCE,
    BlockKind.SURPLUS: Step.SURPLUS,
}


def contribution_value(kind: str, quantity: Decimal, *, rate: Decimal | None = None) -> Valuation:
    """The value of `quantity` hours, euros or pieces, by the kind of its block.

    `rate` is the block's value: the hourly rate, the share of the invoice or the amount each. Actual cost, agreed
    effort, an opening balance and a surplus are worth their amount. Raises ValueError for a person's block, an unknown
    kind, a missing rate, or a negative figure; a surplus is negative on the contract that it left.
    """
    known = BlockKind(kind)
    if (quantity < 0 and known is not BlockKind.SURPLUS) or (rate is not None and rate < 0):
        raise ValueError("A quantity and a rate are zero or more.")
    if known in _AMOUNTS:
        return valued(quantity, [line(_AMOUNTS[known], amount=euros(quantity))])
    if known is BlockKind.FULL_TIME_YEAR:
        raise ValueError("A person at work is valued by days and hours, not by a quantity.")
    if rate is None:
        raise ValueError("This kind of block needs its rate.")
    return valued(Fraction(rate) * Fraction(quantity), [_product(known, rate, quantity)])


def _product(kind: BlockKind, rate: Decimal, quantity: Decimal) -> Line:
    """The line of a product, its figures named after what they are."""
    if kind is BlockKind.PER_HOUR:
        return line(Step.HOURLY, rate=euros(rate), hours=plain(quantity))
    if kind is BlockKind.INVOICE_SHARE:
        return line(Step.INVOICE, factor=plain(rate), amount=euros(quantity))
    return line(Step.EACH, amount=euros(rate), number=plain(quantity))
