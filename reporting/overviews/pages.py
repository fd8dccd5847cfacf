"""The start page of each kind of organisation. Each takes as many queries at three contracts as at many."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.access import registers_candidates
from organisations.choices import OrganisationKind
from organisations.models import Region
from organisations.months import add_months, first_of_month
from organisations.notation import dutch_number
from organisations.templatetags.formatting import euro
from organisations.tenancy import Acting
from placements.access import may_put_to_work, verified_as
from placements.verifying.work_list import total_of
from reporting import access
from reporting.overviews import (
    calendar,
    candidates,
    covenant,
    lines,
    proposals,
    reports,
    setting_up,
    speed_dates,
    todo,
    waiting,
)
from reporting.overviews import contracts as of_contracts
from reporting.overviews.dashboard import progress
from reporting.overviews.dashboard.finding import standing_of
from reporting.overviews.queues import items, queues
from reporting.overviews.tally import queue, queue_beside
from reporting.overviews.waiting import address
from reporting.overviews.whose import shown_to, shows_only_mine
from reporting.periods import Length, Period
from tenders.access import contracts_of, may_award
from tenders.attention import Work

ZERO = Decimal("0.00")
ON_START_PAGE = 10

Page = dict[str, Any]


def authority(acting: Acting, *, on: dt.date, asked_for: str | None) -> Page:
    """An authority: what was handed over, contracts without contact or behind (by band), what must be decided."""
    own, whole = of_contracts.counts_of_own_and_all(contracts_of(acting), acting=acting, on=on)
    mine = shows_only_mine(asked_for, own)
    contracts, found = shown_to(acting, mine=mine), own if mine else whole
    own_lines = (Work.LINES_WAITING, Work.AGREEMENT) if acting.verifies_own else ()
    asked = queues(
        contracts_of(acting),
        (
            Work.HAND_OVER,
            Work.NO_CONTACT,
            Work.STEP_DUE,
            *own_lines,
            Work.MESSAGE,
            Work.PLAN,
            Work.OPTION,
            Work.ENDS_SOON,
            Work.TO_SETTLE,
        ),
        acting=acting,
        on=on,
        mine=mine,
    )
    return {
        "queue": queue(
            items(asked, acting=acting, on=on, mine=mine),
            [waiting.slipping(found, acting=acting, mine=mine)],
            calendar.to_mend(acting, on=on),
            candidates.registered_by(acting),
            *covenant.of_partner(acting, on=on),
            reports.judgements_asked(acting, on=on),
        ),
        "counts": found,
        "slipping": of_contracts.slipping(contracts, acting=acting, on=on),
        "latest": of_contracts.latest(contracts, acting=acting, on=on),
        "may_award": may_award(acting),
        "may_register": registers_candidates(acting),
        "only_mine": mine,
    }


def contractor(acting: Acting, *, on: dt.date) -> Page:
    """A contractor: hours of the last whole month, questions to answer, what contracts ask, and what is owed."""
    contracts = contracts_of(acting)
    month = add_months(first_of_month(on), -1)
    asked = todo.to_do(acting, on=on)
    found = of_contracts.counts(contracts, acting=acting, on=on)
    current = of_contracts.current(contracts, acting=acting, on=on, shown=ON_START_PAGE)
    kinds = (
        Work.NO_CONTACT,
        Work.VIEW,
        Work.STEP_DUE,
        Work.PLAN,
        Work.AGREEMENT,
        Work.MESSAGE,
        Work.LETTER,
        Work.ENDS_SOON,
    )
    return {
        "queue": queue(
            # Of a temp agency, whose work here that is first of all.
            candidates.registered_by(acting),
            todo.items(asked, acting=acting, on=on),
            todo.to_take_over(acting),
            proposals.waiting_of(acting, on=on),
            items(queues(contracts, kinds, acting=acting, on=on), acting=acting, on=on),
            [waiting.slipping(found, acting=acting)],
            *covenant.of_partner(acting, on=on),
            reports.judgements_asked(acting, on=on),
        ),
        "counts": found,
        "current": current,
        "month_url": address("placements:month", acting, month),
        # Without anybody there are no hours: then the first thing to do is to put somebody to work.
        "nobody_yet": bool(current) and not todo.hours_missing(asked, month=month) and not found.persons_forecast,
        "may_state_hours": may_put_to_work(acting),
        "may_register": registers_candidates(acting),
    }


def coordination_point(acting: Acting, *, on: dt.date, asked_for: str | None) -> Page:
    """The coordination point: the work list by kind and age, what contracts ask, a tariff to confirm.

    Lines to decide about and certificates to check are everybody's, also for who looks at his own contracts.
    """
    own, whole = of_contracts.counts_of_own_and_all(contracts_of(acting), acting=acting, on=on)
    mine = shows_only_mine(asked_for, own)
    contracts, found = shown_to(acting, mine=mine), own if mine else whole
    work = lines.awaiting_verdict(verified_as(acting), user_id=acting.user_id)
    url = address("placements:verification", acting)
    kinds = (
        Work.NO_CONTACT,
        Work.STEP_DUE,
        Work.MESSAGE,
        Work.PLAN,
        Work.AGREEMENT,
        Work.OPTION,
        Work.ENDS_SOON,
        Work.TO_SETTLE,
    )
    asked = queues(contracts_of(acting), kinds, acting=acting, on=on, mine=mine)
    set_up, waits = queue_beside(
        setting_up.first_steps(acting, on=on, is_new=not whole.total),
        waiting.tariff_to_confirm(acting, on=on),
        waiting.verdicts(work, url=url, on=on),
        candidates.queues_of(acting, on=on),
        candidates.tasks(acting, on=on),
        proposals.waiting_of(acting, on=on),
        speed_dates.to_plan_or_tell(acting, on=on),
        candidates.doubtful(acting, on=on),
        candidates.leaving(acting, on=on),
        items(asked, acting=acting, on=on, mine=mine),
        [waiting.slipping(found, acting=acting, mine=mine)],
        waiting.checks(acting),
        reports.missing_in_drafts(acting),
    )
    return {
        "set_up": set_up,
        "queue": waits,
        # As the work list counts: a person with all that waits of him is one.
        "waits": total_of(verified_as(acting)),
        "counts": found,
        "slipping": of_contracts.slipping(contracts, acting=acting, on=on),
        "verification_url": url,
        "only_mine": mine,
    }


def werkplein(acting: Acting, *, on: dt.date) -> Page:
    """A Werkplein: contracts it is named on without contact, messages, and contracts at work now."""
    contracts = contracts_of(acting)
    found = of_contracts.counts(contracts, acting=acting, on=on)
    asked = queues(contracts, (Work.NO_CONTACT, Work.MESSAGE, Work.ENDS_SOON), acting=acting, on=on)
    return {
        "queue": queue(
            candidates.queues_of(acting, on=on),
            candidates.tasks(acting, on=on),
            proposals.waiting_of(acting, on=on),
            speed_dates.to_ask(acting, on=on),
            candidates.doubtful(acting, on=on),
            candidates.leaving(acting, on=on),
            candidates.asked_of(acting, on=on),
            items(asked, acting=acting, on=on),
            [waiting.slipping(found, acting=acting)],
            *covenant.of_partner(acting, on=on),
            reports.judgements_asked(acting, on=on),
        ),
        "counts": found,
        "may_register": registers_candidates(acting),
        "current": of_contracts.current(contracts, acting=acting, on=on, shown=ON_START_PAGE),
    }


def registrant(acting: Acting, *, on: dt.date) -> Page:
    """Who registers people and does nothing else here: how those go on."""
    return {
        "queue": queue(
            candidates.registered_by(acting),
            *covenant.of_partner(acting, on=on),
            reports.judgements_asked(acting, on=on),
        ),
        "may_register": registers_candidates(acting),
    }


def covenant_partner(acting: Acting, *, on: dt.date) -> Page:
    """A partner of the covenant with no other work here, such as a union: its actions and its text."""
    return {"queue": queue(covenant.waiting_of(acting, on=on), reports.judgements_asked(acting, on=on))}


def programme_bureau(acting: Acting, *, on: dt.date) -> Page:
    """The programme bureau: where the region stands, what waits, social return this year, the latest reports."""
    if acting.region is None:
        return {"counts": None}
    year = Period(on.year, Length.YEAR)
    this_year = Q(contracts__awarded_on__range=(year.first_day, on))
    region = Region.objects.annotate(
        awards=Count("contracts", filter=this_year), owed=Sum("contracts__obligation", filter=this_year, default=ZERO)
    ).get(pk=acting.region.id)
    contracts = contracts_of(acting)
    found = of_contracts.counts(contracts, acting=acting, on=on)
    shown = standing_of(acting, Period.containing(on, Length.QUARTER))
    source = shown and shown.source
    return {
        "queue": queue(reports.at_bureau(acting)),
        "shown": shown,
        "source": source,
        "may_count": access.may_count_figures(acting),
        "goal": source and progress.goal(source, progress.MAIN),
        "funnel": source and progress.funnel(source),
        "year": on.year,
        "figures": [
            {
                "label": _("Berekend in %(year)s") % {"year": on.year},
                "value": euro(region.owed),
                "sub": ngettext("%(number)s gegunde opdracht", "%(number)s gegunde opdrachten", region.awards)
                % {"number": dutch_number(region.awards)},
                "main": True,
            },
            {
                "label": _("Goedgekeurd in %(year)s") % {"year": on.year},
                "value": euro(realised(region, first_day=year.first_day, last_day=on)),
                "sub": _("uren en andere invulling"),
            },
        ],
        "counts": found,
        "chart": progress.chart(source) if source else None,
        "reports": access.reports_of(acting).newest_first().defer("snapshot", "manager_text")[: of_contracts.SHOWN],
        "may_make": access.may_make_reports(acting),
    }


def operator(acting: Acting, *, on: dt.date) -> Page:  # noqa: ARG001 -- as its siblings
    """The platform operator: regions that nobody runs yet, and all of them. One query."""
    runs = Q(organisation_regions__organisation__kind=OrganisationKind.COORDINATION_POINT)
    regions = list(
        Region.objects.annotate(
            organisations_here=Count("organisation_regions"), points=Count("organisation_regions", filter=runs)
        ).order_by("name")
    )
    without = [region for region in regions if not region.points]
    shown = waiting.item(
        len(without),
        _("Regio’s zonder coördinatiepunt"),
        address("organisations:region_list", acting),
        sub=_("Daar kan nog niemand beoordelen of kandidaten aannemen"),
        status="open",
        status_text=_("aanwijzen"),
    )
    rows = [
        {"title": region.name, "url": address("organisations:region_detail", acting, region.code), "sub": ""}
        for region in without
    ]
    return {
        "queue": queue([shown | {"rows": rows[: waiting.FIRST], "more": rows[waiting.FIRST :]}]),
        "regions": regions,
    }


def realised(region: Region, *, first_day: dt.date, last_day: dt.date) -> Decimal:
    """What was approved in the region between two days, both inclusive, as one amount."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_realised(%s, %s, %s)", [region.pk, first_day, last_day])
        (amount,) = cursor.fetchone()
    return amount or ZERO
