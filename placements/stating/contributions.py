"""What a company does with an effort that is no person at work: enter, correct, submit, take back, answer a question.

Only what a block of the contract's tariff values is entered here. Bespoke effort is agreed first (``agreements``), and
what a contract started with is entered by who verifies (``opening_balance``); their questions are answered here too.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.rounding import MOST_EUROS
from organisations.templatetags.formatting import day_nl, euro
from placements import closed, steps
from placements.choices import CORRECTABLE, ContributionKind, LineStatus
from placements.models import Contribution
from placements.shown import check_shown, fingerprint
from placements.steps import By, Refused, Step
from placements.valuation import Valuation
from placements.worth import appraisal
from tenders.choices import BlockKind
from tenders.models import Block, Contract

#: Blocks that a person at work or his age has; all others are a contribution.
OF_PERSONS = (BlockKind.FULL_TIME_YEAR, BlockKind.BONUS)


@dataclass(frozen=True, slots=True)
class Details:
    """What a company fills in: ``quantity`` is hours, euros excluding VAT, or pieces, by the kind of the block."""

    block: Block
    date: date
    quantity: Decimal
    description: str


@transaction.atomic
def enter(
    contract: Contract,
    *,
    details: Details,
    by: By,
    at: datetime,
    submit: bool = False,
    contribution_id: uuid.UUID | None = None,
    company_id: uuid.UUID | None = None,
) -> Contribution:
    """Put an effort on a contract: as a concept, or submitted at once.

    ``company_id``: whose effort it is; the contractor's unless told. With the ``contribution_id`` that the form was
    given, a form that is sent twice makes one line.
    """
    _check(contract, details)
    line_id = contribution_id or new_id()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contribution {line_id}"])
    made = Contribution.objects.filter(pk=line_id, contract=contract).first()
    if made is not None:
        return made
    closed.check_open(contract.pk)
    line = Contribution(
        id=line_id,
        region_id=contract.region_id,
        contract=contract,
        contractor_id=company_id or contract.contractor_id,
        reference=f"A-{new_id().hex[-12:].upper()}",
        created_at=at,
    )
    _fill(line, details)
    line.save(force_insert=True)
    steps.note(line, "", by=by, at=at, from_status="")
    if submit:
        _submit(line, by=by, at=at)
    return line


@transaction.atomic
def correct(
    contribution_id: uuid.UUID,
    *,
    details: Details,
    by: By,
    at: datetime,
    submit: bool = False,
    as_shown: str | None = None,
) -> Contribution:
    """Correct what is not yet approved. ``as_shown``: the fingerprint of the line in the form that comes back."""
    line = locked(contribution_id)
    _check_of_tariff(line)
    if line.status not in CORRECTABLE:
        raise Refused(_("Deze regel is al beoordeeld. Vraag om hem terug te draaien als er iets niet klopt."))
    if as_shown is not None:
        check_shown([line], {line.pk: as_shown})
    _check(line.contract, details)
    _fill(line, details)
    line.save()
    steps.note(line, _("Gecorrigeerd"), by=by, at=at)
    if submit and line.status == LineStatus.CONCEPT:
        _submit(line, by=by, at=at)
    return line


@transaction.atomic
def submit_contribution(contribution_id: uuid.UUID, *, by: By, at: datetime) -> Contribution:
    """Hand a concept to the verifier."""
    line = locked(contribution_id)
    _check_of_tariff(line)
    _submit(line, by=by, at=at)
    return line


@transaction.atomic
def withdraw(contribution_id: uuid.UUID, *, by: By, at: datetime) -> Contribution:
    """Take it back to concept, as long as nobody approved it."""
    line = locked(contribution_id)
    _check_of_tariff(line)
    steps.take([Step(line, LineStatus.CONCEPT)], by=by, at=at)
    return line


@transaction.atomic
def discard(contribution_id: uuid.UUID, *, by: By, at: datetime) -> None:
    """Throw a concept away; it stays in the history only."""
    line = locked(contribution_id)
    _check_of_tariff(line)
    if line.status != LineStatus.CONCEPT:
        raise Refused(_("Alleen een concept kunt u weggooien. Trek de regel eerst terug."))
    steps.note(line, _("Weggegooid"), by=by, at=at)
    line.reversed_at = at
    line.save(update_fields=["reversed_at"])


@transaction.atomic
def answer(contribution_id: uuid.UUID, *, text: str, by: By, at: datetime) -> Contribution:
    """Answer the verifier's question, whatever kind of line it is about: it is submitted again."""
    if not text.strip():
        raise Refused(_("Vul uw antwoord in."))
    line = locked(contribution_id)
    if line.status != LineStatus.RETURNED:
        raise Refused(_("Deze vraag is al beantwoord."))
    steps.take([Step(line, LineStatus.SUBMITTED, text.strip())], by=by, at=at)
    return line


