"""How a search of the open list of work is followed by mail."""

import datetime as dt

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organisations.models import Region
from organisations.notation import dutch_number
from placements.kansrijk.listing import listing
from placements.kansrijk.news import news
from placements.kansrijk.search_page import said
from placements.kansrijk.wanted import wanted_in
from tenders.choices import FollowKind
from tenders.following import Asked, Followed


def _asked(region: Region, query: QueryDict, on: dt.date) -> Asked:
    found = listing(region.pk, wanted_in(query).narrowed, on=on)
    return Asked(search=found.wanted, words=said(found), count=len(found.found), is_guess=found.is_guess)


def _count_said(count: int) -> str:
    return ngettext("Nu %(count)s baan.", "Nu %(count)s banen.", count) % {"count": dutch_number(count)}


WORK = Followed(
    kind=FollowKind.WORK,
    list_view="placements:vacancy_search",
    follow_view="placements:work_follow",
    confirm_mail="work_confirm",
    news_mail="work_news",
    title=_("Mail mij nieuw werk"),
    list_name=_("Vacatures"),
    promise=_("Daarna krijgt u een mail als er een nieuwe vacature is."),
    count_said=_count_said,
    asked=_asked,
    news=news,
)
