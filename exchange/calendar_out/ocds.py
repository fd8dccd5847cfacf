"""The calendar as a release package of the Open Contracting Data Standard 1.1.

Each tender is one release that says all that is public about it now. What it says of social return stands in a field of
our own, ``tender.socialReturn`` (docs/standards.md). Contractors are not named: who won is not on the calendar.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings

from exchange.calendar_out.facts import CalendarFacts, TenderFacts
from tenders.choices import Procedure, SroiDecision, SroiWay, TenderKind
from tenders.tender_status import AWARDED, COMPLETED, IN_EXECUTION, PLANNED, PUBLISHED, WITHDRAWN

LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
_NEVER = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
#: A number of exactly these digits, which no text can hold: PostgreSQL stores no NUL.
_NUMBER = re.compile(r'"\\u0000(-?[0-9.]+)\\u0000"')
_TAGS = {
    PLANNED: "planning",
    PUBLISHED: "tender",
    AWARDED: "award",
    IN_EXECUTION: "contract",
    COMPLETED: "contract",
    WITHDRAWN: "tenderCancellation",
}
_STATUS = {PLANNED: "planned", PUBLISHED: "active", WITHDRAWN: "cancelled"}
_CATEGORY = {TenderKind.WORK: "works", TenderKind.SERVICE: "services", TenderKind.SUPPLY: "goods"}
_METHOD = {
    Procedure.SINGLE: "direct",
    Procedure.MULTIPLE_PRIVATE: "limited",
    Procedure.OPEN_NATIONAL: "open",
    Procedure.OPEN_EUROPEAN: "open",
    Procedure.RESTRICTED: "selective",
    Procedure.RESERVED: "limited",
}
_WAYS = {
    SroiWay.CONTRACT_CLAUSE: "contractClause",
    SroiWay.MINIMUM_REQUIREMENT: "minimumRequirement",
    SroiWay.SUITABILITY_REQUIREMENT: "suitabilityRequirement",
    SroiWay.AWARD_CRITERION: "awardCriterion",
}
_DECISION = {SroiDecision.YES: "applied", SroiDecision.NO: "notApplied", SroiDecision.OPEN: "undecided"}


def write(calendar: CalendarFacts, tenders: Iterable[TenderFacts]) -> Iterator[bytes]:
    """The package, release by release; the moment that it is of stands behind them, when all are known."""
    head = {
        "uri": calendar.file_url("ocds.json"),
        "version": "1.1",
        "extensions": [LOTS],
        "publisher": {"name": calendar.region_name, "uri": calendar.page_url},
    }
    yield _json(head)[:-1] + b',"releases":['
    updated, is_first = _NEVER, True
    for one in tenders:
        updated = max(updated, one.touched_at)
        yield (b"" if is_first else b",\n") + _json(release(calendar, one))
        is_first = False
    yield b'],"publishedDate":' + _json(_moment(updated)) + b"}\n"


def release(calendar: CalendarFacts, one: TenderFacts) -> dict[str, Any]:
    authority = {"id": one.authority_key, "name": one.authority}
    contact = _filled(name=one.contact_name, email=one.contact_email, telephone=one.contact_phone)
    buyer = authority | {"roles": ["buyer", "procuringEntity"]} | _filled(contactPoint=contact)
    return _filled(
        ocid=f"{settings.OCDS_PREFIX}-{calendar.region_code}-{one.key}",
        id=f"{one.key}-{int(one.touched_at.timestamp())}",
        date=_moment(one.touched_at),
        tag=[_TAGS[one.status]],
        initiationType="tender",
        language="nl",
        parties=[buyer],
        buyer=authority,
        planning=_filled(budget=_filled(amount=_amount(one)) if one.status == PLANNED else None),
        tender=_tender(one, authority),
        awards=_awards(one),
        contracts=_contracts(one),
    )


def _tender(one: TenderFacts, authority: dict[str, str]) -> dict[str, Any]:
    return _filled(
        id=one.reference,
        title=one.title,
        description=one.description,
        status=_STATUS.get(one.status, "complete"),
        procuringEntity=authority,
        items=_items(one),
        value=_amount(one),
        procurementMethod=_METHOD.get(one.procedure),  # type: ignore[call-overload]
        procurementMethodDetails=str(Procedure(one.procedure).label) if one.procedure else "",
        mainProcurementCategory=_CATEGORY.get(one.kind),  # type: ignore[call-overload]
        tenderPeriod=_filled(startDate=_day(one.publication_on)),
        awardPeriod=_filled(startDate=_day(one.award_on)),
        contractPeriod=_period(one),
        lots=[_filled(id=str(number), title=title, description=description) for number, title, description in one.lots],
        documents=_documents(one),
        socialReturn=_social_return(one),
    )


def _items(one: TenderFacts) -> list[dict[str, Any]]:
    """What is bought, by its first code; the other codes stand beside it."""
    codes = [_filled(scheme="CPV", id=code, description=name) for code, name in one.cpv]
    if not codes:
        return []
    return [_filled(id="1", description=one.title, classification=codes[0], additionalClassifications=codes[1:])]


def _awards(one: TenderFacts) -> list[dict[str, Any]]:
    if one.status not in {AWARDED, IN_EXECUTION, COMPLETED}:
        return []
    return [_filled(id="1", title=one.title, status="active", date=_day(one.awarded_on))]


def _contracts(one: TenderFacts) -> list[dict[str, Any]]:
    if one.status not in {IN_EXECUTION, COMPLETED}:
        return []
    status = "active" if one.status == IN_EXECUTION else "terminated"
    return [_filled(id="1", awardID="1", title=one.title, status=status, period=_period(one))]


def _period(one: TenderFacts) -> dict[str, Any]:
    period = _filled(startDate=_day(one.starts_on), endDate=_day(one.ends_on))
    if one.ends_on and one.extension_count and one.extension_months:
        period["maxExtentDate"] = _day(_months_later(one.ends_on, one.extension_count * one.extension_months))
    return period


def _months_later(day: dt.date, months: int) -> dt.date:
    """Month arithmetic from the day after, so that the last of a month stays that."""
    after = day + dt.timedelta(days=1)
    year, month = divmod(after.month - 1 + months, 12)
    first = after.replace(year=min(after.year + year, 9998), month=month + 1, day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    last = (following - dt.timedelta(days=1)).day
    return first.replace(day=min(after.day, last)) - dt.timedelta(days=1)


def _documents(one: TenderFacts) -> list[dict[str, Any]]:
    page = {
        "id": "kalender",
        "documentType": "procurementPlan",
        "title": one.title,
        "url": one.url,
        "format": "text/html",
    }
    files = [
        _filled(id=file.key, title=file.title, url=file.url, format=file.media_type, datePublished=_moment(file.at))
        for file in one.files
    ]
    if not one.tenderned_number.isdecimal():
        return [page, *files]
    notice = {
        "id": f"tenderned-{one.tenderned_number}",
        "documentType": "tenderNotice",
        "title": one.title,
        "url": f"https://www.tenderned.nl/aankondigingen/overzicht/{one.tenderned_number}",
        "format": "text/html",
    }
    return [page, notice, *files]


def _social_return(one: TenderFacts) -> dict[str, Any]:
    return _filled(
        decision=_DECISION[SroiDecision(one.sroi)],
        percentage=_number(one.sroi_percentage),
        ways=[_WAYS[SroiWay(way)] for way in one.sroi_ways],
        reasonCategory=one.sroi_reason_kind,
        reason=one.sroi_reason,
        labourShare=_number(one.labour_share),
        placesOfWork=[_filled(id=code if code != name else "", name=name) for code, name in one.places],
        expectedOccupations=[
            _filled(id=head.code, name=head.name, headCount=head.count, startDate=_day(head.starts_on))
            for head in one.heads
        ],
    )


def _amount(one: TenderFacts) -> dict[str, Any] | None:
    return None if one.amount is None else {"amount": _number(one.amount), "currency": "EUR"}


def _number(value: Decimal | None) -> str | None:
    """Marked as a number, to be written with the digits that it has."""
    if value is None:
        return None
    text = f"{value:f}"
    return f"\0{text.rstrip('0').rstrip('.') if '.' in text else text}\0"


def _day(day: dt.date | None) -> str | None:
    """As the standard has it: a day is the moment at which it begins."""
    return f"{day.isoformat()}T00:00:00Z" if day else None


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _filled(**fields: Any) -> dict[str, Any]:
    """Without what says nothing: an empty field is left out, as the standard wants."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def _json(value: Any) -> bytes:
    return _NUMBER.sub(r"\1", json.dumps(value, ensure_ascii=False, separators=(",", ":"))).encode()
