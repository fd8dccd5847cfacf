"""Requests for candidates that wait for an answer, as an item of the queue on a start page."""

import datetime as dt
from typing import Any

from django.db.models import Count, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.tenancy import Acting
from placements.candidate_requests import requests_of
from reporting.overviews.waiting import FIRST, address, age, item


def asked_of(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """What companies ask of this Werkplein, the oldest first; no item without any. One query."""
    open_ones = list(requests_of(acting).waiting().annotate(in_all=Window(Count("pk")))[:FIRST])
    if not open_ones:
        return []
    oldest = open_ones[0]
    shown = item(
        oldest.in_all,
        _("Bedrijven zoeken kandidaten"),
        address("placements:candidate_request_list", acting),
        **age(oldest.asked_on, on=on),
    )
    rows = [
        {
            "title": one.work,
            "url": address("placements:candidate_request_detail", acting, one.pk),
            "sub": " · ".join([one.contractor.name, _people(one.number), one.place]),
        }
        for one in open_ones
    ]
    return [shown | {"rows": rows}]


def _people(number: int) -> str:
    return ngettext("%(n)s persoon", "%(n)s personen", number) % {"n": dutch_number(number)}
