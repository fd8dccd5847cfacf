"""What the page of a contract shows, for whoever looks: everybody the same contract, nobody more than is his.

Row security leaves out the rows; this decides which amounts are words about a band and which are exact.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Invitation
from organisations.notation import dutch_number
from organisations.templatetags.formatting import euro0, percentage
from organisations.tenancy import Acting
from placements.access import may_see_deployment, sees_identity
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution, Deployment
from placements.pages.timeline import timeline_of
from placements.worth.to_come import to_come, with_given
from tenders import access
from tenders.choices import Side
from tenders.explanations import band_of_obligation, band_text, of_obligation, progress_bar, terms_trace
from tenders.models import Contract, ContractVersion, Responsible
from tenders.outlook import Outlook, Totals, outlook
from tenders.progress import ProgressPolicy, Standing
from tenders.terms import as_rule
from tenders.versions import holding_on

PERSONS_SHOWN = 100
_CENTS = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Party:
    """One of the three sides, with who answers for it."""

    side: Side
    organisation: str
    responsible: Responsible | None
    may_change: bool
    #: The invitation with which this viewer brought the company in, while nobody has used it.
    invitation: Invitation | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person at work as the viewer may know him: by name for his employer, else by pseudonym."""

    id: uuid.UUID
    who: str
    block: str
    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    status: str
    approved: Decimal
    waiting: Decimal
    forecast: Decimal
    #: What of the forecast can still come.
    to_come: Decimal


@dataclass(frozen=True, slots=True)
class EffortRow:
    """One kind of effort: how many, what of it is approved and what waits, already in words."""

    kind: str
    note: str
    count: str
    approved: str
    waiting: str


@dataclass(frozen=True, slots=True)
class ContractPage:
    contract: Contract
    outlook: Outlook
    figures: list[dict[str, Any]]
    bar: dict[str, Any]
    obligation: list[dict[str, Any]]
    parties: list[Party]
    first_contact_by: date
    efforts: list[EffortRow]
    effort_total: EffortRow | None
    persons: list[PersonLine] | None
    more_persons: int
    concepts: int
    concepts_forecast: Decimal
    versions: list[ContractVersion]
    #: Number of the version that holds; a newer one can wait for its day.
    holding: int
    timeline: list[dict[str, Any]]


def contract_page(acting: Acting, contract: Contract, *, on: date) -> ContractPage:
    """Collect the page. The contract comes with parties, tariff, totals, band and start-up months. Six queries."""
    totals = access.sees_totals(acting)
    sees_persons = may_see_deployment(acting)
    lines = person_lines(acting, contract, on=on) if sees_persons else []
    standing = outlook(
        contract,
        on=on,
        totals=totals,
        policy=ProgressPolicy(startup_months=contract.start_up_months),
        persons_to_come=sum((line.to_come for line in lines), _CENTS) if sees_persons else None,
    )
    persons, concepts = without_concepts(acting, lines)
    versions = list(contract.versions.order_by("-number"))
    efforts, effort_total = _efforts(contract, standing)
    first_contact_by = contract.awarded_on + timedelta(days=contract.first_contact_days)
    return ContractPage(
        contract=contract,
        outlook=standing,
        figures=_figures(contract, standing),
        bar=progress_bar(standing),
        obligation=terms_trace({name: getattr(contract, name) for name in Contract.TERMS}),
        parties=_parties(acting, contract),
        first_contact_by=first_contact_by,
        efforts=efforts,
        effort_total=effort_total,
        persons=persons[:PERSONS_SHOWN] if sees_persons else None,
        more_persons=max(len(persons) - PERSONS_SHOWN, 0),
        concepts=len(concepts),
        concepts_forecast=sum((line.forecast for line in concepts), _CENTS),
        versions=versions,
        holding=holding_on((as_rule(row) for row in versions), on).number,
        timeline=timeline_of(contract, first_contact_by=first_contact_by, on=on),
    )


