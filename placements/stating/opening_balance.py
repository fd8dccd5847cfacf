"""What a contract older than the portal starts with: one amount, entered by whoever verifies, judged by a colleague."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.tenancy import Acting
from placements import closed, steps
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution
from placements.steps import Refused, Step
from placements.worth import appraisal
from tenders.models import Contract


@dataclass(frozen=True, slots=True)
class Balance:
    """So many euros had been filled in by this day, and where that is written."""

    amount: Decimal
    on: date
    source: str


def balance_of(contract: Contract) -> Contribution | None:
    """The opening balance that stands or waits; None without one, or when it was rejected."""
    return (
        Contribution.objects.live()
        .filter(contract=contract, kind=ContributionKind.OPENING_BALANCE)
        .exclude(status=LineStatus.REJECTED)
        .order_by("-created_at", "-pk")
        .first()
    )


@transaction.atomic
def enter(acting: Acting, contract: Contract, *, balance: Balance, at: datetime) -> Contribution:
    """Enter and submit it, or correct what nobody approved yet. ``Refused`` once it was approved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"opening {contract.pk}"])
    closed.check_open(contract.pk)
    if balance.amount <= 0:
        raise Refused(_("Vul een bedrag in boven nul."))
    line = balance_of(contract)
    is_new = line is None
    if line is None:
        line = Contribution(
            region_id=contract.region_id,
            contract=contract,
            contractor_id=contract.contractor_id,
            reference=f"B-{new_id().hex[-12:].upper()}",
            kind=ContributionKind.OPENING_BALANCE,
            status=LineStatus.CONCEPT,
            created_at=at,
        )
    elif line.status == LineStatus.APPROVED:
        raise Refused(_("De beginstand is al goedgekeurd. Draai die goedkeuring eerst terug bij Beoordelen."))
    line.date, line.quantity, line.description = balance.on, balance.amount, balance.source
    worth = appraisal.value_of_contribution(line)
    line.value, line.trace = worth.value, worth.trace_as_json()
    line.save(force_insert=is_new)
    if not is_new:
        steps.note(line, _("Gecorrigeerd"), by=acting, at=at)
    if line.status != LineStatus.SUBMITTED:
        steps.take([Step(line, LineStatus.SUBMITTED)], by=acting, at=at)
    return line
