"""A tender as its buyer fills it in: kept half filled in as a concept, put on the calendar, mended there, and copied.

A form knows what it was bound to by a fingerprint of the whole tender: what somebody saved meanwhile is not written over,
and the same form sent twice changes nothing the second time.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, connection, transaction
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.choices import AUTHORITY_KINDS
from organisations.models import OrganisationRegion, new_id
from organisations.refused import SHORTEST_SAID, Refused
from organisations.shown import digest
from organisations.tenancy import Acting
from tenders import access
from tenders.choices import SroiDecision, TenderStatus
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderStep, TenderValue
from tenders.tender_status import UNDECIDED_MAY_BE

#: What one page can hold.
MOST_LOTS, MOST_OCCUPATIONS = 60, 40


class EntryRefused(Refused):
    """The tender cannot be kept so; ``field`` is what the user can change, empty when it is about the whole."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = name


class Overtaken(Refused):
    """Somebody saved it since it was shown; ``at`` is when."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _(
                "Deze aanbesteding is om %(time)s uur ergens anders bewaard: in een ander tabblad of door een collega."
                " Wat u hier invulde, staat er nog."
            )
            % {"time": f"{timezone.localtime(at):%H:%M}"}
        )
        self.at = at


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    number: int
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """So many people of an occupation, from a day on; without one from the first day of the work."""

    occupation_id: uuid.UUID
    head_count: int
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class TenderEntry:
    """What was filled in. ``reference`` empty: the one it has, or the region's next free one."""

    authority_id: uuid.UUID
    region_id: uuid.UUID
    title: str = ""
    description: str = ""
    kind: str = ""
    procedure: str = ""
    cpv_codes: tuple[str, ...] = ()
    labour_share: Decimal | None = None
    sector: str = ""
    municipalities: tuple[str, ...] = ()
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    stand_in_name: str = ""
    stand_in_email: str = ""
    tenderned_number: str = ""
    planned_publication: date | None = None
    planned_award: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extension_count: int | None = None
    extension_months: int | None = None
    sroi: str = SroiDecision.OPEN
    sroi_percentage: Decimal | None = None
    sroi_reason: str = ""
    sroi_reason_kind: str = ""
    sroi_ways: tuple[str, ...] = ()
    reference: str = ""
    amount: Decimal | None = None
    is_confidential: bool = False
    lots: tuple[Lot, ...] = field(default=())
    occupations: tuple[Expected, ...] = field(default=())


#: Of the entry, what stands in the row of the tender itself under the same name.
_APART = frozenset({"authority_id", "region_id", "reference", "amount", "is_confidential", "lots", "occupations"})
COLUMNS = tuple(one.name for one in fields(TenderEntry) if one.name not in _APART)
_LISTS = frozenset({"cpv_codes", "municipalities", "sroi_ways"})
_DECIDED = ("sroi", "sroi_percentage", "sroi_reason_kind")
#: Nothing of one moment or one document goes along with a copy.
_NOT_COPIED = ("planned_publication", "planned_award", "starts_on", "ends_on", "tenderned_number", "reference")


@dataclass(frozen=True, slots=True)
class Saved:
    """The tender as it stands now, and what this call did to it: ``before`` holds what its changed columns held."""

    tender: Tender
    shown: str
    is_new: bool
    is_put_on_calendar: bool = False
    before: Mapping[str, Any] = field(default_factory=dict)


def with_parts(tenders: Any) -> Any:
    """Each with its value, lots and expected occupations, in one query."""
    lots = TenderLot.objects.filter(tender=OuterRef("pk")).order_by("number")
    occupations = ExpectedOccupation.objects.filter(tender=OuterRef("pk")).order_by("pk")
    return tenders.select_related("authority", "region", "value").annotate(
        lot_rows=ArraySubquery(
            lots.values(row=JSONObject(**{name: name for name in ("number", "title", "description")}))
        ),
        occupation_rows=ArraySubquery(
            occupations.values(row=JSONObject(**{name: name for name in ("occupation_id", "head_count", "starts_on")}))
        ),
    )


