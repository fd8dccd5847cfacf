import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from reporting.choices import PlanSide, ReportStage, ReportStatus, SpendingState


class ReportQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(status=ReportStatus.READY)

    def unfinished(self):
        return self.exclude(status__in=(ReportStatus.READY, ReportStatus.FAILED))

    def newest_first(self):
        return self.order_by("-requested_at", "-id")

    def with_superseded(self):
        """With ``is_superseded``: a later version has figures."""
        chain = {name: OuterRef(name) for name in ("region_id", "kind", "period")}
        later = (
            type(self)(self.model).filter(**chain, known_on=None, version__gt=OuterRef("version")).exclude(snapshot="")
        )
        return self.annotate(is_superseded=Exists(later))

    def to_freeze(self):
        """Made, and not frozen yet; neither an older version nor one made again for a day is any more."""
        made = self.ready().filter(known_on=None).exclude(stage=ReportStage.FROZEN)
        return made.with_superseded().filter(is_superseded=False)


class StoryQuerySet(models.QuerySet):
    def told(self, *, on: dt.date):
        """Approved, with a consent that holds: what everybody may read."""
        holds = Q(consent_ends_on=None) | Q(consent_ends_on__gte=on)
        return self.filter(holds, consent_given_on__lte=on, approved_at__isnull=False, withdrawn_at=None)

    def newest_first(self):
        return self.order_by("-written_at", "-id")


class BudgetLineQuerySet(models.QuerySet):
    def newest_first(self):
        """By line of the plan; of each the last decision first, and the plan as it was shipped last."""
        decided = F("version_on").desc(nulls_last=True)
        return self.order_by("side", "category", "year", decided, "-entered_at", "pk")

    def in_force(self, *, on=None):
        """Of each line the last version, now or as it was decided on or before a day. What came in is no decision."""
        found = self
        if on is not None:
            found = self.filter(Q(version_on=None) | Q(version_on__lte=on) | Q(side=PlanSide.RECEIVED))
        return found.newest_first().distinct("side", "category", "year")


class SpendingQuerySet(models.QuerySet):
    def counted(self, *, known_at=None):
        """What was spent: approved lines that were not reversed, now or as it stood at a moment.

        A reversal equals what it reverses, so neither of the two counts.
        """
        approved = self.filter(state=SpendingState.APPROVED, reverses=None)
        if known_at is None:
            return approved.filter(reversed_at=None)
        return approved.filter(Q(reversed_at=None) | Q(reversed_at__gt=known_at), decided_at__lte=known_at)

    def waiting(self):
        return self.filter(state=SpendingState.ENTERED)