def _figures(contract: Contract, standing: Outlook) -> list[dict[str, Any]]:
    """Owed, expected, approved, waiting, forecast, gap: always in this order."""
    owed = {
        "label": _("Verplichting"),
        "value": euro0(standing.owed),
        "sub": (
            _("%(percentage)s van %(basis)s, min PSO-korting")
            if contract.discount
            else _("%(percentage)s van %(basis)s")
        )
        % {"percentage": percentage(contract.percentage), "basis": euro0(contract.basis_amount)},
    }
    if standing.standing == Standing.SETTLED and standing.banded is None:
        return [owed, *_final_figures(standing)]
    expected = {
        "label": _("Volgens plan vandaag") if standing.plan else _("Volgens schema vandaag"),
        "value": euro0(standing.expected),
        "sub": _("uit het afgesproken plan")
        if standing.plan
        else _("dag %(day)s van %(days)s") % {"day": dutch_number(standing.day), "days": dutch_number(standing.days)},
    }
    return [owed, expected, *(_exact_figures(standing) if standing.banded is None else _banded_figures(standing))]


def _final_figures(standing: Outlook) -> list[dict[str, Any]]:
    """Of a settled contract: nothing is expected of it any more."""
    more = standing.approved - standing.owed
    return [
        {"label": _("Goedgekeurd"), "value": euro0(standing.approved), "main": True},
        {"label": _("Overschot") if more > 0 else _("Tekort"), "value": euro0(abs(more))},
    ]


def _exact_figures(standing: Outlook) -> list[dict[str, Any]]:
    reached = ""
    if standing.percent is not None and standing.owed:
        reached = _("met wat wacht %(percent)s van het schema") % {"percent": percentage(standing.percent)}
    return [
        {"label": _("Goedgekeurd"), "value": euro0(standing.approved), "sub": reached, "main": True},
        {"label": _("Wacht op beoordeling"), "value": euro0(standing.waiting)},
        {"label": _("Verwacht"), "value": euro0(standing.planned), "sub": _("van wat nu is ingevoerd")},
        {
            "label": _("Nog in te vullen"),
            "value": euro0(standing.to_do),
            "sub": _("waarvan %(amount)s nog niet gedekt") % {"amount": euro0(standing.unplanned)}
            if standing.unplanned
            else "",
        },
    ]


def _banded_figures(standing: Outlook) -> list[dict[str, Any]]:
    banded = standing.banded
    assert banded is not None  # noqa: S101 - the caller looked; this tells the type checker
    return [
        {
            "label": _("Goedgekeurd"),
            "value": band_text(standing),
            "sub": _("%(of_obligation)s, personen") % {"of_obligation": of_obligation(standing)}
            if standing.owed
            else of_obligation(standing),
            "main": True,
        },
        {"label": _("Andere invulling"), "value": euro0(banded.others_approved), "sub": _("goedgekeurd")},
        {
            "label": _("Wacht op beoordeling"),
            "value": _lines(banded.lines_waiting),
            "sub": _("waarvan %(amount)s andere invulling") % {"amount": euro0(banded.others_waiting)}
            if banded.others_waiting
            else "",
        },
        {
            "label": _("Nog in te vullen"),
            "value": euro0(standing.to_do),
            "sub": _("of minder") if standing.to_do and banded.upper else "",
        },
    ]


def _lines(count: int) -> str:
    return ngettext("%(n)s regel", "%(n)s regels", count) % {"n": dutch_number(count)}


def _efforts(contract: Contract, standing: Outlook) -> tuple[list[EffortRow], EffortRow | None]:
    """What was done, by kind. Others see what row security lets them; the programme bureau gets one sum for them."""
    count = dutch_number(contract.band.persons)
    if standing.totals is None:
        band = band_of_obligation(standing)
        persons = EffortRow(_("Personen aan het werk"), _("alleen aantal en band"), count, band, "")
    else:
        persons = EffortRow(
            _("Personen aan het werk"),
            "",
            count,
            dutch_number(standing.totals.persons_approved, 2),
            dutch_number(standing.totals.persons_waiting, 2),
        )
    rows = [persons, *([own_effort(standing.own)] if standing.own else []), *other_efforts(contract)]
    if standing.totals is None:
        return rows, None
    known = standing.totals
    if standing.own is None and len(rows) == 1 and (known.others_approved or known.others_waiting):
        rows.append(
            EffortRow(
                _("Andere invulling"),
                "",
                "",
                dutch_number(known.others_approved, 2),
                dutch_number(known.others_waiting, 2),
            )
        )
    total = EffortRow(_("Totaal"), "", "", dutch_number(known.approved, 2), dutch_number(known.waiting, 2))
    return rows, total


