from decimal import Decimal

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_coordination_point
from organisations.choices import Seen
from organisations.models import ReadLog
from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.formatting import moment_nl
from organisations.tenancy import Acting
from reporting.models import Report
from reporting.overviews.company import Amounts
from reporting.read_log import whose


def _report_url(table, record) -> str:
    return reverse("reporting:report_detail", args=[table.acting.organisation_id, record.pk])


def _contract_url(table, record) -> str | None:
    contract_id = table.contract_ids.get(record["reference"])
    if contract_id is None:
        return None
    return reverse("placements:contract_detail", args=[table.acting.organisation_id, contract_id])


def _total(table, bound_column) -> str:
    """The sum over all pages."""
    return dutch_number(sum((row[bound_column.name] for row in table.data.data), Decimal("0.00")), 2)


class ReportTable(PortalTable):
    caption = _("Rapporten")

    title = TitleColumn(
        sub="region__name", order_by=("period", "kind", "version"), verbose_name=_("Rapport"), linkify=_report_url
    )
    version = tables.Column(verbose_name=_("Versie"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    status = StatusColumn(verbose_name=_("Stand"))
    requested_at = DateColumn(verbose_name=_("Gevraagd op"))
    requested_by = tables.Column(accessor="requested_by__name", verbose_name=_("Door"), default=_("het portaal zelf"))

    class Meta:
        model = Report
        fields = ("title", "version", "status", "requested_at", "requested_by")
        order_by = ("-requested_at",)

    def __init__(self, reports, *, acting: Acting, **kwargs):
        super().__init__(reports, **kwargs)
        self.acting = acting


class ContributingTable(PortalTable):
    """The contracts that make up one figure of a report, with their sum at the foot."""

    caption = _("Opdrachten in dit cijfer")
    empty_title = _("Geen enkele opdracht telt mee in dit cijfer.")
    empty_help = _("Het bedrag is nul.")

    reference = TitleColumn(sub="contractor", verbose_name=_("Opdracht"), linkify=_contract_url, footer=_("Totaal"))
    authority = tables.Column(verbose_name=_("Opdrachtgever"))
    awarded_on = DateColumn(verbose_name=_("Gegund"))
    period = EuroColumn(places=2, verbose_name=_("In de periode (€)"), footer=_total)
    cumulative = EuroColumn(places=2, verbose_name=_("Opgeteld (€)"), footer=_total)

    class Meta:
        order_by = ("authority", "reference")

    def __init__(self, rows, *, acting: Acting, contract_ids, **kwargs):
        super().__init__(rows, **kwargs)
        self.acting = acting
        self.contract_ids = contract_ids


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
    expected = _OwnAmountColumn("expected", verbose_name=_("Verwacht (€)"))
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


class ReadLogTable(PortalTable):
    """Who saw personal data; ``whose`` says of each line whose data that was."""

    caption = _("Inzage in persoonsgegevens")
    empty_title = _("In deze periode keek niemand.")
    empty_help = _("Kies een andere periode of haal een filter weg.")

    at = tables.Column(verbose_name=_("Wanneer"))
    user = tables.Column(accessor="user__name", verbose_name=_("Wie keek"))
    subject = tables.Column(verbose_name=_("Naar wie of wat"), order_by=("subject", "subject_id"))
    reason = tables.Column(verbose_name=_("Waarvoor"))

    class Meta:
        model = ReadLog
        fields = ("at", "user", "subject", "reason")

    def __init__(self, rows, *, acting: Acting, **kwargs):
        super().__init__(rows, **kwargs)
        self.acting = acting

    def before_render(self, request) -> None:  # noqa: ARG002 - the signature of the package
        self.whose = whose([row.record for row in self.paginated_rows], self.acting)

    def render_at(self, value) -> str:
        return moment_nl(value)

    def render_user(self, value, record) -> SafeString:
        return format_html('{}<span class="cell-sub">{}</span>', value, record.organisation.name)

    def render_subject(self, record) -> SafeString:
        seen = self.whose.get((record.subject, record.subject_id))
        word = Seen(record.subject).label
        if seen is None:
            # The coordination point sees all there is; to others it may be there and not theirs.
            all_seen = acts_for_coordination_point(self.acting)
            why = gettext("niet meer bekend") if all_seen else gettext("niet voor u te zien")
            return format_html('{}<span class="cell-sub">{}</span>', word, why)
        if not seen.url:
            return format_html('{}<span class="cell-sub">{}</span>', seen.name, word)
        link = format_html('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', seen.url, seen.name)
        return format_html('{}<span class="cell-sub">{}</span>', link, word)
