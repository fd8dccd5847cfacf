"""A release or record of the Open Contracting Data Standard 1.1, alone or in its package."""

import re
from typing import Any

from django.utils.translation import gettext as _

from exchange.notice.found import Found, NoticeRefusedError, amount_of, day_of, long, short
from tenders.choices import Procedure, TenderKind

_KINDS = {"works": TenderKind.WORK, "services": TenderKind.SERVICE, "goods": TenderKind.SUPPLY}
_METHODS = {
    "open": Procedure.OPEN_EUROPEAN,
    "selective": Procedure.RESTRICTED,
    "limited": Procedure.MULTIPLE_PRIVATE,
    "direct": Procedure.SINGLE,
}
_CPV = re.compile(r"(\d{8})(?:-\d)?")
_NUMBER = re.compile(r"tenderned\.nl/(?:[a-z-]+/)*(\d{4,12})", re.IGNORECASE)
_MOST = 60


def found_in(document: Any) -> Found:
    releases = [one for one in _releases(document) if isinstance(one.get("tender"), dict) and one["tender"]]
    if not releases:
        raise NoticeRefusedError(
            _(
                "In dit JSON-bestand staat geen aanbesteding volgens OCDS. Kies een ‘release package’ of ‘record package’."
            )
        )
    chosen = max(releases, key=lambda one: _text(one, "date"))
    tender = chosen["tender"]
    found = Found()
    others = {_text(one, "ocid") for one in releases} - {_text(chosen, "ocid")}
    if others:
        found.left.append(
            (_("Andere aanbestedingen in het bestand: %s") % len(others), _("alleen de nieuwste is overgenomen"))
        )
    found.title = short(_text(tender, "title") or _text(chosen, "title"), 200)
    if not found.title:
        raise NoticeRefusedError(_("In deze aankondiging staat geen titel. Daaraan is niets over te nemen."))
    found.description = long(_text(tender, "description"), 4000)
    found.kind = _KINDS[kind].value if (kind := _text(tender, "mainProcurementCategory")) in _KINDS else ""
    method = _text(tender, "procurementMethod")
    found.procedure = _procedure(method, _text(tender, "procurementMethodDetails"))
    found.cpv_codes = _cpv(tender)
    _say_amount(found, tender)
    found.planned_publication = day_of(_text(tender, "tenderPeriod", "startDate"))
    found.planned_award = day_of(_text(tender, "awardPeriod", "startDate"))
    found.starts_on = day_of(_text(tender, "contractPeriod", "startDate"))
    found.ends_on = day_of(_text(tender, "contractPeriod", "endDate"))
    if found.starts_on and found.ends_on and found.ends_on < found.starts_on:
        found.ends_on = None
        found.left.append((_("Laatste dag"), _("die ligt voor de eerste dag")))
    lots = [one for one in _list(tender, "lots") if _text(one, "title")]
    if len(lots) > 1:
        found.lots = tuple(
            (number, short(_text(one, "title"), 200), short(_text(one, "description"), 1000))
            for number, one in enumerate(lots[:_MOST], start=1)
        )
    numbers = _NUMBER.findall(" ".join(_text(one, "url") for one in _list(tender, "documents")))
    found.tenderned_number = numbers[0] if numbers else ""
    _say_buyer(found, chosen)
    return found


def _releases(document: Any) -> list[dict[str, Any]]:
    """Alone, in a package, or compiled in a record."""
    if isinstance(document, list):
        return [one for one in document if isinstance(one, dict)]
    if not isinstance(document, dict):
        return []
    if "tender" in document:
        return [document]
    found = _list(document, "releases")
    for record in _list(document, "records"):
        compiled = record.get("compiledRelease")
        found += [compiled] if isinstance(compiled, dict) else _list(record, "releases")
    return found


def _procedure(method: str, details: str) -> str:
    """Exactly where the words are those of our own procedures."""
    by_words = {str(one.label).casefold(): one.value for one in Procedure}
    if details.casefold() in by_words:
        return by_words[details.casefold()]
    return _METHODS[method].value if method in _METHODS else ""


def _cpv(tender: dict[str, Any]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for item in _list(tender, "items"):
        for one in [item.get("classification"), *_list(item, "additionalClassifications")]:
            if isinstance(one, dict) and (match := _CPV.fullmatch(_text(one, "id"))):
                codes[match[1]] = None
    return tuple(codes)[:40]


def _say_amount(found: Found, tender: dict[str, Any]) -> None:
    if _text(tender, "value", "currency") in {"", "EUR"}:
        found.amount = amount_of(_text(tender, "value", "amount"))
    else:
        found.left.append((_("Geraamde waarde"), _("die staat niet in euro's")))


def _say_buyer(found: Found, chosen: dict[str, Any]) -> None:
    found.buyer = short(_text(chosen, "buyer", "name"), 200)
    key = _text(chosen, "buyer", "id")
    for party in _list(chosen, "parties"):
        if key and _text(party, "id") == key:
            found.contact_name = short(_text(party, "contactPoint", "name"), 120)
            address = _text(party, "contactPoint", "email")
            found.contact_email = address if re.fullmatch(r"[^@\s]{1,100}@[^@\s]{1,100}\.[^@\s]{1,50}", address) else ""
            phone = _text(party, "contactPoint", "telephone")
            found.contact_phone = phone if re.fullmatch(r"[+\d ()./-]{6,20}", phone) else ""


def _list(of: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = of.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(of: dict[str, Any], *path: str) -> str:
    value: Any = of
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