def fault_of(block: Block, quantity: Decimal) -> str:
    """Why so much of it cannot be entered; empty when it can."""
    if live_value(block, quantity).value <= MOST_EUROS:
        return ""
    return _("Dit getal is te groot. Kijk na hoeveel het was.")


def live_value(block: Block, quantity: Decimal) -> Valuation:
    """What it is worth while it is typed. Knows nothing but the tariff."""
    return appraisal.value_of_contribution(Contribution(kind=ContributionKind.BLOCK, block=block, quantity=quantity))


def cautions_of(
    contract: Contract, details: Details, *, company_id: uuid.UUID, on: date, besides: uuid.UUID | None = None
) -> list[str]:
    """What is said while it is typed, and stops nobody: reads the company's own lines only. One query."""
    worth = live_value(details.block, details.quantity).value
    found = odd_about(contract, company_id=company_id, day=details.date, worth=worth)
    if details.date > on:
        found.append(_("Deze dag moet nog komen. Bewaar het als concept, en dien het in als het gedaan is."))
    same = Contribution.objects.live().filter(
        region_id=contract.region_id,
        contractor_id=company_id,
        block__code=details.block.code,
        date=details.date,
        quantity=details.quantity,
    )
    same = same.exclude(pk=besides).exclude(status=LineStatus.REJECTED)
    other = same.select_related("contract").order_by("created_at", "pk").first()
    if other is not None:
        found.append(
            _("Op deze dag staat dit al op %(contract)s (%(reference)s). Eén inspanning telt één keer.")
            % {"contract": other.contract.title, "reference": other.reference}
        )
    if details.block.kind == BlockKind.INVOICE_SHARE:
        found.append(
            _(
                "Staat iemand van deze factuur ook als medewerker op een contract? Dan telt de factuur niet, of die persoon niet."
            )
        )
    return found


def odd_about(contract: Contract, *, company_id: uuid.UUID, day: date, worth: Decimal) -> list[str]:
    """Of what the verifier will be told as well, what can be said to the company."""
    found = []
    if not contract.starts_on <= day <= contract.ends_on:
        found.append(
            _("Deze dag valt buiten de looptijd van het contract (%(first)s tot en met %(last)s).")
            % {"first": day_nl(contract.starts_on), "last": day_nl(contract.ends_on)}
        )
    # What is owed is for the company that won the contract; a party beside it never reads more than its own part.
    if company_id == contract.contractor_id and 0 < contract.obligation < worth:
        words = _("Dit levert %(worth)s op. Dat is meer dan de hele verplichting van %(owed)s. Klopt dit bedrag?")
        found.append(words % {"worth": euro(worth), "owed": euro(contract.obligation)})
    return found


def as_shown(line: Contribution) -> str:
    """What the form holds of the line, to see later whether it changed in between."""
    return fingerprint(line)


def _submit(line: Contribution, *, by: By, at: datetime) -> None:
    if line.date > timezone.localdate(at):
        raise Refused(_("Indienen kan als het gedaan is: deze dag moet nog komen. Bewaar het zolang als concept."))
    if line.quantity <= 0:
        raise Refused(_("Vul een hoeveelheid in boven nul."))
    steps.take([Step(line, LineStatus.SUBMITTED)], by=by, at=at)


def _check(contract: Contract, details: Details) -> None:
    if details.block.tariff_id != contract.tariff_id or details.block.kind in OF_PERSONS:
        raise Refused(_("Kies een soort uit het tarief van dit contract."))
    fault = fault_of(details.block, details.quantity)
    if fault:
        raise Refused(fault)


def _check_of_tariff(line: Contribution) -> None:
    if line.kind != ContributionKind.BLOCK:
        raise Refused(_("Deze regel staat bij Maatwerk. Daar kunt u hem bekijken en indienen."))


def _fill(line: Contribution, details: Details) -> None:
    line.block, line.date = details.block, details.date
    line.quantity, line.description = details.quantity, details.description.strip()
    worth = appraisal.value_of_contribution(line)
    line.value, line.trace = worth.value, worth.trace_as_json()


def locked(contribution_id: uuid.UUID) -> Contribution:
    """The live line of a contract that is open, ours alone until the transaction ends."""
    line = (
        Contribution.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("contract", "block")
        .get(pk=contribution_id)
    )
    closed.check_open(line.contract_id)
    return line
