"""Placements as somebody may know them: the rows of a list with the name where he may see it, and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import works_with_candidates
from candidates.models import Candidate, CandidateIdentity
from organisations.data_kinds import ERASED
from organisations.templatetags.formatting import date_nl, day_nl, hours
from organisations.tenancy import Acting
from placements import access
from placements.choices import ContractForm, OutflowCondition
from placements.identity.candidate_numbers import NumberAnswer, look_up
from placements.models import Deployment, Placement
from placements.outflow import Outflow, Weighed, outflow_of, with_outflow_facts
from placements.pages import outflow_words
from placements.placing.entering import may_know_name
from placements.placing.overdue import has_left, past_end
from tenders.models import Contract


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One of the four conditions as the page shows it."""

    weighed: Weighed
    label: str
    why: str

    @property
    def status(self) -> str:
        return "condition_met" if self.weighed.finding.is_met else "condition_not_met"


@dataclass(frozen=True, slots=True)
class PlacementPage:
    placement: Placement
    who: str
    facts: list[tuple[str, Any]]
    #: Only for who works with candidates, as all that follows from the file.
    outflow: Outflow | None
    conditions: list[ConditionRow]
    verdict: str
    half_year: str
    terms: list[dict[str, Any]]
    others: list[Placement]
    lines: list[Deployment]
    may_write: bool
    may_log: bool

    @property
    def may_share(self) -> bool:
        """Whether the employer can see who the candidate is, once he agrees."""
        return may_know_name(self.placement.employer_organisation)

    @property
    def overlapping(self) -> list[Placement]:
        """Other placements of the candidate on some of the same days."""
        return [one for one in self.others if _overlap(self.placement, one)]

    @property
    def is_outside_contract(self) -> bool:
        """It begins on a day on which the contract does not run, as far as one may see the contract."""
        contract = self.placement.contract
        if self.outflow is None or contract is None:
            return False
        return not contract.starts_on <= self.placement.starts_on <= contract.ends_on


