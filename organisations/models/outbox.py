from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import OutboxKind
from organisations.models.identifier import Identified
from organisations.querysets import OutboxQuerySet


class OutboxMessage(Identified):
    """A mail or job that must happen once its transaction has committed.

    The row is the truth and Redis only a hint to look: a worker claims it with a lease, counts the
    attempt, and a sweep takes up what lapsed. ``payload`` holds what the handler needs and is emptied
    when the row is done, because it can hold a link that logs someone in.
    """

    kind = models.CharField(max_length=4, choices=OutboxKind)
    name = models.CharField(_("taak of mailsjabloon"), max_length=80)
    payload = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    #: Of the request that queued it (``organisations.reference``). The column has a default of its own: who may queue a row
    #: may not read it back, so Django must not know of it.
    reference = models.CharField(_("referentie"), max_length=10, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgaand bericht")
        verbose_name_plural = _("uitgaande berichten")
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="outbox_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.name}"
