"""The evidence of one line as a part of any page that shows that line: ``{% evidence_panel evidence %}``."""

import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from organisations.access import WorkRequest, acts_for_contractor
from organisations.file_checks import FileRefusal, FileState
from organisations.templatetags.formatting import month_nl
from placements import access, evidence
from placements.choices import LineStatus
from placements.evidence import CompanyLine
from placements.forms.evidence import EvidenceForm
from placements.models import Deployment, EvidenceContent, EvidenceFile
from tenders.choices import EvidenceKind


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One file on the screen. ``name`` is empty for who may not know it."""

    file: EvidenceFile
    name: str
    refusal: str
    has_expired: bool
    may_view: bool
    may_remove: bool

    @property
    def page_numbers(self) -> range:
        return range(1, self.file.pages + 1)


@dataclass(frozen=True, slots=True)
class EvidencePanel:
    items: list[EvidenceItem]
    address: str
    open_address: str
    #: The page to come back to.
    back: str
    form: EvidenceForm | None
    #: Labels of the kinds that the block of this line needs and that are not there.
    missing: list[str]
    may_open: bool
    is_own: bool
    refused_open: str = ""
    #: The form on the page that the reason to open goes along with; empty when it has a form of its own.
    opened_by: str = ""

    @property
    def from_list(self) -> str:
        """What a link to a file adds to lead back to the line in the work list; empty on other pages."""
        return f"?{urlencode({'terug': self.back})}" if "/beoordelen/" in self.back and not self.is_own else ""

    @property
    def first_to_view(self) -> EvidenceItem | None:
        """Where the key for evidence goes in the work list."""
        return next((item for item in self.items if item.may_view), None) if self.from_list else None

    @property
    def is_waiting(self) -> bool:
        """Whether a check is under way that ends by itself any moment."""
        return any(_waits(item.file) and not item.file.awaits_scanner for item in self.items)

    @property
    def awaits_scanner(self) -> bool:
        return any(_waits(item.file) and item.file.awaits_scanner for item in self.items)


def panel_of(
    request: WorkRequest, line: CompanyLine, *, form: EvidenceForm | None = None, refused_open: str = ""
) -> EvidencePanel | None:
    """The panel for who may see one; None for others. ``line`` comes with its contract and block. One query."""
    acting = request.acting
    if not access.may_see_evidence(acting):
        return None
    is_own = acts_for_contractor(acting)
    verifies = not is_own and access.verifies(acting, line.contract) and line.status != LineStatus.CONCEPT
    seen = evidence.seen_of(acting, line)
    files = [file for file in seen if file.removed_at is None and file.expired_at is None]
    today = timezone.localdate()
    missing = _missing(line, files)
    unsigned = _unsigned(line, seen)
    if form is None and evidence.may_send(acting, line):
        form = EvidenceForm(line=line, on=today, initial={"kind": missing[0]} if missing else None)
    items = [
        EvidenceItem(
            file=file,
            name=_name_of(file),
            refusal=str(FileRefusal(file.refusal).label) if file.refusal else "",
            has_expired=file.valid_until is not None and file.valid_until < today,
            may_view=file.state == FileState.CHECKED and (is_own or getattr(file, "is_open", False)),
            may_remove=evidence.may_remove(acting, file),
        )
        for file in files
    ]
    return EvidencePanel(
        items=items,
        address=address_of(acting.organisation_id, line),
        open_address=address_of(acting.organisation_id, line, opening=True),
        back=_here(request, line),
        form=form,
        missing=[*(str(kind.label) for kind in missing), *unsigned],
        may_open=verifies and any(_waits_unopened(file) for file in _checked(files)),
        is_own=is_own,
        refused_open=refused_open,
    )


def reading_panel(request: WorkRequest, line: CompanyLine) -> EvidencePanel | None:
    """As ``panel_of``, only to look at: on pages about a line that was approved before."""
    panel = panel_of(request, line)
    return None if panel is None else replace(panel, form=None)


def address_of(organisation_id: uuid.UUID, line: CompanyLine, *, opening: bool = False) -> str:
    what = "deployment" if isinstance(line, Deployment) else "contribution"
    name = f"placements:{what}_evidence" + ("_open" if opening else "")
    return reverse(name, kwargs={"organisation_id": organisation_id, f"{what}_id": line.pk})


def way_back(request: WorkRequest, otherwise: str) -> str:
    """The page in the same workspace that a form or link of the panel stood on."""
    given = request.POST.get("terug") or request.GET.get("terug", "")
    inside = given.startswith(f"/werk/{request.acting.organisation_id}/")
    return given if inside and url_has_allowed_host_and_scheme(given, allowed_hosts=None) else otherwise


def _here(request: WorkRequest, line: CompanyLine) -> str:
    if request.headers.get("HX-Request"):
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")
    if request.method == "POST":
        return way_back(request, address_of(request.acting.organisation_id, line))
    return request.get_full_path()


def _missing(line: CompanyLine, files: list[EvidenceFile]) -> list[EvidenceKind]:
    """What the block needs and what nobody sent yet."""
    needed = line.block.evidence if line.block is not None else []
    there = {file.kind for file in files if file.state != FileState.REFUSED}
    return [EvidenceKind(kind) for kind in needed if kind not in there]


def _unsigned(line: CompanyLine, seen: list[EvidenceFile]) -> list[str]:
    """The signed forms without which nobody can approve what was entered for the company, with their months."""
    label = EvidenceKind.SIGNED_FORM.label
    months = evidence.months_without_form(line, seen)
    return [f"{label} ({month_nl(month)})" if month else str(label) for month in months]


def _waits_unopened(file: EvidenceFile) -> bool:
    return getattr(file, "waits", False) and not getattr(file, "is_open", False)


def _checked(files: list[EvidenceFile]) -> list[EvidenceFile]:
    return [file for file in files if file.state == FileState.CHECKED]


def _waits(file: EvidenceFile) -> bool:
    return file.state == FileState.QUARANTINED


def _name_of(file: EvidenceFile) -> str:
    try:
        return file.content.name
    except EvidenceContent.DoesNotExist:
        return ""
