import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from organisations.notation import dutch_number
from organisations.table_columns import NUMERIC, DateColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.formatting import date_nl, percentage
from organisations.tenancy import Acting
from tenders.choices import SroiDecision


def _page_of(record, table) -> str:
    return reverse(
        "tenders:tender_detail", kwargs={"organisation_id": table.acting.organisation_id, "tender_id": record.pk}
    )


def _queue_of(record, table) -> str:
    page = reverse("tenders:tender_list", kwargs={"organisation_id": table.acting.organisation_id})
    return f"{page}?opdrachtgever={record['authority_id']}&stand=open"


class TenderTable(PortalTable):
    """Tenders with how they are kept. Each record has ``upkeep`` and ``sub_title``."""

    title = TitleColumn(
        accessor="name",
        order_by=("title", "id"),
        sub="sub_title",
        verbose_name=gettext_lazy("Aanbesteding"),
        linkify=_page_of,
    )
    status = StatusColumn(verbose_name=gettext_lazy("Stand"), order_by=("status", "publication_on", "id"))
    planned_publication = DateColumn(
        verbose_name=gettext_lazy("Publicatie"), order_by=("publication_on", "id"), empty_values=()
    )
    sroi = tables.Column(verbose_name=gettext_lazy("Social return"), order_by=("sroi", "sroi_percentage", "id"))
    value = tables.Column(
        empty_values=(),
        verbose_name=gettext_lazy("Waarde (€)"),
        order_by=("value__amount", "id"),
        attrs=NUMERIC,
    )
    completeness = tables.Column(verbose_name=gettext_lazy("Compleet"), order_by=("completeness", "id"))
    kept = tables.Column(
        empty_values=(),
        verbose_name=gettext_lazy("Bijgehouden"),
        order_by=("mend_rank", "planned_publication", "id"),
    )

    reference = tables.Column(verbose_name=gettext_lazy("Kenmerk"), order_by=("reference", "id"))
    authority = tables.Column(
        accessor="authority__name", verbose_name=gettext_lazy("Opdrachtgever"), order_by=("authority__name", "id")
    )
    kind = tables.Column(verbose_name=gettext_lazy("Soort"), order_by=("kind", "id"))
    procedure = tables.Column(verbose_name=gettext_lazy("Procedure"), order_by=("procedure", "id"))
    sector = tables.Column(verbose_name=gettext_lazy("Sector"), order_by=("sector", "id"))
    municipalities = tables.Column(verbose_name=gettext_lazy("Waar"), orderable=False)
    planned_award = DateColumn(verbose_name=gettext_lazy("Gunning"), order_by=("planned_award", "id"))
    starts_on = DateColumn(verbose_name=gettext_lazy("Van"), order_by=("starts_on", "id"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Tot en met"), order_by=("ends_on", "id"))

    extra = (
        "reference",
        "authority",
        "kind",
        "procedure",
        "sector",
        "municipalities",
        "planned_award",
        "starts_on",
        "ends_on",
    )
    caption = gettext_lazy("Aanbestedingen, wat het eerst moet bovenaan")
    counted = ngettext_lazy("%(written)s aanbesteding", "%(written)s aanbestedingen", "n")
    none_found = gettext_lazy("Geen aanbesteding gevonden.")
    empty_title = gettext_lazy("Nog geen aanbestedingen.")
    empty_help = gettext_lazy("Zodra een opdrachtgever een aanbesteding plant, staat die hier.")

    class Meta:
        sequence = ("title", "kept", "status", "planned_publication", "sroi", "value", "completeness", "...")

    def __init__(self, tenders, *, acting: Acting, may_confirm: bool, **kwargs):
        super().__init__(tenders, **kwargs)
        self.acting, self.may_confirm = acting, may_confirm

    def render_planned_publication(self, record) -> str:
        day = record.published_on or record.planned_publication
        return date_nl(day) if day else "–"

    def render_municipalities(self, value) -> str:
        return ", ".join(value)

    def render_sroi(self, record) -> str | SafeString:
        if record.sroi == SroiDecision.YES:
            return percentage(record.sroi_percentage) if record.sroi_percentage is not None else gettext("ja")
        if record.sroi == SroiDecision.OPEN:
            return gettext("nog niet besloten")
        kind = record.get_sroi_reason_kind_display() if record.sroi_reason_kind else ""
        return format_html('{}<span class="cell-sub">{}</span>', gettext("niet"), kind) if kind else gettext("niet")

    def render_value(self, record) -> str | SafeString:
        value = getattr(record, "value", None)
        if value is None or value.amount is None:
            return "–"
        amount = dutch_number(value.amount, 0)
        if not value.is_confidential:
            return amount
        return format_html('{}<span class="cell-sub">{}</span>', amount, gettext("vertrouwelijk"))

    def render_completeness(self, record) -> SafeString:
        missing = record.upkeep.missing_words
        said = gettext("mist: %(fields)s") % {"fields": missing} if missing else gettext("alles is ingevuld")
        return format_html('{} %<span class="cell-sub">{}</span>', record.upkeep.complete, said)

    def render_kept(self, record) -> SafeString:
        return SafeString(
            render_to_string(
                "tenders/_tender_kept.html",
                {"tender": record, "upkeep": record.upkeep, "may_confirm": self.may_confirm, "acting": self.acting},
                self.request,
            )
        )


class AuthorityUpkeepTable(PortalTable):
    """Authorities with how they keep their open tenders: figures to help them, not to rank people."""

    name = TitleColumn(
        accessor="authority__name",
        order_by=("authority__name",),
        verbose_name=gettext_lazy("Opdrachtgever"),
        linkify=_queue_of,
    )
    number = tables.Column(verbose_name=gettext_lazy("Nog niet gegund"), attrs=NUMERIC)
    fresh = tables.Column(
        empty_values=(), verbose_name=gettext_lazy("Actueel"), order_by=("-not_fresh", "number"), attrs=NUMERIC
    )
    average = tables.Column(verbose_name=gettext_lazy("Compleet"), attrs=NUMERIC)
    undecided = tables.Column(verbose_name=gettext_lazy("Besluit ontbreekt"), attrs=NUMERIC)
    oldest = DateColumn(verbose_name=gettext_lazy("Langst niet bijgewerkt"))

    caption = gettext_lazy("Hoe opdrachtgevers hun kalender bijhouden")
    counted = ngettext_lazy("%(written)s opdrachtgever", "%(written)s opdrachtgevers", "n")
    empty_title = gettext_lazy("Nog geen aanbestedingen.")
    empty_help = gettext_lazy("Zodra een opdrachtgever een aanbesteding plant, staat de opdrachtgever hier.")
    as_cards = True

    class Meta:
        sequence = ("name", "number", "fresh", "average", "undecided", "oldest")
        order_by = ("-undecided", "name")

    def __init__(self, rows, *, acting: Acting, **kwargs):
        super().__init__(rows, **kwargs)
        self.acting = acting

    def render_fresh(self, record) -> str:
        return f"{(record['number'] - record['not_fresh']) * 100 // record['number']} %"

    def render_average(self, value) -> str:
        return f"{int(value)} %"
