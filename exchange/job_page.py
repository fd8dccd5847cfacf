"""What the page of a job shows: what was found, what happened, and what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import access
from exchange.choices import FileRole, JobKind, JobStatus
from exchange.jobs import faults_in, preview_in
from exchange.jobs.results import Preview, changed_since, counted
from exchange.landing import FLAG_TEXTS, Flag
from exchange.lists import OF_KIND
from exchange.models import BulkJob
from organisations.tenancy import Acting

FAULTS_PER_PAGE = 25
FILE_WORDS = {
    "organisations.csv": gettext_lazy("Organisaties"),
    "tariff.csv": gettext_lazy("Tariefregels"),
    "occupations.csv": gettext_lazy("Beroepen"),
    "tenders.csv": gettext_lazy("Aanbestedingen"),
    "contracts.csv": gettext_lazy("Contracten"),
    "candidates.csv": gettext_lazy("Kandidaten"),
    "programmes.csv": gettext_lazy("Scholingen"),
    "enrolments.csv": gettext_lazy("Deelnames aan scholing"),
    "placements.csv": gettext_lazy("Plaatsingen"),
    "followups.csv": gettext_lazy("Nazorg"),
    "spending.csv": gettext_lazy("Uitgaven"),
    "partner_efforts.csv": gettext_lazy("Inzet van partners"),
    "deployments.csv": gettext_lazy("Inzet van personen"),
    "hours.csv": gettext_lazy("Maanden met uren"),
    "settlements.csv": gettext_lazy("Jaarregels"),
    "contributions.csv": gettext_lazy("Andere invulling"),
}


@dataclass(frozen=True, slots=True)
class JobPage:
    job: BulkJob
    files: list[Mapping[str, Any]]
    previews: list[Preview]
    faults: Page | None
    may_confirm: bool
    may_undo: bool

    @property
    def counts(self) -> list[tuple[str, Mapping[str, int]]]:
        """New, changed and same by kind: of the landing once it happened, of the check before that."""
        result = self.job.outcome or self.job.checked
        found = dict(counted(result))
        return [(str(word), found[file]) for file, word in FILE_WORDS.items() if file in found]

    @property
    def flags(self) -> list[str]:
        result = self.job.outcome or self.job.checked
        return [str(FLAG_TEXTS[Flag(flag)] % {"number": number}) for flag, number in result.get("flags", {}).items()]

    @property
    def fault_count(self) -> int:
        return self.job.checked.get("faults", 0)

    @property
    def differs_from_check(self) -> bool:
        return changed_since(self.job.checked, self.job.outcome)

    @property
    def changes_nothing(self) -> bool:
        return not any(count["new"] or count["changed"] for _file, count in self.counts)

    @property
    def replaced(self) -> int:
        return self.job.outcome.get("replaced", 0)

    @property
    def result(self) -> Mapping[str, Any] | None:
        return next((file for file in self.files if file["role"] == FileRole.RESULT), None)

    @property
    def faults_file(self) -> Mapping[str, Any] | None:
        return next((file for file in self.files if file["role"] == FileRole.FAULTS), None)

    @property
    def sources(self) -> list[Mapping[str, Any]]:
        return [file for file in self.files if file["role"] == FileRole.SOURCE]

    @property
    def is_thrown_away(self) -> bool:
        """The file went before its day: somebody in it, or possibly in it, was erased (``exchange.jobs.forgetting``)."""
        role = FileRole.SOURCE if self.job.is_import else FileRole.RESULT
        is_made = self.job.status == JobStatus.DONE or (self.job.is_import and not self.job.is_unfinished)
        return is_made and self.job.files_gone_at is None and not any(file["role"] == role for file in self.files)

    @property
    def again_url(self) -> str:
        """The list with the same filter, where its file can be asked anew."""
        one = OF_KIND.get(JobKind(self.job.kind))
        if one is None:
            return ""
        address = reverse(one.page, args=[self.job.organisation_id])
        return f"{address}?{self.job.query}" if self.job.query else address

    @property
    def facts(self) -> list[tuple[str, Any]]:
        job = self.job
        facts: list[tuple[str, Any]] = [(_("Soort"), job.get_kind_display()), (_("Regio"), job.region.name)]
        if job.file_format:
            facts.append((_("Bestandssoort"), job.get_file_format_display()))
        facts.append((_("Gevraagd door"), job.requested_by.name))
        if job.confirmed_by is not None:
            facts.append((_("Bevestigd door"), job.confirmed_by.name))
        if job.undone_at is not None and job.undone_by is not None:
            facts.append((_("Ongedaan gemaakt door"), job.undone_by.name))
        return facts


def page_of(job: BulkJob, acting: Acting, *, page: str) -> JobPage:
    """Read what the page needs: the list of files, and the first rows and faults where there are any."""
    files = list(job.files.order_by("role", "name").values("pk", "role", "name", "size", "sha256"))
    by_role = {file["role"]: file["pk"] for file in files}
    shows_rows = job.status in {JobStatus.TO_CONFIRM, JobStatus.HAS_ERRORS, JobStatus.LANDING}
    previews = (
        preview_in(_content(job, by_role[FileRole.PREVIEW])) if shows_rows and FileRole.PREVIEW in by_role else []
    )
    faults = None
    if job.status == JobStatus.HAS_ERRORS and FileRole.FAULTS in by_role:
        found = faults_in(_content(job, by_role[FileRole.FAULTS]))
        faults = Paginator(found, FAULTS_PER_PAGE).get_page(page)
    may_import = job.is_import and access.may_import(acting, job.kind)
    return JobPage(
        job=job,
        files=[file for file in files if file["role"] != FileRole.PREVIEW],
        previews=previews,
        faults=faults,
        may_confirm=job.status == JobStatus.TO_CONFIRM and job.files_gone_at is None and may_import,
        may_undo=job.status == JobStatus.LANDED and job.files_gone_at is None and may_import,
    )


def _content(job: BulkJob, file_id: Any) -> bytes:
    return bytes(job.files.values_list("content", flat=True).get(pk=file_id))