def entry_of(tender: Tender) -> TenderEntry:
    """A tender as it stands, as its form would give it back. Three queries, or none with ``with_parts``."""
    value = getattr(tender, "value", None)
    named: dict[str, Any] = {
        name: tuple(getattr(tender, name)) if name in _LISTS else getattr(tender, name) for name in COLUMNS
    }
    return TenderEntry(
        authority_id=tender.authority_id,
        region_id=tender.region_id,
        **named,
        reference=tender.reference,
        amount=value.amount if value else None,
        is_confidential=value.is_confidential if value else False,
        lots=_lots_of(tender),
        occupations=_occupations_of(tender),
    )


def fingerprint(entry: TenderEntry) -> str:
    """The same as long as nothing changed of the tender or its parts."""
    return digest({one.name: _plain(getattr(entry, one.name)) for one in fields(TenderEntry)})


def needs_of(entry: TenderEntry, *, status: str) -> dict[str, str]:
    """What is lacking before a tender can have this status: a sentence for each field, empty when it can."""
    if status in {TenderStatus.CONCEPT, TenderStatus.WITHDRAWN}:
        return {}
    lacking = {
        name: sentence
        for name, sentence in (
            ("title", _("Vul een titel in: daaraan herkent iedereen de aanbesteding.")),
            ("kind", _("Kies werk, dienst of levering.")),
            ("planned_publication", _("Vul in wanneer u de aanbesteding wilt publiceren. Een schatting mag.")),
            ("contact_name", _("Vul in bij wie iemand terechtkan.")),
            ("contact_email", _("Vul het e-mailadres in van wie er meer over weet.")),
        )
        if not getattr(entry, name)
    }
    if (entry.extension_count is None) != (entry.extension_months is None):
        empty = "extension_count" if entry.extension_count is None else "extension_months"
        lacking[empty] = _("Vul bij een verlenging in hoe vaak het kan en hoeveel maanden het is.")
    return lacking | _needs_of_decision(entry, status=status)


def _needs_of_decision(entry: TenderEntry, *, status: str) -> dict[str, str]:
    must = status not in UNDECIDED_MAY_BE
    lacking = {}
    if entry.sroi == SroiDecision.OPEN and must:
        lacking["sroi"] = _("Besluit eerst over social return. Dat moet voor de publicatie.")
    if entry.sroi == SroiDecision.NO and not entry.sroi_reason_kind:
        lacking["sroi_reason_kind"] = _("Kies waarom u social return niet toepast.")
    if entry.sroi == SroiDecision.NO and len(entry.sroi_reason.strip()) < SHORTEST_SAID:
        lacking["sroi_reason"] = _(
            "Leg uit waarom niet, in minstens %(n)s tekens. Het telt mee in het jaarverslag."
        ) % {"n": SHORTEST_SAID}
    if entry.sroi == SroiDecision.YES and entry.sroi_percentage is None:
        lacking["sroi_percentage"] = _("Vul het percentage in.")
    if entry.sroi == SroiDecision.YES and must and not entry.sroi_ways:
        lacking["sroi_ways"] = _("Kies als wat u social return vraagt. Dat moet voor de publicatie.")
    return lacking


@transaction.atomic
def save_tender(
    acting: Acting,
    *,
    tender_id: uuid.UUID,
    entry: TenderEntry,
    at: datetime,
    shown: str | None = None,
    to_calendar: bool = False,
) -> Saved:
    """Keep the tender under this id, new or changed; ``shown`` is what its form was bound to, '' for a new one.

    ``EntryRefused`` when it cannot be kept so, ``Overtaken`` when somebody saved it since it was shown.
    """
    _wait_for_twin(tender_id)
    tender = _own(acting).select_for_update(of=("self",), no_key=True).filter(pk=tender_id).first()
    if tender is None:
        return _create(acting, tender_id, entry, at, to_calendar=to_calendar)
    if tender.status == TenderStatus.WITHDRAWN:
        raise EntryRefused("", _("Deze aanbesteding is ingetrokken. Zet haar eerst terug, dan kunt u haar wijzigen."))
    stands = entry_of(tender)
    entry = replace(
        entry,
        authority_id=tender.authority_id,
        region_id=tender.region_id,
        reference=entry.reference or tender.reference,
    )
    is_moved = to_calendar and tender.status == TenderStatus.CONCEPT
    _check(entry, status=TenderStatus.PLANNED if is_moved else tender.status)
    if shown is not None and shown != fingerprint(stands) and fingerprint(entry) != fingerprint(stands):
        raise Overtaken(tender.touched_at)
    changed = {one.name for one in fields(TenderEntry) if getattr(entry, one.name) != getattr(stands, one.name)}
    if changed or is_moved:
        _fill(tender, entry, stands, at)
        if is_moved:
            _put_on_calendar(tender, at)
        _store(tender)
        _keep_parts(tender, entry, changed)
        if is_moved:
            _write_step(acting, tender, TenderStatus.CONCEPT, at)
    before = {name: getattr(stands, name) for name in changed}
    return Saved(tender, fingerprint(entry), is_new=False, is_put_on_calendar=is_moved, before=before)


