from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from reporting.choices import MoneySource
from reporting.models import SpendingLine


def source_label(source: str) -> str:
    """Who pays, in words; a source that the plan does not know as it was typed."""
    return str(MoneySource(source).label) if source in MoneySource.values else source


class SpendingTable(PortalTable):
    caption = _("Uitgaven")
    counted = ngettext_lazy("%(written)s uitgave", "%(written)s uitgaven", "n")
    none_found = _("Geen uitgave gevonden.")
    empty_title = _("Nog geen uitgaven.")
    empty_help = _("Voer een uitgave in, of lees een bestand in.")

    reference = TitleColumn(
        verbose_name=_("Uitgave"),
        sub="said",
        linkify=lambda table, record: reverse(
            "reporting:spending_detail", args=[table.acting.organisation_id, record.pk]
        ),
    )
    on = DateColumn(verbose_name=_("Betaald op"))
    category = tables.Column(verbose_name=_("Post"))
    source = tables.Column(verbose_name=_("Bron"), default="–")
    candidate_reference = tables.Column(verbose_name=_("Waarvoor"), orderable=False, empty_values=())
    amount = EuroColumn(verbose_name=_("Bedrag (€)"), places=2)
    standing = StatusColumn(verbose_name=_("Stand"), order_by=("state", "reversed_at"))

    class Meta:
        order_by = ("-on", "reference")

    def __init__(self, rows: Any, *, acting: Acting, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.acting = acting

    def render_category(self, record: SpendingLine) -> SafeString | str:
        label = record.get_category_display()
        if record.year == record.on.year:
            return label
        return format_html('{}<span class="cell-sub">{}</span>', label, gettext("begroting %(y)s") % {"y": record.year})

    def render_source(self, value: str) -> str:
        return source_label(value)

    def render_candidate_reference(self, record: SpendingLine) -> SafeString:
        what = record.programme.name if record.programme else ""
        whom = record.candidate_reference or record.municipality
        outside = gettext("buiten het voorrangsgebied") if record.in_priority_area is False else ""
        return format_html(
            '{}<span class="cell-sub">{}</span>',
            what or whom or "–",
            " · ".join(one for one in (what and whom, outside) if one),
        )

    def render_amount(self, record: SpendingLine) -> str:
        return dutch_number(record.signed_amount, 2)
