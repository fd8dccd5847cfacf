"""What reports ask of the coordination point and of partners, as items of a queue: only when there is something."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Subquery, Sum
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import near_day_nl
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import ReportStage, SpendingState
from reporting.models import Judgement, ReportWarning, SpendingLine
from reporting.overviews.tally import Item, Question, Tallied, Waits
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


def missing_in_drafts(acting: Acting) -> Waits:
    """What the newest draft still misses and the coordination point can mend."""
    drafts = ReportWarning.objects.filter(report__region_id__in=acting.region_ids, code__in=_MENDED_HERE)
    drafts = drafts.exclude(report__stage=ReportStage.FROZEN).filter(report__known_on=None)
    newest = drafts.order_by("-report__requested_at", "report_id").values("report_id")[:1]

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["missing"]
        if not here.count:
            return []
        shown = item(
            here.count,
            _("Ontbreekt nog in een conceptrapport"),
            address("reporting:report_check", acting, here.about),
            sub=_("Wat u nu aanvult, telt mee als het rapport opnieuw wordt gemaakt"),
            status="open",
            status_text=_("aanvullen"),
        )
        return [shown]

    of_newest = drafts.filter(report_id=Subquery(newest))
    return Waits((Question("missing", of_newest, about="report_id", number=Sum("count")),), items)


def judgements_asked(acting: Acting, *, on: dt.date) -> Waits:
    """Judgements that are asked of this organisation and not given yet."""
    asked = Judgement.objects.filter(
        organisation_id=acting.organisation_id, closed_at=None, written_at=None, declined_at=None
    )

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["judgements"]
        if here.since is None:
            return []
        shown = item(
            here.count,
            _("Uw oordeel over een rapport"),
            address("reporting:published_list", acting),
            sub=_("Het programmabureau vraagt het aan de partners"),
            status="overdue" if here.since < on else "waiting",
            status_text=_("uiterlijk %(day)s") % {"day": near_day_nl(here.since, on=on)},
        )
        return [shown]

    return Waits((Question("judgements", asked, day="due_on"),), items)


def at_bureau(acting: Acting) -> Waits:
    """Money that asks for somebody's word, and reports that were made and not frozen."""
    spending = SpendingLine.objects.filter(region_id__in=acting.region_ids, state=SpendingState.ENTERED)

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        entered, drafts = found["spending"], found["drafts"]
        return [
            item(
                entered.count,
                _("Uitgaven die op akkoord wachten"),
                f"{address('reporting:spending_list', acting)}?stand={SpendingState.ENTERED}",
                sub=_("Zonder akkoord tellen ze niet mee"),
                status="open",
                status_text=_("beslissen"),
                oldest=entered.since,
            ),
            item(
                drafts.count,
                _("Rapporten die nog niet zijn vastgesteld"),
                address("reporting:report_list", acting),
                sub=_("Tot dan ziet niemand anders de cijfers"),
                status="open",
                status_text=_("afmaken"),
                oldest=drafts.since,
            ),
        ]

    questions = (
        Question("spending", spending, moment="entered_at"),
        Question("drafts", access.reports_of(acting).to_freeze(), moment="requested_at"),
    )
    return Waits(questions, items)
