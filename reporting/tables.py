from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.notation import dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting
from reporting.models import Report


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
