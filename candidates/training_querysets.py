import datetime as dt

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from candidates.training_choices import CostState, GroupState, Outcome, ProgrammeState


class ProgrammeQuerySet(models.QuerySet):
    def available(self):
        return self.filter(state=ProgrammeState.AVAILABLE)

    def with_counts(self):
        """``started``, ``running``, ``certified``, ``dropped_out``: enrolments; those of people whom one may see."""
        of = "enrolments"
        standing = Q(enrolments__candidate__merged_into=None, enrolments__removed_at=None)
        return self.annotate(
            started=Count(of, filter=standing),
            running=Count(of, filter=standing & Q(enrolments__ended_on=None)),
            certified=Count(of, filter=standing & Q(enrolments__outcome=Outcome.CERTIFICATE)),
            dropped_out=Count(of, filter=standing & Q(enrolments__outcome=Outcome.DROPOUT)),
        )


class GroupQuerySet(models.QuerySet):
    def fillable(self):
        return self.filter(state=GroupState.OPEN)


class EnrolmentQuerySet(models.QuerySet):
    def standing(self):
        """Of files that are in use: who was in one group under two files, took part once."""
        return self.filter(candidate__merged_into__isnull=True)

    def running(self, *, on: dt.date):
        """Begun, and not ended before this day."""
        return self.filter(started_on__lte=on).filter(Q(ended_on=None) | Q(ended_on__gte=on))

    def with_overlap(self):
        """``overlaps``: the candidate followed another programme on one of the same days; accepted, and flagged."""
        others = (
            self.model._default_manager.filter(candidate=OuterRef("candidate"))  # noqa: SLF001 - the public way to it
            .exclude(pk=OuterRef("pk"))
            .filter(started_on__lte=Coalesce(OuterRef("ended_on"), Value(dt.date.max)))
            .filter(Q(ended_on=None) | Q(ended_on__gte=OuterRef("started_on")))
        )
        return self.annotate(overlaps=Exists(others))

    def overlapping(self, first_day: dt.date, last_day: dt.date | None):
        """Those with a day in this period; without a last day it goes on."""
        found = self.filter(Q(ended_on=None) | Q(ended_on__gte=first_day))
        return found if last_day is None else found.filter(started_on__lte=last_day)


class EnrolmentManager(models.Manager.from_queryset(EnrolmentQuerySet)):  # type: ignore[misc]
    """Enrolments that are none by mistake."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at=None)


class CostQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=CostState.ENTERED)

    def counting(self):
        """Neither refused nor withdrawn."""
        return self.exclude(state__in=[CostState.REFUSED, CostState.WITHDRAWN])

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0
