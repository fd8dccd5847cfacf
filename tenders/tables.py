import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.components import progress
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from tenders.explanations import band_text, of_expected, progress_bar, time_left

_NUM = {"th": {"class": "num"}, "td": {"class": "num"}}


def _link(record, table) -> str:
    return reverse(
        "placements:contract_detail", kwargs={"organisation_id": table.acting.organisation_id, "contract_id": record.pk}
    )


class ContractTable(PortalTable):
    """Contracts with how they stand. What the amounts are depends on who looks, so the sub-classes add them."""

    title = TitleColumn(sub="sub_title", verbose_name=gettext_lazy("Contract"), linkify=_link)
    standing = StatusColumn(
        accessor="outlook__standing", order_by=("standing_rank", "ends_on", "id"), verbose_name=gettext_lazy("Stand")
    )
    progress = tables.Column(
        empty_values=(),
        orderable=False,
        verbose_name=gettext_lazy("Voortgang"),
        attrs={"th": {"class": "col-bar"}, "td": {"class": "cell-bar"}},
    )
    obligation = EuroColumn(verbose_name=gettext_lazy("Verplichting (€)"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Tot en met"), attrs={"td": {"class": "nowrap"}})

    caption = gettext_lazy("Contracten met hun stand")

    def __init__(self, contracts, *, acting: Acting, **kwargs):
        super().__init__(contracts, **kwargs)
        self.acting = acting

    def render_progress(self, record) -> SafeString:
        bar = SafeString(
            render_to_string("components/progress.html", progress(**progress_bar(record.outlook, slim=True)))
        )
        return format_html('{}<span class="cell-sub">{}</span>', bar, of_expected(record.outlook, record.starts_on))

    def render_ends_on(self, record) -> SafeString:
        return format_html('{}<span class="cell-sub">{}</span>', date_nl(record.ends_on), time_left(record.outlook))


class AuthorityContractTable(ContractTable):
    """For an authority: persons in a band, other contributions exactly, lines that wait counted."""

    band = tables.Column(
        empty_values=(),
        order_by=("band__persons_band", "id"),
        attrs=_NUM,
        verbose_name=gettext_lazy("Personen (band)"),
    )
    others = EuroColumn(
        accessor="outlook__banded__others_approved", orderable=False, verbose_name=gettext_lazy("Andere invulling (€)")
    )
    waiting = tables.Column(
        accessor="outlook__banded__lines_waiting",
        orderable=False,
        attrs=_NUM,
        verbose_name=gettext_lazy("Wacht (regels)"),
    )

    class Meta:
        sequence = ("title", "standing", "progress", "obligation", "band", "others", "waiting", "ends_on")
        order_by = ("standing",)

    def render_band(self, record) -> str:
        return band_text(record.outlook)

    def render_waiting(self, value) -> str:
        return dutch_number(value)


class TotalsContractTable(ContractTable):
    """For everybody else: exact amounts."""

    approved = EuroColumn(accessor="outlook__approved", orderable=False, verbose_name=gettext_lazy("Goedgekeurd (€)"))
    waiting = EuroColumn(accessor="outlook__waiting", orderable=False, verbose_name=gettext_lazy("Wacht (€)"))
    to_do = EuroColumn(accessor="outlook__to_do", orderable=False, verbose_name=gettext_lazy("Nog in te vullen (€)"))

    class Meta:
        sequence = ("title", "standing", "progress", "obligation", "approved", "waiting", "to_do", "ends_on")
        order_by = ("standing",)
