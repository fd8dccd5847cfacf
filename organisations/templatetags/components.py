"""The parts every screen is made of, as template tags. ``docs/screens.md`` lists them with their parameters.

A tag prepares plain values and leaves the markup to ``templates/components/<tag>.html``.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from organisations.column_choice import COLUMNS, SORT
from organisations.form_fields import KEY
from organisations.pictograms import PICTOGRAMS
from organisations.rounding import half_up
from organisations.templatetags.filter_chips import active_chips
from organisations.templatetags.formatting import percentage
from organisations.templatetags.status_words import STATUSES

register = template.Library()

HUNDRED = Decimal(100)


@register.filter
def shortcut(attrs: Mapping[str, Any]) -> str:
    """The single key among the attributes of a field or an answer, as it is written beside it."""
    return str(attrs.get(KEY, "")).upper()


@register.inclusion_tag("components/status.html")
def status(key: str, label: str = "", *, bare: bool = False) -> dict[str, Any]:
    """A state as word, shape and colour. ``KeyError`` for a key nobody defined: a screen never shows a bare code."""
    known = STATUSES[str(key)]
    return {"shape": known.shape, "word": label or known.word, "bare": bare}


@register.inclusion_tag("components/progress.html")
def progress(
    *,
    approved: Decimal | int | None = None,
    waiting: Decimal | int | None = None,
    forecast: Decimal | int | None = None,
    expected: Decimal | int | None = None,
    of: Decimal | int = HUNDRED,
    label: str = "",
    slim: bool = False,
    legend: bool = False,
) -> dict[str, Any]:
    """One bar: approved, waiting and forecast beside each other, and where the contract should be by now as a line.

    Amounts are shares of ``of`` (the obligation); without ``of`` they are percentages. What passes 100 % is cut off.
    """
    share = {
        name: (HUNDRED * Decimal(value or 0) / of if of else Decimal(0))
        for name, value in (("approved", approved), ("waiting", waiting), ("forecast", forecast))
    }
    segments = []
    start = Decimal(0)
    for name, width in share.items():
        end = min(start + max(width, Decimal(0)), HUNDRED)
        if end > start:
            segments.append({"part": name, "x": _width(start), "width": _width(end - start)})
        start = end
    mark = None
    if expected is not None and of:
        mark = _width(min(max(HUNDRED * Decimal(expected) / of, Decimal(0)), HUNDRED))
    return {
        "segments": segments,
        "mark": mark,
        "label": label or _progress_sentence(share, mark),
        "slim": slim,
        "legend": legend,
    }


def _width(value: Decimal) -> str:
    return f"{half_up(value)}%"


def _progress_sentence(share: Mapping[str, Decimal], mark: str | None) -> str:
    parts = [
        _("Goedgekeurd %(share)s") % {"share": percentage(share["approved"], 0)},
        _("wacht op beoordeling %(share)s") % {"share": percentage(share["waiting"], 0)},
        _("verwacht %(share)s") % {"share": percentage(share["forecast"], 0)},
    ]
    if mark is not None:
        expected = percentage(Decimal(mark.removesuffix("%")), 0)
        parts.append(_("volgens schema vandaag %(share)s") % {"share": expected})
    return ", ".join(parts)


@register.inclusion_tag("components/progress_legend.html")
def progress_legend() -> dict[str, Any]:
    """What the parts of the bar mean; once a screen is enough."""
    return {}


@register.inclusion_tag("components/figures.html")
def figures(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Key figures in one row: owed, expected, approved, waiting, forecast, gap, always in that order."""
    return {"items": [{"sub": "", "main": False, **item} for item in items]}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[tuple[str, Any]], *, end: bool = False) -> dict[str, Any]:
    """Names with values, one per line."""
    return {"items": items, "end": end}