@transaction.atomic
def copy_tender(acting: Acting, tender: Tender, *, at: datetime) -> Tender:
    """A new concept with all of this tender but what belongs to one time: its days, its reference and its number.

    Its title says that it is a copy: two of one name in a list are not to be told apart.
    """
    empty = TenderEntry(tender.authority_id, tender.region_id)
    entry = entry_of(tender)
    entry = replace(
        entry,
        **{name: getattr(empty, name) for name in _NOT_COPIED},
        title=_title_of_copy(entry.title),
        occupations=tuple(replace(one, starts_on=None) for one in entry.occupations),
    )
    return _create(acting, new_id(), entry, at, to_calendar=False).tender


def _title_of_copy(title: str) -> str:
    if not title:
        return ""
    suffix = f" ({_('kopie')})"
    longest: int = Tender._meta.get_field("title").max_length  # type: ignore[assignment]  # noqa: SLF001 - Django's own
    return title[: longest - len(suffix)].rstrip() + suffix


def _create(acting: Acting, tender_id: uuid.UUID, entry: TenderEntry, at: datetime, *, to_calendar: bool) -> Saved:
    _check_authority(acting, entry)
    _check(entry, status=TenderStatus.PLANNED if to_calendar else TenderStatus.CONCEPT)
    entry = replace(entry, reference=entry.reference or _free_reference(entry.region_id, timezone.localdate(at).year))
    tender = Tender(id=tender_id, authority_id=entry.authority_id, region_id=entry.region_id, created_at=at)
    _fill(tender, entry, TenderEntry(entry.authority_id, entry.region_id), at)
    if to_calendar:
        _put_on_calendar(tender, at)
    _store(tender, is_new=True)
    _keep_parts(tender, entry, {"amount", "is_confidential", "lots", "occupations"})
    _write_step(acting, tender, "", at)
    return Saved(tender, fingerprint(entry), is_new=True, is_put_on_calendar=to_calendar)


