"""How a contract stands in amounts: owed, expected by now, approved, waiting, forecast, and what is still to be done.

Who sees exact totals of a contract gets them; once it is settled, all its sides do. Until then an authority sees what
persons contributed only as a band of 5 % of the obligation, and nothing of what they may still bring. Its standing
follows from the upper end of the band in which approved and waiting lie together: worked out from the exact amount, the
day on which the standing changes would tell it. So what an authority reads as "at most" is never below what the others
read, and it is never alarmed before they are. The band stands on the obligation of when what persons contributed last
changed, so that another obligation tells nothing of it.

Where several companies carry out a contract, each reads its own part exactly. The one that won it reads the whole as an
authority does, so that its own part and the whole tell nothing of the others; partners and subcontractors read nothing
of the whole.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organisations.rounding import half_up
from tenders.models import Contract, ContractBand, ContractTotals, PartyTotals
from tenders.progress import ALL_OF_IT, BAND_PERCENT, PlanStep, ProgressPolicy, Standing, progress

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact amounts in euros. ``planned`` is what lines in hand can still bring, on top of approved and waiting."""

    persons_approved: Decimal
    persons_waiting: Decimal
    others_approved: Decimal
    others_waiting: Decimal
    planned: Decimal

    @property
    def approved(self) -> Decimal:
        return self.persons_approved + self.others_approved

    @property
    def waiting(self) -> Decimal:
        return self.persons_waiting + self.others_waiting


_NOTHING = Totals(_ZERO, _ZERO, _ZERO, _ZERO, _ZERO)


@dataclass(frozen=True, slots=True)
class Banded:
    """What an authority sees: persons from ``lower`` up to ``upper`` percent of ``obligation``, the rest exactly.

    ``claimed`` is the upper end of the band of approved and waiting together. All three are None without an obligation,
    and 0 while there is nobody. ``obligation`` is what was owed when what persons contributed last changed; ``least``
    and ``most`` are in euros what ``lower`` and ``claimed`` come to.
    """

    obligation: Decimal
    least: Decimal
    most: Decimal
    lower: int | None
    upper: int | None
    claimed: int | None
    persons: int
    lines_waiting: int
    others_approved: Decimal
    others_waiting: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """A contract on one day. At most one of ``totals`` and ``banded`` is filled. Amounts in euros.

    With neither, nothing of the whole is for this viewer: there is no standing, and the amounts are his own part.
    """

    owed: Decimal
    expected: Decimal
    standing: Standing | None
    percent: Decimal | None  # of what was expected, rounded to whole percents; None when nothing was
    day: int  # of the contract: 0 before it, at most `days`
    days: int
    totals: Totals | None
    banded: Banded | None
    #: The agreed plan, oldest step first: what is expected follows from it. Empty: from the days that passed.
    plan: tuple[PlanStep, ...] = ()
    #: What the viewer's own company did, where several carry out the contract.
    own: Totals | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the viewer sees how the contract as a whole stands."""
        return self.totals is not None or self.banded is not None

    @property
    def mine(self) -> Totals | None:
        """What is known exactly: the whole while one company carries it out or it is settled, else the own part."""
        return self.own or self.totals

    @property
    def first_asked_on(self) -> date | None:
        """The day of the plan's first step; None without a plan."""
        return self.plan[0].by if self.plan else None

    @property
    def days_left(self) -> int:
        return self.days - self.day

    @property
    def approved(self) -> Decimal:
        """Approved for certain: with a band its lower end counts."""
        if self.banded is not None:
            return half_up(self.banded.least) + self.banded.others_approved
        return self._exact.approved

    @property
    def waiting(self) -> Decimal:
        """What may come on top of approved without a new line: with a band at most, up to where the standing counts."""
        if self.banded is not None:
            persons = half_up(self.banded.most) - half_up(self.banded.least)
            return persons + self.banded.others_waiting
        return self._exact.waiting

    @property
    def planned(self) -> Decimal:
        return _ZERO if self.banded is not None else self._exact.planned

    @property
    def to_do(self) -> Decimal:
        """What is owed and not approved yet; never below zero, and nothing for who does not see the whole."""
        return max((self.owed if self.is_whole else _ZERO) - self.approved, _ZERO)

    @property
    def unplanned(self) -> Decimal:
        """The part of what is to be done that no line in hand covers, waiting or still to come."""
        return max(self.to_do - self.waiting - self.planned, _ZERO)

    @property
    def band_obligation(self) -> Decimal | None:
        """The obligation of before, where the band stands on that one; None where it stands on the present one."""
        if self.banded is None or not self.banded.claimed or self.banded.obligation == self.owed:
            return None
        return self.banded.obligation

    @property
    def _exact(self) -> Totals:
        return self.totals or self.own or _NOTHING


