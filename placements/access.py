"""Who may do what with persons at work and other contributions, as sentences, and the lines someone works with."""

from datetime import date

from django.db.models import Q, QuerySet

from candidates.access import may_work_with_candidates, works_with_candidates
from organisations.access import (
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_werkplein,
)
from organisations.tenancy import Acting
from placements.choices import LineStatus
from placements.models import Deployment, FollowUp, Placement, Vacancy
from placements.querysets import FollowUpQuerySet, PlacementQuerySet
from tenders.access import contracts_of
from tenders.models import Contract, ContractParty
from tenders.querysets import ContractQuerySet


def may_see_deployment(acting: Acting) -> bool:
    """The contractor, the Werkplein that is named on the contract, and who verifies."""
    return acts_for_contractor(acting) or acts_for_werkplein(acting) or may_see_work_list(acting)


def may_see_evidence(acting: Acting) -> bool:
    """The company whose lines they are, and who verifies or enters them; of which lines, ``placements.evidence`` says."""
    return acts_for_contractor(acting) or may_see_work_list(acting)


def may_send_evidence(acting: Acting) -> bool:
    return may_see_evidence(acting) and acting.may_write


def may_see_contributions(acting: Acting) -> bool:
    """Other contributions line by line: whoever sees more of a contract than totals."""
    return may_see_deployment(acting) or acts_for_authority(acting)


def may_see_own_people(acting: Acting) -> bool:
    return acts_for_contractor(acting)


def may_coordinate(acting: Acting) -> bool:
    """Renames companies of the region, joins them, and lets one take over from another."""
    return acts_for_coordination_point(acting) and acting.may_write


def may_see_candidate_requests(acting: Acting) -> bool:
    """Who asks for candidates, and who answers; no authority and no programme bureau."""
    return acts_for_contractor(acting) or acts_for_werkplein(acting) or acts_for_coordination_point(acting)


def may_answer_candidate_requests(acting: Acting) -> bool:
    return (acts_for_werkplein(acting) or acts_for_coordination_point(acting)) and acting.may_write


def may_compare_persons(acting: Acting) -> bool:
    """Whether two are the same person is for the coordination point; it reads them by pseudonym."""
    return acts_for_coordination_point(acting)


def may_put_to_work(acting: Acting) -> bool:
    """May log persons and state their hours."""
    return acts_for_contractor(acting) and acting.may_write


def may_see_work_list(acting: Acting) -> bool:
    """The coordination point, and the SROI coordinators of an authority that verifies its own contracts."""
    return acts_for_coordination_point(acting) or acting.verifies_own


def may_verify(acting: Acting) -> bool:
    """Whether this member verifies at all; of which contracts, ``verifies`` and ``verified_as`` say."""
    return may_see_work_list(acting) and acting.may_write


def may_agree(acting: Acting) -> bool:
    """Whether this member may propose or answer bespoke effort at all: for his company, or as verifier."""
    return may_put_to_work(acting) or may_verify(acting)


def verified_as(acting: Acting) -> list[str]:
    """As whom this member verifies: the values of ``Contract.verified_by`` that are his."""
    if acting.verifies_own:
        return [f"v:{acting.organisation_id}"]
    if acts_for_coordination_point(acting):
        return [f"r:{region_id}:{acting.kind}" for region_id in acting.region_ids]
    return []


def verifies(acting: Acting, contract: Contract) -> bool:
    """The contract says who verifies it: the coordination point reads what an authority verifies itself."""
    return acting.may_write and contract.verified_by in verified_as(acting)


def carried_out_by(acting: Acting, *, on: date) -> ContractQuerySet:
    """Contracts on which the member's company logs persons: as contractor, or as a party that has not left."""
    own = Q(contractor_id=acting.organisation_id)
    as_party = ContractParty.objects.filter(organisation_id=acting.organisation_id).active(on=on)
    return contracts_of(acting).filter(own | Q(pk__in=as_party.values("contract_id")))


def sees_identity(acting: Acting) -> bool:
    """Whether names are on the screen; the verifier opens one with a reason, a Werkplein never does."""
    return acts_for_contractor(acting)