def own_effort(own: Totals) -> EffortRow:
    """What the persons of the viewer's own company gave, where several carry out the contract."""
    return EffortRow(
        _("Uw eigen medewerkers"),
        "",
        "",
        dutch_number(own.persons_approved, 2),
        dutch_number(own.persons_waiting, 2),
    )


def other_efforts(contract: Contract) -> list[EffortRow]:
    """Other contributions by kind, of those that the viewer sees."""
    live = Q(reversed_at__isnull=True)
    waiting = live & Q(status=LineStatus.SUBMITTED)
    groups = (
        Contribution.objects.filter(contract=contract)
        .values("kind", "block__label")
        .annotate(
            lines=Count("id", filter=live & ~Q(status__in=(LineStatus.REJECTED, LineStatus.CONCEPT))),
            approved=Coalesce(Sum("value", filter=Q(status=LineStatus.APPROVED)), _CENTS),
            waits=Coalesce(Sum("value", filter=waiting), _CENTS),
        )
        .filter(lines__gt=0)
        .order_by("block__label", "kind")
    )
    return [
        EffortRow(
            str(group["block__label"] or ContributionKind(group["kind"]).label),
            "",
            dutch_number(group["lines"]),
            dutch_number(group["approved"], 2),
            dutch_number(group["waits"], 2),
        )
        for group in groups
    ]


def person_lines(acting: Acting, contract: Contract, *, on: date) -> list[PersonLine]:
    """The persons at work, who started last first. Only their own employer reads names here.

    The verifier could, but opens a name on the line itself, with a reason that is logged. With the concepts,
    which are in the forecast of the contract: see ``without_concepts``.
    """
    by_name = sees_identity(acting)
    live = Deployment.objects.live().filter(contract=contract)
    lines = with_given(live.select_related("block", *(["person"] if by_name else []))).order_by("-starts_on", "-id")
    return [
        PersonLine(
            id=line.pk,
            who=line.person.name if by_name else line.pseudonym,
            block=line.block.label,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            hours_per_week=line.hours_per_week,
            status=line.status,
            approved=line.approved,
            waiting=line.waits,
            forecast=line.forecast,
            to_come=to_come(line, contract, on=on),
        )
        for line in lines
    ]


def without_concepts(acting: Acting, lines: list[PersonLine]) -> tuple[list[PersonLine], list[PersonLine]]:
    """Lines to show one by one, and concepts to show as one sum: whose they are is the contractor's own business."""
    if sees_identity(acting):
        return lines, []
    concepts = [line for line in lines if line.status == LineStatus.CONCEPT]
    return [line for line in lines if line.status != LineStatus.CONCEPT], concepts


def _parties(acting: Acting, contract: Contract) -> list[Party]:
    named = {one.side: one for one in Responsible.objects.filter(contract=contract)}
    mine = access.sides_named_by(acting)
    invited = {Side.CONTRACTOR: _unused_invitation(acting, contract)} if access.may_award(acting) else {}
    organisations = {
        Side.AUTHORITY: contract.authority,
        Side.CONTRACTOR: contract.contractor,
        Side.WERKPLEIN: contract.werkplein,
    }
    return [
        Party(
            side,
            organisation.name if organisation else _("nog niet gekozen"),
            named.get(side),
            side in mine and organisation is not None,
            invited.get(side),
        )
        for side, organisation in organisations.items()
    ]


def _unused_invitation(acting: Acting, contract: Contract) -> Invitation | None:
    return (
        Invitation.objects.filter(
            organisation_id=contract.contractor_id,
            invited_from_id=acting.organisation_id,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .order_by("-created_at", "-pk")
        .first()
    )
