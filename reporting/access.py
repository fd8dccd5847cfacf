"""Who may do what with reports, as sentences, and the reports that someone works with."""

from django.db.models import QuerySet

from organisations.access import (
    acts_for_authority,
    acts_for_coordination_point,
    acts_for_programme_bureau,
    acts_for_werkplein,
)
from organisations.choices import OrganisationKind
from organisations.tenancy import Acting
from reporting.choices import Edition
from reporting.models import Report, ReportPublication
from reporting.querysets import ReportQuerySet


def may_read_reports(acting: Acting) -> bool:
    """Nobody else before a report is published: it carries amounts of single contracts."""
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting)


def may_make_reports(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) and acting.may_write


def reports_of(acting: Acting) -> ReportQuerySet:
    """The reports of the member's regions. Row security decides; this narrows by an index that it cannot use."""
    return Report.objects.filter(region_id__in=acting.region_ids)


def reads_whole_covenant(acting: Acting) -> bool:
    """All partners with what they promised, all actions and the risks."""
    ministry = acting.kind == OrganisationKind.MINISTRY
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting) or ministry


def is_covenant_partner(acting: Acting) -> bool:
    return any(region.covenant_partner for region in acting.regions)


def reads_covenant(acting: Acting) -> bool:
    """A partner sees the meetings and the plan, and of promises and actions its own."""
    return reads_whole_covenant(acting) or is_covenant_partner(acting)


def runs_covenant(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) and acting.may_write


def works_on_covenant(acting: Acting) -> bool:
    """Says how the actions of its organisation go, and what it did in a quarter; the bureau for anybody."""
    return acting.may_write and (is_covenant_partner(acting) or acts_for_programme_bureau(acting))


def follows_efforts(acting: Acting) -> bool:
    """Sees who wrote what it did in a quarter, and who did not."""
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting)


def reads_efforts(acting: Acting) -> bool:
    """Of a partner its own texts; of who follows them all."""
    return follows_efforts(acting) or is_covenant_partner(acting)


def sees_figures_of_now(acting: Acting) -> bool:
    """The standing of a region as it is counted each night; everybody else waits for a published report."""
    return acts_for_programme_bureau(acting) or acts_for_coordination_point(acting)


def may_count_figures(acting: Acting) -> bool:
    return sees_figures_of_now(acting) and acting.may_write


def sees_figures_published(acting: Acting) -> bool:
    """Reads the exact edition once it is published (domain rules, section 2: report; covenant art. 17)."""
    ministry = acting.kind == OrganisationKind.MINISTRY
    return acts_for_authority(acting) or acts_for_werkplein(acting) or ministry or is_covenant_partner(acting)


def sees_figures(acting: Acting) -> bool:
    return sees_figures_of_now(acting) or sees_figures_published(acting)


def published_for(acting: Acting) -> QuerySet[ReportPublication]:
    """The exact editions that one's organisation may read. Row security decides; this narrows to its regions."""
    return ReportPublication.objects.filter(edition=Edition.EXACT, region_id__in=acting.region_ids)


def keeps_money(acting: Acting) -> bool:
    """The programme bureau, and the municipality that is the centre of a region (domain rules, section 2)."""
    return acts_for_programme_bureau(acting) or any(region.centre for region in acting.regions)


def may_keep_money(acting: Acting) -> bool:
    return keeps_money(acting) and acting.may_write


def reads_money(acting: Acting) -> bool:
    return keeps_money(acting) or acts_for_coordination_point(acting)


def may_choose_centre(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) and acting.may_write


def reads_targets(acting: Acting) -> bool:
    """Everybody may know what was agreed; who works on it has the page."""
    return reads_money(acting)


def may_agree_targets(acting: Acting) -> bool:
    return acts_for_programme_bureau(acting) and acting.may_write
