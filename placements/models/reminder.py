from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import Chased
from tenders.models import Contract


class Reminder(Identified):
    """A company was reminded of something that it has not done on a contract. Written once, never changed.

    ``about`` names the one thing: the month, or the line and the day of its question. ``number`` counts the reminders
    of that thing, so that no two can be the same one. ``to``: the addresses. Without ``sent_by`` the portal did it.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="reminders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("waarover"), max_length=8, choices=Chased)
    about = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(_("hoeveelste"))
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to = models.CharField(_("aan"), max_length=400)

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organisation", "kind", "about", "number"], name="reminder_never_twice"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"
