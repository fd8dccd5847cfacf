"""Who changed what of a tender and when, with what stood there before, in words; newest first.

What stood in a field comes from the history that triggers keep (decision 0005). A concept keeps itself while somebody
types: what he changed within half an hour is told as one change. At most nine queries, however long the history is.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.choices import Sector
from organisations.models import Municipality, Occupation, Organisation
from organisations.templatetags.formatting import date_nl, euro, percentage
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderStep, TenderValue
from tenders.tender_status import CONCEPT

#: What is told when it changes: the status has steps of its own, and whoever confirms changes nothing.
_FIELDS = (
    *("authority_id", "reference", "title", "description", "kind", "procedure", "cpv_codes", "sector"),
    *("municipalities", "labour_share", "planned_publication", "planned_award", "starts_on", "ends_on"),
    *("extension_count", "extension_months", "sroi", "sroi_percentage", "sroi_ways", "sroi_reason_kind"),
    *("sroi_reason", "contact_name", "contact_email", "contact_phone", "stand_in_name", "stand_in_email"),
    "tenderned_number",
)
_CHOICES: dict[str, Any] = {
    "kind": TenderKind,
    "procedure": Procedure,
    "sector": Sector,
    "sroi": SroiDecision,
    "sroi_ways": SroiWay,
    "sroi_reason_kind": ReasonKind,
}
_PERCENTAGES = frozenset({"labour_share", "sroi_percentage"})
_AT_ONE_GO = timedelta(minutes=30)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that became another; both sides in words, an empty side for what came or went."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    title: str
    by: str
    note: str = ""
    changes: tuple[Changed, ...] = ()


def happenings(tender: Tender) -> list[Happening]:
    """All that happened to the tender and its parts."""
    known: Any = Tender.pgh_event_model.objects  # type: ignore[attr-defined]
    events = list(known.filter(pgh_obj_id=tender.pk).order_by("pgh_id"))
    parts: dict[tuple[datetime, str], list[Changed]] = defaultdict(list)
    titles: dict[tuple[datetime, str], str] = {}
    if events:
        first = events[0]
        parts[_key(first)] = []
        titles[_key(first)] = _("Aangemaakt")
    names = _names(events)
    for before, after in _told_apart(events):
        parts[_key(after)] += [
            Changed(
                _label(Tender, name),
                _words(name, getattr(before, name), names),
                _words(name, getattr(after, name), names),
            )
            for name in _FIELDS
            if getattr(before, name) != getattr(after, name)
        ]
    for key, one in (*_of_value(tender), *_of_lots(tender), *_of_occupations(tender)):
        parts[key].append(one)
    found = [
        Happening(at, titles.get((at, by), _("Gewijzigd")), by, changes=tuple(changes))
        for (at, by), changes in parts.items()
        if changes or (at, by) in titles
    ]
    return sorted([*found, *_steps(tender)], key=lambda one: one.at, reverse=True)


def _key(event: Any) -> tuple[datetime, str]:
    return event.pgh_created_at, by_words(event)


def by_words(event: Any) -> str:
    """Who did it, for whom."""
    context = event.pgh_context or {}
    said = ", ".join(one for one in (context.get("name"), context.get("organisation_name")) if one)
    return said or _("door het portaal")


def _told_apart(events: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each change as before and after; of a concept what one person changed in one go is one change."""
    begun = events[0] if events else None
    for after, following in zip(events[1:], [*events[2:], None], strict=False):
        if following is not None and _in_one_go(after, following):
            continue
        yield begun, after
        begun = after


def _in_one_go(one: Any, other: Any) -> bool:
    is_concept = one.status == CONCEPT == other.status
    return is_concept and by_words(one) == by_words(other) and other.pgh_created_at - one.pgh_created_at < _AT_ONE_GO


