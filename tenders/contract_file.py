"""The pages that together are the file of one contract, in the order in which they stand as tabs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Acting
from tenders.access import may_converse
from tenders.models import Contract


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file: its key, URL name and words, and to whom it is shown."""

    key: str
    url_name: str
    label: str | Promise
    is_for: Callable[[Acting, Contract], bool]


def everyone(acting: Acting, contract: Contract) -> bool:  # noqa: ARG001 - a predicate like the others
    return True


def of_its_sides(acting: Acting, contract: Contract) -> bool:
    """What the sides agree, owe and say is not for partners and subcontractors. Reads the loaded row."""
    audiences = {f"o:{acting.organisation_id}", f"r:{contract.region_id}:{acting.kind}"}
    return not audiences.isdisjoint(contract.sides_visible_to)


def of_who_converse(acting: Acting, contract: Contract) -> bool:
    """Of the sides, all but the programme bureau."""
    return may_converse(acting) and of_its_sides(acting, contract)


PAGES = (
    Page("overview", "placements:contract_detail", _("Overzicht"), everyone),
    Page("terms", "tenders:terms", _("Afspraken"), of_its_sides),
    Page("plan", "tenders:plan", _("Plan"), of_its_sides),
    Page("agreements", "placements:agreement_list", _("Maatwerk"), everyone),
    Page("parties", "tenders:party_list", _("Partijen"), everyone),
    Page("conversation", "tenders:conversation", _("Gesprek"), of_who_converse),
    Page("ladder", "tenders:ladder", _("Stappen"), of_its_sides),
    Page("what_if", "placements:what_if", _("Rekenhulp"), everyone),
    Page("documents", "tenders:document_list", _("Stukken"), everyone),
    Page("settlement", "placements:settlement", _("Afrekening"), of_its_sides),
)


def tabs(acting: Acting, contract: Contract, current: str) -> list[dict[str, Any]]:
    """The pages this member may open, as links; the one that is open is marked."""
    address = {"organisation_id": acting.organisation_id, "contract_id": contract.pk}
    return [
        {"label": page.label, "url": reverse(page.url_name, kwargs=address), "is_current": page.key == current}
        for page in PAGES
        if page.is_for(acting, contract)
    ]
