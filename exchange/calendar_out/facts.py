"""What everybody may know of each tender of a selection, read in portions and handed on as plain values.

A value that is confidential is not read at all, whoever asks; neither is a concept, or anything of a contract.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse

from organisations.models import CpvCode, Municipality, Region
from tenders.calendar.selection import Selection
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderStep, TenderValue

_PORTION = 1000


@dataclass(frozen=True, slots=True)
class Head:
    code: str
    name: str
    count: int
    starts_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """Which calendar it is, and which part of it was asked for."""

    region_code: str
    region_name: str
    #: The page on which the same tenders stand.
    page_url: str
    #: The address of a file of the same set, less the name of the file.
    files_url: str
    query_string: str

    def file_url(self, name: str) -> str:
        return f"{self.files_url}{name}" + (f"?{self.query_string}" if self.query_string else "")


@dataclass(frozen=True, slots=True)
class TenderFacts:
    key: str
    url: str
    reference: str
    authority_key: str
    authority: str
    title: str
    description: str
    kind: str
    procedure: str
    #: Code and what it means.
    cpv: tuple[tuple[str, str], ...]
    amount: Decimal | None
    labour_share: Decimal | None
    sector: str
    #: Code, or the name itself, and the name.
    places: tuple[tuple[str, str], ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    tenderned_number: str
    planned_publication: dt.date | None
    planned_award: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    extension_count: int | None
    extension_months: int | None
    status: str
    #: The day on which it came to each status, the last one where it came there more than once.
    reached: dict[str, dt.date]
    sroi: str
    sroi_percentage: Decimal | None
    sroi_ways: tuple[str, ...]
    sroi_reason_kind: str
    sroi_reason: str
    lots: tuple[tuple[int, str, str], ...]
    heads: tuple[Head, ...]
    on_calendar_since: dt.date | None
    touched_at: dt.datetime


def calendar_facts(region: Region, selection: Selection) -> CalendarFacts:
    page = settings.PUBLIC_URL + reverse("tenders:calendar", args=[region.code])
    query = selection.wanted.narrowed.query_string
    return CalendarFacts(region.code, region.name, page + (f"?{query}" if query else ""), page, query)


def tender_facts(region: Region, selection: Selection) -> Iterator[TenderFacts]:
    """All of them, in the order on screen: so many queries for each thousand. Call it inside a context."""
    address = settings.PUBLIC_URL + reverse("tenders:calendar_detail", args=[region.code, uuid.UUID(int=0)])
    address = address.removesuffix(f"{uuid.UUID(int=0)}/")
    keys = iter(list(selection.queryset.values_list("pk", flat=True)))
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    while portion := list(islice(keys, _PORTION)):
        found = _with_parts(portion)
        tenders = [found[key] for key in portion if key in found]
        _learn_places(names, tenders)
        _learn_cpv(labels, tenders)
        for tender in tenders:
            yield _facts(tender, address, names, labels)


def _with_parts(keys: list[uuid.UUID]) -> dict[uuid.UUID, Tender]:
    heads = ExpectedOccupation.objects.select_related("occupation").order_by("occupation__name", "pk")
    public = TenderValue.objects.filter(Q(is_confidential=False)).order_by("pk")
    return (
        Tender.objects.on_calendar()
        .select_related("authority")
        .prefetch_related(
            Prefetch("value", queryset=public),
            Prefetch("lots", queryset=TenderLot.objects.order_by("number")),
            Prefetch("expected_occupations", queryset=heads),
            Prefetch("steps", queryset=TenderStep.objects.order_by("at", "pk")),
        )
        .defer("search", "visible_to")
        .in_bulk(keys)
    )


def _learn_places(names: dict[str, str], tenders: list[Tender]) -> None:
    codes = {code for one in tenders for code in one.municipalities} - names.keys()
    names |= {code: code for code in codes}
    names |= dict(Municipality.objects.filter(pk__in=codes).order_by("pk").values_list("code", "name"))


def _learn_cpv(labels: dict[str, str], tenders: list[Tender]) -> None:
    codes = {code for one in tenders for code in one.cpv_codes} - labels.keys()
    labels |= dict.fromkeys(codes, "")
    labels |= dict(CpvCode.objects.filter(code__in=codes).order_by("code").values_list("code", "label"))


def _facts(tender: Tender, address: str, names: dict[str, str], labels: dict[str, str]) -> TenderFacts:
    value = getattr(tender, "value", None)
    return TenderFacts(
        key=str(tender.pk),
        url=f"{address}{tender.pk}/",
        reference=tender.reference,
        authority_key=str(tender.authority_id),
        authority=tender.authority.name,
        title=tender.title,
        description=tender.description,
        kind=tender.kind,
        procedure=tender.procedure,
        cpv=tuple((code, labels[code]) for code in tender.cpv_codes),
        amount=value.amount if value is not None and not value.is_confidential else None,
        labour_share=tender.labour_share,
        sector=tender.sector,
        places=tuple((code, names[code]) for code in tender.municipalities),
        contact_name=tender.contact_name,
        contact_email=tender.contact_email,
        contact_phone=tender.contact_phone,
        tenderned_number=tender.tenderned_number,
        planned_publication=tender.planned_publication,
        planned_award=tender.planned_award,
        starts_on=tender.starts_on,
        ends_on=tender.ends_on,
        extension_count=tender.extension_count,
        extension_months=tender.extension_months,
        status=tender.status,
        reached={step.to_status: step.on for step in tender.steps.all()},
        sroi=tender.sroi,
        sroi_percentage=tender.sroi_percentage,
        sroi_ways=tuple(tender.sroi_ways),
        sroi_reason_kind=tender.sroi_reason_kind,
        sroi_reason=tender.sroi_reason,
        lots=tuple((one.number, one.title, one.description) for one in tender.lots.all()),
        heads=tuple(
            Head(one.occupation.code, one.occupation.name, one.head_count, one.starts_on or tender.starts_on)
            for one in tender.expected_occupations.all()
        ),
        on_calendar_since=tender.on_calendar_since,
        touched_at=tender.touched_at,
    )
