from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.user import User
from organisations.querysets import SavedViewQuerySet


class SavedView(Identified):
    """A list as somebody wants to see it again: the page (its URL name) with the search, filters and order."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=80)
    name = models.CharField(_("naam"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    #: Everybody of the organisation sees and copies it; only its maker changes it, an administrator ends the sharing.
    shared = models.BooleanField(_("voor iedereen in onze organisatie"), default=False)
    #: What its maker gets when he opens the page without asking for anything.
    is_default = models.BooleanField(_("toon deze als ik de lijst open"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    #: Kept so that it can be put back.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("opgeslagen weergave")
        verbose_name_plural = _("opgeslagen weergaven")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "page", "name"],
                condition=Q(removed_at=None),
                name="saved_view_name_once",
                violation_error_message=_("U hebt al een weergave met deze naam."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "page"],
                condition=Q(is_default=True, removed_at=None),
                name="saved_view_one_default",
            ),
        ]

    def __str__(self):
        return self.name
