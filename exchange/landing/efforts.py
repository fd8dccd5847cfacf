"""What partners of the covenant say they did. The import sends in what it brings, over a draft as well."""

from django.utils.translation import gettext as _

from exchange import collect_efforts
from exchange.landing.course import Course
from exchange.landing.outcome import Change
from exchange.package import EffortRow, OrganisationRow
from organisations.models import OrganisationRegion
from reporting.choices import EffortState
from reporting.models import PartnerEffort
from reporting.periods import Period

FILE = EffortRow.FILE


def land_efforts(course: Course) -> None:
    lines = list(course.lines(EffortRow))
    if not lines:
        return
    held = {(one.row.partner, one.row.period): one.record for one in collect_efforts.standing(course.region_id)}
    partners = set(
        OrganisationRegion.objects.filter(region_id=course.region_id, covenant_partner=True).values_list(
            "organisation_id", flat=True
        )
    )
    fresh: list[PartnerEffort] = []
    changed: list[PartnerEffort] = []
    for line in lines:
        row = line.row
        organisation = course.organisations.get(row.partner)
        if organisation is None or organisation.pk not in partners:
            if organisation is not None or not course.is_announced(OrganisationRow, row.partner):
                course.outcome.refuse(
                    FILE, line.number, "partner", _("Dit is geen partner van het convenant in deze regio.")
                )
            continue
        if Period.parse(row.period).first_day > course.on:
            course.outcome.refuse(FILE, line.number, "period", _("Dit kwartaal is nog niet begonnen."))
            continue
        effort = held.get((row.partner, row.period))
        if effort is not None and (effort.text, effort.state) == (row.text, EffortState.SUBMITTED):
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.NEW if effort is None else Change.CHANGED)
        if effort is None:
            effort = PartnerEffort(region_id=course.region_id, partner_id=organisation.pk, period=row.period)
            fresh.append(effort)
        else:
            changed.append(effort)
        effort.text, effort.state = row.text, EffortState.SUBMITTED
        effort.written_by_id = effort.written_for_id = None
        effort.written_at = course.at
    PartnerEffort.objects.bulk_create(fresh, batch_size=1000)
    PartnerEffort.objects.bulk_update(
        changed, ["text", "state", "written_by", "written_for", "written_at"], batch_size=200
    )
    course.ledger.replaced += len(fresh) + len(changed)
