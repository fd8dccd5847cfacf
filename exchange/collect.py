"""What a region holds, as rows of a package: for writing a package, and to see what another one changes."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from exchange.package import (
    ContractRow,
    ContributionRow,
    DeploymentRow,
    HoursRow,
    OccupationRow,
    OrganisationRow,
    TariffRow,
    TenderRow,
    YearRow,
)
from organisations.models import Occupation, OrganisationRegion
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution, Deployment, HoursStatement, YearLine
from tenders.choices import Procedure
from tenders.models import Block, Contract, ExpectedOccupation, Tariff, Tender, TenderLot

Row = TypeVar("Row")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Held(Generic[Row, Record]):
    """A row as the region holds it, with the record it was read from."""

    row: Row
    record: Record


def organisations(region_id: uuid.UUID) -> list[Held[OrganisationRow, OrganisationRegion]]:
    links = OrganisationRegion.objects.filter(region_id=region_id).select_related("organisation").order_by("code")
    return [
        Held(
            OrganisationRow(
                code=link.code,
                name=link.organisation.name,
                covenant_partner=link.covenant_partner,
                kind=link.organisation.kind,
                kvk=link.organisation.kvk,
                municipality=link.municipality,
                inhabitants_2017=link.inhabitants_2017,
            ),
            link,
        )
        for link in links
    ]


def tariffs(region_id: uuid.UUID) -> list[tuple[Tariff, list[Held[TariffRow, Block]]]]:
    """Every version of the region with its rows, oldest first, rows in their order."""
    versions = list(Tariff.objects.filter(region_id=region_id).published().order_by("valid_from"))
    rows: dict[uuid.UUID, list[Held[TariffRow, Block]]] = {version.pk: [] for version in versions}
    starts = {version.pk: version.valid_from for version in versions}
    for block in Block.objects.filter(tariff_id__in=list(rows)).order_by("tariff_id", "position", "code"):
        row = TariffRow(
            valid_from=starts[block.tariff_id],
            block=block.code,
            label=block.label,
            kind=block.kind,
            value=block.value,
            norm_hours=block.norm_hours,
            min_hours=block.min_hours,
            max_months=block.max_months,
            min_age=block.min_age,
            permanent=block.permanent,
            situation=block.situation,
            evidence=tuple(block.evidence),
            explanation=block.explanation,
        )
        rows[block.tariff_id].append(Held(row, block))
    return [(version, rows[version.pk]) for version in versions]


def occupations(region_id: uuid.UUID) -> list[Held[OccupationRow, Occupation]]:
    return [
        Held(
            OccupationRow(
                code=one.code,
                name=one.name,
                sector=one.sector,
                summary=one.summary,
                certificates=tuple(one.certificates),
                driving_licence=one.driving_licence,
                hours_from=one.hours_from,
                hours_to=one.hours_to,
                circumstances=one.circumstances,
                retired_on=one.retired_on,
                tasks=tuple(one.tasks),
                needs=one.needs,
                wage_from=one.wage_from,
                wage_to=one.wage_to,
                wage_source=one.wage_source,
                wage_on=one.wage_on,
                picture=one.picture,
                is_public=one.is_public,
            ),
            one,
        )
        for one in Occupation.objects.filter(region_id=region_id).order_by("code")
    ]


def tenders(region_id: uuid.UUID, references: Collection[str] | None = None) -> list[Held[TenderRow, Tender]]:
    """Tenders by reference, with what hangs on them; all of the region without ``references``."""
    heads = ExpectedOccupation.objects.select_related("occupation").order_by("occupation__code")
    found = (
        Tender.objects.filter(region_id=region_id)
        .select_related("value")
        .prefetch_related(
            Prefetch("lots", queryset=TenderLot.objects.order_by("number")),
            Prefetch("expected_occupations", queryset=heads),
        )
        .defer("search", "visible_to")
        .order_by("reference")
    )
    if references is not None:
        found = found.filter(reference__in=references)
    codes = dict(OrganisationRegion.objects.filter(region_id=region_id).values_list("organisation_id", "code"))
    return [Held(_tender_row(tender, codes[tender.authority_id]), tender) for tender in found]


def _tender_row(tender: Tender, authority: str) -> TenderRow:
    value = getattr(tender, "value", None)
    # One that an award brought says nothing of it.
    procedure = tender.procedure or ("" if tender.status in TenderRow.MAY_BE_HALF else Procedure.OTHER.value)
    return TenderRow(
        reference=tender.reference,
        authority=authority,
        title=tender.title,
        kind=tender.kind,
        procedure=procedure,
        cpv=tuple(tender.cpv_codes),
        estimated_value=value.amount if value else None,
        labour_share=tender.labour_share,
        sector=tender.sector,
        planned_publication=tender.planned_publication,
        planned_award=tender.planned_award,
        starts_on=tender.starts_on,
        ends_on=tender.ends_on,
        municipality=tuple(tender.municipalities),
        sroi=tender.sroi,
        sroi_percentage=tender.sroi_percentage,
        sroi_reason=tender.sroi_reason,
        on_calendar_since=tender.on_calendar_since,
        status=tender.status,
        value_confidential=value.is_confidential if value else False,
        description=tender.description,
        lots=tuple((one.number, one.title, one.description) for one in tender.lots.all()),
        occupations=tuple(
            (one.occupation.code, one.head_count, one.starts_on) for one in tender.expected_occupations.all()
        ),
        sroi_ways=tuple(tender.sroi_ways),
        sroi_reason_kind=tender.sroi_reason_kind,
        decided_on=tender.decided_on,
        contact_name=tender.contact_name,
        contact_email=tender.contact_email,
        contact_phone=tender.contact_phone,
        stand_in_name=tender.stand_in_name,
        stand_in_email=tender.stand_in_email,
        tenderned_number=tender.tenderned_number,
        extension_count=tender.extension_count,
        extension_months=tender.extension_months,
        touched_on=timezone.localdate(tender.touched_at),
    )


def contracts(region_id: uuid.UUID, references: Collection[str] | None = None) -> list[Held[ContractRow, Contract]]:
    """Contracts by reference; all of the region without ``references``."""
    found = Contract.objects.filter(region_id=region_id).select_related("tender", "tariff").order_by("reference")
    if references is not None:
        found = found.filter(reference__in=references)
    codes = dict(OrganisationRegion.objects.filter(region_id=region_id).values_list("organisation_id", "code"))
    return [
        Held(
            ContractRow(
                reference=contract.reference,
                tender=contract.tender.reference if contract.tender else "",
                authority=codes[contract.authority_id],
                contractor=codes[contract.contractor_id],
                title=contract.title,
                awarded_on=contract.awarded_on,
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
                contract_sum=contract.contract_sum,
                basis=contract.basis,
                basis_amount=contract.basis_amount,
                percentage=contract.percentage,
                werkplein=codes[contract.werkplein_id] if contract.werkplein_id else "",
            ),
            contract,
        )
        for contract in found
    ]


def deployments(
    region_id: uuid.UUID,
    references: Collection[str] | None = None,
    *,
    contract_ids: Iterable[uuid.UUID] | None = None,
) -> list[Held[DeploymentRow, Deployment]]:
    """Live deployments by reference: all of the region, those with a reference, or those of some contracts."""
    found = (
        Deployment.objects.live()
        .filter(region_id=region_id)
        .select_related("contract", "person", "block")
        .defer("trace")
        .order_by("reference")
    )
    if references is not None:
        found = found.filter(reference__in=references)
    if contract_ids is not None:
        found = found.filter(contract_id__in=list(contract_ids))
    return [
        Held(
            DeploymentRow(
                reference=line.reference,
                contract=line.contract.reference,
                person=line.person.name,
                birth_date=line.person.birth_date,
                block=line.block.code,
                starts_on=line.starts_on,
                ends_on=line.ends_on,
                hours_per_week=line.hours_per_week,
                permanent=line.permanent,
                candidate=line.candidate_reference,
                status=line.status,
            ),
            line,
        )
        for line in found
    ]


def hours(region_id: uuid.UUID) -> list[Held[HoursRow, HoursStatement]]:
    """Live statements of the region by deployment and month."""
    return _hours(HoursStatement.objects.filter(deployment__region_id=region_id, deployment__reversed_at__isnull=True))


def hours_of_lines(deployment_ids: Iterable[uuid.UUID]) -> list[Held[HoursRow, HoursStatement]]:
    """Live statements of these deployments, also of one that a newer line just took the place of."""
    return _hours(HoursStatement.objects.filter(deployment_id__in=list(deployment_ids)))


def _hours(statements: QuerySet[HoursStatement]) -> list[Held[HoursRow, HoursStatement]]:
    found = (
        statements.filter(reversed_at__isnull=True)
        .select_related("deployment")
        .defer("trace", "deployment__trace")
        .order_by("deployment__reference", "month")
    )
    return [
        Held(
            HoursRow(
                deployment=statement.deployment.reference,
                month=statement.month,
                paid_hours=statement.paid_hours,
                status=statement.status,
            ),
            statement,
        )
        for statement in found
    ]


def years(region_id: uuid.UUID) -> list[Held[YearRow, YearLine]]:
    """Live lines of years of the region, without what the portal only proposes."""
    found = YearLine.objects.filter(deployment__region_id=region_id, deployment__reversed_at__isnull=True)
    return _years(found.exclude(status=LineStatus.CONCEPT))


def years_of_lines(deployment_ids: Iterable[uuid.UUID]) -> list[Held[YearRow, YearLine]]:
    """Live lines of years of these deployments, proposals too."""
    return _years(YearLine.objects.filter(deployment_id__in=list(deployment_ids)))


def _years(lines: QuerySet[YearLine]) -> list[Held[YearRow, YearLine]]:
    found = lines.filter(reversed_at__isnull=True).select_related("deployment").defer("trace", "deployment__trace")
    return [
        Held(YearRow(deployment=line.deployment.reference, year=line.year, status=line.status), line)
        for line in found.order_by("deployment__reference", "year")
    ]


def contributions(
    region_id: uuid.UUID,
    references: Collection[str] | None = None,
    *,
    contract_ids: Iterable[uuid.UUID] | None = None,
) -> list[Held[ContributionRow, Contribution]]:
    found = (
        Contribution.objects.live()
        .filter(region_id=region_id)
        # A surplus follows from a settlement, which is no part of a package.
        .exclude(kind=ContributionKind.SURPLUS)
        .select_related("contract", "block")
        .defer("trace")
        .order_by("reference")
    )
    if references is not None:
        found = found.filter(reference__in=references)
    if contract_ids is not None:
        found = found.filter(contract_id__in=list(contract_ids))
    return [
        Held(
            ContributionRow(
                reference=line.reference,
                contract=line.contract.reference,
                block=line.block.code if line.kind == ContributionKind.BLOCK and line.block else line.kind,
                date=line.date,
                quantity=line.quantity,
                status=line.status,
            ),
            line,
        )
        for line in found
    ]