@register.inclusion_tag("components/trace.html")
def trace(lines: Iterable[Any], source: str = "") -> dict[str, Any]:
    """A calculation line by line. Lines are objects or mappings with ``what``, ``out``, ``how`` and ``is_sum``."""
    return {
        "lines": [
            {
                "what": _part(line, "what"),
                "out": _part(line, "out"),
                "how": _part(line, "how"),
                "is_sum": _part(line, "is_sum"),
            }
            for line in lines
        ],
        "source": source,
    }


def _part(line: Any, name: str) -> Any:
    value = line.get(name) if isinstance(line, Mapping) else getattr(line, name, None)
    return "" if value is None else value


@register.inclusion_tag("components/checks.html")
def checks(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rules that were met, missed, flagged (or noted), each with a word for who does not see the shape."""
    words = {"met": _("Klopt"), "missed": _("Klopt niet"), "flag": _("Let op"), "note": _("Ter informatie")}
    return {"items": [{"value": "", **item, "word": words[item["state"]]} for item in items]}


@register.inclusion_tag("components/queue.html")
def queue(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What waits, oldest first: a count, where it leads to, how urgent it is, and the first few as links (``rows``)."""
    return {"items": [{"sub": "", "status": "", "status_text": "", "rows": (), **item} for item in items]}


@register.inclusion_tag("components/timeline.html")
def timeline(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened and what comes, newest first. ``when`` is a date or a word such as 'nu'."""
    return {"items": [{"sub": "", "url": "", "state": "past", **item} for item in items]}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Nothing to show: says so, and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/empty.html", takes_context=True)
def empty_list(context: template.Context, table: Any) -> dict[str, Any]:
    """A list without rows: that the filters leave nothing, with the way back, or that nothing is there yet."""
    # The package renders a table in a context of its own, and keeps that of the page on the table.
    page = getattr(table, "context", context)
    if _narrows(page.get("filter"), context["request"].GET):
        text = _("Zoek met minder woorden, of haal een filter weg.")
        return empty(str(table.none_found), text=text, url=_everything(page), action=_("Alles tonen"))
    return empty(table.empty_title, text=table.empty_help, url=table.empty_url, action=table.empty_action)


def _narrows(filterset: Any, query: QueryDict) -> bool:
    return filterset is not None and bool(active_chips(filterset, query))


def _everything(context: template.Context) -> str:
    """The list on this page with nothing asked, past the view that it usually opens with."""
    return getattr(context.get("views"), "everything_url", "") or context["request"].path


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Any, parameter: str = "page", path: str = "", name: str = ""
) -> dict[str, Any]:
    """Previous and next of a ``Page``, keeping the rest of the query string.

    ``path`` where the list is on another page, ``name`` of the list where there are several.
    """
    query = context["request"].GET
    links = {}
    if page.has_previous():
        links["previous_url"] = path + _with_page(query, parameter, page.previous_page_number())
    if page.has_next():
        links["next_url"] = path + _with_page(query, parameter, page.next_page_number())
    return {"page": page, "name": name, "previous_url": "", "next_url": "", **links}


def _with_page(query: Any, parameter: str, page_number: int) -> str:
    changed = query.copy()
    changed[parameter] = str(page_number)
    return f"?{changed.urlencode()}"


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(
    context: template.Context,
    filterset: Any,
    target: str = "",
    layout: str = "row",
    clear_url: str = "",
    path: str = "",
) -> dict[str, Any]:
    """The form of a django-filter set, with what is on as chips that can be taken away.

    ``target`` is a selector of the results; with htmx they follow the fields. ``layout`` is ``row`` or ``aside``.
    ``clear_url`` is the list with nothing asked, where that is not the bare address: of a list with ``views`` it is
    known. ``path`` is the list, where the form stands on another page.
    """
    request = context["request"]
    filterset.form.hide_optional = True
    clear_url = clear_url or getattr(context.get("views"), "everything_url", "") or path or request.path
    kept = [
        (name, value)
        for name in (SORT, COLUMNS)
        if name not in filterset.form.fields
        for value in request.GET.getlist(name)
    ]
    has_views = clear_url != (path or request.path)
    return {
        "form": filterset.form,
        "chips": active_chips(filterset, request.GET),
        "kept": kept,
        "path": path or request.path,
        "has_views": has_views,
        "clear_url": clear_url + ("&" if "?" in clear_url else "?") + urlencode(kept) if kept else clear_url,
        "target": target,
        "layout": layout,
    }


@register.inclusion_tag("components/saved_views.html", takes_context=True)
def saved_views(context: template.Context, views: Any) -> dict[str, Any]:
    """The saved views of a list (``organisations.saved_views.opened``), and the way to keep this one."""
    here = {"organisation_id": context["request"].acting.organisation_id, "list_key": views.page.key}
    return {
        "views": views,
        "keep_url": f"{reverse('organisations:saved_view_create', kwargs=here)}?{views.query}",
        "manage_url": reverse("organisations:saved_view_list", kwargs=here),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms: BaseForm | BaseFormSet[Any] | list[BaseForm]) -> dict[str, Any]:
    """All errors of the forms (or of a list of forms) as links to their fields, to stand above the form."""
    entries: list[dict[str, Any]] = []
    for form in forms:
        if isinstance(form, list):
            for member in form:
                entries.extend(_errors_of(member))
            continue
        if isinstance(form, BaseFormSet):
            entries.extend({"id": "", "lead": "", "text": text} for text in form.non_form_errors())
            for member in form.forms:
                entries.extend(_errors_of(member))
        else:
            entries.extend(_errors_of(form))
    return {"entries": entries}


def _errors_of(form: BaseForm) -> list[dict[str, Any]]:
    if not form.is_bound:
        return []
    entries = [{"id": "", "lead": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        # Of fields that stand in rows, the label for a screen reader says which row it is.
        label = field.field.widget.attrs.get("aria-label") or field.label
        entries.extend({"id": _focus_id(field), "lead": _lead(label), "text": text} for text in field.errors)
    return entries


def _lead(label: Any) -> str:
    """How the label stands before what is wrong: a question needs no colon after its mark."""
    text = str(label or "").strip()
    return text if not text or text[-1] in "?!.:" else f"{text}:"


def _focus_id(field: BoundField) -> str:
    return field.id_for_label or f"{field.auto_id}_0"


@register.inclusion_tag("components/pictogram.html")
def pictogram(key: str, size: str = "m", *, label: bool = False) -> dict[str, Any]:
    """An own picture: small (``s``, in a line of text), ``m`` or ``l``. ``KeyError`` for a picture nobody drew.

    It stands beside words that say the same, so who hears the page does not hear it; with ``label`` it stands alone and
    says what it shows.
    """
    word = PICTOGRAMS[str(key)]
    return {"key": str(key), "size": size, "label": word if label else ""}


@register.simple_block_tag
def panel(
    content: SafeString,
    title: str = "",
    note: str = "",
    *,
    accent: bool = False,
    flush: bool = False,
    level: int = 2,
    id: str = "",  # noqa: A002 - named as the attribute it fills
) -> SafeString:
    """A white panel with a heading. ``flush`` lets tables and queues run to the edges."""
    return _block("panel", content, title=title, note=note, accent=accent, flush=flush, level=level, id=id)


@register.simple_block_tag
def notice(content: SafeString, key: str = "info", word: str = "", role: str = "") -> SafeString:
    """One line that needs attention, with the shape and colour of a status."""
    known = STATUSES[key]
    return _block("notice", content, shape=known.shape, tone=known.tone, word=word, role=role)


@register.simple_block_tag
def action_bar(content: SafeString, total: str = "") -> SafeString:
    """Buttons that stay in sight at the bottom of a panel."""
    return _block("action_bar", content, total=total)


def _block(name: str, content: SafeString, **values: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/{name}.html", {"content": content, **values}))  # noqa: S308 - the output of an escaping template
