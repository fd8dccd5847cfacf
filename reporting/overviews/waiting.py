"""What waits for somebody, as items of the queue on a start page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from placements.access import kept_vacancies
from placements.own_page import persons
from placements.vacancy_choices import VacancyState
from placements.vacancy_list import CALL, TO_CALL
from placements.verifying.work_list import Kind
from reporting.overviews import lines
from reporting.overviews.contracts import Counts
from reporting.overviews.tally import Item, Question, Tallied, Waits
from tenders.attention import Work
from tenders.firm_choices import FirmState
from tenders.firms.access import firms_of
from tenders.models import Certificate, Tariff

#: Something that waits longer than this is late.
LATE_AFTER_DAYS = 7
#: So many rows of a queue stand on the start page; the rest is in the list.
FIRST = 3


def address(view: str, acting: Acting, *ids: Any) -> str:
    return reverse(view, args=[acting.organisation_id, *ids])


def item(
    count: int,
    title: str,
    url: str,
    *,
    sub: str = "",
    status: str = "",
    status_text: str = "",
    oldest: dt.date | None = None,
) -> Item:
    """One item; at nought it says that nothing is to be done. ``oldest``: from which day the first one waits."""
    if not count:
        status, status_text, oldest = "done", _("niets te doen"), None
    return {
        "count": dutch_number(count),
        "title": title,
        "url": url,
        "sub": sub,
        "status": status,
        "status_text": status_text,
        "oldest": oldest,
    }


def contracts_that_ask(work: Work, *, acting: Acting, mine: bool) -> str:
    """The address of the list that a queue counts."""
    return f"{address('tenders:contract_list', acting)}?werk={work.value}{'&mijn=on' if mine else ''}"


def age(since: dt.date | None, *, on: dt.date) -> dict[str, Any]:
    """How long the oldest one waits, and whether that is too long."""
    if since is None:
        return {}
    days = (on - since).days
    if days <= 0:
        return {"status": "waiting", "status_text": _("vandaag"), "oldest": since}
    text = ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": dutch_number(days)}
    return {"status": "overdue" if days > LATE_AFTER_DAYS else "waiting", "status_text": text, "oldest": since}


def verdicts(questions: tuple[Question, ...], *, url: str, on: dt.date) -> Waits:
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
    rare = {lines.YEARS, lines.REVERSALS, lines.SECOND}

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        return [
            item(found[kind].count, title, url + query, **age(found[kind].since, on=on))
            | {"stays": found[kind].count > 0}
            for kind, (title, query) in kinds.items()
            if found[kind].count or kind not in rare
        ]

    return Waits(questions, items)


def slipping(found: Counts, *, acting: Acting, mine: bool = False) -> Item:
    """Contracts that are behind; leads to the list of them, the worst first."""
    return item(
        found.behind,
        _("Contracten die achterlopen"),
        contracts_that_ask(Work.BEHIND, acting=acting, mine=mine),
        sub=_("Minder gedaan dan volgens schema hoort"),
        status="at_risk" if found.by_standing.get("at_risk") else "behind",
        status_text=_("actie nodig") if found.by_standing.get("at_risk") else _("loopt achter"),
    )


def checks(acting: Acting) -> Waits:
    """What came in and nobody looked at yet, and which vacancies nobody could be asked about by mail. No item without."""
    unchecked = Certificate.objects.filter(
        region_id__in=acting.region_ids, confirmed_at__isnull=True, declined_at__isnull=True
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
        "call": (
            _("Vacatures: bellen of zij nog kloppen"),
            f"{address('placements:vacancy_list', acting)}?stand={CALL}",
            _("Zonder e-mailadres konden wij het niet vragen. Zegt niemand iets, dan gaan zij offline"),
        ),
        "person": (
            _("Verzoeken van medewerkers"),
            address("placements:person_request_list", acting),
            _("Zij willen weten wat er van hen wordt bewaard"),
        ),
    }

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        return [
            item(
                found[kind].count,
                title,
                url,
                sub=sub,
                status="waiting",
                status_text=_("bellen") if kind == "call" else _("controleren"),
                oldest=found[kind].since,
            )
            for kind, (title, url, sub) in kinds.items()
            if found[kind].count
        ]

    questions = (
        Question("certificate", unchecked),
        Question("firm", firms_of(acting).waiting()),
        Question("vacancy", kept_vacancies(acting).filter(state=VacancyState.SUBMITTED)),
        Question("call", kept_vacancies(acting).filter(TO_CALL), moment="asked_at"),
        Question("person", persons.waiting(acting)),
    )
    return Waits(questions, items)


def tariff_to_confirm(acting: Acting, *, on: dt.date) -> Waits:
    """The tariff that is in force, as long as nobody confirmed it."""
    in_force = Tariff.objects.in_force(on=on).filter(region_id__in=acting.region_ids)
    newest = in_force.order_by("-valid_from", "pk").values("pk")[:1]
    unconfirmed = Tariff.objects.filter(pk=Subquery(newest), confirmed_at=None)

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["tariff"]
        if here.since is None:
            return []
        sub = _("De bouwblokkentabel vanaf %(day)s is nog niet bevestigd.") % {"day": date_nl(here.since)}
        url = address("tenders:tariff_detail", acting, here.about)
        return [item(here.count, _("Tabel bevestigen"), url, sub=sub, status="flag", status_text=_("bevestigen"))]

    return Waits((Question("tariff", unconfirmed, day="valid_from", about="pk"),), items)
