"""Other contributions as somebody may know them: the lines of a list, and the page of one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organisations.access import acts_for_authority, acts_for_contractor, acts_for_werkplein
from organisations.templatetags.formatting import date_nl, euro, hours, number
from organisations.tenancy import Acting
from placements import access
from placements.choices import CORRECTABLE, ContributionKind, LineStatus
from placements.models import Contribution, Transition
from placements.pages.deployment_page import added, item_of
from placements.stating.contributions import odd_about
from tenders.choices import BlockKind

_WAITING = (LineStatus.SUBMITTED, LineStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class ContributionPage:
    line: Contribution
    what: str
    facts: list[tuple[str, Any]]
    #: What the verifier asked, or why it does not count, as it stands now.
    said: str
    timeline: list[dict[str, Any]]
    #: The viewer's own company entered it, and he may write.
    is_own: bool
    #: What is odd about it, as long as its company can do something about it.
    cautions: list[str]

    @property
    def may_change(self) -> bool:
        return self.is_own and self.line.kind == ContributionKind.BLOCK and self.line.contract.settled_on is None

    @property
    def may_correct(self) -> bool:
        return self.may_change and self.line.status in CORRECTABLE

    @property
    def may_submit(self) -> bool:
        return self.may_change and self.line.status == LineStatus.CONCEPT

    @property
    def may_withdraw(self) -> bool:
        return self.may_change and self.line.status in _WAITING


def contributions_of(acting: Acting) -> QuerySet[Contribution]:
    """The lines a member works with; a concept is its company's own business.

    Row security decides; this narrows by an index that it cannot use.
    """
    lines = Contribution.objects.live()
    others = lines.exclude(status=LineStatus.CONCEPT)
    if acts_for_contractor(acting):
        lead = Q(contract__contractor_id=acting.organisation_id) & ~Q(status=LineStatus.CONCEPT)
        return lines.filter(Q(contractor_id=acting.organisation_id) | lead)
    if acts_for_authority(acting):
        return others.filter(contract__authority_id=acting.organisation_id)
    if acts_for_werkplein(acting):
        return others.filter(contract__werkplein_id=acting.organisation_id)
    return others.filter(region_id__in=acting.region_ids)


def contribution_page(acting: Acting, line: Contribution) -> ContributionPage:
    """Collect the page; the line comes with contract, authority, contractor and block. One query."""
    taken = list(
        Transition.objects.filter(contribution=line).select_related("user", "organisation").order_by("-at", "-pk")
    )
    is_own = access.may_put_to_work(acting) and line.contractor_id == acting.organisation_id
    cautions = []
    if is_own and line.status in CORRECTABLE:
        cautions = odd_about(line.contract, company_id=line.contractor_id, day=line.date, worth=line.value)
    return ContributionPage(
        line=line,
        what=what_of(line),
        facts=_facts(line),
        said=_said(line, taken),
        timeline=[_item(one) for one in taken] or [added(line)],
        is_own=is_own,
        cautions=cautions,
    )


def what_of(line: Contribution) -> str:
    """The kind of effort in words."""
    return line.block.label if line.block else str(ContributionKind(line.kind).label)


def with_title(lines: QuerySet[Contribution]) -> QuerySet[Any]:
    """Each line with ``title``: its block, or the kind outside the tariff."""
    kinds = [When(kind=one.value, then=Value(str(one.label))) for one in ContributionKind]
    return lines.annotate(title=Coalesce(F("block__label"), Case(*kinds, output_field=CharField())))


def quantity_of(line: Contribution) -> str:
    """The quantity with what it counts."""
    match line.block.kind if line.block else "":
        case BlockKind.PER_HOUR:
            return hours(line.quantity)
        case BlockKind.ONE_OFF:
            return _("%(number)s keer") % {"number": number(line.quantity)}
        case _:
            return euro(line.quantity)


def _facts(line: Contribution) -> list[tuple[str, Any]]:
    contract = line.contract
    return [
        (_("Datum"), date_nl(line.date)),
        (_("Hoeveel"), quantity_of(line)),
        *([(_("Omschrijving"), line.description)] if line.description else []),
        (_("Opdrachtgever"), contract.authority.name),
        (_("Bedrijf"), line.contractor.name),
        (_("Kenmerk"), line.reference),
    ]


def _said(line: Contribution, taken: list[Transition]) -> str:
    """What was last said to a line that was returned or rejected, as long as it is."""
    if line.status not in {LineStatus.RETURNED, LineStatus.REJECTED}:
        return ""
    return next((one.note for one in taken if one.to_status == line.status != one.from_status), "")


_TITLES = {
    LineStatus.CONCEPT: lambda: _("Concept"),
    LineStatus.SUBMITTED: lambda: _("Ingediend"),
    LineStatus.RETURNED: lambda: _("Vraag gesteld"),
    LineStatus.APPROVED: lambda: _("Goedgekeurd"),
    LineStatus.REJECTED: lambda: _("Telt niet mee"),
}


def _item(step: Transition) -> dict[str, Any]:
    stays = step.from_status == step.to_status
    return item_of(step, step.note if stays and step.note else _TITLES[LineStatus(step.to_status)]())
