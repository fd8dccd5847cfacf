"""What reports ask of the coordination point and of partners, as items of a queue: only when there is something."""

import datetime as dt
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import near_day_nl
from organisations.tenancy import Acting
from reporting.choices import ReportStage
from reporting.models import Judgement, ReportWarning
from reporting.overviews.waiting import address, item

#: What is mended by who verifies and works with candidates; the rest is the bureau's.
_MENDED_HERE = (
    "no_group",
    "no_municipality",
    "no_outcome",
    "follow_ups",
    "lines_waiting",
    "hours_waiting",
    "hours_missing",
)


def missing_in_drafts(acting: Acting) -> list[dict[str, Any]]:
    """What the newest draft still misses and the coordination point can mend. One query."""
    drafts = ReportWarning.objects.filter(report__region_id__in=acting.region_ids, code__in=_MENDED_HERE)
    drafts = drafts.exclude(report__stage=ReportStage.FROZEN).filter(report__known_on=None)
    newest = (
        drafts.values("report_id").annotate(missing=Sum("count")).order_by("-report__requested_at", "report_id").first()
    )
    if newest is None:
        return []
    shown = item(
        newest["missing"],
        _("Ontbreekt nog in een conceptrapport"),
        address("reporting:report_check", acting, newest["report_id"]),
        sub=_("Wat u nu aanvult, telt mee als het rapport opnieuw wordt gemaakt"),
        status="open",
        status_text=_("aanvullen"),
    )
    return [shown]


def judgements_asked(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """Judgements that are asked of this organisation and not given yet. One query."""
    asked = Judgement.objects.filter(
        organisation_id=acting.organisation_id, closed_at=None, written_at=None, declined_at=None
    )
    days = list(asked.order_by("due_on").values_list("due_on", flat=True))
    if not days:
        return []
    first = days[0]
    shown = item(
        len(days),
        _("Uw oordeel over een rapport"),
        address("reporting:published_list", acting),
        sub=_("Het programmabureau vraagt het aan de partners"),
        status="overdue" if first < on else "waiting",
        status_text=_("uiterlijk %(day)s") % {"day": near_day_nl(first, on=on)},
    )
    return [shown]
