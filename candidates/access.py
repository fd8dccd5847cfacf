"""Who may do what with candidates, as sentences, and the files somebody works with."""

from django.db.models import Q

from candidates.choices import REGISTRANT_KINDS
from candidates.models import Candidate
from candidates.querysets import CandidateQuerySet
from organisations.access import acts_for_coordination_point, acts_for_werkplein
from organisations.tenancy import Acting


def works_with_candidates(acting: Acting) -> bool:
    """The back office and the Werkplein open files; nobody else does."""
    return acts_for_coordination_point(acting) or acts_for_werkplein(acting)


def may_work_with_candidates(acting: Acting) -> bool:
    return works_with_candidates(acting) and acting.may_write


def registers_only(acting: Acting) -> bool:
    """UWV, SW company, school and temp agency: they register people and see how that goes on."""
    return acting.kind in REGISTRANT_KINDS


def sees_registrations(acting: Acting) -> bool:
    return works_with_candidates(acting) or registers_only(acting)


def registers_candidates(acting: Acting) -> bool:
    return sees_registrations(acting) and acting.may_write


def may_run_back_office(acting: Acting) -> bool:
    """Settles how the region works: terms, who leads, which Werkplein serves which municipality."""
    return acts_for_coordination_point(acting) and acting.may_write


def asked_of(acting: Acting) -> Q:
    """Whom the member is asked to help. A Werkplein sees whom it registered for another one, and that one helps him."""
    if not acts_for_werkplein(acting):
        return Q()
    return Q(werkplein_id=acting.organisation_id) | Q(werkplein__isnull=True) | Q(coach_id=acting.user_id)


def candidates_of(acting: Acting) -> CandidateQuerySet:
    """The candidates that a member sees in his lists; merged files are out of them.

    Row security decides; this narrows by an index that it cannot use.
    """
    candidates: CandidateQuerySet = Candidate.objects.standing()
    if acts_for_coordination_point(acting):
        return candidates.filter(region_id__in=acting.region_ids)
    if acts_for_werkplein(acting):
        own = Q(werkplein_id=acting.organisation_id) | Q(registrant_organisation_id=acting.organisation_id)
        return candidates.filter(own)
    if registers_only(acting):
        return candidates.filter(registrant_organisation_id=acting.organisation_id)
    return candidates.none()
