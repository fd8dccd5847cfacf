"""From the files of a job to the package that can land, with the same rules at the check and at the landing."""

import uuid
from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.archive import ArchiveRefusedError, files_in
from exchange.choices import FileRole, JobKind, TableFormat
from exchange.contract_sheet import SHAPE as CONTRACTS
from exchange.contract_sheet import read_contracts
from exchange.landing import Sender
from exchange.models import BulkJob
from exchange.package import Fault, Package, read_files
from exchange.row_sheet import Parties, Party, Shape
from exchange.sheets import SheetRefusedError, read_sheet
from exchange.tender_sheet import SHAPE as TENDERS
from exchange.tender_sheet import Known, Place, Trade, read_tenders
from organisations.choices import AUTHORITY_KINDS, Area, OrganisationKind
from organisations.models import AreaMunicipality, CpvCode, Municipality, Occupation, OrganisationRegion
from tenders.models import Tender

_ZIP = ".zip"
#: The imports that are a spreadsheet, and what kind of rows it holds.
SHAPES: dict[str, Shape] = {JobKind.CONTRACTS_IN: CONTRACTS, JobKind.TENDERS_IN: TENDERS}


def is_of_authority(job: BulkJob) -> bool:
    return job.organisation.kind in AUTHORITY_KINDS


def sender_of(job: BulkJob) -> Sender:
    """Who brings it, and how the versions it makes are explained."""
    user_id = job.confirmed_by_id or job.requested_by_id
    authority_id = job.organisation_id if is_of_authority(job) else None
    if job.kind not in SHAPES:
        knows_people = job.organisation.kind != OrganisationKind.PROGRAMME_BUREAU
        return Sender(user_id, authority_id, knows_people=knows_people)
    return Sender(
        user_id,
        authority_id,
        keeps_course=True,
        reason_new=gettext_lazy("Ingelezen uit een spreadsheet"),
        reason_changed=gettext_lazy("Gewijzigd met een spreadsheet"),
    )


def package_of(job: BulkJob) -> Package:
    """Read the files that were kept when they came in. Call it as the import, in the region of the job."""
    files = {file.name: bytes(file.content) for file in job.files.filter(role=FileRole.SOURCE).order_by("name")}
    if job.kind == JobKind.PACKAGE_IN:
        return _of_package(files)
    shape = SHAPES[job.kind]
    [content] = files.values()
    try:
        records = read_sheet(content, TableFormat(job.file_format), title=shape.sheet)
    except SheetRefusedError as error:
        return Package(faults=(Fault(shape.row_type.FILE, error.line, "", str(error)),))
    own_id = job.organisation_id if is_of_authority(job) else None
    if job.kind == JobKind.TENDERS_IN:
        return read_tenders(records, tender_words(job.region_id, own_id=own_id))
    return read_contracts(records, parties_of(shape, job.region_id, own_id=own_id))


def parties_of(shape: Shape, region_id: uuid.UUID, *, own_id: uuid.UUID | None) -> Parties:
    """The organisations of the region; with ``own_id`` for an authority that may name itself only."""
    links = OrganisationRegion.objects.filter(region_id=region_id).select_related("organisation").order_by("code")
    own_code = next((link.code for link in links if link.organisation_id == own_id), "")
    return Parties(
        [Party(one.code, one.organisation.name, one.organisation.kvk, one.organisation.kind) for one in links],
        own_code,
        shape.own_only,
    )


def tender_words(region_id: uuid.UUID, *, own_id: uuid.UUID | None) -> Known:
    """What the cells of a sheet with tenders can name in this region."""
    here = AreaMunicipality.objects.filter(region_id=region_id, area=Area.REGION).values("municipality_id")
    ours = frozenset(Municipality.objects.filter(pk__in=here).values_list("pk", flat=True))
    places = Municipality.objects.order_by(F("valid").asc(), "code").values_list("code", "name")
    trades = Occupation.objects.filter(region_id=region_id).order_by("name", "code").values_list("code", "name")
    # A tender may have a code that is on no list any more; it can be sent again as it is.
    held = Tender.objects.filter(region_id=region_id).order_by().values_list("cpv_codes", flat=True)
    codes = frozenset(CpvCode.objects.values_list("code", flat=True)).union(*held)
    return Known(
        parties_of(TENDERS, region_id, own_id=own_id),
        [Place(code, name, is_here=code in ours) for code, name in places],
        [Trade(code, name) for code, name in trades],
        codes,
    )


def _of_package(files: Mapping[str, bytes]) -> Package:
    unpacked: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name, content in files.items():
        if not name.casefold().endswith(_ZIP):
            unpacked[name] = content
            continue
        try:
            unpacked |= files_in(content)
        except ArchiveRefusedError as error:
            faults.append(Fault(name, 0, "", str(error)))
    if faults:
        return Package(faults=tuple(faults))
    if not unpacked:
        return Package(faults=(Fault("", 0, "", _("Het ZIP-bestand is leeg. Kies een ander bestand.")),))
    return read_files(unpacked)
