"""The list of a contract's documents: its filter and its table."""

from typing import Any

import django_filters
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.form_fields import Words
from organisations.table_columns import DateColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.components import status
from organisations.tenancy import Acting
from tenders.choices import DocumentKind, DocumentState
from tenders.models import Contract, Document


class DocumentFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Zoeken"))
    soort = django_filters.ChoiceFilter(
        field_name="kind", label=_("Soort"), choices=DocumentKind.choices, empty_label=_("Alle")
    )

    class Meta:
        model = Document
        fields = ()


def _link(record, table) -> str:
    return reverse("tenders:document_detail", args=[table.acting.organisation_id, table.contract.pk, record.pk])


class DocumentTable(PortalTable):
    title = TitleColumn(verbose_name=_("Stuk"), linkify=_link, orderable=False)
    kind = TitleColumn(verbose_name=_("Soort"), orderable=False)
    state = StatusColumn(verbose_name=_("Stand"), orderable=False)
    made_at = DateColumn(verbose_name=_("Gemaakt"), orderable=False)
    made_by = TitleColumn(accessor="made_by__name", verbose_name=_("Door"), sub="organisation__name", orderable=False)

    caption = _("Brieven en overzichten van dit contract")
    counted = ngettext_lazy("%(written)s stuk", "%(written)s stukken", "n")
    none_found = _("Geen stuk gevonden.")
    empty_title = _("Nog geen stukken.")
    empty_help = _("Brieven over de stappen en overzichten van de opdracht staan hier als PDF.")

    def __init__(self, documents, *, acting: Acting, contract: Contract, **kwargs):
        super().__init__(documents, **kwargs)
        self.acting = acting
        self.contract = contract

    def render_kind(self, record) -> str:
        return record.get_kind_display()

    def render_state(self, record) -> SafeString:
        key, label = state_words(record)
        return SafeString(render_to_string("components/status.html", status(key, str(label))))


def state_words(document: Any) -> tuple[str, Words]:
    """How a document (``documents.with_settlement``) stands: a key of the status component, and a word."""
    if document.is_of_taken_back:
        return "withdrawn", _("Hoort bij een afrekening die is ingetrokken")
    if document.state == DocumentState.WAITING:
        return "running", _("Wordt gemaakt")
    if document.state == DocumentState.FAILED:
        return "failed", _("Mislukt")
    if document.kind == DocumentKind.ACCOUNT:
        return "done", _("Klaar")
    return ("sent", _("Verstuurd")) if document.sent_at else ("open", _("Nog niet verstuurd"))
