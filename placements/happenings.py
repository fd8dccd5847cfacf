"""Everything that happened to a contract as rows of one shape, in one query: who looks gets what row security leaves him.

Each kind of moment is an arm of one UNION. A row says what happened, when and by whom; never what a person is worth.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext_lazy as _

from placements.choices import LineStatus
from placements.models import Transition
from tenders.choices import Cause, OptionState, PartyRole, SettlementState
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
    organisation_id: uuid.UUID | None


_TEXT = models.TextField()
_NOTHING: dict[str, Any] = {
    "word": Cast(Value(""), _TEXT),
    "text": Cast(Value(""), _TEXT),
    "amount": Cast(Value(None), models.DecimalField(max_digits=14, decimal_places=2)),
    "first": Cast(Value(None), models.DateField()),
    "last": Cast(Value(None), models.DateField()),
    "lines": Cast(Value(0), models.IntegerField()),
    "person": Cast(Value(""), _TEXT),
    "organisation_id": Cast(Value(None), models.UUIDField()),
}
_TYPES = {name: value.output_field for name, value in _NOTHING.items()}


def happenings(contract: Contract, subject: Subject | None = None) -> QuerySet[Any, tuple[Any, ...]]:
    """What happened, newest first; pass a row to ``read``. Slice it, or count it."""
    wanted = [subject] if subject else list(Subject)
    first, *others = [arm for one in wanted for arm in _ARMS[one](contract)]
    return first.union(*others, all=True).order_by("-h_at", "h_kind", "h_text")


def read(row: tuple[Any, ...]) -> Happening:
    return Happening(*row)


def _arm(rows: QuerySet[Any], kind: str, at: str, **columns: str | models.expressions.Combinable) -> Arm:
    """One kind of moment: ``at`` names its day or moment, each column the field that fills it."""
    given = {name: Cast(F(value) if isinstance(value, str) else value, _TYPES[name]) for name, value in columns.items()}
    if "person" in given:
        given["person"] = Case(
            When(**{f"{columns['person']}__isnull": True}, then=_NOTHING["person"]), default=given["person"]
        )
    values: dict[str, Any] = {
        "kind": Cast(Value(kind), _TEXT),
        "at": Cast(F(at), models.DateTimeField()),
        **_NOTHING,
        **given,
    }
    named = {f"h_{field.name}": values[field.name] for field in fields(Happening)}
    return rows.order_by().annotate(**named).values_list(*named)


def _agreed(contract: Contract) -> Iterable[Arm]:
    itself = Contract.objects.filter(pk=contract.pk)
    yield _arm(itself, "awarded", "awarded_on", organisation_id="contractor_id")
    yield _arm(itself, "starts", "starts_on")
    yield _arm(itself, "ends", "ends_on")
    # Call-offs and turnover have moments of their own; the award as well.
    versions = ContractVersion.objects.filter(contract=contract, number__gt=1)
    versions = versions.exclude(cause__in=(Cause.CALL_OFF, Cause.TURNOVER))
    yield _arm(
        versions, "version", "valid_from", lines="number", text="reason", amount="obligation", person="made_by__name"
    )
    options = OptionYear.objects.filter(contract=contract)
    yield _arm(options.filter(state=OptionState.OPEN), "option_open", "decide_by", first="starts_on", last="ends_on")
    yield _arm(
        options.exclude(state=OptionState.OPEN), "option", "decided_on", word="state", text="reason", last="ends_on"
    )
    for name, rows, columns in (
        ("call_off", CallOff.objects.filter(contract=contract), {"text": "title", "amount": "amount"}),
        (
            "turnover",
            Turnover.objects.filter(contract=contract),
            {"amount": "amount", "first": "from_on", "last": "to_on"},
        ),
    ):
        yield _arm(rows, name, "made_at", person="made_by__name", **columns)
        withdrawn = rows.filter(withdrawn_at__isnull=False)
        yield _arm(withdrawn, f"{name}_withdrawn", "withdrawn_at", **columns | {"text": "withdrawn_reason"})
    for name, proposals, what in (
        ("plan", Plan.objects.filter(contract=contract), {}),
        ("agreement", Agreement.objects.filter(contract=contract), {"text": "description"}),
    ):
        yield _arm(
            proposals, name, "proposed_at", person="proposed_by__name", organisation_id="proposed_for_id", **what
        )
        for decided in ("agreed", "declined"):
            then = proposals.filter(**{f"{decided}_at__isnull": False})
            said = {**what, "text": "declined_reason"} if decided == "declined" else what
            yield _arm(
                then,
                f"{name}_{decided}",
                f"{decided}_at",
                person="decided_by__name",
                organisation_id="decided_for_id",
                **said,
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
        yield _arm(
            grouped, kind, "latest", word="to_status", first="statement__month", lines="number", person="user__name"
        )


def _contact(contract: Contract) -> Iterable[Arm]:
    itself = Contract.objects.filter(pk=contract.pk, first_contact_on__isnull=False)
    yield _arm(itself, "first_contact", "first_contact_on")
    internal = Case(When(internal=True, then=1), default=0, output_field=models.IntegerField())
    said: dict[str, Any] = {
        "word": "kind",
        "text": "with_whom",
        "lines": internal,
        "person": "user__name",
        "organisation_id": "organisation_id",
    }
    messages = Message.objects.filter(contract=contract)
    yield _arm(messages.filter(took_place_on=None), "message", "at", **said)
    yield _arm(messages.filter(took_place_on__isnull=False), "contact", "took_place_on", **said)


def _steps(contract: Contract) -> Iterable[Arm]:
    steps = LadderStep.objects.filter(contract=contract)
    yield _arm(steps, "step", "made_at", word="kind", first="planned_on", person="made_by__name")
    yield _arm(steps.filter(done_on__isnull=False), "step_done", "done_on", word="kind", person="recorded_by__name")
    viewed = steps.filter(contractor_view_at__isnull=False)
    yield _arm(viewed, "step_view", "contractor_view_at", word="kind", person="contractor_view_by__name")
    sent = Document.objects.filter(contract=contract, sent_at__isnull=False)
    yield _arm(sent, "document", "sent_at", word="kind", text="title", organisation_id="organisation_id")
    settlements = Settlement.objects.filter(contract=contract)
    yield _arm(settlements, "settlement", "drawn_up_at", person="drawn_up_by__name", organisation_id="drawn_up_for_id")
    done = settlements.filter(settled_on__isnull=False).exclude(state=SettlementState.WITHDRAWN)
    yield _arm(done, "settlement_settled", "settled_on", person="settled_by__name")
    withdrawn = settlements.filter(withdrawn_at__isnull=False)
    yield _arm(withdrawn, "settlement_withdrawn", "withdrawn_at", text="withdrawn_reason")
    yield _arm(Notice.objects.filter(contract=contract), "notice", "on", word="kind", text="to")


def _people(contract: Contract) -> Iterable[Arm]:
    parties = ContractParty.objects.filter(contract=contract)
    who = {"word": "role", "organisation_id": "organisation_id"}
    yield _arm(parties.exclude(role=PartyRole.PREDECESSOR), "party", "joined_on", **who)
    yield _arm(parties.filter(left_on__isnull=False), "party_left", "left_on", **who)
    given = HandOver.objects.filter(contract=contract)
    yield _arm(given, "hand_over", "made_at", text="to_name", person="made_by__name")
    yield _arm(given.filter(accepted_at__isnull=False), "hand_over_accepted", "accepted_at", person="accepted_by__name")
    undone = given.filter(undone_at__isnull=False)
    yield _arm(undone, "hand_over_undone", "undone_at", text="undone_reason", person="undone_by__name")
    successions = Succession.objects.filter(
        Q(contract=contract)
        | Q(
            contract=None,
            region_id=contract.region_id,
            predecessor__in=parties.filter(role=PartyRole.PREDECESSOR).values("organisation_id"),
        )
    )
    old = {"word": "kind", "text": "reason", "organisation_id": "predecessor_id"}
    yield _arm(successions, "succession", "on", person="made_by__name", **old)
    undone = successions.filter(undone_at__isnull=False)
    yield _arm(undone, "succession_undone", "undone_at", person="undone_by__name", **old | {"text": "undone_reason"})


_ARMS = {
    Subject.AGREED: _agreed,
    Subject.WORK: _work,
    Subject.CONTACT: _contact,
    Subject.STEPS: _steps,
    Subject.PEOPLE: _people,
}
