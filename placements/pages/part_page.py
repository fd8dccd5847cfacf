"""What a partner, a subcontractor or a former contractor sees of a contract: its own part, and whom to ask."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.templatetags.formatting import euro0
from organisations.tenancy import Acting
from placements.access import may_put_to_work
from placements.pages.contract_page import PERSONS_SHOWN, EffortRow, PersonLine, other_efforts, own_effort, person_lines
from tenders.choices import PartyRole, Side, sees_terms
from tenders.models import Contract, ContractParty, Responsible
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy


@dataclass(frozen=True, slots=True)
class PartPage:
    """No standing and nothing of the whole; the obligation only for a partner, who is liable for it too."""

    party: ContractParty
    outlook: Outlook
    figures: list[dict[str, Any]]
    efforts: list[EffortRow]
    effort_total: EffortRow | None
    persons: list[PersonLine]
    more_persons: int
    concepts: int
    concepts_forecast: Decimal
    lead_contact: Responsible | None
    sees_terms: bool
    #: Whether the company still adds persons: it has not left, and did not have the contract before.
    may_add: bool


def part_page(acting: Acting, contract: Contract, *, on: date) -> PartPage:
    """Collect the page; the contract comes with its own part. Four queries."""
    party = ContractParty.objects.get(contract=contract, organisation_id=acting.organisation_id)
    persons = person_lines(acting, contract, on=on)
    coming = sum((line.to_come for line in persons), Decimal("0.00"))
    standing = outlook(contract, on=on, totals=False, policy=ProgressPolicy(), persons_to_come=coming)
    shows_terms = sees_terms(party.role)
    left = party.left_on is not None and party.left_on < on
    over = contract.settled_on is not None
    return PartPage(
        party=party,
        outlook=standing,
        figures=_figures(contract, standing, shows_terms=shows_terms),
        efforts=[*([own_effort(standing.own)] if standing.own else []), *other_efforts(contract)],
        effort_total=None,
        persons=persons[:PERSONS_SHOWN],
        more_persons=max(len(persons) - PERSONS_SHOWN, 0),
        concepts=0,
        concepts_forecast=Decimal("0.00"),
        lead_contact=Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).first(),
        sees_terms=shows_terms,
        may_add=may_put_to_work(acting) and not left and not over and party.role != PartyRole.PREDECESSOR,
    )


def _figures(contract: Contract, standing: Outlook, *, shows_terms: bool) -> list[dict[str, Any]]:
    owed = {
        "label": _("Verplichting van de hele opdracht"),
        "value": euro0(contract.obligation),
        "sub": _("daarvoor bent u mee aansprakelijk"),
    }
    return [
        {"label": _("Goedgekeurd"), "value": euro0(standing.approved), "sub": _("van uw bedrijf"), "main": True},
        {"label": _("Wacht op beoordeling"), "value": euro0(standing.waiting)},
        {"label": _("Verwacht"), "value": euro0(standing.planned), "sub": _("van wat nu is ingevoerd")},
        *([owed] if shows_terms else []),
    ]
