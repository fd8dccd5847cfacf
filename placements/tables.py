from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.models import OrganisationRegion
from organisations.table_columns import DateColumn, EuroColumn, NumberColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting


class DeploymentTable(PortalTable):
    caption = _("Medewerkers op uw opdrachten")
    empty_help = _("Voer een medewerker op bij een contract. Verandert u de filters, dan vindt u misschien meer.")

    person = TitleColumn(
        accessor="person__name",
        verbose_name=_("Medewerker"),
        sub="block__label",
        linkify=lambda record, table: reverse(
            "placements:deployment_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "deployment_id": record.pk},
        ),
    )
    contract = TitleColumn(accessor="contract__title", verbose_name=_("Contract"), sub="contract__reference")
    starts_on = DateColumn(verbose_name=_("Van"))
    ends_on = DateColumn(verbose_name=_("Tot en met"))
    hours_per_week = NumberColumn(verbose_name=_("Uren per week"))
    forecast = EuroColumn(verbose_name=_("Verwacht (€)"))
    status = StatusColumn(verbose_name=_("Stand"), accessor="shown_status")

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **({"order_by": "-starts_on"} | kwargs))
        self.acting = acting

    def order_starts_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}starts_on", "person__name", "pk"), True


def _organisation_url(table: tables.Table, record: OrganisationRegion) -> str:
    here = table.request.acting.organisation_id
    return reverse("placements:organisation_detail", args=[here, record.organisation_id])


class RegionOrganisationTable(PortalTable):
    caption = _("Organisaties in uw regio")
    empty_title = _("Geen organisaties gevonden.")
    empty_help = _("Zoek op een ander woord, of haal een filter weg.")

    name = TitleColumn(accessor="organisation__name", sub="was", verbose_name=_("Naam"), linkify=_organisation_url)
    code = tables.Column(verbose_name=_("Code"))
    kind = tables.Column(accessor="organisation__kind", verbose_name=_("Soort"))
    kvk = tables.Column(accessor="organisation__kvk", verbose_name=_("KVK-nummer"))
    contracts = NumberColumn(verbose_name=_("Contracten"))

    class Meta:
        model = OrganisationRegion
        fields = ["name", "code", "kind", "kvk", "contracts"]
        order_by = "name"

    def render_kind(self, record: OrganisationRegion) -> Any:
        return record.organisation.get_kind_display()
