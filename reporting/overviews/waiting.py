"""What waits for somebody, as items of the queue on a start page."""

import datetime as dt
from typing import Any

from django.db.models import Count, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, near_day_nl
from organisations.tenancy import Acting
from placements.access import kept_vacancies
from placements.own_page import persons
from placements.vacancy_choices import VacancyState
from placements.verifying.work_list import Kind
from reporting.overviews import lines
from reporting.overviews.contracts import Counts, Row
from tenders.attention import Work
from tenders.firm_choices import FirmState
from tenders.firms.access import firms_of
from tenders.models import Certificate

#: Something that waits longer than this is late.
LATE_AFTER_DAYS = 7
#: So many rows of a queue stand on the start page; the rest is in the list.
FIRST = 3


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


def contracts_that_ask(work: Work, *, acting: Acting, mine: bool) -> str:
    """The address of the list that a queue counts."""
    return f"{address('tenders:contract_list', acting)}?werk={work.value}{'&mijn=on' if mine else ''}"


def age(since: dt.date | None, *, on: dt.date) -> dict[str, str]:
    """How long the oldest one waits, and whether that is too long."""
    if since is None:
        return {}
    days = (on - since).days
    if days <= 0:
        return {"status": "waiting", "status_text": _("vandaag")}
    text = ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": dutch_number(days)}
    return {"status": "overdue" if days > LATE_AFTER_DAYS else "waiting", "status_text": text}


def verdicts(work: dict[str, lines.Waiting], *, url: str, on: dt.date) -> list[dict[str, Any]]:
    """Lines that wait for the verifier, by kind, with the age of the oldest; each leads to the list of that kind.

    Kinds that are rare stand there only when something waits.
    """
    kinds = {
        lines.PERSONS: (_("Medewerkers beoordelen"), f"?soort={Kind.PERSON.value}"),
        lines.HOURS: (_("Uren beoordelen"), f"?soort={Kind.PERSON.value}"),
        lines.OTHERS: (_("Andere invulling beoordelen"), f"?soort={Kind.CONTRIBUTION.value}"),
        lines.REVALUATIONS: (_("Herwaarderen"), f"?soort={Kind.REVALUATION.value}"),
        lines.YEARS: (_("Jaarregels beoordelen"), f"?soort={Kind.YEAR.value}"),
        lines.REVERSALS: (_("Verzoeken om terug te draaien"), f"?soort={Kind.REVERSAL.value}"),
        lines.SECOND: (_("Goedkeuren als tweede beoordelaar"), "?tweede=on"),
    }
    shown = []
    for kind, (title, query) in kinds.items():
        here = work.get(kind, lines.Waiting())
        if not here.count and kind in {lines.YEARS, lines.REVERSALS, lines.SECOND}:
            continue
        sub = _("Oudste van %(day)s") % {"day": date_nl(here.since)} if here.since else ""
        shown.append(item(here.count, title, url + query, sub=sub, **age(here.since, on=on)))
    return shown


def first_contact(found: Counts, rows: list[Row], *, acting: Acting, on: dt.date, mine: bool = False) -> dict[str, Any]:
    """Contracts whose parties have not spoken yet: the list of them, and those that wait longest."""
    title = _("Eerste contact nog niet gelegd")
    url = contracts_that_ask(Work.NO_CONTACT, acting=acting, mine=mine)
    if not rows:
        return item(0, title, url)
    oldest = rows[0]
    late = oldest.contact_by < on
    shown = item(
        found.without_contact,
        title,
        url,
        sub=_("Oudste: %(title)s") % {"title": oldest.contract.title},
        status="overdue" if late else "waiting",
        status_text=_("te laat") if late else _("uiterlijk %(day)s") % {"day": near_day_nl(oldest.contact_by, on=on)},
    )
    first = [
        {
            "title": row.contract.title,
            "url": address("placements:contract_detail", acting, row.contract.pk),
            "sub": " · ".join([row.parties, _("uiterlijk %(day)s") % {"day": date_nl(row.contact_by)}]),
        }
        for row in rows[:FIRST]
    ]
    return shown | {"rows": first}


def slipping(found: Counts, *, acting: Acting, mine: bool = False) -> dict[str, Any]:
    """Contracts that are behind; leads to the list of them, the worst first."""
    return item(
        found.behind,
        _("Contracten die achterlopen"),
        contracts_that_ask(Work.BEHIND, acting=acting, mine=mine),
        sub=_("Minder gedaan dan volgens schema hoort"),
        status="at_risk" if found.by_standing.get("at_risk") else "behind",
        status_text=_("actie nodig") if found.by_standing.get("at_risk") else _("loopt achter"),
    )


def checks(acting: Acting) -> list[dict[str, Any]]:
    """What came in and nobody looked at yet: certificates, firms, vacancies, requests of persons. No item without. One query."""
    unchecked = Certificate.objects.filter(
        region_id__in=acting.region_ids, confirmed_at__isnull=True, declined_at__isnull=True
    )
    counts = dict(
        _counted(unchecked, "certificate")
        .union(
            _counted(firms_of(acting).waiting(), "firm"),
            _counted(kept_vacancies(acting).filter(state=VacancyState.SUBMITTED), "vacancy"),
            _counted(persons.waiting(acting), "person"),
            all=True,
        )
        .order_by("what")
    )
    kinds = {
        "certificate": (
            _("PSO-certificaten controleren"),
            address("tenders:certificate_list", acting),
            _("De korting telt pas na uw controle"),
        ),
        "firm": (
            _("Aangemelde bedrijven controleren"),
            f"{address('tenders:firm_list', acting)}?stand={FirmState.SUBMITTED}",
            _("Inkopers zien een bedrijf pas na uw controle"),
        ),
        "vacancy": (
            _("Vacatures van bedrijven controleren"),
            f"{address('placements:vacancy_list', acting)}?stand={VacancyState.SUBMITTED}",
            _("Een vacature komt pas online na uw controle"),
        ),
        "person": (
            _("Verzoeken van medewerkers"),
            address("placements:person_request_list", acting),
            _("Zij willen weten wat er van hen wordt bewaard"),
        ),
    }
    return [
        item(counts[kind], title, url, sub=sub, status="waiting", status_text=_("controleren"))
        for kind, (title, url, sub) in kinds.items()
        if counts.get(kind)
    ]


def _counted(rows: Any, what: str) -> Any:
    """The word, with how many rows; nothing where there are none."""
    return rows.order_by().values(what=Value(what)).annotate(count=Count("pk")).values_list("what", "count")
