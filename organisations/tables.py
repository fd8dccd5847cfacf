from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.access import is_administrator
from organisations.choices import Role
from organisations.models import Membership, OrganisationRegion
from organisations.table_columns import DateColumn, PortalTable, TitleColumn
from organisations.templatetags.formatting import date_nl

ROLE_WORDS = {Role.MEMBER: _("Medewerker"), Role.ADMINISTRATOR: _("Beheerder"), Role.AUDITOR: _("Meekijker")}


def _member_url(table: tables.Table, record: Membership) -> str | None:
    """Only an administrator has something to do there."""
    acting = table.request.acting
    if not is_administrator(acting):
        return None
    return reverse("organisations:member_detail", args=[acting.organisation_id, record.pk])


def _organisation_url(table: tables.Table, record: OrganisationRegion) -> str:
    here = table.request.acting.organisation_id
    return reverse("organisations:organisation_detail", args=[here, record.pk])


class MemberTable(PortalTable):
    caption = _("Wie bij de organisatie horen")
    counted = ngettext_lazy("%(written)s persoon", "%(written)s personen", "n")
    none_found = _("Niemand gevonden.")
    empty_title = _("Nog niemand.")
    empty_help = _("Een beheerder kan iemand uitnodigen.")

    name = TitleColumn(accessor="user__name", sub="user__email", verbose_name=_("Naam"), linkify=_member_url)
    role = tables.Column(verbose_name=_("Rol"))
    started_at = DateColumn(verbose_name=_("Sinds"))
    last_login = tables.Column(accessor="user__last_login", verbose_name=_("Laatst ingelogd"), empty_values=())
    second_factor = tables.Column(verbose_name=_("Tweede stap"))

    class Meta:
        model = Membership
        fields = ["name", "role", "started_at", "last_login", "second_factor"]
        order_by = "name"

    def render_role(self, record: Membership) -> Any:
        return ROLE_WORDS[Role(record.role)]

    def render_last_login(self, value: Any) -> Any:
        return date_nl(value) if value else _("nog nooit")

    def render_second_factor(self, value: bool) -> Any:  # noqa: FBT001 - the value of the cell
        return _("aan") if value else _("uit")


class OrganisationTable(PortalTable):
    caption = _("Organisaties in deze regio")
    counted = ngettext_lazy("%(written)s organisatie", "%(written)s organisaties", "n")
    none_found = _("Geen organisatie gevonden.")
    empty_title = _("Nog geen organisaties.")
    empty_help = _("Voeg de eerste organisatie toe.")

    name = TitleColumn(accessor="organisation__name", sub="code", verbose_name=_("Naam"), linkify=_organisation_url)
    kind = tables.Column(accessor="organisation__kind", verbose_name=_("Soort"))
    kvk = tables.Column(accessor="organisation__kvk", verbose_name=_("KVK-nummer"))
    has_members = tables.Column(verbose_name=_("Leden"), orderable=False)

    class Meta:
        model = OrganisationRegion
        fields = ["name", "kind", "kvk", "has_members"]
        order_by = "name"

    def render_has_members(self, value: bool) -> Any:  # noqa: FBT001 - the value of the cell
        return _("ja") if value else _("nog niemand")

    def render_kind(self, record: OrganisationRegion) -> Any:
        return record.organisation.get_kind_display()
