"""What is switched on in a filter form, each with the address that takes it away."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.forms import BoundField
from django.forms.widgets import MultiWidget
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.widgets import SuffixedMultiWidget

from organisations.templatetags.formatting import date_nl

PAGE_PARAMETERS = ("page",)


class Chip(NamedTuple):
    text: str
    url: str


def active_chips(filterset: Any, query: QueryDict) -> list[Chip]:
    """Return a chip for each filter that narrows the list; none when the form was not sent or is not valid."""
    if not filterset.is_bound or not filterset.form.is_valid():
        return []
    chips: list[Chip] = []
    for field in filterset.form:
        value = filterset.form.cleaned_data.get(field.name)
        if value in (None, "", [], False) or field.is_hidden:
            continue
        for word, raw in _words(field, value):
            text = str(field.label) if value is True else f"{field.label}: {word}"
            chips.append(Chip(text, _without(query, field, raw)))
    return chips


def _words(field: BoundField, value: Any) -> Iterable[tuple[str, str | None]]:
    """Yield what the user chose in words, with the raw value when only that one of several must go."""
    labels = dict(_flat(getattr(field.field, "choices", ())))
    if isinstance(value, slice):
        yield _range(value.start, value.stop), None
    elif isinstance(value, str) or not isinstance(value, Iterable):
        yield labels.get(str(value), _plain(value)), None
    else:
        for one in value:
            raw = str(getattr(one, "pk", one))
            yield labels.get(raw, _plain(one)), raw


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _range(start: Any, stop: Any) -> str:
    if start is None:
        return _("tot en met %(stop)s") % {"stop": _plain(stop)}
    if stop is None:
        return _("vanaf %(start)s") % {"start": _plain(start)}
    return _("%(start)s tot en met %(stop)s") % {"start": _plain(start), "stop": _plain(stop)}


def _plain(value: Any) -> str:
    return date_nl(value) if isinstance(value, date) else str(value)


def _parameters(field: BoundField) -> list[str]:
    widget = field.field.widget
    if isinstance(widget, SuffixedMultiWidget):
        return [widget.suffixed(field.html_name, suffix) for suffix in widget.suffixes]
    if isinstance(widget, MultiWidget):
        return [field.html_name + suffix for suffix in widget.widgets_names]  # type: ignore[attr-defined]
    return [field.html_name]


def _without(query: QueryDict, field: BoundField, raw: str | None) -> str:
    rest = query.copy()
    name = field.html_name
    for each in (*_parameters(field), *PAGE_PARAMETERS):
        kept = [value for value in rest.getlist(each) if raw is not None and each == name and value != raw]
        if kept:
            rest.setlist(each, kept)
        else:
            rest.pop(each, None)
    return f"?{rest.urlencode()}"
