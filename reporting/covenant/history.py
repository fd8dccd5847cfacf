"""What became of a row of the covenant, newest first, out of the history that triggers keep. Two queries."""

import datetime as dt
import uuid
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.templatetags.formatting import date_nl
from reporting.periods import Period

_UNTOLD = {"id", "region_id", "duty_id", "meeting_id", "written_at", "written_by_id", "written_for_id"}


def happenings(held: models.Model) -> list[dict[str, Any]]:
    """Items for the timeline; what came with the portal has no maker."""
    events: Any = held.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = list(events.filter(pgh_obj_id=held.pk).order_by("pgh_id"))
    if not rows:
        return []
    fields = [field for field in held._meta.concrete_fields if field.attname not in _UNTOLD]  # noqa: SLF001 - the public way to fields
    names = _names(rows)
    items = [_item(rows[0], _("Opgeschreven"), "")]
    for before, after in pairwise(rows):
        parts = [
            _("%(what)s: %(before)s → %(after)s")
            % {
                "what": field.verbose_name if field.attname != "partner_id" else _("partner"),
                "before": _value(field, getattr(before, field.attname), names),
                "after": _value(field, getattr(after, field.attname), names),
            }
            for field in fields
            if getattr(before, field.attname) != getattr(after, field.attname)
        ]
        if parts:
            items.append(_item(after, _("Gewijzigd"), "; ".join(parts)))
    return items[::-1]


def _item(event: Any, title: str, sub: str) -> dict[str, Any]:
    context = event.pgh_context or {}
    by = ", ".join(one for one in (context.get("name"), context.get("organisation_name")) if one)
    maker = by or _("door het portaal")
    return {
        "when": timezone.localdate(event.pgh_created_at),
        "title": title,
        "sub": f"{sub.rstrip('.')}. {maker}" if sub else maker,
    }


def _names(rows: list[Any]) -> dict[uuid.UUID, str]:
    keys = {one.partner_id for one in rows if getattr(one, "partner_id", None)}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name")) if len(keys) > 1 else {}


def _value(field: models.Field, value: Any, names: dict[uuid.UUID, str]) -> str:
    words = str(value)
    if value is None or value == "":
        words = _("leeg")
    elif isinstance(value, bool):
        words = _("ja") if value else _("nee")
    elif field.choices:
        words = str(dict(field.flatchoices).get(value, value))
    elif isinstance(value, uuid.UUID):
        words = names.get(value, _("onbekend"))
    elif isinstance(value, dt.date):
        words = date_nl(value)
    elif field.attname.endswith("_quarter"):
        words = Period.parse(value).label
    return words
