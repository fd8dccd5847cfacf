"""What waits for a partner of the covenant, or for who runs it, as items of the queue on a start page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import OrganisationRegion
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import ENDED_ACTIONS, EffortState
from reporting.covenant.efforts import quarter_to_write, without_text
from reporting.covenant.rows import actions_of, region_ids
from reporting.models import CovenantAction, PartnerEffort
from reporting.overviews.tally import NOTHING, Item, Question, Tallied, Waits, queue
from reporting.overviews.waiting import FIRST, address, item


def of_partner(acting: Acting, *, on: dt.date) -> tuple[Waits, ...]:
    """On the start page: the own open actions, and the text to write; nothing for who is no partner. Counted with the rest."""
    if not access.is_covenant_partner(acting) or access.runs_covenant(acting):
        return ()
    return _own_actions(acting, on=on), to_write(acting, on=on)


def _own_actions(acting: Acting, *, on: dt.date) -> Waits:
    own = CovenantAction.objects.filter(region_id__in=region_ids(acting), partner_id=acting.organisation_id)
    still_open = own.exclude(status__in=ENDED_ACTIONS)

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["actions"]
        if not here.count:
            return []
        shown = _asked(
            acting,
            here.count,
            title=_("Acties uit het convenant"),
            late=found["actions_late"].count,
            first_due=here.since,
        )
        one = {"url": address("reporting:action_detail", acting, here.about)} if here.count == 1 else {}
        return [shown | one]

    questions = (
        Question("actions", still_open, day="due_on", about="pk"),
        Question("actions_late", still_open.filter(due_on__lt=on)),
    )
    return Waits(questions, items)


def waiting_of(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """On the page of the covenant. Who reads all sees the actions of all, who runs it also who did not write."""
    actions = list(actions_of(acting, on=on).filter(is_open=True).order_by("due_on", "pk"))
    whole = access.reads_whole_covenant(acting)
    shown = [_actions(acting, actions, title=_("Open acties van partners") if whole else _("Acties voor u"))]
    if access.follows_efforts(acting):
        return [*shown, *_silent(acting, on=on)]
    return [*shown, *queue(to_write(acting, on=on))]


def _asked(acting: Acting, number: int, *, title: str, late: int, first_due: dt.date | None) -> Item:
    if late:
        said = ngettext("%(n)s te laat", "%(n)s te laat", late) % {"n": dutch_number(late)}
    else:
        said = _("uiterlijk %(day)s") % {"day": date_nl(first_due)} if first_due else ""
    return item(
        number,
        title,
        address("reporting:action_list", acting),
        status="overdue" if late else "waiting",
        status_text=said,
    )


def _actions(acting: Acting, actions: list[CovenantAction], *, title: str) -> dict[str, Any]:
    late = sum(one.late for one in actions)  # type: ignore[attr-defined]
    shown = _asked(acting, len(actions), title=title, late=late, first_due=actions[0].due_on if actions else None)
    rows = [
        {
            "title": one.text,
            "url": address("reporting:action_detail", acting, one.pk),
            "sub": " · ".join([one.partner.name, _("uiterlijk %(day)s") % {"day": date_nl(one.due_on)}]),
        }
        for one in actions[:FIRST]
    ]
    return shown | {"rows": rows}


def to_write(acting: Acting, *, on: dt.date) -> Waits:
    """The text about the last quarter, as long as it was not sent in."""
    regions = [region.id for region in acting.regions if region.covenant_partner]
    if not regions or not access.works_on_covenant(acting):
        return NOTHING
    period = quarter_to_write(on)
    sent = PartnerEffort.objects.filter(
        region_id__in=regions, partner_id=acting.organisation_id, period=str(period), state=EffortState.SUBMITTED
    )

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        missing = len(regions) - found["texts"].count
        if not missing:
            return []
        shown = item(
            missing,
            _("Schrijf wat uw organisatie deed"),
            address("reporting:effort_list", acting),
            sub=_("Over het %(quarter)s. Uw tekst komt in het kwartaalrapport.") % {"quarter": period.label},
            status="open",
            status_text=_("schrijven"),
        )
        return [shown]

    return Waits((Question("texts", sent),), items)


def _silent(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    period = quarter_to_write(on)
    partners = OrganisationRegion.objects.filter(region_id__in=region_ids(acting), covenant_partner=True)
    by_region: dict[Any, set[Any]] = {}
    for region_id, organisation_id in partners.values_list("region_id", "organisation_id"):
        by_region.setdefault(region_id, set()).add(organisation_id)
    missing = sum(len(without_text(here, region_id=region, period=period)) for region, here in by_region.items())
    shown = item(
        missing,
        _("Partners die nog niets schreven"),
        address("reporting:effort_list", acting),
        sub=_("Over het %(quarter)s") % {"quarter": period.label},
        status="open",
        status_text=_("navragen"),
    )
    return [shown]
