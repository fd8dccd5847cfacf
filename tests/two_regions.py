"""Rows in every protected table, of two regions, with bystanders in each: what a leak would show."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from exchange.choices import FileRole, JobKind, JobStatus, RecordTable, TableFormat
from exchange.models import (
    BulkFile,
    BulkJob,
    ImportedRow,
    PayrollLayout,
    PayrollPeriod,
    PayrollUpload,
    PersonnelNumber,
)
from organisations import tenancy
from organisations.choices import OrganisationKind, OutboxKind, Purpose, Role
from organisations.models import (
    Invitation,
    LoginProvider,
    Organisation,
    OutboxMessage,
    ProvidedIdentity,
    ReadLog,
    Region,
    new_id,
)
from placements.choices import LineStatus
from placements.models import RevaluationTask, Transition, YearLine
from reporting.choices import FileFormat, ReportKind, ReportStatus
from reporting.counting import counted
from reporting.figures import canonical
from reporting.figures.tree import Refs
from reporting.models import BudgetLine, Report, ReportFile, Standing, Target
from tenders.choices import Side, TenderKind
from tenders.models import Block, Contract, RegionPolicy, Responsible, Tariff, Tender, TenderValue
from tests.candidate_rows import candidate_rows
from tests.cast import Cast, Person
from tests.contract_file_rows import (
    Consortium,
    approved_first,
    asked_again,
    candidates_asked,
    consortium,
    evidence_of,
    file_rows,
    settled_contract,
    verifying_authority,
)
from tests.covenant_rows import covenant_rows
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.firm_rows import firm_rows
from tests.follow_up_rows import follow_up_rows
from tests.person_page_rows import person_page_rows
from tests.placement_rows import placement_rows
from tests.promising_rows import promising_rows
from tests.region_rows import tariff_and_persons
from tests.report_rows import report_rows
from tests.speed_date_rows import speed_date_rows
from tests.spending_rows import decided_anew, spending_rows
from tests.standing_rows import standing_of
from tests.tender_rows import tender_rows
from tests.vacancy_rows import vacancy_rows


@dataclass(frozen=True)
class Member:
    """Somebody who acts for an organisation, as far as who may see what depends on it."""

    name: str
    user_id: object
    organisation_id: object


@dataclass(frozen=True)
class TwoRegions:
    cast: Cast
    #: The cast, the strangers, and members whose role or reach differs from theirs.
    members: tuple[Member, ...]
    #: The contract of Alice and Bram, with Carla's Werkplein on it, and the line of a person on it.
    contract: Contract
    #: A contract of theirs that several companies carry out.
    consortium: Consortium


def two_regions(cast: Cast) -> TwoRegions:
    people = [cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra, *cast.strangers.values()]
    members = [Member(one.user.name, one.user.pk, one.organisation.pk) for one in people]
    with owner():
        away = cast.strangers
        kind = OrganisationKind
        contract = _rows(cast.region, cast.alice, cast.bram, cast.carla)
        _rows(cast.other_region, away[kind.MUNICIPALITY], away[kind.CONTRACTOR], away[kind.WERKPLEIN])
        ours = _contract_file(cast.region, contract, cast.alice, cast.bram, cast.carla, cast.dirk)
        theirs = _contract_file(
            cast.other_region,
            Contract.objects.get(contractor=away[kind.CONTRACTOR].organisation),
            *(away[one] for one in (kind.MUNICIPALITY, kind.CONTRACTOR, kind.WERKPLEIN, kind.COORDINATION_POINT)),
        )
        members += [*ours.members, *theirs.members]
        for region, bureau, centre in (
            (cast.region, cast.esra, cast.alice),
            (cast.other_region, away[kind.PROGRAMME_BUREAU], away[kind.MUNICIPALITY]),
        ):
            _bystanders(region)
            partners = covenant_rows(region)
            members += [Member(one.user.name, one.user.pk, one.organisation.pk) for one in partners]
            report_rows(Report.objects.get(region=region), bureau, partners[:2])
            decided_anew(region, bureau, centre)
            _provider(centre)
        members += [
            _member("Anna", cast.alice.organisation, Role.MEMBER),
            _member("Boris", cast.bram.organisation, Role.MEMBER),
            _member("Daan, auditor", cast.dirk.organisation, Role.AUDITOR),
            _member("Ella, auditor", cast.esra.organisation, Role.AUDITOR),
            _member("Aad, auditor", cast.alice.organisation, Role.AUDITOR),
            _member("Ahmed, verifies nothing", cast.alice.organisation, Role.MEMBER, verifies=True),
            _member("Bea, auditor", cast.bram.organisation, Role.AUDITOR),
            _member("Tess, in both regions", _of_both(cast), Role.ADMINISTRATOR),
        ]
        operator = Organisation.objects.create(name="Beheer", kind=kind.PLATFORM_OPERATOR)
        members += [
            _member("Olga, operator", operator, Role.ADMINISTRATOR),
            _member("Otto, auditor of the operator", operator, Role.AUDITOR),
        ]
        OutboxMessage.objects.create(kind=OutboxKind.MAIL, name="invitation", message_id=f"<{new_id()}@example>")
        reports = list(Report.objects.select_related("region"))
    for report in reports:
        _finish(report)
    return TwoRegions(cast, tuple(members), contract, ours.consortium)


def _member(name: str, organisation: Organisation, role: Role, *, verifies: bool = False) -> Member:
    user = UserFactory(name=name, email=f"{new_id()}@demo.example")
    MembershipFactory(user=user, organisation=organisation, role=role, verifies=verifies)
    return Member(name, user.pk, organisation.pk)


@dataclass(frozen=True)
class _File:
    consortium: Consortium
    members: list[Member]


def _contract_file(
    region: Region, contract: Contract, authority: Person, contractor: Person, werkplein: Person, coordination: Person
) -> _File:
    """The file of the contract, one that several carry out, a settled one, and an authority that verifies its own."""
    file_rows(contract, authority, contractor, coordination.organisation)
    approved_first(contract, coordination)
    evidence_of(contract, contractor, verifiers=[coordination, authority, werkplein])
    together = consortium(region, authority, contractor, werkplein.organisation)
    tariff_and_persons(contract, coordination)
    settled_contract(region, authority, contractor)
    people = [
        together.partner,
        together.subcontractor,
        together.predecessor,
        together.left,
        *verifying_authority(region, contractor, coordination.organisation),
        *candidate_rows(region, authority, werkplein, coordination),
    ]
    placement_rows(region, contractor, authority, coordination)
    follow_up_rows(region, coordination)
    vacancy_rows(region, contractor, coordination)
    speed_date_rows(region, coordination)
    person_page_rows(region, coordination)
    promising_rows(region, coordination)
    spending_rows(region, authority, coordination)
    return _File(together, [Member(one.user.name, one.user.pk, one.organisation.pk) for one in people])


def _of_both(cast: Cast) -> Organisation:
    """A contractor at work in both regions, with a contract in each."""
    contractor = OrganisationFactory(name="Twee Streken BV", kind=OrganisationKind.CONTRACTOR, region=cast.region)
    contractor.organisation_regions.create(region=cast.other_region, code="twee-streken")
    for region, person in (
        (cast.region, cast.alice),
        (cast.other_region, cast.strangers[OrganisationKind.MUNICIPALITY]),
    ):
        _lines(ContractFactory(region=region, authority=person.organisation, contractor=contractor), person)
    return contractor


def _bystanders(region: Region) -> None:
    """The same rows between organisations of the region that no member of the cast acts for."""
    kind = OrganisationKind
    parties = [
        Person(user=UserFactory(), organisation=OrganisationFactory(kind=one, region=region))
        for one in (kind.SCHOOL, kind.CONTRACTOR, kind.WERKPLEIN)
    ]
    for party in parties:
        MembershipFactory(user=party.user, organisation=party.organisation, role=Role.ADMINISTRATOR)
    _rows(region, *parties, of_region=False)


def _rows(region: Region, authority: Person, contractor: Person, werkplein: Person, *, of_region=True) -> Contract:
    tender = Tender.objects.create(
        region=region,
        authority=authority.organisation,
        reference=f"A-{new_id()}",
        title="Aanbesteding",
        kind=TenderKind.WORK,
    )
    TenderValue.objects.create(tender=tender, amount=2_000_000, is_confidential=True)
    tender_rows(tender, by=authority.user)
    firm_rows(tender, contractor=contractor, by=authority)
    contract = ContractFactory(
        region=region,
        tender=tender,
        authority=authority.organisation,
        contractor=contractor.organisation,
        werkplein=werkplein.organisation,
    )
    for side in Side:
        Responsible.objects.create(contract=contract, side=side, name="Vera", email="vera@demo.example")
    _lines(contract, contractor)
    _payroll(contract, contractor)
    _invitations(region, authority, contractor)
    for person in (authority, contractor):
        ReadLog.objects.create(
            region=region,
            organisation=person.organisation,
            user=person.user,
            subject="deployed_person",
            subject_id=new_id(),
            reason="Controle",
        )
        _job(region, person)
    if of_region:
        _rows_of_region(region)
    return contract


def _job(region: Region, person: Person) -> None:
    job = BulkJob.objects.create(
        region=region,
        organisation=person.organisation,
        requested_by=person.user,
        kind=JobKind.CONTRACTS_IN,
        status=JobStatus.HAS_ERRORS,
        title="contracten.csv",
        file_format=TableFormat.CSV,
        files_until=dt.date(2026, 4, 1),
    )
    BulkFile.objects.create(job=job, role=FileRole.SOURCE, name="contracten.csv", content=b"x", size=1, sha256="0" * 64)
    ImportedRow.objects.create(
        job=job, table_name=RecordTable.CONTRACT, row_id=new_id(), made=True, label="C-1", fingerprint="0" * 32
    )


def _payroll(contract: Contract, person: Person) -> None:
    line = contract.deployments.order_by("pk").first()
    own = {"region": contract.region, "organisation": line.contractor}
    PayrollUpload.objects.create(
        **own,
        uploaded_by=person.user,
        title="loon.csv",
        period="2026-03",
        header=["Naam", "Uren"],
        rows=[[2, ["A. Voorbeeld", "100"]]],
        rows_until=dt.date(2026, 4, 1),
    )
    PayrollLayout.objects.create(**own, header=new_id().hex, columns=["name", "hours"])
    PersonnelNumber.objects.create(**own, person=line.person, number=new_id().hex)
    PayrollPeriod.objects.create(
        **own, deployment=line, first_day=dt.date(2026, 3, 23), last_day=dt.date(2026, 4, 19), hours=100
    )


def _lines(contract: Contract, person: Person) -> None:
    deployment = DeploymentFactory(contract=contract, status=LineStatus.APPROVED)
    waiting = HoursStatementFactory(deployment=deployment, value=1000)
    approved = HoursStatementFactory(
        deployment=deployment, month=dt.date(2026, 4, 1), status=LineStatus.APPROVED, value=900
    )
    RevaluationTask.objects.create(statement=approved, new_value=800)
    contribution = ContributionFactory(contract=contract)
    year = YearLine.objects.create(
        deployment=deployment, year=2026, date=dt.date(2026, 12, 31), value=120, status=LineStatus.SUBMITTED
    )
    asked_again(contract, contract.contractor)
    candidates_asked(contract, contract.contractor)
    step = {"to_status": LineStatus.SUBMITTED, "user": person.user, "organisation": person.organisation}
    Transition.objects.create(deployment=deployment, **step)
    Transition.objects.create(deployment=deployment, statement=waiting, **step)
    Transition.objects.create(contribution=contribution, **step)
    Transition.objects.create(year_line=year, **step)


def _invitations(region: Region, authority: Person, contractor: Person) -> None:
    without_members = OrganisationFactory(kind=OrganisationKind.CONTRACTOR, region=region)
    for organisation, invited_from in (
        (authority.organisation, None),
        (contractor.organisation, contractor.organisation),
        (without_members, authority.organisation),
    ):
        Invitation.objects.create(
            region=region,
            organisation=organisation,
            invited_from=invited_from,
            email=f"{new_id()}@demo.example",
            token_hash=hashlib.sha256(new_id().bytes).hexdigest(),
            expires_at=timezone.now() + dt.timedelta(days=14),
        )


def _provider(authority: Person) -> None:
    """A provider by which an authority is going to log in, and who somebody is there."""
    provider = LoginProvider.objects.create(
        organisation=authority.organisation,
        issuer="https://login.example",
        client_id="portaal",
        client_secret="sealed:",
        domains=["demo.example"],
    )
    ProvidedIdentity.objects.create(
        provider=provider, user=authority.user, issuer=provider.issuer, subject=str(authority.user.pk)
    )


def _rows_of_region(region: Region) -> None:
    day = dt.date(2026, 1, 1)
    unused = Tariff.objects.create(region=region, valid_from=dt.date(2015, 1, 1))
    Block.objects.create(tariff=unused, code="activity", label="Activiteit", kind="per_hour", value=100)
    RegionPolicy.objects.get_or_create(region=region, defaults={"valid": DateRange(dt.date(2016, 1, 1), None, "[)")})
    Target.objects.create(region=region, kind="jobs", on=day, value=10, source="Plan", version_on=day)
    BudgetLine.objects.create(region=region, side="spending", category="proef", year=2026, amount=1, source="Plan")
    Report.objects.create(region=region, kind=ReportKind.QUARTERLY, period="2026-Q2", version=1)
    standing_of(region, candidates=["K-1"])


def _finish(report: Report) -> None:
    """Fix its figures, one of which changed and came in late; its files only have to be told apart: a PDF takes seconds.

    The JSON holds figures, as few as can be: pages for who reads published reports are made of it.
    """
    at = timezone.now()
    moved = {"path": "registrations.cumulative.total", "came": Refs(), "went": Refs()}
    with tenancy.system(Purpose.REPORT, region_id=report.region_id):
        counted_now = counted(report, at=at)
    snapshot = replace(
        counted_now,
        changes=[moved | {"before": 0, "after": 1}],
        figures={
            **counted_now.figures,
            "late_arrivals": [moved | {"period": "2026-Q1", "frozen": 0, "now": 1}],
        },
    )
    with owner():
        Report.objects.filter(pk=report.pk, snapshot="").update(
            snapshot=snapshot.canonical_bytes().decode(),
            sha256=snapshot.sha256(),
            rows=canonical.canonical_bytes(snapshot.rows()).decode(),
            rows_sha256=canonical.digest(snapshot.rows()),
            frozen_at=at,
        )
        figures = Standing.objects.get(region=report.region).document
        for file_format in FileFormat:
            content = (figures if file_format == FileFormat.JSON else file_format).encode()
            ReportFile.objects.create(
                report=report, format=file_format, content=content, size=len(content), sha256="0" * 64
            )
        Report.objects.filter(pk=report.pk).update(status=ReportStatus.READY, progress=100)
