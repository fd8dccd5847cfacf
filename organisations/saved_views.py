"""Lists as somebody wants to see them again: the search, filters and order of a page under a name.

A page that has views registers itself, so that this module knows no page by name.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import Predicate
from organisations.models import SavedView
from organisations.querysets import SavedViewQuerySet
from organisations.tenancy import Acting

#: Opens a list with nothing asked, past the view that it usually opens with.
EVERYTHING = "alles"
#: What belongs to one look at a list, not to the view.
PASSING = {EVERYTHING, "page", "kies", "na"}
LONGEST_QUERY, LONGEST_NAME = 1000, 80


class ViewRefused(Exception):  # noqa: N818 - named as what happened
    """The view cannot be kept; the text is for the user, ``field`` says where it belongs."""

    def __init__(self, sentence: str | Promise, field: str = "name") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list that can be kept: its key in addresses, its URL name, its title, and for whom it is."""

    key: str
    url_name: str
    title: str | Promise
    is_for: Predicate

    def url(self, acting: Acting, query: str = "") -> str:
        address = reverse(self.url_name, args=[acting.organisation_id])
        return f"{address}?{query or f'{EVERYTHING}=1'}"


_PAGES: dict[str, ListPage] = {}


def register(page: ListPage) -> None:
    _PAGES[page.key] = page


def page_called(key: str, acting: Acting) -> ListPage | None:
    """The list with this key, when this member has it."""
    page = _PAGES.get(key)
    return page if page is not None and page.is_for(acting) else None


@dataclass(frozen=True, slots=True)
class Opened:
    """The views of a list beside what is asked of it now. ``redirect`` is where an unasked list should open."""

    page: ListPage
    links: list[dict]
    query: str
    redirect: str
    may_keep: bool
    #: The list with nothing asked, past the view that it usually opens with.
    everything_url: str = ""

    @property
    def is_new(self) -> bool:
        """Something is asked, and no view holds it yet."""
        return bool(self.query) and not any(link["is_current"] for link in self.links)


def opened(acting: Acting, key: str, asked: QueryDict) -> Opened:
    """The views this member has of a list, as links, in one query."""
    page = _PAGES[key]
    query = kept_of(asked.urlencode())
    views = list(views_of(acting, key))
    default = next((one for one in views if one.is_default and one.user_id == acting.user_id), None)
    return Opened(
        page=page,
        links=[
            {
                "name": one.name,
                "url": page.url(acting, one.query),
                "is_current": one.query == query and bool(asked),
                "by": one.user.name if one.user_id != acting.user_id else "",
            }
            for one in views
        ],
        query=query,
        redirect=page.url(acting, default.query) if default is not None and not asked else "",
        may_keep=acting.may_write,
        everything_url=page.url(acting),
    )


def views_of(acting: Acting, key: str) -> QuerySet[SavedView]:
    """His own views of a list and those that colleagues share, by name."""
    views = SavedView.objects.current().filter(organisation_id=acting.organisation_id, page=key)
    return views.select_related("user").order_by("name", "pk")


def own_views_of(acting: Acting, key: str) -> SavedViewQuerySet:
    """His own views of a list, also those he removed."""
    return SavedView.objects.filter(organisation_id=acting.organisation_id, user_id=acting.user_id, page=key)


def kept_of(query: str) -> str:
    """What of a query string belongs to a view: neither the page turned to nor what was left empty, in one order."""
    return urlencode(sorted((name, value) for name, value in parse_qsl(query) if name not in PASSING))


@transaction.atomic
def keep(acting: Acting, *, key: str, query: str, name: str, shared: bool, is_default: bool) -> SavedView:
    """Keep what is asked of a list under a name."""
    kept = kept_of(query)
    if len(kept) > LONGEST_QUERY:
        raise ViewRefused(_("U hebt te veel filters gekozen om te bewaren. Haal er een weg."))
    view = SavedView(
        user_id=acting.user_id,
        organisation_id=acting.organisation_id,
        page=key,
        name=name,
        query=kept,
        shared=shared,
        is_default=is_default,
    )
    return _written(view)


@transaction.atomic
def change(acting: Acting, *, view_id: uuid.UUID, name: str, shared: bool, is_default: bool) -> SavedView:
    """Give one's own view another name, or another use."""
    view = _own(acting, view_id)
    view.name, view.shared, view.is_default = name, shared, is_default
    return _written(view)


@transaction.atomic
def remove(acting: Acting, *, view_id: uuid.UUID, at: datetime) -> SavedView:
    """Take one's own view away; ``put_back`` undoes it."""
    view = _own(acting, view_id)
    view.removed_at = view.removed_at or at
    view.save(update_fields=["removed_at"])
    return view


@transaction.atomic
def put_back(acting: Acting, *, view_id: uuid.UUID) -> SavedView:
    """Undo ``remove``. Where another view opens the list by now, that one keeps doing so."""
    view = _own(acting, view_id)
    others = own_views_of(acting, view.page).current().exclude(pk=view.pk)
    view.is_default = view.is_default and not others.filter(is_default=True).exists()
    view.removed_at = None
    return _written(view)


@transaction.atomic
def copy(acting: Acting, *, view_id: uuid.UUID) -> SavedView:
    """Make a view of one's own out of one that is shared; the first one stays as it is."""
    shared = shared_with(acting).get(pk=view_id)
    names = set(own_views_of(acting, shared.page).current().values_list("name", flat=True))
    return keep(
        acting,
        key=shared.page,
        query=shared.query,
        name=next(one for one in _names_for_copy(shared.name) if one not in names),
        shared=False,
        is_default=False,
    )


def share_no_more(view_id: uuid.UUID) -> bool:
    """An administrator takes a view from all but its maker. The database looks who asks (organisations 0025)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_share_view_no_more(%s)", [view_id])
        (done,) = cursor.fetchone()
    return bool(done)


def shared_with(acting: Acting) -> SavedViewQuerySet:
    """What colleagues share with this member."""
    shared = SavedView.objects.current().filter(organisation_id=acting.organisation_id, shared=True)
    return shared.exclude(user_id=acting.user_id)


def _names_for_copy(name: str) -> Iterator[str]:
    """The name itself, and after it the same with a number."""
    yield name
    for number in count(2):
        ending = f" ({number})"
        yield f"{name[: LONGEST_NAME - len(ending)]}{ending}"


def _own(acting: Acting, view_id: uuid.UUID) -> SavedView:
    own = SavedView.objects.filter(organisation_id=acting.organisation_id, user_id=acting.user_id)
    return own.select_for_update(of=("self",), no_key=True).get(pk=view_id)


def _written(view: SavedView) -> SavedView:
    """Save it; at most one view opens a list, and no two have one name."""
    if view.is_default:
        others = SavedView.objects.filter(user_id=view.user_id, organisation_id=view.organisation_id, page=view.page)
        others.exclude(pk=view.pk).filter(is_default=True).update(is_default=False)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewRefused(_("U hebt al een weergave met deze naam. Kies een andere naam.")) from error
    return view
