from typing import Any

import django_tables2 as tables
from django.db.models import CharField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from candidates.models import Candidate
from candidates.registering.registrations import course_of
from candidates.tables.candidate import place_of_state
from organisations.table_columns import DateColumn, PortalTable, TitleColumn
from organisations.templatetags.components import status
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting


def _url(table: Any, record: Candidate) -> str:
    return reverse("candidates:registration_detail", args=[table.acting.organisation_id, record.pk])


class RegistrationTable(PortalTable):
    """Who an organisation registered, and how that goes on: the state, not the file."""

    caption = _("Wie u aanmeldde")
    counted = ngettext_lazy("%(written)s aanmelding", "%(written)s aanmeldingen", "n")
    none_found = _("Niemand gevonden.")
    empty_title = _("U hebt nog niemand aangemeld.")
    empty_help = _("Wie u aanmeldt, staat daarna hier, met hoe het gaat.")

    name = TitleColumn(
        accessor="identity__name",
        sub="reference",
        verbose_name=_("Naam"),
        order_by=("identity__normalised_name", "pk"),
        linkify=_url,
    )
    registered_on = DateColumn(verbose_name=_("Aangemeld op"))
    state = tables.Column(verbose_name=_("Stand"))
    call_by = tables.Column(verbose_name=_("Wie belt, voor of op"), empty_values=(), orderable=False)

    class Meta:
        model = Candidate
        fields = ["name", "registered_on", "state", "call_by"]

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting

    def order_state(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        shown = queryset.annotate(
            state_shown=Coalesce(KeyTextTransform("state", "went_on"), "state", output_field=CharField())
        )
        place = place_of_state("state_shown")
        return shown.order_by(place.desc() if is_descending else place.asc(), "-registered_on", "-pk"), True

    def render_state(self, record: Candidate) -> SafeString:
        return SafeString(render_to_string("components/status.html", status(course_of(record).status_key)))

    def render_call_by(self, record: Candidate) -> Any:
        course = course_of(record)
        if not course.is_waiting_for_call:
            return format_html('<span class="muted">{}</span>', "–")
        return format_html(
            '<span class="nowrap">{}</span><span class="cell-sub">{}</span>', date_nl(course.call_by), course.caller
        )
