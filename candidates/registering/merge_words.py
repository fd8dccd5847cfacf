"""What stands in a field of a file, in the words of the screen."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.registering.registrations import Place
from organisations.templatetags.formatting import date_nl

Words = str


def words_of(row: models.Model, fields: Sequence[str]) -> Words:
    """The fields that are chosen together, as one line."""
    shown = [_word(row, name) for name in fields]
    return ", ".join(dict.fromkeys(one for one in shown if one)) or _("leeg")


def _word(row: models.Model, name: str) -> Words:
    field: Any = row._meta.get_field(name)  # noqa: SLF001 - the public way to a field
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if name == "municipality":
        return Place.named(value)
    if isinstance(value, bool):
        return str(field.verbose_name) if value else ""
    if isinstance(value, dt.date):
        return date_nl(value)
    if isinstance(value, list):
        return _list_words(field, value)
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)


def _list_words(field: Any, values: Sequence[Any]) -> Words:
    if isinstance(field.base_field, models.UUIDField):
        return ngettext("%(n)s gekozen", "%(n)s gekozen", len(values)) % {"n": len(values)} if values else ""
    labels = dict(getattr(field.base_field, "flatchoices", ()))
    return ", ".join(str(labels.get(one, one)) for one in values)
