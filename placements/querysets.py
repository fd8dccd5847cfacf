from datetime import date
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q

from organisations.querysets import CheckedFileQuerySet
from placements.at_work import due_on
from placements.choices import LineStatus, RequestState, WorkplaceNow


class LineQuerySet(models.QuerySet):
    """Lines that have a status and can be reversed: deployments, hours statements, contributions."""

    def live(self):
        """Without reversals and what they reversed; the sum over live lines equals the sum over all."""
        return self.filter(reversed_at__isnull=True)

    def approved(self):
        return self.filter(status=LineStatus.APPROVED)

    def submitted(self):
        return self.filter(status=LineStatus.SUBMITTED)

    def returned(self):
        return self.filter(status=LineStatus.RETURNED)


class EvidenceQuerySet(CheckedFileQuerySet):
    def standing(self):
        """What hangs on a line: not taken away by its sender, and not gone after its term."""
        return super().standing().filter(expired_at__isnull=True)

    def with_judged(self):
        """With ``is_judged``: whether a verdict was given on its line since it came, so that it must stay."""
        judged = Func(F("pk"), function="placements_evidence_is_judged", output_field=models.BooleanField())
        return self.annotate(is_judged=judged)


class CandidateRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Not answered and not withdrawn: somebody still looks, or has to begin."""
        return self.filter(state__in=RequestState.open())


class PlacementQuerySet(models.QuerySet):
    def not_over(self, *, on: date):
        """Running on this day or still to begin; an agreed end that passed ends nothing by itself."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on))


class FollowUpQuerySet(models.QuerySet):
    def standing(self):
        """Of candidates whose file is in use."""
        return self.filter(placement__candidate__merged_into__isnull=True)

    def unknown(self):
        """Nobody knows yet whether the candidate is at work."""
        return self.filter(at_work__isnull=True)

    def due(self, *, on: date):
        """To be found out on this day: what is for a person to call about first, then the longest due."""
        found = self.standing().unknown().filter(Q(again_on=None) | Q(again_on__lte=on), due_on__lte=on)
        found = found.filter(placement__candidate__anonymised_at__isnull=True)
        return found.order_by(F("called_for_on").asc(nulls_last=True), "due_on", "pk")

    def last_known_first(self):
        """What is known, with ``has_left``: whether it says that he does not work at that employer any more."""
        left = Q(at_work=False) | Q(workplace=WorkplaceNow.OTHER)
        has_left = ExpressionWrapper(left, output_field=models.BooleanField())
        return self.filter(at_work__isnull=False).annotate(has_left=has_left).order_by("-checked_on", "-months")

    def follow_placements(self) -> int:
        """Let these be due so long after the first day of their placement as it is now, while nobody was asked.

        Also what is known already; not of who was erased, whose days say no more than their month. Returns how many moved.
        """
        moved: list[Any] = []
        unasked: Any = self.filter(asked_at=None, called_for_on=None, placement__candidate__anonymised_at=None)
        for one in unasked.select_related("placement").order_by("pk"):
            due = due_on(one.placement.starts_on, one.months)
            if due is not None and due != one.due_on:
                one.due_on = due
                moved.append(one)
        self.model._default_manager.bulk_update(moved, ["due_on"], batch_size=200)  # noqa: SLF001 - the public way to it
        return len(moved)
