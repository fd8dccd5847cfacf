"""What waits for somebody, as items of the queue on a start page."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.tenancy import Acting
from reporting.overviews.contracts import Counts, Row

#: Something that waits longer than this is late.
LATE_AFTER_DAYS = 7


def address(view: str, acting: Acting, *ids: Any) -> str:
    return reverse(view, args=[acting.organisation_id, *ids])


def item(count: int, title: str, url: str, *, sub: str = "", status: str = "", status_text: str = "") -> dict[str, Any]:
    """One item; at nought it says that nothing is to be done."""
    if not count:
        status, status_text = "done", _("niets te doen")
    return {
        "count": dutch_number(count),
        "title": title,
        "url": url,
        "sub": sub,
        "status": status,
        "status_text": status_text,
    }


def age(since: dt.date | None, *, on: dt.date) -> dict[str, str]:
    """How long the oldest one waits, and whether that is too long."""
    if since is None:
        return {}
    days = (on - since).days
    if days <= 0:
        return {"status": "waiting", "status_text": _("vandaag")}
    text = ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": dutch_number(days)}
    return {"status": "overdue" if days > LATE_AFTER_DAYS else "waiting", "status_text": text}


def first_contact(found: Counts, rows: list[Row], *, acting: Acting, on: dt.date) -> dict[str, Any]:
    """Contracts whose parties have not spoken yet; leads to the one that waits longest."""
    title = _("Eerste contact nog niet gelegd")
    if not rows:
        return item(0, title, address("tenders:contract_list", acting))
    oldest = rows[0]
    late = oldest.contact_by < on
    return item(
        found.without_contact,
        title,
        address("placements:contract_detail", acting, oldest.contract.pk),
        sub=_("Oudste: %(title)s") % {"title": oldest.contract.title},
        status="overdue" if late else "waiting",
        status_text=_("te laat") if late else _("uiterlijk %(day)s") % {"day": f"{oldest.contact_by:%-d-%-m}"},
    )


def slipping(found: Counts, *, acting: Acting) -> dict[str, Any]:
    """Contracts that are behind; leads to the list, the worst first."""
    return item(
        found.behind,
        _("Contracten die achterlopen"),
        address("tenders:contract_list", acting),
        sub=_("Minder gedaan dan volgens schema hoort"),
        status="at_risk" if found.by_standing.get("at_risk") else "behind",
        status_text=_("actie nodig") if found.by_standing.get("at_risk") else _("loopt achter"),
    )
