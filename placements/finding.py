"""What of vacancies, people at work and organisations is found from anywhere in the portal.

A line is found by its number or pseudonym, never by who the person is: also in the company's own results no name stands.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_contractor, acts_for_coordination_point
from organisations.finding import Source, each_word, list_at
from organisations.models import OrganisationRegion
from organisations.tenancy import Acting
from placements import access, filters, vacancy_list

_lines = list_at("placements:deployment_list")


def _lines_by_words(lines: QuerySet[Any], words: str) -> QuerySet[Any]:
    return each_word(lines, words, ("reference", "pseudonym"))


def _list_of_lines(acting: Acting, text: str) -> str:
    """Only a company has a list of lines; who verifies or advises finds them in their contract."""
    return _lines(acting, text) if acts_for_contractor(acting) else ""


def _organisations_of(acting: Acting) -> QuerySet[OrganisationRegion]:
    return OrganisationRegion.objects.filter(region_id__in=acting.region_ids)


SOURCES = (
    Source(
        code="vacancies",
        name_of_all=_("Vacatures"),
        is_for=access.sees_vacancies,
        rows=access.kept_vacancies,
        narrowed=vacancy_list.by_words,
        page="placements:vacancy_detail",
        number="reference",
        name="title",
        beside="employer",
        state="state",
        like=("title", "employer"),
        whole=list_at("placements:vacancy_list"),
    ),
    Source(
        code="deployments",
        name_of_all=_("Medewerkers op contracten"),
        is_for=access.may_see_deployment,
        rows=access.deployments_of,
        narrowed=_lines_by_words,
        page="placements:deployment_detail",
        number="reference",
        name="pseudonym",
        beside="contract__title",
        state="status",
        whole=_list_of_lines,
    ),
    Source(
        code="organisations",
        name_of_all=_("Organisaties"),
        is_for=acts_for_coordination_point,
        rows=_organisations_of,
        narrowed=filters.organisations_by_words,
        page="placements:organisation_detail",
        key="organisation_id",
        number="organisation__kvk",
        name="organisation__name",
        like=("organisation__name",),
        whole=list_at("placements:organisation_list", word="search"),
    ),
)
