import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from reporting.overviews.company import Amounts


def _company_contract_url(table, record) -> str:
    return reverse("placements:contract_detail", args=[table.acting.organisation_id, record.pk])


class _OwnAmountColumn(EuroColumn):
    """An amount of the company itself, with the sum of all pages at the foot; a dash where nothing is owed by it."""

    def __init__(self, name: str, **kwargs):
        super().__init__(accessor=f"amounts__{name}", **kwargs)
        self.amount = name

    def footer(self, bound_column, table):  # noqa: ARG002 -- django-tables2 calls it so
        return dutch_number(getattr(table.total, self.amount), 0)


class CompanyContractTable(PortalTable):
    """All contracts of a company with its own amounts, and what each asks of it."""

    caption = _("Uw contracten, met wat u moet doen")
    counted = ngettext_lazy("%(written)s contract", "%(written)s contracten", "n")
    none_found = _("Geen contract gevonden.")

    title = TitleColumn(
        sub="sub_title",
        verbose_name=_("Contract"),
        linkify=_company_contract_url,
        footer=_("Samen"),
        order_by=("title", "pk"),
    )
    asks = tables.Column(
        empty_values=(), order_by=("asked_nothing", "first_asked", "title", "pk"), verbose_name=_("Te doen")
    )
    standing = StatusColumn(order_by=("row__contract__standing_rank", "ends_on", "pk"), verbose_name=_("Stand"))
    owed = _OwnAmountColumn("owed", verbose_name=_("Verplichting (€)"))
    approved = _OwnAmountColumn("approved", verbose_name=_("Goedgekeurd (€)"))
    waiting = _OwnAmountColumn("waiting", verbose_name=_("Wacht (€)"))
    expected = _OwnAmountColumn("expected", verbose_name=_("Verwacht in totaal (€)"))
    left = _OwnAmountColumn("to_do", verbose_name=_("Nog te doen (€)"))
    ends_on = DateColumn(verbose_name=_("Tot en met"))

    class Meta:
        order_by = ("asks",)

    def __init__(self, rows, *, acting: Acting, total: Amounts, **kwargs):
        super().__init__(rows, **kwargs)
        self.acting = acting
        self.total = total

    def render_asks(self, record) -> SafeString:
        if not record.asks:
            return format_html('<span class="muted">{}</span>', gettext("niets"))
        return SafeString(render_to_string("reporting/_asks.html", {"asks": record.asks}))

    def render_owed(self, record, value) -> str:
        return dutch_number(value, 0) if record.row.shows_owed else "–"

    def render_left(self, record, value) -> str:
        return dutch_number(value, 0) if record.row.shows_owed else "–"

    def render_standing(self, record, bound_column) -> SafeString | str:
        if not record.standing:
            return record.row.own_role
        return self.columns["standing"].column.render(record=record, bound_column=bound_column)
