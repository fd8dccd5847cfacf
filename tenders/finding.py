"""What of contracts, tenders and local firms is found from anywhere in the portal."""

from urllib.parse import urlencode

from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_authority
from organisations.finding import Source, list_at
from organisations.tenancy import Acting
from tenders import access, filters, firm_list, tender_filter
from tenders.calendar.access import may_read_calendar, tenders_read_by
from tenders.calendar.wanted import EVERYTHING
from tenders.firms import access as firm_access
from tenders.querysets import TenderQuerySet


def reads_what_others_keep(acting: Acting) -> bool:
    """The calendar beside the tenders that one keeps: for who keeps none, or only his own."""
    return may_read_calendar(acting) and (acts_for_authority(acting) or not access.may_keep_calendar(acting))


def _kept_by_others(acting: Acting) -> TenderQuerySet:
    return tenders_read_by(acting).on_calendar().exclude(authority_id=acting.organisation_id)


def _calendar(acting: Acting, text: str) -> str:
    """The public calendar of the first region; a member of several chooses there."""
    code = acting.regions[0].code
    return f"{reverse('tenders:calendar', args=[code])}?{urlencode({'zoek': text, 'stand': EVERYTHING})}"


SOURCES = (
    Source(
        code="contracts",
        name_of_all=_("Contracten"),
        is_for=access.may_see_contracts,
        rows=access.contracts_of,
        narrowed=filters.by_words,
        page="placements:contract_detail",
        number="reference",
        name="title",
        beside=Concat("authority__name", Value(" · "), "contractor__name"),
        like=("title", "contractor__name", "authority__name"),
        whole=list_at("tenders:contract_list"),
    ),
    Source(
        code="tenders",
        name_of_all=_("Aanbestedingen"),
        is_for=access.may_keep_calendar,
        rows=lambda acting: access.tenders_kept_by(acting).not_thrown_away(),
        narrowed=tender_filter.by_words,
        page="tenders:tender_detail",
        number="reference",
        name="title",
        beside="authority__name",
        state="status",
        like=("title", "authority__name"),
        whole=list_at("tenders:tender_list"),
    ),
    Source(
        code="calendar",
        name_of_all=_("Kalender van de regio"),
        is_for=reads_what_others_keep,
        rows=_kept_by_others,
        narrowed=tender_filter.by_words,
        page="tenders:tender_detail",
        number="reference",
        name="title",
        beside="authority__name",
        state="status",
        like=("title", "authority__name"),
        whole=_calendar,
    ),
    Source(
        code="firms",
        name_of_all=_("Lokale bedrijven"),
        is_for=firm_access.may_take_firms,
        rows=firm_access.firms_of,
        narrowed=firm_list.by_words,
        page="tenders:firm_detail",
        number="kvk",
        name="name",
        beside="does",
        like=("name",),
        whole=list_at("tenders:firm_list"),
    ),
)
