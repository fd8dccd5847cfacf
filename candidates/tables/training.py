from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.table_columns import (
    NUMERIC,
    DateColumn,
    EuroColumn,
    NumberColumn,
    PortalTable,
    StatusColumn,
    TitleColumn,
)
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting


class _WorkTable(PortalTable):
    """A list with links into the workspace of whoever is ``acting``."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting


def _page(url_name: str) -> Any:
    return lambda record, table: reverse(f"candidates:{url_name}", args=[table.acting.organisation_id, record.pk])


class ProgrammeTable(_WorkTable):
    caption = _("Scholingen in de regio")
    counted = ngettext_lazy("%(written)s scholing", "%(written)s scholingen", "n")
    none_found = _("Geen scholing gevonden.")
    empty_title = _("Nog geen scholingen.")
    empty_help = _("Voeg een scholing toe.")

    name = TitleColumn(verbose_name=_("Scholing"), sub="provider", linkify=_page("programme_detail"))
    form = tables.Column(verbose_name=_("Vorm"))
    sector = tables.Column(verbose_name=_("Sector"))
    running = NumberColumn(verbose_name=_("Bezig"))
    certified = NumberColumn(verbose_name=_("Certificaat"))
    dropped_out = NumberColumn(verbose_name=_("Gestopt"))
    seat_cost = EuroColumn(verbose_name=_("Prijs per plaats (€)"))
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "name"

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by("-name" if is_descending else "name", "pk"), True


class GroupTable(_WorkTable):
    caption = _("Scholingsgroepen")
    counted = ngettext_lazy("%(written)s groep", "%(written)s groepen", "n")
    none_found = _("Geen groep gevonden.")
    empty_title = _("Nog geen groepen.")
    empty_help = _("Open een scholing en plan een groep.")

    name = TitleColumn(
        accessor="programme__name",
        sub="name",
        verbose_name=_("Groep"),
        linkify=_page("group_detail"),
        order_by=("programme__name", "pk"),
    )
    starts_on = DateColumn(verbose_name=_("Van"))
    ends_on = DateColumn(verbose_name=_("Tot en met"))
    place = tables.Column(verbose_name=_("Waar"))
    seats_taken = tables.Column(verbose_name=_("Plaatsen"), attrs=NUMERIC)
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "-starts_on"

    def render_seats_taken(self, record: Any) -> str:
        return gettext("%(taken)s van %(seats)s") % {"taken": record.seats_taken, "seats": record.seats}

    def order_starts_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}starts_on", "pk"), True


class EnrolmentTable(_WorkTable):
    caption = _("Wie scholing volgt of volgde")
    counted = ngettext_lazy("%(written)s deelnemer", "%(written)s deelnemers", "n")
    none_found = _("Niemand gevonden.")
    empty_title = _("Nog geen deelnemers.")
    empty_help = _("Vul een groep, of schrijf iemand in vanuit zijn dossier.")

    who = TitleColumn(
        accessor="shown_name",
        sub="candidate__reference",
        order_by=("candidate__identity__normalised_name", "pk"),
        verbose_name=_("Deelnemer"),
        linkify=_page("enrolment_edit"),
    )
    programme = TitleColumn(
        accessor="programme__name", sub="group__name", verbose_name=_("Scholing"), order_by=("programme__name", "pk")
    )
    started_on = DateColumn(verbose_name=_("Van"))
    ended_on = DateColumn(verbose_name=_("Tot en met"))
    outcome = StatusColumn(
        accessor="outcome_key", sub="dropout_words", verbose_name=_("Uitkomst"), order_by=("outcome", "pk")
    )
    overlaps = tables.Column(verbose_name=_("Let op"), orderable=False)

    class Meta:
        order_by = "-started_on"

    def render_overlaps(self, value: bool) -> SafeString | str:  # noqa: FBT001 - the value of the cell
        return format_html('<span class="strong">{}</span>', gettext("overlapt")) if value else ""

    def order_started_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}started_on", "pk"), True


class CostTable(_WorkTable):
    caption = _("Facturen voor scholing en begeleiding")
    counted = ngettext_lazy("%(written)s factuur", "%(written)s facturen", "n")
    none_found = _("Geen factuur gevonden.")
    empty_title = _("Nog geen kosten.")
    empty_help = _("Voer een factuur in.")

    description = TitleColumn(verbose_name=_("Factuur"), sub="supplier", linkify=_page("cost_detail"))
    programme = TitleColumn(accessor="programme__name", sub="group__name", verbose_name=_("Scholing"))
    invoice_on = tables.Column(verbose_name=_("Factuur van"))
    amount = EuroColumn(verbose_name=_("Bedrag (€)"), places=2)
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "-invoice_on"

    def render_invoice_on(self, record: Any) -> SafeString:
        return format_html(
            '<span class="nowrap">{}</span><span class="cell-sub">{}</span>',
            date_nl(record.invoice_on),
            record.invoice_number,
        )

    def order_invoice_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}invoice_on", "pk"), True


class OccupationTable(_WorkTable):
    caption = _("Beroepen")
    counted = ngettext_lazy("%(written)s beroep", "%(written)s beroepen", "n")
    none_found = _("Geen beroep gevonden.")
    empty_title = _("Nog geen beroep gevonden.")
    empty_help = _("Voeg een beroep toe. Scholingen en vacatures verwijzen ernaar.")

    name = TitleColumn(verbose_name=_("Beroep"), sub="summary", linkify=_page("occupation_detail"))
    sector = tables.Column(verbose_name=_("Sector"))
    certificates = tables.Column(verbose_name=_("Nodig"), orderable=False)
    programmes = NumberColumn(verbose_name=_("Scholingen"))

    class Meta:
        order_by = "name"

    def render_certificates(self, record: Any) -> str:
        licence = [gettext("rijbewijs")] if record.driving_licence else []
        return ", ".join([*record.certificates, *licence])

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by("-name" if is_descending else "name", "pk"), True
