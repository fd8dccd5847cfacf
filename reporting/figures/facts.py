"""What a report counts: the rows of a region as they were collected, before anything is counted.

Pure: frozen dataclasses, filled by ``reporting.collect`` and read by ``reporting.figures.topics``. Nobody is named: a person is
the reference of his candidate or, outside the programme, the lowest reference of his deployments. Codes and words of
choices are text as stored; an empty text is a thing nobody knows. Amounts are euros in whole cents.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.periods import Kind, Period


@dataclass(frozen=True, slots=True)
class Window:
    """The days a report is about, both ends inclusive, and since when people and money count."""

    kind: Kind
    period: Period
    programme_start: dt.date
    money_since: dt.date
    #: The day on which it is collected: it decides what is the division of now, and which targets are in force.
    on: dt.date

    @property
    def first_day(self) -> dt.date:
        return self.period.first_day

    @property
    def last_day(self) -> dt.date:
        return self.period.last_day

    def in_period(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day

    def in_programme(self, day: dt.date) -> bool:
        """Cumulative counts: since the start of the programme."""
        return self.programme_start <= day <= self.last_day

    def in_money(self, day: dt.date) -> bool:
        """Cumulative amounts: since the day from which the programme counts money."""
        return self.money_since <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that stands (not merged into another). ``in_region`` and ``in_priority`` as of the registration.

    ``intake_on``: the first day on which a step brought him to intake or past it; None when no step did.
    """

    reference: str
    registered_on: dt.date
    source: str
    group: str
    municipality: str
    in_region: bool
    in_priority: bool
    werkplein: str = ""
    intake_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    code: str
    name: str
    form: str
    developed_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A candidate follows a programme. An end without an outcome is an end and in no count of outcomes."""

    reference: str
    candidate: Candidate
    programme: Programme
    started_on: dt.date
    ended_on: dt.date | None = None
    outcome: str = ""
    dropout_reason: str = ""
    cost: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A follow-up of a placement that somebody dated and answered."""

    months: int
    checked_on: dt.date
    at_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """``ends_on`` as agreed last, ``ended_on`` as it turned out; both may be empty."""

    reference: str
    candidate: Candidate
    sector: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    ended_on: dt.date | None = None
    hours_per_week: Decimal
    wage_replaces_benefit: bool
    sroi: bool
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """An approved line. ``in_priority``: spent on a resident of the priority area, or not, or on nobody in particular."""

    reference: str
    on: dt.date
    category: str
    amount: Decimal
    year: int
    source: str = ""
    programme: str = ""
    candidate: Candidate | None = None
    in_priority: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """``realised`` is the value of approved contributions by their own month or date."""

    reference: str
    authority: str
    contractor: str
    awarded_on: dt.date
    obligation: Decimal
    realised_in_period: Decimal
    realised_cumulative: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPerson:
    """Somebody at work through social return none of whose deployments names a candidate."""

    reference: str
    begun_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """``awarded_on``: the first award of a contract of it."""

    reference: str
    withdrawn: bool
    on_calendar_since: dt.date | None
    sroi: str
    sroi_reason: str = ""
    #: The category of the reason; reasons of long ago have words alone.
    sroi_reason_kind: str = ""
    estimated_value: Decimal | None = None
    sroi_percentage: Decimal | None = None
    awarded_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Somebody put forward for a vacancy. ``passed_over``: how many from nearer met all rules and were not chosen.

    ``refused_on``: the day of the employer's no.
    """

    candidate: str
    vacancy: str
    made_on: dt.date
    passed_over: int = 0
    pass_reason: str = ""
    refused_on: dt.date | None = None
    refusal: str = ""

    @property
    def reference(self) -> str:
        return f"{self.candidate} {self.vacancy} {self.made_on}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOverSeat:
    """A seat in a training group that went to somebody past others who came first."""

    candidate: str
    group: str
    offered_on: dt.date
    reason: str
    nearer: bool

    @property
    def reference(self) -> str:
        return f"{self.candidate} {self.group} {self.offered_on}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    partner: str
    text: str
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """``ended_on``: the first day on which the code was not in force any more; None while it is."""

    code: str
    name: str
    in_region: bool = False
    in_priority: bool = False
    ended_on: dt.date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """How many there should be on a day, by the newest decision that was in force. ``kind`` names the target."""

    kind: str
    on: dt.date
    count: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """An amount of the plan: ``side`` is spending, cover, tranche, received, detail or limit."""

    side: str
    category: str
    year: int
    amount: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A row of the contribution key: ``kind`` is municipality, group or total."""

    name: str
    kind: str
    inhabitants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that one report counts, collected at one moment. ``gap_months``: between training and the work it led to."""

    window: Window
    gap_months: int
    candidates: tuple[Candidate, ...] = ()
    programmes: tuple[Programme, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    placements: tuple[Placement, ...] = ()
    spending: tuple[Spending, ...] = ()
    contracts: tuple[Contract, ...] = ()
    other_persons: tuple[OtherPerson, ...] = ()
    tenders: tuple[Tender, ...] = ()
    passed_over: tuple[PassedOverSeat, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    efforts: tuple[Effort, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    plan: tuple[PlanLine, ...] = ()
    contribution_key: tuple[KeyRow, ...] = ()
    municipalities: Mapping[str, Municipality] = field(default_factory=dict)
    #: What the region calls its Werkpleinen, by code.
    werkpleinen: Mapping[str, str] = field(default_factory=dict)