def _steps(tender: Tender) -> Iterator[Happening]:
    for one in TenderStep.objects.filter(tender=tender).select_related("by", "private"):
        title = _("Status: %(status)s, op %(day)s") % {
            "status": TenderStatus(one.to_status).label,
            "day": date_nl(one.on),
        }
        yield Happening(one.at, title, one.by.name if one.by else _("door het portaal"), one.said)


def _of_value(tender: Tender) -> Iterator[tuple[tuple[datetime, str], Changed]]:
    known: Any = TenderValue.pgh_event_model.objects  # type: ignore[attr-defined]
    before = None
    for event in known.filter(tender_id=tender.pk).order_by("pgh_id"):
        amount = before.amount if before else None
        if event.amount != amount:
            yield _key(event), Changed(_("geraamde waarde"), _amount(amount), _amount(event.amount))
        if event.is_confidential != (before.is_confidential if before else False):
            said = _("ja") if event.is_confidential else _("nee")
            yield (
                _key(event),
                Changed(_("waarde is vertrouwelijk"), _("nee") if event.is_confidential else _("ja"), said),
            )
        before = event


def _of_lots(tender: Tender) -> Iterator[tuple[tuple[datetime, str], Changed]]:
    def said(event: Any) -> str:
        return ". ".join(filter(None, [event.title, event.description]))

    for event, before in _lives(TenderLot, tender):
        yield from _life(event, before, _("perceel %(number)s") % {"number": event.number}, said)


def _of_occupations(tender: Tender) -> Iterator[tuple[tuple[datetime, str], Changed]]:
    lives = list(_lives(ExpectedOccupation, tender))
    keys = {event.occupation_id for event, _before in lives}
    names = dict(Occupation.objects.filter(pk__in=keys).values_list("pk", "name"))

    def said(event: Any) -> str:
        people = str(event.head_count)
        return (
            _("%(people)s vanaf %(day)s") % {"people": people, "day": date_nl(event.starts_on)}
            if event.starts_on
            else people
        )

    for event, before in lives:
        what = _("verwacht beroep %(name)s") % {"name": names.get(event.occupation_id, "")}
        yield from _life(event, before, what, said)


def _lives(model: Any, tender: Tender) -> Iterator[tuple[Any, Any]]:
    """The events of the parts of a tender, each with the one before it of the same part. One query."""
    last: dict[uuid.UUID, Any] = {}
    for event in model.pgh_event_model.objects.filter(tender_id=tender.pk).order_by("pgh_id"):
        yield event, last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event


def _life(event: Any, before: Any, what: str, said: Any) -> Iterator[tuple[tuple[datetime, str], Changed]]:
    if event.pgh_label == "delete":
        yield _key(event), Changed(what, said(event), "")
    elif before is None:
        yield _key(event), Changed(what, "", said(event))
    elif said(before) != said(event):
        yield _key(event), Changed(what, said(before), said(event))


def _label(model: Any, name: str) -> str:
    known = {"authority_id": _("opdrachtgever"), "sroi": _("besluit over social return")}
    if name in known:
        return known[name]
    return str(model._meta.get_field(name).verbose_name)  # noqa: SLF001 - the public way to a field


def _words(name: str, value: Any, names: dict[Any, str]) -> str:  # noqa: PLR0911 - one line for each kind of value
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        return ", ".join(_words(name, one, names) for one in value)
    if isinstance(value, uuid.UUID) or name == "municipalities":
        return names.get(value, str(value))
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if name in _PERCENTAGES:
        return percentage(value)
    if isinstance(value, date):
        return date_nl(value)
    return _cut(str(value))


def _amount(value: Decimal | None) -> str:
    return euro(value) if value is not None else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _names(events: Iterable[Any]) -> dict[Any, str]:
    """Of authorities and municipalities that stood there. Two queries."""
    rows = list(events)
    places = {code for one in rows for code in one.municipalities}
    found: dict[Any, str] = dict(Municipality.objects.filter(code__in=places).values_list("code", "name"))
    authorities = Organisation.objects.filter(pk__in={one.authority_id for one in rows})
    return found | dict(authorities.values_list("pk", "name"))
