import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.table_columns import DateColumn, PortalTable, TitleColumn
from organisations.templatetags.components import status
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from reporting.choices import ReportStatus
from reporting.models import Report


def _report_url(table, record) -> str:
    return reverse("reporting:report_detail", args=[table.acting.organisation_id, record.pk])


def _badge(key: str) -> SafeString:
    return SafeString(render_to_string("components/status.html", status(key)))


def _known(report) -> str:
    return gettext("zoals bekend op %(day)s") % {"day": date_nl(report.known_on)}


class ReportTable(PortalTable):
    caption = _("Rapporten")
    counted = ngettext_lazy("%(written)s rapport", "%(written)s rapporten", "n")
    none_found = _("Geen rapport gevonden.")
    empty_title = _("Nog geen rapporten.")
    empty_help = _("Zodra het programmabureau een rapport maakt, staat het hier.")

    title = TitleColumn(
        sub="region__name", order_by=("period", "kind", "version"), verbose_name=_("Rapport"), linkify=_report_url
    )
    version = tables.Column(verbose_name=_("Versie"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    stage = tables.Column(verbose_name=_("Fase"))
    outside = tables.Column(empty_values=(), orderable=False, verbose_name=_("Gepubliceerd"))
    requested_at = DateColumn(verbose_name=_("Gevraagd op"))
    requested_by = tables.Column(accessor="requested_by__name", verbose_name=_("Door"), default=_("het portaal zelf"))

    class Meta:
        model = Report
        fields = ("title", "version", "stage", "outside", "requested_at", "requested_by")
        order_by = ("-requested_at",)

    def render_stage(self, record):
        """How far the people are; how far the worker is as long as there is nothing to read."""
        if record.is_unfinished or record.status == ReportStatus.FAILED:
            return _badge(record.status)
        return _badge("superseded" if record.is_superseded and not record.is_frozen else record.stage)

    def render_outside(self, record):
        words = [
            word for word, holds in ((_("partners"), record.is_published), (_("openbaar"), record.is_public)) if holds
        ]
        return ", ".join(str(word) for word in words) or "–"

    def render_version(self, record):
        if record.known_on is None:
            return record.version
        return format_html('{}<span class="cell-sub">{}</span>', record.version, _known(record))

    def __init__(self, reports, *, acting: Acting, **kwargs):
        super().__init__(reports, **kwargs)
        self.acting = acting
