"""What the page of a settlement shows: what is still open, the figures, the decision, the letter, and what was before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.months import add_months
from organisations.templatetags.formatting import euro
from placements import settlement
from placements.settlement import StillOpen
from tenders.choices import LadderKind, SettlementState, ShortfallDecision, StepState
from tenders.models import Contract, LadderStep, Settlement
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy

#: So long before the end the page says what is missing.
MONTHS_AHEAD = 3
_LAST_STEPS = (LadderKind.HEARING, LadderKind.SHORTFALL)


class Stage(StrEnum):
    """Where a settlement is; also the value of ``?stap=``."""

    OPEN = "open"
    DECISION = "besluit"
    LETTER = "brief"
    DONE = "klaar"


_LABELS: dict[Stage, str | Promise] = {
    Stage.OPEN: gettext_lazy("Wat is nog open?"),
    Stage.DECISION: gettext_lazy("Bedragen en besluit"),
    Stage.LETTER: gettext_lazy("Brief"),
    Stage.DONE: gettext_lazy("Afgerekend"),
}


@dataclass(frozen=True, slots=True)
class SettlementPage:
    stage: Stage
    stages: list[dict[str, Any]]
    settlement: Settlement | None
    history: list[Settlement]
    open: StillOpen
    in_the_way: str
    outlook: Outlook
    #: Whether the exact amounts are for these eyes; else ``outlook`` is a band.
    is_exact: bool
    has_ended: bool
    ends_soon: bool
    #: The outcome of the last step of the ladder, on which a decision can rest.
    ground: LadderStep | None
    #: Whether there is a shortfall about which the contractor was not heard.
    is_unheard: bool
    figures: list[dict[str, Any]]


def settlement_page(contract: Contract, *, on: date, asked: str = "") -> SettlementPage:
    """Collect the page. The contract comes with totals, band and start-up months. Three queries.

    ``asked`` is the stage that somebody wants to go back to, while it is drawn up.
    """
    rows = list(
        Settlement.objects.filter(contract=contract)
        .select_related("surplus_to", "letter", "drawn_up_by", "drawn_up_for", "settled_by")
        .defer("letter__file", "letter__content")
        .order_by("-drawn_up_at", "-pk")
    )
    standing = next((row for row in rows if row.state != SettlementState.WITHDRAWN), None)
    found = settlement.still_open(contract.pk)
    is_exact = getattr(contract, "totals", None) is not None
    stage = _stage(standing, asked)
    last_steps = LadderStep.objects.filter(contract=contract, kind__in=_LAST_STEPS, state=StepState.DONE)
    taken = list(last_steps.order_by("-done_on", "-pk"))
    return SettlementPage(
        stage=stage,
        stages=_stages(stage),
        settlement=standing,
        history=[row for row in rows if row.state == SettlementState.WITHDRAWN],
        open=found,
        in_the_way=settlement.in_the_way(found),
        outlook=outlook(
            contract, on=on, totals=is_exact, policy=ProgressPolicy(startup_months=contract.start_up_months)
        ),
        is_exact=is_exact,
        has_ended=contract.ends_on < on,
        ends_soon=on <= contract.ends_on <= add_months(on, MONTHS_AHEAD),
        ground=next((step for step in taken if step.kind == LadderKind.SHORTFALL), None),
        is_unheard=standing is not None
        and bool(standing.shortfall)
        and all(step.kind != LadderKind.HEARING for step in taken),
        figures=_figures(standing) if standing else [],
    )


def _stage(standing: Settlement | None, asked: str) -> Stage:
    if standing is None:
        return Stage.OPEN
    if standing.state == SettlementState.SETTLED:
        return Stage.DONE
    if asked == Stage.LETTER and settlement.is_decided(standing):
        return Stage.LETTER
    return Stage.DECISION


def _stages(current: Stage) -> list[dict[str, Any]]:
    order = list(Stage)
    here = order.index(current)
    return [
        {"label": _LABELS[one], "is_done": number < here or current == Stage.DONE, "is_current": one == current}
        for number, one in enumerate(order)
    ]


def _figures(row: Settlement) -> list[dict[str, Any]]:
    """Owed, approved for persons and for the rest, together, and what is short or over: to the cent."""
    counted = row.persons_approved + row.others_approved
    rest = (
        {"label": _("Overschot"), "value": euro(row.surplus), "main": True}
        if row.surplus
        else {"label": _("Tekort"), "value": euro(row.shortfall), "main": True}
    )
    return [
        {"label": _("Verplichting"), "value": euro(row.obligation)},
        {"label": _("Goedgekeurd, personen"), "value": euro(row.persons_approved)},
        {"label": _("Goedgekeurd, andere invulling"), "value": euro(row.others_approved)},
        {"label": _("Goedgekeurd in totaal"), "value": euro(counted)},
        rest,
    ]


def proposed_division(row: Settlement, ground: LadderStep | None) -> dict[str, Decimal]:
    """What the form begins with: as it was decided, or all withheld unless the last step of the ladder waived it."""
    if row.withheld or row.waived:
        return {"withheld": row.withheld, "waived": row.waived}
    if ground is not None and ground.decision == ShortfallDecision.WAIVE:
        return {"withheld": Decimal("0.00"), "waived": row.shortfall}
    return {"withheld": row.shortfall, "waived": Decimal("0.00")}
