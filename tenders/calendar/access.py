"""Who may do what with one tender on the calendar, as sentences (domain section 2)."""

from organisations.access import acts_for_authority
from organisations.tenancy import Acting
from tenders.access import may_award, may_enter_tenders, may_keep_calendar
from tenders.models import Tender
from tenders.querysets import TenderQuerySet


def may_read_calendar(acting: Acting) -> bool:
    """Everybody who works in a region reads what is on its calendar."""
    return bool(acting.regions)


def tenders_read_by(acting: Acting) -> TenderQuerySet:
    """Row security leaves out concepts of others; this narrows by the index of the region."""
    return Tender.objects.filter(region_id__in=acting.region_ids)


def may_watch(acting: Acting, tender: Tender) -> bool:
    """Reads what is not for everybody: a concept, a confidential value, who was invited, and who changed what."""
    return may_keep_calendar(acting) and _is_theirs(acting, tender)


def may_change(acting: Acting, tender: Tender) -> bool:
    return may_enter_tenders(acting) and _is_theirs(acting, tender)


def may_award_under(acting: Acting, tender: Tender) -> bool:
    """Only the authority itself makes a contract of it."""
    return may_award(acting) and _is_theirs(acting, tender)


def _is_theirs(acting: Acting, tender: Tender) -> bool:
    """An authority its own; who watches over the region all of it."""
    if tender.region_id not in acting.region_ids:
        return False
    return not acts_for_authority(acting) or tender.authority_id == acting.organisation_id
