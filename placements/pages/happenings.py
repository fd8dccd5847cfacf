"""Everything that happened to a contract as rows of one shape, in one query: who looks gets what row security leaves him.

Each table is one arm of a UNION, whatever number of moments its rows have: planning an arm costs more than reading it.
A row says what happened, when and by whom; never what a person is worth.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Func, Max, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from placements.choices import LineStatus
from placements.models import Transition
from tenders.choices import Cause, OptionState, PartyRole
from tenders.models import (
    Agreement,
    CallOff,
    Contract,
    ContractParty,
    ContractVersion,
    Document,
    HandOver,
    LadderStep,
    Message,
    Notice,
    OptionYear,
    Plan,
    Settlement,
    Succession,
    Turnover,
)

Arm = QuerySet[Any, tuple[Any, ...]]


class Subject(models.TextChoices):
    """What a moment is about; the value stands in addresses."""

    AGREED = "afspraken", _("Afspraken en bedragen")
    WORK = "invulling", _("Medewerkers en andere invulling")
    CONTACT = "contact", _("Berichten en contacten")
    STEPS = "stappen", _("Stappen, brieven en herinneringen")
    PEOPLE = "partijen", _("Partijen en personen")


@dataclass(frozen=True, slots=True)
class Happening:
    """One moment. ``kind`` says how it is worded; the other columns are what that kind needs."""

    kind: str
    at: datetime
    #: The value of a choice, such as the kind of a step.
    word: str
    text: str
    amount: Decimal | None
    first: date | None
    last: date | None
    lines: int
    person: str
    #: The key of an organisation, or empty.
    organisation: str


_TEXT = models.TextField()
_MOMENT = models.DateTimeField()
_NOTHING: dict[str, Any] = {
    "word": Cast(Value(""), _TEXT),
    "text": Cast(Value(""), _TEXT),
    "amount": Cast(Value(None), models.DecimalField(max_digits=14, decimal_places=2)),
    "first": Cast(Value(None), models.DateField()),
    "last": Cast(Value(None), models.DateField()),
    "lines": Cast(Value(0), models.IntegerField()),
    "person": Cast(Value(""), _TEXT),
    "organisation": Cast(Value(""), _TEXT),
}
_TYPES = {name: value.output_field for name, value in _NOTHING.items()}
#: What can differ between the moments of one row; the other columns are of the row.
_OF_MOMENT = ("text", "person", "organisation")


class _Spread(Func):
    """A row of the table for each moment that came: ``unnest`` of as many arrays as there are columns runs in step."""

    template = "unnest(array_remove(ARRAY[%(expressions)s], NULL))"
    set_returning = True


@dataclass(frozen=True, slots=True)
class _Moment:
    """``at`` names the day or moment, empty while it has not come; the columns the fields that fill them."""

    kind: str
    at: str
    text: str = ""
    person: str = ""
    organisation: str = ""
    when: Q = field(default_factory=Q)


def happenings(contract: Contract, subject: Subject | None = None) -> Arm:
    """What happened, newest first; pass a row to ``read``. Slice it, or count it."""
    wanted = [subject] if subject else list(Subject)
    first, *others = [arm for one in wanted for arm in _ARMS[one](contract)]
    return first.union(*others, all=True).order_by("-h_at", "h_kind", "h_text")


def read(row: tuple[Any, ...]) -> Happening:
    return Happening(*row)


def _arm(rows: QuerySet[Any], *moments: _Moment, **columns: str | Combinable) -> Arm:
    """One table: its moments, and the columns that are the same for each."""
    values: dict[str, Any] = {
        "kind": _spread(moments, lambda one: Cast(Value(one.kind), _TEXT), _TEXT),
        "at": _spread(moments, lambda one: Cast(F(one.at), _MOMENT), _MOMENT),
        **_NOTHING,
    }
    for name, value in columns.items():
        values[name] = Cast(F(value) if isinstance(value, str) else value, _TYPES[name])
    for name in _OF_MOMENT:
        if any(getattr(one, name) for one in moments):
            values[name] = _spread(moments, partial(_text_of, name=name), _TEXT)
    named = {f"h_{one.name}": values[one.name] for one in fields(Happening)}
    return rows.order_by().annotate(**named).values_list(*named)


def _spread(moments: Sequence[_Moment], value: Callable[[_Moment], Any], output: models.Field[Any, Any]) -> _Spread:
    """An array with the value of each moment that came, in their order."""
    return _Spread(
        *(
            Case(When(one.when, **{f"{one.at}__isnull": False}, then=value(one)), output_field=output)
            for one in moments
        ),
        output_field=output,
    )


def _text_of(moment: _Moment, *, name: str) -> Any:
    """Never NULL: that would take it out of the array, and the arrays out of step."""
    column = getattr(moment, name)
    return Coalesce(Cast(F(column), _TEXT), Value(""), output_field=_TEXT) if column else Value("", output_field=_TEXT)


def _agreed(contract: Contract) -> Iterable[Arm]:
    yield _arm(
        Contract.objects.filter(pk=contract.pk),
        _Moment("awarded", "awarded_on", organisation="contractor_id"),
        _Moment("starts", "starts_on"),
        _Moment("ends", "ends_on"),
    )
    # Call-offs and turnover have moments of their own; the award as well.
    versions = ContractVersion.objects.filter(contract=contract, number__gt=1)
    yield _arm(
        versions.exclude(cause__in=(Cause.CALL_OFF, Cause.TURNOVER)),
        _Moment("version", "valid_from", text="reason", person="made_by__name"),
        lines="number",
        amount="obligation",
    )
    yield _arm(
        OptionYear.objects.filter(contract=contract),
        _Moment("option_open", "decide_by", when=Q(state=OptionState.OPEN)),
        _Moment("option", "decided_on", text="reason", when=~Q(state=OptionState.OPEN)),
        word="state",
        first="starts_on",
        last="ends_on",
    )
    yield _arm(
        CallOff.objects.filter(contract=contract),
        _Moment("call_off", "made_at", text="title", person="made_by__name"),
        _Moment("call_off_withdrawn", "withdrawn_at", text="withdrawn_reason"),
        amount="amount",
    )
    yield _arm(
        Turnover.objects.filter(contract=contract),
        _Moment("turnover", "made_at", person="made_by__name"),
        _Moment("turnover_withdrawn", "withdrawn_at", text="withdrawn_reason"),
        amount="amount",
        first="from_on",
        last="to_on",
    )
    yield _arm(Plan.objects.filter(contract=contract), *_proposed("plan"))
    yield _arm(Agreement.objects.filter(contract=contract), *_proposed("agreement", text="description"))


def _proposed(name: str, *, text: str = "") -> Iterable[_Moment]:
    proposer: dict[str, Any] = {"person": "proposed_by__name", "organisation": "proposed_for_id"}
    decider: dict[str, Any] = {"person": "decided_by__name", "organisation": "decided_for_id"}
    return (
        _Moment(name, "proposed_at", text=text, **proposer),
        _Moment(f"{name}_agreed", "agreed_at", text=text, **decider),
        _Moment(f"{name}_declined", "declined_at", text="declined_reason", **decider),
    )


def _work(contract: Contract) -> Iterable[Arm]:
    """Steps of one day that say the same of several lines are one moment."""
    shown = Transition.objects.filter(
        to_status__in=(LineStatus.SUBMITTED, LineStatus.RETURNED, LineStatus.APPROVED, LineStatus.REJECTED)
    )
    for kind, of_kind in (
        ("hours", Q(deployment__contract=contract, statement__isnull=False)),
        ("person", Q(deployment__contract=contract, statement__isnull=True)),
        ("other", Q(contribution__contract=contract)),
    ):
        grouped = (
            shown.filter(of_kind)
            .order_by()
            .annotate(day=TruncDate("at"))
            .values("day", "to_status", "statement__month", "user__name")
            .annotate(latest=Max("at"), number=Count("pk"))
        )
        values: dict[str, Any] = {
            "kind": Cast(Value(kind), _TEXT),
            "at": F("latest"),
            **_NOTHING,
            "word": Cast(F("to_status"), _TEXT),
            "first": F("statement__month"),
            "lines": Cast(F("number"), models.IntegerField()),
            "person": Coalesce(Cast(F("user__name"), _TEXT), Value(""), output_field=_TEXT),
        }
        named = {f"h_{one.name}": values[one.name] for one in fields(Happening)}
        yield grouped.annotate(**named).values_list(*named)


def _contact(contract: Contract) -> Iterable[Arm]:
    yield _arm(Contract.objects.filter(pk=contract.pk), _Moment("first_contact", "first_contact_on"))
    said: dict[str, Any] = {"text": "with_whom", "person": "user__name", "organisation": "organisation_id"}
    yield _arm(
        Message.objects.filter(contract=contract),
        _Moment("message", "at", when=Q(took_place_on=None), **said),
        _Moment("contact", "took_place_on", **said),
        word="kind",
        lines=Case(When(internal=True, then=1), default=0, output_field=models.IntegerField()),
    )


def _steps(contract: Contract) -> Iterable[Arm]:
    yield _arm(
        LadderStep.objects.filter(contract=contract),
        _Moment("step", "made_at", person="made_by__name"),
        _Moment("step_done", "done_on", person="recorded_by__name"),
        _Moment("step_view", "contractor_view_at", person="contractor_view_by__name"),
        word="kind",
        first="planned_on",
    )
    yield _arm(
        Document.objects.filter(contract=contract),
        _Moment("document", "sent_at", text="title", organisation="organisation_id"),
        word="kind",
    )
    yield _arm(
        Settlement.objects.filter(contract=contract),
        _Moment("settlement", "drawn_up_at", person="drawn_up_by__name", organisation="drawn_up_for_id"),
        _Moment("settlement_settled", "settled_on", person="settled_by__name"),
        _Moment("settlement_withdrawn", "withdrawn_at", text="withdrawn_reason"),
    )
    yield _arm(Notice.objects.filter(contract=contract), _Moment("notice", "on", text="to"), word="kind")


def _people(contract: Contract) -> Iterable[Arm]:
    parties = ContractParty.objects.filter(contract=contract)
    yield _arm(
        parties,
        _Moment("party", "joined_on", organisation="organisation_id", when=~Q(role=PartyRole.PREDECESSOR)),
        _Moment("party_left", "left_on", organisation="organisation_id"),
        word="role",
    )
    yield _arm(
        HandOver.objects.filter(contract=contract),
        _Moment("hand_over", "made_at", text="to_name", person="made_by__name"),
        _Moment("hand_over_accepted", "accepted_at", person="accepted_by__name"),
        _Moment("hand_over_undone", "undone_at", text="undone_reason", person="undone_by__name"),
    )
    before = parties.filter(role=PartyRole.PREDECESSOR).values("organisation_id")
    of_region = Q(contract=None, region_id=contract.region_id, predecessor__in=before)
    yield _arm(
        Succession.objects.filter(Q(contract=contract) | of_region),
        _Moment("succession", "on", text="reason", person="made_by__name", organisation="predecessor_id"),
        _Moment(
            "succession_undone",
            "undone_at",
            text="undone_reason",
            person="undone_by__name",
            organisation="predecessor_id",
        ),
        word="kind",
    )


_ARMS: dict[Subject, Callable[[Contract], Iterable[Arm]]] = {
    Subject.AGREED: _agreed,
    Subject.WORK: _work,
    Subject.CONTACT: _contact,
    Subject.STEPS: _steps,
    Subject.PEOPLE: _people,
}
