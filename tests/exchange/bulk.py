"""Files for tests of what comes in and goes out in the browser, and the worker's part done here and now."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import jobs
from exchange.choices import JobKind, TableFormat
from exchange.contract_sheet import COLUMNS
from exchange.models import BulkJob
from exchange.sheets import Sheet, write_book
from tests.cast import Person
from tests.database import owner

ROW: dict[str, Any] = {
    "reference": "B-1",
    "authority": "gem-groningen",
    "contractor": "bouwbedrijf-molenwerf",
    "title": "Onderhoud wegen",
    "awarded_on": "2026-01-05",
    "starts_on": "2026-02-01",
    "ends_on": "2027-01-31",
    "contract_sum": "100000",
    "basis": "contract_sum",
    "basis_amount": "100000",
    "percentage": "5",
}


def sheet(*rows: dict[str, Any], file_format: str = "csv", headings: list[str] | None = None) -> bytes:
    """A spreadsheet with a column for everything that any of the rows has."""
    names = [name for name in COLUMNS if any(name in row for row in rows)] or list(ROW)
    book = io.BytesIO()
    cells = [[row.get(name) for name in names] for row in rows]
    write_book(book, TableFormat(file_format), [Sheet("Contracten", headings or names, cells)])
    return book.getvalue()


def row(**changes: Any) -> dict[str, Any]:
    return ROW | changes


def zipped(files: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def job(**values: Any) -> BulkJob:
    """The newest job."""
    with owner():
        return BulkJob.objects.filter(**values).select_related("region", "organisation").newest_first()[0]


def worked(one: BulkJob) -> BulkJob:
    """What a worker makes of the job now."""
    jobs.run(one.pk, region_id=one.region_id)
    return again(one)


def again(one: BulkJob) -> BulkJob:
    with owner():
        return BulkJob.objects.select_related("region", "organisation").get(pk=one.pk)


def sent(person: Person, content: bytes, name: str = "contracten.csv") -> Any:
    """The answer to a spreadsheet that somebody sends."""
    return person.post("bestanden/contracten/inlezen/", {"file": uploaded(name, content)})


def checked(person: Person, content: bytes, name: str = "contracten.csv") -> BulkJob:
    """A spreadsheet that was sent, and checked by a worker."""
    answer = sent(person, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return worked(job(kind=JobKind.CONTRACTS_IN))


def confirmed(person: Person, one: BulkJob) -> Any:
    return person.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})


def landed(person: Person, content: bytes, name: str = "contracten.csv") -> BulkJob:
    """A spreadsheet sent, checked, confirmed and landed."""
    one = checked(person, content, name)
    assert confirmed(person, one).status_code == 302
    return worked(one)


def faults(one: BulkJob) -> list[tuple[int, str, str]]:
    """Line, column and reason of each fault that was found."""
    with owner():
        content = bytes(one.files.get(role="faults").content)
    return [(fault.line, fault.column, fault.reason) for fault in jobs.faults_in(content)]


def exported(person: Person, file_format: str = "csv", query: str = "") -> tuple[BulkJob, bytes]:
    """The list of contracts as a file."""
    person.post(f"bestanden/contracten/downloaden/?{query}", {"bestandssoort": file_format})
    one = worked(job(kind=JobKind.CONTRACTS_OUT))
    with owner():
        return one, bytes(one.files.get(role="result").content)
