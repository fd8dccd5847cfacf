from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.identifier import Identified
from organisations.models.user import User
from organisations.querysets import PageLinkQuerySet


class PageLink(Identified):
    """A link with which somebody opens a page about himself, without a password; only its SHA-256 is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    expires_at = models.DateTimeField(_("werkt tot"))
    opened_at = models.DateTimeField(_("voor het eerst geopend"), null=True, blank=True)
    ended_at = models.DateTimeField(_("beëindigd"), null=True, blank=True)

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        abstract = True
