import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from exchange.models import BulkJob
from organisations.table_columns import DateColumn, PortalTable, StatusColumn, TitleColumn
from organisations.tenancy import Acting


def _link(table, record) -> str:
    return reverse("exchange:job_detail", args=[table.acting.organisation_id, record.pk])


class JobTable(PortalTable):
    caption = _("Bestanden die erin kwamen en eruit gingen")
    counted = ngettext_lazy("%(written)s bestand", "%(written)s bestanden", "n")
    none_found = _("Geen bestand gevonden.")
    empty_title = _("Nog geen bestanden.")
    empty_help = _("Wat collega’s inlezen en downloaden, staat straks hier.")

    title = TitleColumn(sub="get_kind_display", verbose_name=_("Bestand"), linkify=_link)
    status = StatusColumn(verbose_name=_("Stand"))
    requested_at = DateColumn(verbose_name=_("Op"))
    requested_by = tables.Column(accessor="requested_by__name", verbose_name=_("Door"))
    files_until = DateColumn(verbose_name=_("Bewaard tot en met"))

    class Meta:
        model = BulkJob
        fields = ("title", "status", "requested_at", "requested_by", "files_until")
        order_by = ("-requested_at",)

    def __init__(self, jobs, *, acting: Acting, **kwargs):
        super().__init__(jobs, **kwargs)
        self.acting = acting