def outlook(
    contract: Contract,
    *,
    on: date,
    totals: bool,
    policy: ProgressPolicy,
    only_band: bool = False,
    persons_to_come: Decimal | None = None,
) -> Outlook:
    """How the contract stands on day ``on``: by its exact ``totals``, or by contract with what the viewer may read.

    The contract comes from ``with_amounts``, for a company that may be one of several also ``with_own_part``.
    ``only_band``: for what others read too, such as a letter, whoever writes it. ``persons_to_come``: what the persons
    that the viewer sees still bring, where their lines were read one by one; else it follows from the forecast of all of
    them together. On a contract that is over nothing comes any more.
    """
    is_over = contract.ends_on < on or contract.settled_on is not None
    coming = _ZERO if is_over else persons_to_come
    exact = None if only_band else getattr(contract, "totals", None)
    band = None if totals or exact is not None else getattr(contract, "band", None)
    own = getattr(contract, "own_part", None)
    known = _totals(exact, coming, is_over=is_over) if exact is not None else _NOTHING if totals else None
    banded = _banded(band, contract.obligation) if band is not None else None
    if banded is not None:
        approved, submitted = banded.most + banded.others_approved, banded.others_waiting
    else:
        approved, submitted = (known.approved, known.waiting) if known else (_ZERO, _ZERO)
    plan = plan_of(contract)
    course = progress(
        on,
        obligation=contract.obligation,
        approved=approved,
        submitted=submitted,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        plan=plan,
        settled=contract.settled_on is not None,
        policy=policy,
    )
    days = (contract.ends_on - contract.starts_on).days + 1
    sees_whole = known is not None or banded is not None
    return Outlook(
        owed=contract.obligation,
        expected=course.expected,
        standing=course.standing if sees_whole else None,
        percent=None if course.percent is None or not sees_whole else half_up(course.percent, 0),
        day=min(max((on - contract.starts_on).days + 1, 0), days),
        days=days,
        totals=known,
        banded=banded,
        plan=plan,
        own=None if own is None else _totals(own, coming, is_over=is_over),
    )


def plan_of(contract: Contract) -> tuple[PlanStep, ...]:
    """The plan that was agreed for this contract, oldest step first; empty without one."""
    return tuple(PlanStep(*step) for step in zip(contract.plan_days, contract.plan_totals, strict=True))


def _totals(row: ContractTotals | PartyTotals, persons_to_come: Decimal | None, *, is_over: bool) -> Totals:
    persons = row.persons_forecast - row.persons_approved - row.persons_submitted
    if persons_to_come is not None:
        persons = persons_to_come
    others = _ZERO if is_over else row.others_forecast - row.others_approved - row.others_submitted
    return Totals(
        persons_approved=row.persons_approved,
        persons_waiting=row.persons_submitted,
        others_approved=row.others_approved,
        others_waiting=row.others_submitted,
        planned=max(persons, _ZERO) + max(others, _ZERO),
    )


def _banded(row: ContractBand, owed: Decimal) -> Banded:
    lower, claimed = row.persons_band, row.persons_claimed_upper or 0
    nobody = row.persons == 0 and lower == 0
    # The last band has no end, so it may hold all that is owed by now.
    upper_of = max(row.obligation, owed) if claimed > ALL_OF_IT else row.obligation
    return Banded(
        obligation=row.obligation,
        least=row.obligation * (lower or 0) / 100,
        most=upper_of * claimed / 100,
        lower=lower,
        upper=lower if lower is None or nobody else lower + BAND_PERCENT,
        claimed=row.persons_claimed_upper,
        persons=row.persons,
        lines_waiting=row.submitted_lines,
        others_approved=row.others_approved,
        others_waiting=row.others_submitted,
    )