def deployments_of(acting: Acting) -> QuerySet[Deployment]:
    """The lines a member works with; a concept is the contractor's own business.

    Row security decides; this narrows by an index that it cannot use.
    """
    deployments = Deployment.objects.live()
    if acts_for_contractor(acting):
        return deployments.filter(contractor_id=acting.organisation_id)
    deployments = deployments.exclude(status=LineStatus.CONCEPT)
    if acts_for_werkplein(acting):
        return deployments.filter(contract__werkplein_id=acting.organisation_id)
    if acts_for_authority(acting):
        return deployments.filter(contract__authority_id=acting.organisation_id)
    return deployments.filter(region_id__in=acting.region_ids)


def sees_placements(acting: Acting) -> bool:
    """Who works with candidates, and a company those that it employs."""
    return works_with_candidates(acting) or acts_for_contractor(acting)


def sees_proposals(acting: Acting) -> bool:
    """Who works with candidates, and a company what was proposed to it after the candidate's yes."""
    return works_with_candidates(acting) or acts_for_contractor(acting)


def may_answer_proposals(acting: Acting) -> bool:
    """The employer; and the coach to whom he told it by telephone."""
    return sees_proposals(acting) and acting.may_write


def may_place(acting: Acting) -> bool:
    return may_work_with_candidates(acting)


def placements_of(acting: Acting) -> PlacementQuerySet:
    """The placements that a member works with: of the region, of his Werkplein's candidates, or at his company.

    Row security decides; this narrows by an index that it cannot use.
    """
    placements: PlacementQuerySet = Placement.objects.all()
    if acts_for_contractor(acting):
        return placements.filter(employer_organisation_id=acting.organisation_id)
    if acts_for_werkplein(acting):
        own = Q(candidate__werkplein_id=acting.organisation_id)
        return placements.filter(own | Q(candidate__registrant_organisation_id=acting.organisation_id))
    if acts_for_coordination_point(acting):
        return placements.filter(region_id__in=acting.region_ids)
    return placements.none()


def follow_ups_of(acting: Acting) -> FollowUpQuerySet:
    """The checks that a member works on: of placements of the candidates he works with, never as an employer."""
    follow_ups: FollowUpQuerySet = FollowUp.objects.all()
    if acts_for_contractor(acting):
        return follow_ups.none()
    return follow_ups.filter(placement__in=placements_of(acting).order_by())


def mediates_vacancies(acting: Acting) -> bool:
    """Who brings people and vacancies together in a region, and keeps vacancies for employers that ask so."""
    return acts_for_coordination_point(acting) or acts_for_werkplein(acting)


def sees_vacancies(acting: Acting) -> bool:
    """A company its own; who mediates those of the region. What is open, everybody reads on the public pages."""
    return acts_for_contractor(acting) or mediates_vacancies(acting)


def may_keep_vacancies(acting: Acting) -> bool:
    return sees_vacancies(acting) and acting.may_write


def may_adapt_rules(acting: Acting) -> bool:
    return mediates_vacancies(acting) and acting.may_write


def may_check_vacancies(acting: Acting) -> bool:
    """Whether a vacancy of a firm without a workspace comes online is for the coordination point to decide."""
    return acts_for_coordination_point(acting) and acting.may_write


def kept_vacancies(acting: Acting) -> QuerySet[Vacancy]:
    """The vacancies that a member keeps: of the own company, or of the region. One not proved by its firm is nobody's yet.

    Row security decides; this narrows by an index that it cannot use.
    """
    vacancies = Vacancy.objects.all()
    if acts_for_contractor(acting):
        return vacancies.filter(employer_organisation_id=acting.organisation_id)
    if not mediates_vacancies(acting):
        return vacancies.none()
    proven = Q(file__email_confirmed_at__isnull=False) | Q(published_at__isnull=False)
    of_members = Q(created_by__isnull=False) | Q(employer_organisation__isnull=False)
    return vacancies.filter(proven | of_members, region_id__in=acting.region_ids)
