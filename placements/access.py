"""Who may do what with persons at work and other contributions, as sentences, and the lines someone works with."""

from django.db.models import QuerySet

from organisations.access import (
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_werkplein,
)
from organisations.tenancy import Acting
from placements.choices import LineStatus
from placements.models import Deployment


def may_see_deployment(acting: Acting) -> bool:
    """The contractor, the Werkplein that is named on the contract, and who verifies."""
    return acts_for_contractor(acting) or acts_for_werkplein(acting) or acts_for_coordination_point(acting)


def may_see_own_people(acting: Acting) -> bool:
    return acts_for_contractor(acting)


def may_put_to_work(acting: Acting) -> bool:
    """May log persons and state their hours."""
    return acts_for_contractor(acting) and acting.may_write


def may_see_work_list(acting: Acting) -> bool:
    return acts_for_coordination_point(acting)


def may_verify(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


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
