"""The organisations of a region for its coordination point: what they were called, and which may be one company twice."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from organisations.choices import CONTRACTOR_KINDS
from organisations.models import Organisation, OrganisationRegion
from tenders.models import Contract, Succession
from tenders.models.succession import SuccessionKind

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Double:
    """Two companies that may be one: the same number, or the same name but for the legal form."""

    first_id: uuid.UUID
    first_name: str
    second_id: uuid.UUID
    second_name: str
    same_number: bool


def organisations_of(region_ids: Iterable[uuid.UUID]) -> QuerySet[OrganisationRegion]:
    """The rows of the list, with ``contracts``, and ``was`` in words: a former name, or into which it was merged."""
    contracts = (
        Contract.objects.filter(region_id=OuterRef("region_id"))
        .filter(Q(contractor_id=OuterRef("organisation_id")) | Q(authority_id=OuterRef("organisation_id")))
        .order_by()
        .values("region_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    events = Organisation.pgh_event_model.objects  # type: ignore[attr-defined]
    former = events.filter(pgh_obj_id=OuterRef("organisation_id")).exclude(name=OuterRef("organisation__name"))
    return (
        OrganisationRegion.objects.filter(region_id__in=list(region_ids))
        .select_related("organisation", "region")
        .annotate(
            contracts=Coalesce(Subquery(contracts, output_field=IntegerField()), Value(0)),
            former=Subquery(former.order_by("-pgh_id").values("name")[:1]),
            merged_into=Subquery(
                _merges()
                .filter(region_id=OuterRef("region_id"), predecessor_id=OuterRef("organisation_id"))
                .order_by("-made_at")
                .values("successor__name")[:1]
            ),
        )
        .annotate(
            was=Case(
                When(merged_into__isnull=False, then=Concat(Value(_("samengevoegd met ")), F("merged_into"))),
                When(former__isnull=False, then=Concat(Value(_("voorheen ")), F("former"))),
                default=Value(""),
                output_field=CharField(),
            )
        )
    )


def companies_of(region_id: uuid.UUID, *, but: uuid.UUID) -> QuerySet[Organisation]:
    """The companies of the region that a company can be joined with."""
    gone = _merges().filter(region_id=region_id).values("predecessor_id")
    return (
        Organisation.objects.filter(organisation_regions__region_id=region_id, kind__in=CONTRACTOR_KINDS)
        .exclude(pk=but)
        .exclude(pk__in=gone)
        .order_by("name", "pk")
    )


def doubles(region_id: uuid.UUID) -> list[Double]:
    """Companies that may stand in the region twice, the surest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            WITH company AS (
                SELECT o.id, o.name, o.kvk,
                       regexp_replace(
                           regexp_replace(lower(o.name), '\m(b\.?v|n\.?v|v\.?o\.?f|holding|groep)\M\.?', '', 'g'),
                           '[^[:alnum:]]', '', 'g') AS bare
                  FROM organisations_organisationregion x JOIN organisations_organisation o ON o.id = x.organisation_id
                 WHERE x.region_id = %(region)s AND o.kind = ANY (%(kinds)s)
                   AND NOT EXISTS (SELECT FROM tenders_succession s
                                    WHERE s.region_id = x.region_id AND s.predecessor_id = o.id AND s.kind = 'merge'
                                      AND s.undone_at IS NULL)
            )
            SELECT a.id, a.name, b.id, b.name, a.kvk = b.kvk AND a.kvk <> ''
              FROM company a JOIN company b ON a.id < b.id AND a.bare = b.bare AND a.bare <> ''
             UNION
            SELECT a.id, a.name, b.id, b.name, true
              FROM company a JOIN company b ON a.id < b.id AND a.kvk = b.kvk AND a.kvk <> ''
             ORDER BY 5 DESC, 2, 1, 3 LIMIT %(shown)s
            """,
            {"region": region_id, "kinds": [kind.value for kind in CONTRACTOR_KINDS], "shown": SHOWN},
        )
        return [Double(*row) for row in cursor.fetchall()]


def successions_of(organisation_id: uuid.UUID, region_ids: Iterable[uuid.UUID]) -> QuerySet[Succession, Any]:
    """What this company took over and lost, the newest first."""
    return (
        Succession.objects.filter(region_id__in=list(region_ids))
        .filter(Q(predecessor_id=organisation_id) | Q(successor_id=organisation_id))
        .select_related("predecessor", "successor", "contract", "made_by", "undone_by")
        .defer("moved")
        .order_by("-made_at", "-pk")
    )


def _merges() -> QuerySet[Succession]:
    return Succession.objects.filter(kind=SuccessionKind.MERGE, undone_at__isnull=True)
