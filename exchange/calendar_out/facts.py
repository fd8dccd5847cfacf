"""What everybody may know of each tender of a selection, read in portions and handed on as plain values.

A value that is confidential is not read at all, whoever asks; neither is a concept, or anything of a contract.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias

from django.conf import settings
from django.urls import reverse

from organisations.models import CpvCode, Municipality, Region
from tenders.calendar.documents import public_documents_of_all
from tenders.calendar.selection import Selection
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderValue

_PORTION = 1000
#: Fields of a tender by their names.
Row: TypeAlias = dict[str, Any]
_AS_THEY_ARE = (
    "reference", "title", "description", "kind", "procedure", "labour_share", "sector", "contact_name", "contact_email",
    "contact_phone", "tenderned_number", "planned_publication", "planned_award", "starts_on", "ends_on",
    "extension_count", "extension_months", "status", "sroi", "sroi_percentage", "sroi_reason_kind", "sroi_reason",
    "on_calendar_since", "touched_at", "published_on", "awarded_on",
)  # fmt: skip
_FIELDS = (
    "pk", "authority_id", "authority__name", "cpv_codes", "municipalities", "sroi_ways", *_AS_THEY_ARE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    code: str
    name: str
    count: int
    starts_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that everybody may fetch."""

    key: str
    title: str
    url: str
    media_type: str
    at: dt.datetime


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
    #: The days on which it happened; None when it did not, or nobody said when.
    published_on: dt.date | None
    awarded_on: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    extension_count: int | None
    extension_months: int | None
    status: str
    sroi: str
    sroi_percentage: Decimal | None
    sroi_ways: tuple[str, ...]
    sroi_reason_kind: str
    sroi_reason: str
    lots: tuple[tuple[int, str, str], ...]
    heads: tuple[Head, ...]
    files: tuple[PublicFile, ...]
    on_calendar_since: dt.date | None
    touched_at: dt.datetime

    @property
    def publication_on(self) -> dt.date | None:
        """The day that counts: on which it was published, else the one planned for it."""
        return self.published_on or self.planned_publication

    @property
    def award_on(self) -> dt.date | None:
        return self.awarded_on or self.planned_award


def calendar_facts(region: Region, selection: Selection) -> CalendarFacts:
    page = settings.PUBLIC_URL + reverse("tenders:calendar", args=[region.code])
    query = selection.wanted.narrowed.query_string
    return CalendarFacts(region.code, region.name, page + (f"?{query}" if query else ""), page, query)


def tender_facts(region: Region, selection: Selection) -> Iterator[TenderFacts]:
    """All of them, in the order on screen: so many queries for each thousand. Call it inside a context.

    Anybody may ask for twenty thousand at once, so rows are read as plain values.
    """
    nobody = uuid.UUID(int=0)
    address = settings.PUBLIC_URL + reverse("tenders:calendar_detail", args=[region.code, nobody])
    address = address.removesuffix(f"{nobody}/")
    files = settings.PUBLIC_URL + reverse("tenders:calendar_document", args=[region.code, nobody, nobody])
    keys = iter(list(selection.queryset.values_list("pk", flat=True)))
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    while portion := list(islice(keys, _PORTION)):
        rows = Tender.objects.on_calendar().filter(pk__in=portion).with_days_taken().values(*_FIELDS)
        found = {row["pk"]: row for row in rows}
        tenders = [found[key] for key in portion if key in found]
        _learn_places(names, tenders)
        _learn_cpv(labels, tenders)
        parts = _parts_of(portion, files.replace(str(nobody), "{}"))
        for row in tenders:
            yield _facts(row, parts, address, names, labels)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to the tenders of one portion, by their keys."""

    amounts: dict[uuid.UUID, Decimal | None]
    lots: dict[uuid.UUID, list[tuple[int, str, str]]]
    heads: dict[uuid.UUID, list[tuple[str, str, int, dt.date | None]]]
    files: dict[uuid.UUID, list[PublicFile]]


def _parts_of(keys: list[uuid.UUID], address: str) -> _Parts:
    """Four queries."""
    parts = _Parts({}, {}, {}, {})
    values = TenderValue.objects.filter(tender__in=keys, is_confidential=False).order_by("pk")
    for tender, amount in values.values_list("tender_id", "amount"):
        parts.amounts[tender] = amount
    lots = TenderLot.objects.filter(tender__in=keys).order_by("number")
    for tender, number, title, description in lots.values_list("tender_id", "number", "title", "description"):
        parts.lots.setdefault(tender, []).append((number, title, description))
    heads = ExpectedOccupation.objects.filter(tender__in=keys).order_by("occupation__name", "pk")
    for tender, code, name, count, since in heads.values_list(
        "tender_id", "occupation__code", "occupation__name", "head_count", "starts_on"
    ):
        parts.heads.setdefault(tender, []).append((code, name, count, since))
    files = public_documents_of_all(keys).values_list("tender_id", "pk", "title", "media_type", "uploaded_at")
    for tender, key, title, media_type, at in files:
        one = PublicFile(str(key), title, address.format(tender, key), media_type, at)
        parts.files.setdefault(tender, []).append(one)
    return parts


def _learn_places(names: dict[str, str], tenders: list[Row]) -> None:
    codes = {code for one in tenders for code in one["municipalities"]} - names.keys()
    names |= {code: code for code in codes}
    names |= dict(Municipality.objects.filter(pk__in=codes).order_by("pk").values_list("code", "name"))


def _learn_cpv(labels: dict[str, str], tenders: list[Row]) -> None:
    codes = {code for one in tenders for code in one["cpv_codes"]} - labels.keys()
    labels |= dict.fromkeys(codes, "")
    labels |= dict(CpvCode.objects.filter(code__in=codes).order_by("code").values_list("code", "label"))


def _facts(row: Row, parts: _Parts, address: str, names: dict[str, str], labels: dict[str, str]) -> TenderFacts:
    key, starts_on = row["pk"], row["starts_on"]
    return TenderFacts(
        key=str(key),
        url=f"{address}{key}/",
        authority_key=str(row["authority_id"]),
        authority=row["authority__name"],
        cpv=tuple((code, labels[code]) for code in row["cpv_codes"]),
        amount=parts.amounts.get(key),
        places=tuple((code, names[code]) for code in row["municipalities"]),
        sroi_ways=tuple(row["sroi_ways"]),
        lots=tuple(parts.lots.get(key, ())),
        heads=tuple(
            Head(code, name, count, since or starts_on) for code, name, count, since in parts.heads.get(key, ())
        ),
        files=tuple(parts.files.get(key, ())),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