def _check(entry: TenderEntry, *, status: str) -> None:
    for name, sentence in needs_of(entry, status=status).items():
        raise EntryRefused(name, sentence)
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise EntryRefused("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))


def _check_authority(acting: Acting, entry: TenderEntry) -> None:
    """An authority enters its own, the coordination point for one of its region."""
    at_work = OrganisationRegion.objects.filter(
        organisation_id=entry.authority_id,
        region_id=entry.region_id,
        region_id__in=acting.region_ids,
        organisation__kind__in=AUTHORITY_KINDS,
    )
    is_own = entry.authority_id == acting.organisation_id
    if not access.may_enter_tenders(acting) or not (is_own or access.enters_for_others(acting)) or not at_work.exists():
        raise EntryRefused("authority", _("Kies een opdrachtgever van uw regio."))


def _own(acting: Acting) -> Any:
    return access.tenders_entered_by(acting)


def _fill(tender: Tender, entry: TenderEntry, stands: TenderEntry, at: datetime) -> None:
    """Write the columns, and the day of the decision when that changed."""
    if any(getattr(entry, name) != getattr(stands, name) for name in _DECIDED):
        is_taken = entry.sroi == SroiDecision.NO or entry.sroi_percentage is not None
        tender.decided_on = timezone.localdate(at) if is_taken else None
    for name in COLUMNS:
        value = getattr(entry, name)
        setattr(tender, name, list(value) if name in _LISTS else value)
    tender.reference = entry.reference
    tender.touched_at = at


def _store(tender: Tender, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            if is_new:
                tender.save(force_insert=True)
            else:
                columns = [*COLUMNS, "reference", "decided_on", "touched_at", "status", "on_calendar_since"]
                tender.save(update_fields=columns)
    except IntegrityError as error:
        if "tender_reference_unique" in str(error):
            raise EntryRefused(
                "reference", _("Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")
            ) from error
        raise


def _put_on_calendar(tender: Tender, at: datetime) -> None:
    tender.status = TenderStatus.PLANNED
    tender.on_calendar_since = tender.on_calendar_since or timezone.localdate(at)


def _write_step(acting: Acting, tender: Tender, before: str, at: datetime) -> None:
    TenderStep.objects.create(
        tender=tender,
        from_status=before,
        to_status=tender.status,
        on=timezone.localdate(at),
        at=at,
        by_id=acting.user_id,
    )


def _keep_parts(tender: Tender, entry: TenderEntry, changed: set[str]) -> None:
    if changed & {"amount", "is_confidential"}:
        value = TenderValue.objects.filter(tender=tender).first() or TenderValue(tender=tender)
        value.amount, value.is_confidential = entry.amount, entry.is_confidential
        if entry.amount is not None or entry.is_confidential or not value._state.adding:  # noqa: SLF001 - Django's own
            value.save()
    if "lots" in changed:
        _keep_lots(tender, entry.lots)
    if "occupations" in changed:
        _keep_occupations(tender, entry.occupations)


def _keep_lots(tender: Tender, lots: tuple[Lot, ...]) -> None:
    stand = {one.number: one for one in TenderLot.objects.filter(tender=tender)}
    kept = {one.number for one in lots}
    TenderLot.objects.filter(tender=tender).exclude(number__in=kept).delete()
    for lot in lots:
        row = stand.get(lot.number) or TenderLot(tender=tender, number=lot.number)
        if (row.title, row.description) != (lot.title, lot.description) or lot.number not in stand:
            row.title, row.description = lot.title, lot.description
            row.save()


def _keep_occupations(tender: Tender, occupations: tuple[Expected, ...]) -> None:
    stand = {one.occupation_id: one for one in ExpectedOccupation.objects.filter(tender=tender)}
    kept = {one.occupation_id for one in occupations}
    ExpectedOccupation.objects.filter(tender=tender).exclude(occupation_id__in=kept).delete()
    for one in occupations:
        row = stand.get(one.occupation_id) or ExpectedOccupation(tender=tender, occupation_id=one.occupation_id)
        if (row.head_count, row.starts_on) != (one.head_count, one.starts_on):
            row.head_count, row.starts_on = one.head_count, one.starts_on
            row.save()


def _lots_of(tender: Tender) -> tuple[Lot, ...]:
    rows = getattr(tender, "lot_rows", None)
    if rows is not None:
        return tuple(sorted(Lot(**row) for row in rows))
    lots = TenderLot.objects.filter(tender=tender).order_by("number")
    return tuple(Lot(*row) for row in lots.values_list("number", "title", "description"))


def _occupations_of(tender: Tender) -> tuple[Expected, ...]:
    rows = getattr(tender, "occupation_rows", None)
    if rows is None:
        found = ExpectedOccupation.objects.filter(tender=tender)
        rows = [
            {"occupation_id": occupation_id, "head_count": count, "starts_on": day}
            for occupation_id, count, day in found.values_list("occupation_id", "head_count", "starts_on")
        ]
    made = [
        Expected(
            uuid.UUID(str(row["occupation_id"])),
            row["head_count"],
            date.fromisoformat(row["starts_on"]) if isinstance(row["starts_on"], str) else row["starts_on"],
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: str(one.occupation_id)))


def _wait_for_twin(tender_id: uuid.UUID) -> None:
    """Let the same form sent twice take its turn, so that the second finds what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tender {tender_id}"])


def _free_reference(region_id: uuid.UUID, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_free_reference(%s, %s)", [region_id, year])
        return cursor.fetchone()[0]


def _plain(value: Any) -> str:
    """Written so that equal values are equal texts, whether they come from a form or from the database."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return "; ".join(_plain(one) for one in value)
    if isinstance(value, (Lot, Expected)):
        return "|".join(_plain(getattr(value, one.name)) for one in fields(value))
    return str(value)
