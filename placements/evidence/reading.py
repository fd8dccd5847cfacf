"""What hangs on a line, and what this member may do with it."""

from django.db.models import BooleanField, Func, QuerySet

from organisations.access import acts_for_contractor, acts_for_coordination_point
from organisations.tenancy import Acting
from placements import access
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, EvidenceFile
from tenders.choices import EvidenceKind

CompanyLine = Deployment | Contribution


def of_line(line: CompanyLine) -> dict[str, CompanyLine]:
    """The field of evidence that names this line, to filter or make by."""
    return {"deployment" if isinstance(line, Deployment) else "contribution": line}


def standing_of(line: CompanyLine) -> QuerySet[EvidenceFile]:
    """What stands with a line, the oldest first; row security leaves out what is not for the asker."""
    return EvidenceFile.objects.standing().filter(**of_line(line)).order_by("uploaded_at", "pk")


def may_send(acting: Acting, line: CompanyLine) -> bool:
    """The company whose line it is; for one without computers the coordination point. ``line.contract`` is read."""
    if not acting.may_write or line.reversed_at is not None or line.contract.settled_on is not None:
        return False
    if acts_for_contractor(acting):
        return line.contractor_id == acting.organisation_id
    return acts_for_coordination_point(acting) and line.region_id in acting.region_ids


def may_open(acting: Acting, line: CompanyLine) -> bool:
    """Who verifies the contract, while something about the line waits for him."""
    if not access.verifies(acting, line.contract) or line.status == LineStatus.CONCEPT:
        return False
    return standing_of(line).annotate(waits=under_review()).filter(waits=True).exists()


def seen_of(acting: Acting, line: CompanyLine) -> list[EvidenceFile]:
    """What stands with a line, in one query: with ``is_judged``, and for others than its company ``waits`` and ``is_open``.

    Signed forms that are gone come along, so that the page can say that one is missing.
    ``content`` has the name: for its own company, and for who verifies once it is open.
    """
    files = EvidenceFile.objects.standing() | EvidenceFile.objects.filter(kind=EvidenceKind.SIGNED_FORM)
    files = files.filter(**of_line(line)).order_by("uploaded_at", "pk")
    files = files.with_judged().select_related("content").defer("content__data")
    if acts_for_contractor(acting):
        return list(files)
    opened = Func("pk", function="placements_may_open_evidence", output_field=BooleanField())
    return list(files.annotate(is_open=opened, waits=under_review()))


def under_review() -> Func:
    """Of evidence: whether something about its line waits for who verifies it (placements 0017)."""
    of_line = ("deployment_id", "contribution_id")
    return Func(*of_line, function="placements_evidence_under_review", output_field=BooleanField())
