"""The page that shows every part of the screens."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations import parts
from organisations.access import WorkRequest, requires, sees_parts
from organisations.pictograms import PICTOGRAMS
from organisations.templatetags.status_words import STATUSES

ROWS, WIDE_ROWS, PER_PAGE = 13, 12, 5


@requires(sees_parts)
@require_GET
def part_list(request: WorkRequest) -> HttpResponse:
    """Buttons, states, forms, lists and charts, made by what makes them everywhere."""
    on = timezone.localdate()
    table = parts.PartTable(parts.rows(ROWS, on=on))
    wide = parts.WidePartTable(parts.rows(WIDE_ROWS, on=on), prefix="breed-")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    RequestConfig(request, paginate={"per_page": WIDE_ROWS}).configure(wide)
    context: dict[str, Any] = {
        "filter": parts.PartFilter(request.GET or None),
        "table": table,
        "wide": wide,
        "nothing": parts.PartTable([], prefix="leeg-"),
        "form": parts.PartForm(),
        "mistaken": parts.PartForm(parts.MISTAKEN, auto_id="fout_%s"),
        "statuses": STATUSES,
        "notices": ("good", "info", "flag", "warning", "error", "waiting"),
        "pictograms": PICTOGRAMS,
        "bars": parts.bars(),
        "target": parts.target(on=on),
        "figures": parts.figures(),
        "facts": [
            ("Kenmerk", "C-2026-001"),
            ("Opdrachtnemer", "Bouwbedrijf Molenwerf BV"),
            ("Verplichting", "€ 92.500"),
        ],
        "trace": parts.trace_lines(),
        "rules": parts.rules(),
        "queue": parts.waiting(on=on),
        "history": parts.history(on=on),
        "all_columns": parts.all_columns(),
    }
    return render(request, "organisations/part_list.html", context)
