"""Files that go out: made of what the member who asked may see at that moment, row by row, in a fixed number of queries."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import candidates_of, may_work_with_candidates
from exchange import access
from exchange.choices import FileRole, JobKind, JobStatus, TableFormat
from exchange.contract_sheet import AUTHORITY_FIGURES, COLUMNS, FIGURES, NAMES, SHEET, TITLES
from exchange.departure import zip_package
from exchange.jobs.candidate_list import write_candidates
from exchange.jobs.cost_list import write_costs
from exchange.jobs.enrolment_list import write_enrolments
from exchange.jobs.figure_list import write_figure
from exchange.jobs.firm_list import write_firms
from exchange.jobs.follow_up_list import write_follow_ups
from exchange.jobs.keeping import file_row
from exchange.jobs.list_rows import Made
from exchange.jobs.own_file import write_own_file
from exchange.jobs.placement_list import write_placements
from exchange.jobs.progress import Telling
from exchange.jobs.proposal_list import write_proposals
from exchange.jobs.spending_list import write_spending
from exchange.jobs.tender_list import write_tenders
from exchange.jobs.vacancy_list import write_vacancies
from exchange.lists import OF_KIND
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations import tenancy
from organisations.choices import Purpose, Seen
from organisations.models import OrganisationRegion
from organisations.rounding import half_up
from organisations.seen import log_seen
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from placements.models import DeployedPerson
from tenders.access import contracts_of, sees_totals
from tenders.choices import Basis
from tenders.filters import ContractFilter
from tenders.outlook import outlook
from tenders.progress import ProgressPolicy
from tenders.reading import log_exact_totals

_IN_MEMORY = 8 * 1024 * 1024
_PORTION = 2000
_NOTHING = Made("")


def export(job: BulkJob) -> None:
    """Make the file and keep it. Made twice, it is kept once."""
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        BulkJob.objects.filter(pk=job.pk, status=JobStatus.WAITING).update(status=JobStatus.RUNNING)
    make = _MAKERS[JobKind(job.kind)]
    at = timezone.now()
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as target, transaction.atomic():
        made = make(job, target, at)
        with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
            _store(job, made, target, at)


def _store(job: BulkJob, made: Made, target: IO[bytes], at: dt.datetime) -> None:
    waiting = BulkJob.objects.filter(pk=job.pk, status=JobStatus.RUNNING)
    if not made.name:
        sentence = _("Wie dit vroeg, mag dit niet meer zien. Er is geen bestand gemaakt.")
        waiting.update(status=JobStatus.FAILED, error=sentence)
        return
    target.seek(0)
    row = file_row(job, FileRole.RESULT, made.name, target.read(), at=at)
    row.people = list(made.people)
    if waiting.update(status=JobStatus.DONE, ready_at=at, sha256=row.sha256, error=""):
        job.files.bulk_create([row])


def _package(job: BulkJob, target: Any, at: dt.datetime) -> Made:
    """The data package; who asked for it is in the read log for every person in it."""
    with _acting_for(job) as acting:
        if acting is None or not access.may_export_packages(acting):
            return _NOTHING
        reason = _("Gegevenspakket gedownload")
        persons = DeployedPerson.objects.filter(region_id=job.region_id).order_by("pk")
        candidates = candidates_of(acting).filter(region_id=job.region_id).order_by("pk")
        for what, rows in ((Seen.PERSON, persons), (Seen.CANDIDATE, candidates)):
            whose = rows.values_list("region_id", "pk").iterator(chunk_size=_PORTION)
            log_seen(acting, what, whose, reason=reason, at=at)
    zip_package(target, region_id=job.region_id, at=at)
    return Made(f"pakket-{job.region.code}-{timezone.localdate(at):%Y-%m-%d}.zip")


def _write_contracts(target: Any, job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """The contracts of the list as it was filtered."""
    file_format = TableFormat(job.file_format)
    on = timezone.localdate(at)
    rows = _ContractRows(job, acting, on, as_codes=file_format == TableFormat.CSV)
    headings = rows.names if file_format == TableFormat.CSV else [str(TITLES[name]) for name in rows.names]
    write_book(target, file_format, [Sheet(SHEET, headings, rows)])
    return Made(f"contracten-{job.region.code}-{on:%Y-%m-%d}.{file_format}")


def _acting_for(job: BulkJob) -> Any:
    """As the member who asked: row security decides what is in the file, as it does on his screen."""
    return tenancy.acting_for(user_id=job.requested_by_id, organisation_id=job.organisation_id)


def _own_file(job: BulkJob, target: Any, at: dt.datetime) -> Made:
    """What the portal holds about one candidate."""
    with _acting_for(job) as acting:
        if acting is None or not may_work_with_candidates(acting):
            return _NOTHING
        return write_own_file(target, job, acting, at=at)


_WRITERS: dict[str, Callable[..., Made]] = {
    JobKind.CONTRACTS_OUT: _write_contracts,
    JobKind.TENDERS_OUT: write_tenders,
    JobKind.CANDIDATES_OUT: write_candidates,
    JobKind.PLACEMENTS_OUT: write_placements,
    JobKind.ENROLMENTS_OUT: write_enrolments,
    JobKind.COSTS_OUT: write_costs,
    JobKind.SPENDING_OUT: write_spending,
    JobKind.FIGURE_OUT: write_figure,
    JobKind.FIRMS_OUT: write_firms,
    JobKind.VACANCIES_OUT: write_vacancies,
    JobKind.PROPOSALS_OUT: write_proposals,
    JobKind.FOLLOW_UPS_OUT: write_follow_ups,
}


def _list(job: BulkJob, target: Any, at: dt.datetime) -> Made:
    """A list as it was filtered."""
    with _acting_for(job) as acting:
        if acting is None or not OF_KIND[JobKind(job.kind)].is_for(acting):
            return _NOTHING
        return _WRITERS[job.kind](target, job, acting, at=at)


_MAKERS = {
    JobKind.PACKAGE_OUT: _package,
    JobKind.OWN_FILE_OUT: _own_file,
    **dict.fromkeys(_WRITERS, _list),
}


class _ContractRows:
    """Contracts with how they stand, one at a time."""

    def __init__(self, job: BulkJob, acting: Acting, on: dt.date, *, as_codes: bool) -> None:
        self.job, self.acting, self.on, self.as_codes = job, acting, on, as_codes
        self.totals = sees_totals(acting)
        self.settled: list[Any] = []
        read = [name for name in COLUMNS if name != "contractor_kvk"]
        self.names = [*read, *NAMES, *(FIGURES if self.totals else AUTHORITY_FIGURES)]
        self.contracts = filtered_contracts(QueryDict(job.query), acting, on).filter(region_id=job.region_id)
        links = OrganisationRegion.objects.filter(region_id=job.region_id).order_by("code")
        self.codes = dict(links.values_list("organisation_id", "code"))

    def __iter__(self) -> Iterator[list[Value]]:
        telling = Telling(self.job.pk, self.job.region_id)
        total = self.contracts.order_by().count()
        rows = self.contracts.select_related("tender").order_by("reference", "pk")
        for number, contract in enumerate(rows.iterator(chunk_size=_PORTION), start=1):
            if contract.settled_on is not None:
                self.settled.append(contract)
            values = self._values(contract)
            yield [values[name] for name in self.names]
            if number % _PORTION == 0:
                telling.reached(number, total)
        log_exact_totals(self.acting, *self.settled, at=timezone.now())
        telling.reached(total, total)

    def _values(self, contract: Any) -> dict[str, Value]:
        basis = contract.basis if self.as_codes else str(Basis(contract.basis).label)
        return {
            "reference": contract.reference,
            # A tender that the reader may not see cannot be named; the cell stays empty.
            "tender": contract.tender.reference if contract.tender is not None else "",
            "authority": self.codes.get(contract.authority_id, ""),
            "contractor": self.codes.get(contract.contractor_id, ""),
            "title": contract.title,
            "awarded_on": contract.awarded_on,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "contract_sum": contract.contract_sum,
            "basis": basis,
            "basis_amount": contract.basis_amount,
            "percentage": _short(contract.percentage),
            "werkplein": self.codes.get(contract.werkplein_id, "") if contract.werkplein_id else "",
            "authority_name": contract.authority.name,
            "contractor_name": contract.contractor.name,
            "werkplein_name": contract.werkplein.name if contract.werkplein else "",
            **self._figures(contract),
        }

    def _figures(self, contract: Any) -> dict[str, Value]:
        policy = ProgressPolicy(startup_months=contract.start_up_months)
        seen = outlook(contract, on=self.on, totals=self.totals, policy=policy)
        standing = seen.standing.value if seen.standing is not None else ""
        if standing and not self.as_codes:
            standing = str(STATUSES[standing].word)
        values: dict[str, Value] = {"standing": standing, "obligation": seen.owed, "expected": seen.expected}
        if self.totals:
            return values | {
                "approved": seen.approved,
                "submitted": seen.waiting,
                "forecast": seen.approved + seen.waiting + seen.planned,
            }
        # An authority reads a band until the contract is settled, and exact totals from then on.
        band, known = contract.band, seen.banded or seen.totals
        banded = seen.banded if seen.owed else None
        return values | {
            "persons": band.persons,
            "persons_from": banded.lower if banded else None,
            "persons_to": banded.upper if banded else None,
            "persons_of": banded.obligation if banded else None,
            "persons_approved": seen.totals.persons_approved if seen.totals else None,
            "others_approved": known.others_approved if known else None,
            "others_submitted": known.others_waiting if known else None,
            "lines_waiting": band.submitted_lines,
        }


def _short(percentage: Decimal) -> Decimal:
    """With two decimals where that is all there is."""
    rounded = half_up(percentage)
    return rounded if rounded == percentage else percentage


def filtered_contracts(query: QueryDict, acting: Acting, on: dt.date) -> Any:
    """What the list of contracts shows with this query string, with amounts and standing."""
    totals = sees_totals(acting)
    contracts = contracts_of(acting)
    shown = contracts.with_parties().with_amounts(totals=totals).with_standing(on=on, totals=totals)
    return ContractFilter(query, acting=acting, contracts=contracts, queryset=shown).qs
