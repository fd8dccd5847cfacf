"""What the operator finds from anywhere: the organisations of all regions. No personal data."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_operator
from organisations.filters import organisation_called
from organisations.finding import Source
from organisations.models import OrganisationRegion


def _called(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(organisation_called(words))


SOURCES = (
    Source(
        code="all_organisations",
        name_of_all=_("Organisaties"),
        is_for=acts_for_operator,
        rows=lambda _acting: OrganisationRegion.objects.all(),
        narrowed=_called,
        page="organisations:organisation_detail",
        number="organisation__kvk",
        name="organisation__name",
        beside="region__name",
        like=("organisation__name",),
    ),
)
