"""What the programme bureau writes down about the covenant, and how a partner says that its own action goes."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.refused import Refused
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting
from reporting.models import (
    CovenantDuty,
    CovenantMeeting,
    CovenantPartner,
    DutyProgress,
    MeetingPresence,
)

Record = TypeVar("Record", bound=models.Model)
#: So long after it somebody can take back his own last change with one press.
UNDO_WITHIN = timedelta(days=1)
_ONCE: dict[str, Promise] = {
    "covenant_duty_once": gettext_lazy("Dit artikel staat al bij deze groep."),
    "covenant_partner_once": gettext_lazy("Deze partner heeft al gegevens. Laad de pagina opnieuw."),
    "duty_progress_once": gettext_lazy("Een ander schreef hier net iets. Laad de pagina opnieuw."),
}


@transaction.atomic
def add(acting: Acting, made: Record, *, region_id: uuid.UUID, values: Mapping[str, Any]) -> Record:
    """Write down something new in a region of the member."""
    if region_id not in acting.region_ids:
        raise Refused(_("U werkt niet in deze regio. Kies een regio waarin u werkt."))
    made.region_id = region_id  # type: ignore[attr-defined]
    return _written(made, values)


@transaction.atomic
def change(
    acting: Acting, record: type[Record], key: uuid.UUID, *, values: Mapping[str, Any], shown: str | None = None
) -> Record:
    """Change these fields; refused when somebody else did so since the page was shown."""
    held = _locked(acting, record, key)
    check_shown(version_of(held, values), shown)
    return _written(held, values)


@transaction.atomic
def set_progress(
    acting: Acting, duty: CovenantDuty, *, partner_id: uuid.UUID, values: Mapping[str, Any], shown: str | None = None
) -> DutyProgress:
    """Say how a partner stands with a duty."""
    held = (
        DutyProgress.objects.select_for_update(of=("self",), no_key=True)
        .filter(duty=duty, partner_id=partner_id)
        .first()
    )
    if held is None:
        held = DutyProgress(duty=duty, partner_id=partner_id)
        return add(acting, held, region_id=duty.region_id, values=values)
    check_shown(version_of(held, values), shown)
    return _written(held, values)


@transaction.atomic
def set_partner(
    acting: Acting, *, region_id: uuid.UUID, partner_id: uuid.UUID, values: Mapping[str, Any], shown: str | None = None
) -> CovenantPartner:
    """Keep the group, the signature and the contact of a partner."""
    rows = CovenantPartner.objects.select_for_update(of=("self",), no_key=True)
    held = rows.filter(region_id=region_id, partner_id=partner_id).first()
    if held is None:
        return add(acting, CovenantPartner(partner_id=partner_id), region_id=region_id, values=values)
    check_shown(version_of(held, values), shown)
    return _written(held, values)


@transaction.atomic
def set_presence(acting: Acting, meeting: CovenantMeeting, *, partner_ids: Iterable[uuid.UUID]) -> None:
    """Who was at a meeting."""
    held = _locked(acting, CovenantMeeting, meeting.pk)
    wanted = set(partner_ids)
    there = set(MeetingPresence.objects.filter(meeting=held).values_list("partner_id", flat=True))
    MeetingPresence.objects.filter(meeting=held, partner_id__in=there - wanted).delete()
    MeetingPresence.objects.bulk_create(MeetingPresence(meeting=held, partner_id=one) for one in sorted(wanted - there))


@transaction.atomic
def step_back(acting: Acting, record: type[Record], key: uuid.UUID, *, at: datetime) -> Record:
    """Bring a row back to how it stood before one's own last change, if that is the last; both stay in the history."""
    held = _locked(acting, record, key)
    before = undoable(acting, held, at=at)
    if before is None:
        return held
    tracked = [field.attname for field in held._meta.concrete_fields if field.attname not in {"id", "region_id"}]  # noqa: SLF001 - the public way to fields
    return _written(held, {name: getattr(before, name) for name in tracked})


def undoable(acting: Acting, held: models.Model, *, at: datetime) -> Any:
    """What stood there before the last change, when this member made that and not long ago; else None. One query."""
    events: Any = held.pgh_event_model.objects  # type: ignore[attr-defined]
    newest = list(events.filter(pgh_obj_id=held.pk).order_by("-pgh_id")[:2])
    if len(newest) < 2:  # noqa: PLR2004 - what stands there and what stood there before
        return None
    last, before = newest
    is_own = (last.pgh_context or {}).get("user") == str(acting.user_id) and acting.may_write
    return before if is_own and at - last.pgh_created_at < UNDO_WITHIN else None


def _locked(acting: Acting, record: type[Record], key: uuid.UUID) -> Record:
    rows = record._default_manager.filter(region_id__in=acting.region_ids)  # noqa: SLF001 - the public way to rows
    return rows.select_for_update(of=("self",), no_key=True).get(pk=key)


def _written(record: Record, values: Mapping[str, Any]) -> Record:
    for name, value in values.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        sentence = next((words for name, words in _ONCE.items() if name in str(error)), None)
        if sentence is None:
            raise
        raise Refused(str(sentence)) from error
    return record
