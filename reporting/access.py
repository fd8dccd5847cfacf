"""Who may do what with reports, as sentences, and the reports that someone works with."""

from organisations.access import acts_for_coordination_point, acts_for_programme_bureau
from organisations.tenancy import Acting
from reporting.models import Report
from reporting.querysets import ReportQuerySet


def may_read_reports(acting: Acting) -> bool:
    """Nobody else before a report is published: it carries amounts of single contracts."""
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting)


def may_make_reports(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) and acting.may_write


def reports_of(acting: Acting) -> ReportQuerySet:
    """The reports of the member's regions. Row security decides; this narrows by an index that it cannot use."""
    return Report.objects.filter(region_id__in=acting.region_ids)
