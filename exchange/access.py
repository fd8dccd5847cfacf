"""Who may bring files in and take them out, as sentences, and the jobs that someone works with."""

from candidates.access import registers_candidates, works_with_candidates
from exchange.choices import JobKind
from exchange.models import BulkJob, PayrollUpload, ReferralUpload
from exchange.querysets import BulkJobQuerySet, UploadedTableQuerySet
from organisations.access import acts_for_authority, acts_for_coordination_point, acts_for_programme_bureau
from organisations.tenancy import Acting
from placements.access import may_put_to_work
from tenders.access import may_enter_tenders, may_keep_calendar


def may_see_contract_files(acting: Acting) -> bool:
    """An authority for its own contracts; coordination point and programme bureau for their region."""
    return acts_for_authority(acting) or acts_for_coordination_point(acting) or acts_for_programme_bureau(acting)


def may_see_files(acting: Acting) -> bool:
    """Whoever can have one made: of contracts, or of candidates."""
    return may_see_contract_files(acting) or works_with_candidates(acting)


def may_import_contracts(acting: Acting) -> bool:
    """An authority only its own contracts."""
    return may_see_contract_files(acting) and acting.may_write


def may_import_tenders(acting: Acting) -> bool:
    """Who enters them one by one: an authority only its own."""
    return may_enter_tenders(acting)


def may_import(acting: Acting, kind: str) -> bool:
    """Whether the member may bring in, or take back, a file of this kind."""
    return _IMPORTERS[kind](acting)


def may_import_packages(acting: Acting) -> bool:
    return (acts_for_coordination_point(acting) or acts_for_programme_bureau(acting)) and acting.may_write


def may_export_contracts(acting: Acting) -> bool:
    """An export is kept as a job, so it is something that is written."""
    return may_see_contract_files(acting) and acting.may_write


def may_export_tenders(acting: Acting) -> bool:
    """Who keeps the calendar; as with contracts, an export is something that is written."""
    return may_keep_calendar(acting) and acting.may_write


def may_export_packages(acting: Acting) -> bool:
    """A package has the names and dates of birth of persons: not for the programme bureau, which sees totals."""
    return acts_for_coordination_point(acting) and acting.may_write


def may_undo(acting: Acting) -> bool:
    """Whoever may bring something in; of which kind is looked at with the file itself."""
    return may_import_contracts(acting)


def may_bring_payroll(acting: Acting) -> bool:
    """Who states the hours of his own people may bring them in out of payroll."""
    return may_put_to_work(acting)


def jobs_of(acting: Acting) -> BulkJobQuerySet:
    """The jobs of the organisation. Row security decides; this narrows by an index that it cannot use."""
    return BulkJob.objects.filter(organisation_id=acting.organisation_id, region_id__in=acting.region_ids)


def payroll_uploads_of(acting: Acting) -> UploadedTableQuerySet:
    """The tables from payroll of the company itself; never anybody else's."""
    return PayrollUpload.objects.filter(organisation_id=acting.organisation_id)


def may_refer(acting: Acting) -> bool:
    """Who registers people one by one may bring in several at once."""
    return registers_candidates(acting)


def referral_uploads_of(acting: Acting) -> UploadedTableQuerySet:
    """The tables with people of the organisation itself; never anybody else's."""
    return ReferralUpload.objects.filter(organisation_id=acting.organisation_id)


_IMPORTERS = {
    JobKind.PACKAGE_IN.value: may_import_packages,
    JobKind.CONTRACTS_IN.value: may_import_contracts,
    JobKind.TENDERS_IN.value: may_import_tenders,
}
