from typing import Any

import django_tables2 as tables
from django.db.models import Case, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from candidates.choices import CandidateState, Source
from candidates.names import phone_link
from candidates.working.queues import Queue
from organisations.notation import dutch_number
from organisations.table_columns import PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.formatting import date_nl, near_day_nl
from organisations.tenancy import Acting


class _TickThenLink:
    """The link, after a box to tick the file where several can be given to a coach."""

    def __init__(self, link: Any) -> None:
        self.link = link

    def __call__(self, content: Any, *, record: Any, table: Any, **kwargs: Any) -> SafeString:
        linked = self.link(content, record=record, table=table, **kwargs)
        if not table.may_tick or record.anonymised_at is not None:
            return linked
        tick = {"candidate": record, "is_ticked": table.ticks_page, "linked": linked, "name": content}
        return SafeString(render_to_string("candidates/_candidate_tick.html", tick))


class NameColumn(TitleColumn):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = _TickThenLink(self.link)


def file_url(acting: Acting, candidate: Any) -> str:
    """The page of a file in the workspace of who acts."""
    return reverse("candidates:candidate_detail", args=[acting.organisation_id, candidate.pk])


class CandidateTable(PortalTable):
    """Candidates as a queue: who it is and how to reach him, what he wants, where he stands and since when he waits."""

    who = NameColumn(
        accessor="shown_name",
        sub="reference",
        order_by=("identity__normalised_name", "pk"),
        verbose_name=gettext_lazy("Kandidaat"),
        linkify=lambda record, table: file_url(table.acting, record),
    )
    phone = tables.Column(
        accessor="identity__phone", empty_values=(), orderable=False, verbose_name=gettext_lazy("Telefoon")
    )
    wanted_work = tables.Column(empty_values=(), verbose_name=gettext_lazy("Soort werk"))
    state = StatusColumn(
        accessor="shown_state", sub="coach_name", order_by=("state", "pk"), verbose_name=gettext_lazy("Stand")
    )
    registered_on = tables.Column(
        order_by=("registered_on", "pk"),
        verbose_name=gettext_lazy("Aangemeld"),
    )
    waits = tables.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("Wacht"))

    bulk_bar = "candidates/_bulk_bar.html"
    caption = gettext_lazy("Kandidaten")
    counted = ngettext_lazy("%(written)s kandidaat", "%(written)s kandidaten", "n")
    none_found = gettext_lazy("Niemand gevonden.")
    empty_title = gettext_lazy("Nog geen kandidaten.")
    empty_help = gettext_lazy("Zodra iemand zich aanmeldt of wordt aangemeld, staat die persoon hier.")

    class Meta:
        sequence = ("who", "phone", "wanted_work", "state", "registered_on", "waits")

    def __init__(
        self,
        candidates: Any,
        *,
        acting: Acting,
        queue: Queue,
        on: Any,
        may_tick: bool = False,
        ticks_page: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(candidates, **kwargs)
        self.acting, self.queue, self.on = acting, queue, on
        self.may_tick, self.ticks_page = may_tick, ticks_page

    def order_wanted_work(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}wanted_work", "pk"), True

    def order_state(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        place = place_of_state("state")
        return queryset.order_by(place.desc() if is_descending else place.asc(), "state_since", "pk"), True

    def render_phone(self, record: Any) -> SafeString | str:
        phone = record.identity.phone if record.shows_identity else ""
        if not phone:
            return format_html('<span class="muted">{}</span>', gettext("geen nummer"))
        link = format_html(
            '<a class="utrecht-link utrecht-link--html-a nowrap" href="{}">{}</a>', phone_link(phone), phone
        )
        wish = gettext("wil gebeld worden") if record.wants_call else ""
        return format_html('{}<span class="cell-sub">{}</span>', link, wish) if wish else link

    def render_wanted_work(self, record: Any) -> SafeString:
        place = " · ".join(filter(None, [record.get_sector_display(), record.place]))
        return format_html(
            '{}<span class="cell-sub">{}</span>', record.wanted_work or gettext("nog niet bekend"), place
        )

    def render_registered_on(self, record: Any) -> SafeString:
        by = record.registrant or Source(record.source).label
        return format_html(
            '<span class="nowrap">{}</span><span class="cell-sub">{}</span>', date_nl(record.registered_on), by
        )

    def render_waits(self, record: Any) -> SafeString | str:
        """How long in this queue; a promise to call with its day."""
        since = getattr(record, self.queue.since) if self.queue.since else record.state_since
        days = (self.on - since).days if since else 0
        words = waited(days)
        if record.call_by is None or self.queue.since == "call_by":
            return words
        late = record.call_by < self.on
        promise = (gettext("bellen was %(day)s") if late else gettext("bellen voor of op %(day)s")) % {
            "day": near_day_nl(record.call_by, on=self.on)
        }
        return format_html('{}<span class="cell-sub">{}</span>', words, promise)


def place_of_state(field: str) -> Case:
    """To sort by: how far the state in this field is on the way, not how its code is spelled."""
    return Case(*(When(**{field: one}, then=Value(number)) for number, one in enumerate(CandidateState)))


def waited(days: int) -> str:
    """So many days in words."""
    if days <= 0:
        return gettext("vandaag")
    return ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": dutch_number(days)}