def with_who(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with ``who`` (the name, else the number of the candidate), ``number_beside`` it, and ``is_named``.

    Row security gives the identity to who may see it: the employer only where the candidate agreed.
    """
    identity = CandidateIdentity.objects.filter(candidate_id=OuterRef("candidate_id"))
    name = Trim(Concat("first_name", Value(" "), "last_name", output_field=CharField()))
    return placements.annotate(
        is_named=Exists(identity),
        who=Coalesce(
            NullIf(Subquery(identity.annotate(full=name).values("full")), Value("")),
            F("candidate_reference"),
            output_field=CharField(),
        ),
        number_beside=Case(When(who=F("candidate_reference"), then=Value("")), default=F("candidate_reference")),
    )


def with_state(placements: QuerySet[Placement], *, on: date) -> QuerySet[Placement]:
    """Placements with ``shown_state``, a key of ``{% status %}``."""
    return placements.annotate(
        shown_state=Case(
            When(ended_on__lte=on, then=Value("placement_ended")),
            When(starts_on__gt=on, then=Value("placement_planned")),
            When(has_left(), then=Value("placement_left")),
            When(past_end(on), then=Value("placement_overdue")),
            default=Value("placement_running"),
            output_field=CharField(),
        )
    )


def named(placements: Iterable[Any]) -> list[Candidate]:
    """Of whom a name is shown, for the read log; an employer has no row of the candidate, only his number."""
    return list(
        {
            one.candidate_id: Candidate(pk=one.candidate_id, region_id=one.region_id)
            for one in placements
            if one.is_named
        }.values()
    )


def placement_rows(acting: Acting, *, on: date) -> QuerySet[Placement]:
    """The placements of a list, without joining the candidate, whom an employer cannot read."""
    return with_state(with_who(access.placements_of(acting)), on=on).select_related("employer_organisation")


def one_placement(acting: Acting, *, on: date) -> QuerySet[Placement]:
    """All that the page reads of a placement in the one query that finds it."""
    rows = placement_rows(acting, on=on).select_related("contract__authority", "occupation", "region")
    if not works_with_candidates(acting):
        return rows
    return with_outflow_facts(rows).annotate(erased_at=F("candidate__anonymised_at"))


def placement_page(acting: Acting, placement: Any, *, on: date) -> PlacementPage:
    """Collect the page of a placement out of ``one_placement``. At most five queries, one for an employer."""
    works = works_with_candidates(acting)
    of_person = placements_beside(acting, placement, on=on) if works else []
    outflow = outflow_of(placement, of_person, on=on) if works else None
    return PlacementPage(
        placement=placement,
        who=placement.who,
        facts=_facts(placement, works=works),
        outflow=outflow,
        conditions=[
            ConditionRow(one, str(OutflowCondition(one.finding.condition.value).label), outflow_words.why(one.finding))
            for one in (outflow.weighed if outflow else ())
        ],
        verdict=outflow_words.verdict(outflow, reference=placement.reference) if outflow else "",
        half_year=_half_year(outflow) if outflow else "",
        terms=_terms(placement) if works else [],
        others=[one for one in of_person if one.pk != placement.pk],
        lines=_marked(lines_of(acting, placement), works=works),
        may_write=access.may_place(acting) and getattr(placement, "erased_at", None) is None,
        may_log=access.may_put_to_work(acting) and placement.ended_on is None and not placement.is_erased,
    )


def _marked(lines: list[Deployment], *, works: bool) -> list[Deployment]:
    """With ``is_of_other`` where the number on the line is of somebody else; only who verifies the line is told so."""
    numbers = look_up(lines) if works else {}
    for line in lines:
        row: Any = line
        row.is_of_other = numbers.get(line.pk) == NumberAnswer.OTHER
    return lines


def lines_of(acting: Acting, placement: Placement) -> list[Deployment]:
    """What the employer states of this candidate on contracts, on days of the placement, as far as one may see it."""
    lines = access.deployments_of(acting).filter(
        region_id=placement.region_id, candidate_reference__iexact=placement.candidate_reference
    )
    lines = lines.filter(
        Q(contractor_id=placement.employer_organisation_id) | Q(contract_id=placement.contract_id),
        ends_on__gte=placement.starts_on,
    )
    if placement.ended_on is not None:
        lines = lines.filter(starts_on__lte=placement.ended_on)
    return list(lines.select_related("contract", "block").order_by("starts_on", "pk"))


def placement_of_line(acting: Acting, deployment: Deployment) -> Placement | None:
    """The placement to which a line belongs, for who may see both; one query, and none without a number."""
    if not deployment.candidate_reference or not access.sees_placements(acting):
        return None
    same = access.placements_of(acting).filter(
        region_id=deployment.region_id,
        candidate_reference__iexact=deployment.candidate_reference,
        starts_on__lte=deployment.ends_on,
    )
    at_company = Q(employer_organisation_id=deployment.contractor_id) | Q(contract_id=deployment.contract_id)
    still = Q(ended_on=None) | Q(ended_on__gte=deployment.starts_on)
    return same.filter(at_company, still).order_by("-starts_on", "pk").first()


def unlogged(acting: Acting) -> QuerySet[Placement]:
    """Placements at this company that still run and of which it states nothing on a contract yet."""
    own = Deployment.objects.live().filter(
        contractor_id=acting.organisation_id,
        region_id=OuterRef("region_id"),
        candidate_reference__iexact=OuterRef("candidate_reference"),
        ends_on__gte=OuterRef("starts_on"),
    )
    # Of who was erased the employer is gone as well: nobody states him any more.
    rows = access.placements_of(acting).filter(~Exists(own), sroi=True, ended_on=None).exclude(employer=ERASED)
    return with_who(rows).order_by("starts_on", "pk")


def known_of(placement: Any, contract: Contract) -> dict[str, Any]:
    """What a company need not type again of somebody placed with it: who it is where he agreed, period and hours."""
    identity = CandidateIdentity.objects.filter(candidate_id=placement.candidate_id).first()
    return {
        "name": identity.name if identity else "",
        "birth_date": identity.birth_date if identity else None,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on or contract.ends_on,
        "hours_per_week": placement.hours_per_week,
        "permanent": placement.ends_on is None and placement.contract_form == ContractForm.OWN,
        "candidate_reference": placement.candidate_reference,
    }


def placements_beside(acting: Acting, placement: Placement, *, on: date) -> list[Placement]:
    """All placements of the same candidate, this one among them, in the order in which they began."""
    rows = with_state(access.placements_of(acting).filter(candidate_id=placement.candidate_id), on=on)
    return list(rows.select_related("file", "employer_organisation").order_by("starts_on", "pk"))


def _overlap(one: Placement, other: Placement) -> bool:
    ends = [row.ended_on or row.ends_on or date.max for row in (one, other)]
    return one.starts_on <= ends[1] and other.starts_on <= ends[0]


def _facts(placement: Placement, *, works: bool) -> list[tuple[str, Any]]:
    facts = [
        (_("Kandidaatnummer"), placement.candidate_reference),
        (_("Werkgever"), placement.employer_name),
        (_("Eerste werkdag"), date_nl(placement.starts_on)),
        (_("Afgesproken einde"), date_nl(placement.ends_on) if placement.ends_on else _("geen")),
        (_("Uren per week"), hours(placement.hours_per_week)),
        (_("Soort contract"), placement.get_contract_form_display() or _("niet bekend")),
        (_("Sector"), placement.get_sector_display()),
    ]
    if placement.occupation is not None:
        facts.append((_("Beroep"), placement.occupation.name))
    if placement.ended_on is not None:
        facts.append((_("Laatste werkdag"), date_nl(placement.ended_on)))
    if not works:
        return facts
    if placement.ended_on is not None:
        reason = placement.get_end_reason_display()
        facts.append((_("Reden"), f"{reason}. {note}" if (note := placement.file.end_note) else reason))
    facts.append((_("Kenmerk"), placement.reference))
    return facts


def _terms(placement: Placement) -> list[dict[str, Any]]:
    """The versions of the agreed end, the newest first."""
    found = placement.terms.select_related("by", "organisation").order_by("-at", "-pk")
    return [
        {
            "when": one.agreed_on,
            "title": _("%(kind)s: %(until)s")
            % {
                "kind": one.get_kind_display(),
                "until": _("tot en met %(day)s") % {"day": day_nl(one.ends_on)} if one.ends_on else _("zonder einde"),
            },
            "sub": " · ".join(str(part) for part in (one.reason, one.by, one.organisation) if part),
            "state": "past",
        }
        for one in found
    ] or [{"when": timezone.localdate(placement.created_at), "title": _("Toegevoegd"), "state": "past"}]


def _half_year(outflow: Outflow) -> str:
    if outflow.half_year is None:
        return _("Nog geen half jaar aan het werk geweest.")
    return _("Een half jaar aan het werk op %(day)s (plaatsing %(reference)s).") % {
        "day": day_nl(outflow.half_year.reached_on),
        "reference": outflow.half_year.employment.reference,
    }
