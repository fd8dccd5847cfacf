"""How much evidence each line of a list has, in the query of that list."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from placements.models import Deployment, EvidenceFile


def with_evidence(lines: QuerySet[Any]) -> QuerySet[Any]:
    """Deployments or contributions with ``evidence_count``, ``evidence_kinds`` (sorted codes) and ``evidence_expires``.

    Counted is what a verifier can rest on: checked, and not gone. ``evidence_unchecked`` still waits for its check.
    """
    parent = "deployment" if lines.model is Deployment else "contribution"
    of_line = EvidenceFile.objects.filter(**{parent: OuterRef("pk")}).order_by()
    usable = of_line.usable()
    return lines.annotate(
        evidence_count=_counted(usable, parent),
        evidence_unchecked=_counted(of_line.in_quarantine(), parent),
        evidence_kinds=Coalesce(
            Subquery(_grouped(usable, parent).values("kinds")),
            Value([], output_field=ArrayField(CharField())),
            output_field=ArrayField(CharField()),
        ),
        evidence_expires=Subquery(
            usable.filter(valid_until__isnull=False).order_by("valid_until").values("valid_until")[:1]
        ),
    )


def _counted(files: QuerySet[EvidenceFile], parent: str) -> Any:
    counted = files.values(parent).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _grouped(files: QuerySet[EvidenceFile], parent: str) -> QuerySet[Any]:
    return files.values(parent).annotate(kinds=ArrayAgg("kind", distinct=True, order_by="kind"))
