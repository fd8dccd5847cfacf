"""A notice in eForms (UBL 2.3, Regulation (EU) 2019/1780), as TenderNed gives it: a prior information or contract notice.

The numbers BT-… are those of the business terms of the regulation.
"""

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from exchange.notice.found import Found, NoticeRefusedError, amount_of, day_of, long, short
from organisations.months import add_months
from tenders.choices import Procedure, TenderKind

KNOWN = ("ContractNotice", "PriorInformationNotice")
_KINDS = {"works": TenderKind.WORK, "services": TenderKind.SERVICE, "supplies": TenderKind.SUPPLY}
_PROCEDURES = {
    "open": Procedure.OPEN_EUROPEAN,
    "restricted": Procedure.RESTRICTED,
    "oth-single": Procedure.SINGLE,
    "oth-mult": Procedure.MULTIPLE_PRIVATE,
}
_NUMBER = re.compile(r"tenderned\.nl/(?:[a-z-]+/)*(\d{4,12})", re.IGNORECASE)
_CPV = re.compile(r"(\d{8})(?:-\d)?")
_MOST_LOTS, _MOST_CPV = 60, 40
_MONTHS_IN = {"MONTH": 1, "YEAR": 12}
_MOST_MONTHS = 600


def found_in(root: ET.Element) -> Found:
    if root.tag not in KNOWN:
        said = {"name": short(root.tag, 60)}
        if root.tag == "ContractAwardNotice":
            raise NoticeRefusedError(
                _(
                    "Dit is de aankondiging van een gunning. Kies de aankondiging van de opdracht of de vooraankondiging."
                )
            )
        raise NoticeRefusedError(
            _(
                "Dit XML-bestand is geen aankondiging in eForms: het begint met ‘%(name)s’. Kies het XML-bestand van TenderNed."
            )
            % said
        )
    found = Found()
    project = root.find("ProcurementProject")
    lots = [one for one in root.findall("ProcurementProjectLot") if _is_lot(one)]
    of_lots = [part for one in lots if (part := one.find("ProcurementProject")) is not None]
    projects = [*([project] if project is not None else []), *of_lots]
    if not any(_text(one, "Name") for one in projects):
        raise NoticeRefusedError(_("In deze aankondiging staat geen titel. Daaraan is niets over te nemen."))
    _say_what(found, projects)
    _say_lots(found, lots)
    _say_procedure(found, root, lots)
    _say_dates(found, root, projects)
    _say_extensions(found, of_lots)
    _say_places(found, projects)
    _say_buyer(found, root)
    numbers = _NUMBER.findall(" ".join(one.text or "" for one in root.iter("URI")))
    found.tenderned_number = numbers[0] if numbers else ""
    return found


def _say_what(found: Found, projects: list[ET.Element]) -> None:
    first = projects[0]
    found.title = short(next(filter(None, (_text(one, "Name") for one in projects))), 200)
    found.description = long(_text(first, "Description"), 4000)
    code = _text(first, "ProcurementTypeCode")
    if code in _KINDS:
        found.kind = _KINDS[code].value
    elif code:
        found.left.append((_("Soort: %s") % short(code, 40), _("deze soort kent de kalender niet")))
    codes: dict[str, None] = {}
    for one in projects:
        for group in ("MainCommodityClassification", "AdditionalCommodityClassification"):
            for item in one.findall(group):
                if match := _CPV.fullmatch(_text(item, "ItemClassificationCode")):
                    codes[match[1]] = None
    found.cpv_codes = tuple(codes)[:_MOST_CPV]
    _say_amount(found, projects)


def _say_amount(found: Found, projects: list[ET.Element]) -> None:
    """BT-27 of the whole; else the sum of that of the lots, where each has one."""
    said = [one.find("RequestedTenderTotal/EstimatedOverallContractAmount") for one in projects]
    others = [one for one in said if one is not None and one.get("currencyID", "EUR") != "EUR"]
    if others:
        found.left.append((_("Geraamde waarde"), _("die staat niet in euro's")))
        return
    amounts = [amount_of(one.text or "") if one is not None else None for one in said]
    if amounts[0] is not None:
        found.amount = amounts[0]
    elif len(amounts) > 1 and all(one is not None for one in amounts[1:]):
        total = sum(one for one in amounts[1:] if one is not None)
        found.amount = amount_of(str(total))


def _is_lot(one: ET.Element) -> bool:
    """Not a group of lots, nor a part of a prior notice that is none yet."""
    key = one.find("ID")
    return key is None or key.get("schemeName", "Lot") in {"Lot", "Part"}


