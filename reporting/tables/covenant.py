"""The lists of the covenant."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.table_columns import DateColumn, NumberColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from reporting.choices import PartnerGroup, RiskLevel
from reporting.covenant.rows import sees_promises_of
from reporting.periods import Period


class _WorkTable(PortalTable):
    """A list with links into the workspace of whoever is ``acting``."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting


def _page(url_name: str) -> Any:
    return lambda record, table: reverse(f"reporting:{url_name}", args=[table.acting.organisation_id, record.pk])


def _partner_page(record: Any, table: Any) -> str | None:
    if not sees_promises_of(table.acting, record.organisation_id):
        return None
    return reverse("reporting:partner_detail", args=[table.acting.organisation_id, record.pk])


class PartnerTable(_WorkTable):
    caption = _("Partners van het convenant")
    counted = ngettext_lazy("%(written)s partner", "%(written)s partners", "n")
    none_found = _("Geen partner gevonden.")
    empty_title = _("Nog geen partners.")
    empty_help = _("Wie partner is, staat in de gegevens van de regio.")

    name = TitleColumn(
        accessor="organisation__name",
        verbose_name=_("Partner"),
        linkify=_partner_page,
        order_by=("organisation__name", "pk"),
    )
    group = tables.Column(verbose_name=_("Groep"))
    contact = TitleColumn(
        accessor="contact_name", sub="contact_email", verbose_name=_("Contactpersoon"), order_by=("contact_name", "pk")
    )
    signed_on = DateColumn(verbose_name=_("Getekend op"))
    open_actions = NumberColumn(verbose_name=_("Open acties"))

    class Meta:
        order_by = "name"

    def render_group(self, value: str) -> Any:
        return PartnerGroup(value).label


class MeetingTable(_WorkTable):
    caption = _("Overleg van de partners")
    counted = ngettext_lazy("%(written)s overleg", "%(written)s overleggen", "n")
    none_found = _("Geen overleg gevonden.")
    empty_title = _("Nog geen overleg.")
    empty_help = _("Zodra het programmabureau een overleg plant, staat het hier.")

    kind = TitleColumn(verbose_name=_("Overleg"), sub="place", linkify=_page("meeting_detail"))
    on = DateColumn(verbose_name=_("Datum"))
    attending = NumberColumn(verbose_name=_("Aanwezig"))
    open_actions = NumberColumn(verbose_name=_("Open acties"))
    state = StatusColumn(verbose_name=_("Stand"), orderable=False)

    class Meta:
        order_by = "-on"

    def order_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}on", "pk"), True


class ActionTable(_WorkTable):
    caption = _("Acties van de partners")
    counted = ngettext_lazy("%(written)s actie", "%(written)s acties", "n")
    none_found = _("Geen actie gevonden.")
    empty_title = _("Nog geen acties.")
    empty_help = _("Acties komen uit een overleg.")

    text = TitleColumn(verbose_name=_("Actie"), linkify=_page("action_detail"), orderable=False)
    partner = TitleColumn(
        accessor="partner__name", sub="person", verbose_name=_("Wie"), order_by=("partner__name", "pk")
    )
    due_on = DateColumn(verbose_name=_("Uiterlijk"))
    status = StatusColumn(accessor="shown_status", verbose_name=_("Stand"), order_by=("status", "pk"))

    class Meta:
        order_by = "due_on"

    def order_due_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}due_on", "pk"), True


class ActivityTable(_WorkTable):
    caption = _("Activiteiten van het plan")
    counted = ngettext_lazy("%(written)s activiteit", "%(written)s activiteiten", "n")
    none_found = _("Geen activiteit gevonden.")
    empty_title = _("Nog geen activiteiten.")
    empty_help = _("Het programmabureau zet hier wat het plan vraagt.")

    title = TitleColumn(verbose_name=_("Activiteit"), sub="get_part_display", linkify=_page("activity_detail"))
    from_quarter = tables.Column(verbose_name=_("Wanneer"))
    partner = TitleColumn(accessor="who", sub="who_there", verbose_name=_("Wie"), order_by=("who", "pk"))
    status = StatusColumn(accessor="shown_status", verbose_name=_("Stand"), order_by=("status", "pk"))

    class Meta:
        order_by = "from_quarter"

    def render_from_quarter(self, record: Any) -> str:
        first, last = Period.parse(record.from_quarter), Period.parse(record.to_quarter)
        if first == last:
            return first.label
        begin = gettext("%(n)se") % {"n": first.number} if first.year == last.year else first.label
        return gettext("%(first)s tot en met %(last)s") % {"first": begin, "last": last.label}

    def order_from_quarter(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}from_quarter", f"{sign}to_quarter", "title", "pk"), True


class RiskTable(_WorkTable):
    caption = _("Risico’s, de zwaarste eerst")
    counted = ngettext_lazy("%(written)s risico", "%(written)s risico’s", "n")
    none_found = _("Geen risico gevonden.")
    empty_title = _("Nog geen risico’s.")
    empty_help = _("Schrijf op wat het plan kan hinderen en wat u eraan doet.")

    title = TitleColumn(verbose_name=_("Risico"), sub="measure", linkify=_page("risk_detail"), orderable=False)
    heft = NumberColumn(verbose_name=_("Gewicht"))
    chance = tables.Column(verbose_name=_("Kans"))
    impact = tables.Column(verbose_name=_("Gevolg"))
    owner = tables.Column(verbose_name=_("Wie"))
    reviewed_on = DateColumn(verbose_name=_("Bekeken op"), default=_("nog niet"))
    status = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "-heft"

    def render_chance(self, record: Any) -> Any:
        return RiskLevel(record.chance).label

    def render_impact(self, record: Any) -> Any:
        return RiskLevel(record.impact).label

    def order_heft(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by("is_closed", f"{'-' if is_descending else ''}heft", "title", "pk"), True
