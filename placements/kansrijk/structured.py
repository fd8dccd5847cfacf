"""A vacancy as machines read it: ``JobPosting`` of schema.org, by what search engines ask of it (November 2026)."""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from organisations.choices import Sector
from organisations.models import Region
from placements.models import Vacancy

#: From so many hours a week work is called full time.
_FULL = 36
#: An amount as ``_marked`` leaves it in the text.
_AMOUNT = re.compile(r'"\\u0000(\d+(?:\.\d+)?)"')
#: No sign that could end the element or begin another one stands in it as itself.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def job_posting(vacancy: Vacancy, *, region: Region, municipality: str, url: str) -> dict[str, Any] | None:
    """The facts that everybody may know. None of one that is only expected: search engines want work that is open."""
    if vacancy.is_expected or vacancy.published_at is None:
        return None
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": _description(vacancy),
        "identifier": {"@type": "PropertyValue", "name": vacancy.employer, "value": vacancy.reference},
        "datePosted": timezone.localtime(vacancy.published_at).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": vacancy.place or municipality,
                "addressRegion": region.name,
                "addressCountry": "NL",
            },
        },
        "employmentType": _employment(vacancy),
        "workHours": f"{vacancy.hours_from}-{vacancy.hours_to}",
        "totalJobOpenings": vacancy.places,
        "directApply": False,
        "url": url,
    }
    if vacancy.closes_on:
        last_moment = dt.datetime.combine(vacancy.closes_on, dt.time(23, 59, 59))
        posting["validThrough"] = timezone.make_aware(last_moment).isoformat()
    if vacancy.starts_on:
        posting["jobStartDate"] = vacancy.starts_on.isoformat()
    if vacancy.occupation:
        posting["occupationalCategory"] = vacancy.occupation.name
    if vacancy.sector != Sector.OTHER:
        posting["industry"] = str(Sector(vacancy.sector).label)
    if salary := _salary(vacancy):
        posting["baseSalary"] = {"@type": "MonetaryAmount", "currency": "EUR", "value": salary}
    return posting


def as_data_block(posting: dict[str, Any]) -> SafeString:
    """The element to stand in the page. It is data: no browser runs it, and the policy for scripts leaves it alone."""
    text = _AMOUNT.sub(r"\1", json.dumps(posting, ensure_ascii=False, default=_marked)).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - every sign of markup is escaped above


def _marked(amount: Any) -> str:
    """An amount, to become a number without a detour over a float; no text in the database holds this mark."""
    if not isinstance(amount, Decimal):
        raise TypeError(type(amount))
    return f"\0{amount:f}"


def _description(vacancy: Vacancy) -> str:
    """In HTML, as search engines ask; what people wrote is escaped in it."""
    parts = [vacancy.description or vacancy.title, vacancy.offer]
    return "".join(str(linebreaks(escape(part))) for part in parts if part)


def _employment(vacancy: Vacancy) -> list[str]:
    kinds = []
    if vacancy.hours_to >= _FULL:
        kinds.append("FULL_TIME")
    if vacancy.hours_from < _FULL:
        kinds.append("PART_TIME")
    return kinds


def _salary(vacancy: Vacancy) -> dict[str, Any] | None:
    least, most = vacancy.wage_from, vacancy.wage_to
    if least is None and most is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    if least is not None and (most is None or most == least):
        return value | {"value": least}
    if least is not None:
        value["minValue"] = least
    return value | {"maxValue": most}