def _say_lots(found: Found, lots: list[ET.Element]) -> None:
    """One lot is the tender itself."""
    if len(lots) <= 1:
        return
    parts = []
    for number, one in enumerate(lots[:_MOST_LOTS], start=1):
        project = one.find("ProcurementProject")
        title = _text(project, "Name") if project is not None else ""
        about = _text(project, "Description") if project is not None else ""
        parts.append((number, short(title, 200) or _("Perceel %s") % number, short(about, 1000)))
    found.lots = tuple(parts)
    if len(lots) > _MOST_LOTS:
        found.left.append((_("Percelen na nummer %s") % _MOST_LOTS, _("zoveel percelen passen er niet op")))


def _say_procedure(found: Found, root: ET.Element, lots: list[ET.Element]) -> None:
    """BT-105; reserved participation (BT-71) makes it a reserved one."""
    process = root.find("TenderingProcess")
    code = _text(process, "ProcedureCode") if process is not None else ""
    if code:
        found.procedure = _PROCEDURES.get(code, Procedure.OTHER).value
    for one in lots:
        for ask in one.findall("TenderingTerms/TendererQualificationRequest/SpecificTendererRequirement"):
            if _text(ask, "TendererRequirementTypeCode") in {"res-ws", "res-pub-ser"}:
                found.procedure = Procedure.RESERVED.value


def _say_dates(found: Found, root: ET.Element, projects: list[ET.Element]) -> None:
    """When it was sent is when it is published, unless it announces another day (BT-127)."""
    planned = day_of(_text(root, "PlannedDate"))
    found.planned_publication = planned or day_of(_text(root, "IssueDate"))
    periods = [period for one in projects for period in one.findall("PlannedPeriod")]
    starts = [day for one in periods if (day := day_of(_text(one, "StartDate")))]
    ends = [day for one in periods if (day := _end(one))]
    found.starts_on = min(starts, default=None)
    found.ends_on = max(ends, default=None)
    if found.starts_on and found.ends_on and found.ends_on < found.starts_on:
        found.ends_on = None
        found.left.append((_("Laatste dag"), _("die ligt voor de eerste dag")))


def _end(period: ET.Element) -> dt.date | None:
    if day := day_of(_text(period, "EndDate")):
        return day
    start, measure = day_of(_text(period, "StartDate")), period.find("DurationMeasure")
    if start is None or measure is None or not (measure.text or "").strip().isdecimal():
        return None
    months = int((measure.text or "").strip()[:6]) * _MONTHS_IN.get(measure.get("unitCode", ""), 0)
    return add_months(start, months) - dt.timedelta(days=1) if 0 < months <= _MOST_MONTHS else None


def _say_extensions(found: Found, projects: list[ET.Element]) -> None:
    """BT-58 says how many times; how long each is stands in a text, which a person reads."""
    counts = [_text(one, "ContractExtension/MaximumNumberNumeric") for one in projects]
    if any(count.isdecimal() and int(count[:6]) for count in counts):
        found.left.append((_("Verlengingen"), _("hoe lang elke verlenging is, staat in een tekst: vul die zelf in")))


def _say_places(found: Found, projects: list[ET.Element]) -> None:
    cities: dict[str, None] = {}
    regions: dict[str, None] = {}
    for one in projects:
        for address in one.findall("RealizedLocation/Address"):
            if city := short(_text(address, "CityName"), 80):
                cities[city] = None
            if code := short(_text(address, "CountrySubentityCode"), 10):
                regions[code] = None
    found.places = tuple(cities)[:40]
    if regions and not cities:
        codes = ", ".join(list(regions)[:6])
        found.left.append((_("Plaats van het werk (%s)") % codes, _("dat is een streek: kies zelf de gemeenten")))


def _say_buyer(found: Found, root: ET.Element) -> None:
    """The party by its key among the organisations of the notice (BT-500, BT-502, BT-503, BT-506)."""
    keys = [one.text for one in root.findall("ContractingParty/Party/PartyIdentification/ID") if one.text]
    companies = {_text(company, "PartyIdentification/ID"): company for company in root.iter("Company")}
    company = companies.get(keys[0].strip()) if keys else None
    if company is None:
        return
    found.buyer = short(_text(company, "PartyName/Name"), 200)
    found.contact_name = short(_text(company, "Contact/Name"), 120)
    address, phone = _text(company, "Contact/ElectronicMail"), _text(company, "Contact/Telephone")
    found.contact_email = address if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address) and len(address) <= 254 else ""  # noqa: PLR2004 -- the longest address
    found.contact_phone = short(phone, 20) if re.fullmatch(r"[+\d ()./-]{6,20}", phone) else ""


def _text(element: ET.Element, path: str) -> str:
    """The text at a path, that in Dutch where there are several languages."""
    found = list(_said(element, path))
    dutch = [text for text, language in found if language in {"NLD", "nl", "DUT"}]
    return (dutch or [text for text, _language in found] or [""])[0]


def _said(element: ET.Element, path: str) -> Iterator[tuple[str, str]]:
    for one in element.findall(path):
        if text := (one.text or "").strip():
            yield text, one.get("languageID", "")
