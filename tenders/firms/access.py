"""Who may do what with the register of local firms and with invitations, as sentences."""

from django.db.models import QuerySet

from organisations.access import (
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_programme_bureau,
)
from organisations.tenancy import Acting
from tenders.firm_querysets import LocalFirmQuerySet
from tenders.models import FirmInvitation, LocalFirm, Tender


def may_see_firms(acting: Acting) -> bool:
    """The coordination point all, those who buy the confirmed ones, a company its own entry."""
    return acts_for_coordination_point(acting) or acts_for_authority(acting) or acts_for_contractor(acting)


def may_take_firms(acting: Acting) -> bool:
    """The register as a file: for who keeps it, and for those who buy."""
    return acts_for_coordination_point(acting) or acts_for_authority(acting)


def may_keep_firms(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_see_invited(acting: Acting) -> bool:
    """Whom an authority asked for an offer is known to itself and to who watches over the region."""
    return acts_for_authority(acting) or acts_for_coordination_point(acting) or acts_for_programme_bureau(acting)


def may_invite(acting: Acting) -> bool:
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def firms_of(acting: Acting) -> LocalFirmQuerySet:
    """The entries that are there for the member."""
    firms = LocalFirm.objects.filter(region_id__in=acting.region_ids)
    if acts_for_coordination_point(acting):
        return firms.proven()
    if acts_for_authority(acting):
        return firms.confirmed()
    return firms.filter(organisation_id=acting.organisation_id)


def firm_by_kvk(acting: Acting, kvk: str) -> LocalFirm | None:
    """The confirmed entry of this number, the newest where the member works in several regions."""
    return firms_of(acting).confirmed().filter(kvk=kvk).order_by("-looked_at", "pk").first()


def invited_with_kvk(tender: Tender) -> list[FirmInvitation]:
    """The firms that were asked for an offer and of which the number is known, by name."""
    standing = FirmInvitation.objects.standing().filter(tender=tender).exclude(kvk="")
    return list(standing.order_by("name", "pk"))


def tenders_inviting(acting: Acting) -> QuerySet[Tender]:
    """The tenders of which the member sees who was invited: his own, or those of his region."""
    tenders = Tender.objects.filter(region_id__in=acting.region_ids)
    return tenders.filter(authority_id=acting.organisation_id) if acts_for_authority(acting) else tenders
