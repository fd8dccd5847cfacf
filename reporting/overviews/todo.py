"""What a company has to do over all its contracts, as items of a queue: on its start page and on its overview."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from organisations.months import add_months, first_of_month
from organisations.templatetags.formatting import date_nl, month_nl, near_day_nl
from organisations.tenancy import Acting
from placements.choices import ToDo
from placements.pages.placement_page import unlogged
from placements.reminders.chasing import page_of
from placements.reminders.due import Due, Scope, due
from reporting.overviews.waiting import FIRST, address, age, item

#: More placed candidates than this one does not put on contracts in one go.
_MOST = 100


def to_do(acting: Acting, *, on: dt.date) -> list[Due]:
    """All that the member's company has to do, the oldest first. Three queries."""
    return due(Scope(companies=[acting.organisation_id], by_name=True), on=on)


def hours_missing(found: Iterable[Due], *, month: dt.date) -> list[Due]:
    """People without hours in this month."""
    return [one for one in found if one.kind == ToDo.HOURS and one.month == month]


def items(found: Sequence[Due], *, acting: Acting, on: dt.date) -> list[dict[str, Any]]:
    """The hours of last month and the questions always, the rest when there is any."""
    last = add_months(first_of_month(on), -1)
    missing = hours_missing(found, month=last)
    shown = [
        item(
            len(missing),
            _("Uren van %(month)s doorgeven") % {"month": month_nl(last)},
            address("placements:month", acting, last),
            sub=_("Medewerkers zonder ingediende uren"),
            status="open",
            status_text=_("deze maand"),
        ),
        *_earlier(found, last, acting=acting),
    ]
    asked = [one for one in found if one.kind == ToDo.QUESTION]
    shown.append(
        item(
            len(asked),
            _("Vragen voor u"),
            # Of several each has a link of its own below: no list has them all.
            page_of(asked[0]) if asked else address("placements:deployment_list", acting) + "?stand=returned",
            sub=_("Het Coördinatiepunt Social Return wil iets weten voordat het telt"),
            **age(asked[0].since if asked else None, on=on),
        )
        | {
            "rows": [_row(one) for one in asked[:FIRST]],
            "more": [_row(one) for one in asked[FIRST:]],
        }
    )
    for kind in (ToDo.SAMPLE, ToDo.YEAR_LINE, ToDo.EVIDENCE, ToDo.REQUEST):
        here = [one for one in found if one.kind == kind]
        if here:
            shown.append(_of_kind(kind, here, on=on))
    return shown


def to_take_over(acting: Acting) -> list[dict[str, Any]]:
    """Placed candidates of whom the company states nothing on a contract yet; nothing where there are none. One query."""
    rows = list(unlogged(acting).values("pk", "candidate_reference", "employer", "starts_on")[:_MOST])
    if not rows:
        return []
    shown = item(
        len(rows),
        _("Geplaatste kandidaten die nog niet op een contract staan"),
        address("placements:placement_list", acting),
        sub=_("Voer ze op voor een contract: wat al bekend is, staat er dan al"),
        status="open",
        status_text=_("opvoeren"),
    )
    # By number: a name is not on a page without a line in the read log.
    links = [
        {
            "title": row["candidate_reference"],
            "url": address("placements:placement_detail", acting, row["pk"]),
            "sub": _("eerste werkdag %(day)s") % {"day": date_nl(row["starts_on"])},
        }
        for row in rows
    ]
    return [shown | {"rows": links[:FIRST], "more": links[FIRST:]}]


def _earlier(found: Sequence[Due], last: dt.date, *, acting: Acting) -> list[dict[str, Any]]:
    months = Counter(one.month for one in found if one.kind == ToDo.HOURS and one.month is not None)
    del months[last]
    if not months:
        return []
    earliest = sorted(months)
    shown = item(
        months.total(),
        _("Eerdere maanden nog doorgeven"),
        address("placements:month", acting, earliest[0]),
        sub=_("Ook ‘niets deze maand’ moet u doorgeven"),
        status="overdue",
        status_text=_("te laat"),
    )
    rows = [
        {"title": month_nl(month), "url": address("placements:month", acting, month), "sub": f"{months[month]}×"}
        for month in earliest[:FIRST]
    ]
    return [shown | {"rows": rows}]


def _of_kind(kind: ToDo, here: Sequence[Due], *, on: dt.date) -> dict[str, Any]:
    first = here[0]
    title, sub, status, text = {
        ToDo.SAMPLE: (
            _("Steekproef beantwoorden"),
            _("Over regels die al zijn goedgekeurd"),
            "overdue" if first.since < on else "waiting",
            _("uiterlijk %(day)s") % {"day": near_day_nl(first.since, on=on)},
        ),
        ToDo.YEAR_LINE: (
            _("Jaarregels indienen"),
            _("Maanden met veel en weinig uren tellen samen nog voor meer"),
            "open",
            _("indienen"),
        ),
        ToDo.EVIDENCE: (
            _("Bewijsstukken die aflopen"),
            _("Stuur een nieuw stuk voor wie doorwerkt"),
            "overdue" if first.since < on else "waiting",
            _("tot en met %(day)s") % {"day": near_day_nl(first.since, on=on)},
        ),
        ToDo.REQUEST: (_("Antwoord van het Werkplein"), _("Over kandidaten die u vroeg"), "info", _("lezen")),
    }[kind]
    shown = item(len(here), title, page_of(first), sub=sub, status=status, status_text=text)
    return shown | {"rows": [_row(one) for one in here[:FIRST]]}


def _row(one: Due) -> dict[str, Any]:
    return {"title": one.line, "url": page_of(one), "sub": f"{one.title} · {date_nl(one.since)}"}
