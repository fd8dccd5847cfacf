from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.user import User


class SavedView(Identified):
    """A list as somebody wants to see it again: the page (its URL name) with the search, filters and order."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=80)
    name = models.CharField(_("naam"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    #: Everybody of the organisation sees it; only its maker changes it.
    shared = models.BooleanField(_("ook voor mijn collega’s"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opgeslagen weergave")
        verbose_name_plural = _("opgeslagen weergaven")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "page", "name"],
                name="saved_view_name_once",
                violation_error_message=_("U hebt al een weergave met deze naam."),
            ),
        ]

    def __str__(self):
        return self.name
