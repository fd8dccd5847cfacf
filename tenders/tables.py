import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PercentageColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.components import progress
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from tenders.choices import PartyRole
from tenders.explanations import band_with_amount, of_expected, progress_bar, time_left

_NUM = {"th": {"class": "num"}, "td": {"class": "num"}}


def _link(record, table) -> str:
    return reverse(
        "placements:contract_detail", kwargs={"organisation_id": table.acting.organisation_id, "contract_id": record.pk}
    )


class TickedTitleColumn(TitleColumn):
    """The title, after a box to tick the contract where several can be changed together."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.link = _TickThenLink(self.link)


class _TickThenLink:
    def __init__(self, link):
        self.link = link

    def __call__(self, content, *, record, table, **kwargs) -> SafeString:
        linked = self.link(content, record=record, table=table, **kwargs)
        if not table.may_tick:
            return linked
        tick = {"contract": record, "is_ticked": table.ticks_page, "linked": linked}
        return SafeString(render_to_string("tenders/_contract_tick.html", tick))


class ContractTable(PortalTable):
    """Contracts with how they stand. What the amounts are depends on who looks, so the sub-classes add them."""

    title = TickedTitleColumn(sub="sub_title", verbose_name=gettext_lazy("Contract"), linkify=_link)
    standing = StatusColumn(
        accessor="outlook__standing",
        sub="looked_after_by",
        order_by=("standing_rank", "ends_on", "id"),
        verbose_name=gettext_lazy("Stand"),
    )
    progress = tables.Column(
        empty_values=(),
        order_by=("share_reached", "id"),
        verbose_name=gettext_lazy("Voortgang"),
        attrs={"th": {"class": "col-bar"}, "td": {"class": "cell-bar"}},
    )
    obligation = EuroColumn(verbose_name=gettext_lazy("Verplichting (€)"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Tot en met"), attrs={"td": {"class": "nowrap"}})

    reference = tables.Column(verbose_name=gettext_lazy("Kenmerk"), order_by=("reference", "id"))
    authority = tables.Column(
        accessor="authority__name", verbose_name=gettext_lazy("Opdrachtgever"), order_by=("authority__name", "id")
    )
    contractor = tables.Column(
        accessor="contractor__name", verbose_name=gettext_lazy("Opdrachtnemer"), order_by=("contractor__name", "id")
    )
    lot = tables.Column(verbose_name=gettext_lazy("Perceel"), order_by=("lot", "id"))
    awarded_on = DateColumn(verbose_name=gettext_lazy("Gegund op"), order_by=("awarded_on", "id"))
    starts_on = DateColumn(verbose_name=gettext_lazy("Vanaf"), order_by=("starts_on", "id"))

    extra = ("reference", "authority", "contractor", "lot", "awarded_on", "starts_on", "contract_sum", "percentage")
    bulk_bar = "tenders/_contract_bulk_bar.html"
    caption = gettext_lazy("Contracten met hun stand")
    counted = ngettext_lazy("%(written)s contract", "%(written)s contracten", "n")
    none_found = gettext_lazy("Geen contract gevonden.")
    empty_title = gettext_lazy("Nog geen contracten.")
    empty_help = gettext_lazy("Zodra een opdrachtgever een gunning vastlegt, staat het contract hier.")

    def __init__(self, contracts, *, acting: Acting, may_tick: bool = False, ticks_page: bool = False, **kwargs):
        super().__init__(contracts, **kwargs)
        self.acting = acting
        self.may_tick = may_tick
        self.ticks_page = ticks_page

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
        empty_values=(),
        order_by=("band__others_approved", "id"),
        verbose_name=gettext_lazy("Andere invulling (€)"),
    )
    waiting = tables.Column(
        accessor="band__submitted_lines",
        order_by=("band__submitted_lines", "id"),
        attrs=_NUM,
        verbose_name=gettext_lazy("Wacht (regels)"),
    )

    contract_sum = EuroColumn(verbose_name=gettext_lazy("Opdrachtsom (€)"), order_by=("contract_sum", "id"))
    percentage = PercentageColumn(verbose_name=gettext_lazy("Percentage"), order_by=("percentage", "id"))

    class Meta:
        sequence = ("title", "standing", "progress", "obligation", "band", "others", "waiting", "ends_on", "...")
        order_by = ("standing",)

    def render_band(self, record) -> str | SafeString:
        exact = record.outlook.totals
        if exact is None:
            return band_with_amount(record.outlook)
        return format_html(
            '{}<span class="cell-sub">{}</span>', dutch_number(exact.persons_approved, 0), gettext("euro")
        )

    def render_others(self, record) -> str:
        return dutch_number((record.outlook.banded or record.outlook.totals).others_approved, 0)

    def render_waiting(self, value) -> str:
        return dutch_number(value)


class TotalsContractTable(ContractTable):
    """For everybody else: exact amounts."""

    approved = EuroColumn(
        accessor="outlook__approved", order_by=("amount_approved", "id"), verbose_name=gettext_lazy("Goedgekeurd (€)")
    )
    waiting = EuroColumn(
        accessor="outlook__waiting", order_by=("amount_waiting", "id"), verbose_name=gettext_lazy("Wacht (€)")
    )
    to_do = EuroColumn(
        accessor="outlook__to_do", order_by=("amount_to_do", "id"), verbose_name=gettext_lazy("Nog in te vullen (€)")
    )

    class Meta:
        sequence = ("title", "standing", "progress", "obligation", "approved", "waiting", "to_do", "ends_on", "...")
        order_by = ("standing",)


class CompanyContractTable(TotalsContractTable):
    """For a company: what it did itself exactly, and how the contract stands as far as that is for its eyes.

    Of a contract that it carries out with others it sees the whole as a band, or as subcontractor nothing of it.
    """

    approved = EuroColumn(
        accessor="outlook__mine__approved",
        order_by=("amount_approved", "id"),
        verbose_name=gettext_lazy("Goedgekeurd (€)"),
    )
    waiting = EuroColumn(
        accessor="outlook__mine__waiting", order_by=("amount_waiting", "id"), verbose_name=gettext_lazy("Wacht (€)")
    )

    class Meta(TotalsContractTable.Meta):
        """The same columns in the same order: a table does not inherit them by itself."""

    def render_approved(self, record, value) -> str | SafeString:
        amount = dutch_number(value, 0)
        if record.outlook.own is None or record.own_role:
            return amount
        exact = record.outlook.totals
        together = band_with_amount(record.outlook) if exact is None else dutch_number(exact.approved, 0)
        whole = gettext("uw eigen deel; samen %(together)s") % {"together": together}
        return format_html('{}<span class="cell-sub">{}</span>', amount, whole)

    def render_progress(self, record) -> SafeString:
        if record.outlook.is_whole:
            return super().render_progress(record)
        return format_html(gettext("{}: u ziet uw eigen deel"), PartyRole(record.own_role).label)

    def render_obligation(self, record, value) -> str:
        return dutch_number(value, 0) if record.outlook.is_whole else "–"

    def render_to_do(self, record, value) -> str | SafeString:
        if not record.outlook.is_whole:
            return "–"
        if record.outlook.banded is None:
            return dutch_number(value, 0)
        return format_html('{}<span class="cell-sub">{}</span>', dutch_number(value, 0), gettext("of minder"))
