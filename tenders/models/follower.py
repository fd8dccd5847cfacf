from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region
from tenders.choices import FollowRhythm


class CalendarFollowerQuerySet(models.QuerySet):
    def following(self):
        """Who proved the address and did not stop."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class CalendarFollower(Identified):
    """An address to which goes by mail what changes in one search of the calendar. Of nobody with an account.

    Nobody inside reads who follows what; the mailed link leads to the one row, and the portal itself mails.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="calendar_followers")
    email = models.EmailField(_("e-mailadres"))
    #: The search as an address has it (``Wanted.query_string``), and in words.
    query = models.CharField(max_length=4000, blank=True)
    words = models.CharField(_("zoekvraag"), max_length=2000, blank=True)
    rhythm = models.CharField(_("hoe vaak"), max_length=6, choices=FollowRhythm, default=FollowRhythm.WEEKLY)
    #: SHA-256 of the link in the mails.
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)
    ended_at = models.DateTimeField(_("gestopt"), null=True, blank=True)
    #: The last day of which the news was mailed, or was none.
    told_until = models.DateField(_("bijgewerkt tot en met"), null=True, blank=True)
    last_mailed_at = models.DateTimeField(_("laatste mail"), null=True, blank=True)

    objects = CalendarFollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volger van de kalender")
        verbose_name_plural = _("volgers van de kalender")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(told_until__isnull=False), name="calendar_follower_told_from"
            ),
        ]
        indexes = [models.Index(fields=["region", "confirmed_at"], name="calendar_follower_of_region")]

    def __str__(self):
        return self.words

    @property
    def token(self) -> str:
        """The same in every mail, so that the way out in an old one works as well; kept nowhere."""
        return urlsafe_base64_encode(
            salted_hmac("tenders.calendar.follower", str(self.pk), algorithm="sha256").digest()
        )
