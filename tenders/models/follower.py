import string

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region
from tenders.choices import FollowKind, FollowRhythm

LONGEST_QUERY = 4000
_PLAIN = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class SearchFollowerQuerySet(models.QuerySet):
    def following(self):
        """Who proved the address; who stops is removed."""
        return self.filter(confirmed_at__isnull=False)


class SearchFollower(Identified):
    """An address to which goes by mail what is new in one search of a public list. Of nobody with an account.

    Nobody inside reads who follows what; a mailed link leads to the one row or to all of an address and a list, and the
    portal itself mails.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="search_followers")
    kind = models.CharField(_("lijst"), max_length=8, choices=FollowKind, default=FollowKind.CALENDAR)
    email = models.EmailField(_("e-mailadres"))
    #: The search as an address has it (``query_string`` of what is wanted), and in words.
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    words = models.CharField(_("zoekvraag"), max_length=2000, blank=True)
    rhythm = models.CharField(_("hoe vaak"), max_length=6, choices=FollowRhythm, default=FollowRhythm.WEEKLY)
    #: SHA-256 of the link to this row, and of that to all of this address and this list.
    token_hash = models.CharField(max_length=64, unique=True)
    address_hash = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)
    #: The last day of which the news was mailed, or was none.
    told_until = models.DateField(_("bijgewerkt tot en met"), null=True, blank=True)
    last_mailed_at = models.DateTimeField(_("laatste mail"), null=True, blank=True)

    objects = SearchFollowerQuerySet.as_manager()

    class Meta:
        # As it was called while only the calendar was followed.
        db_table = "tenders_calendarfollower"
        verbose_name = _("volger van een zoekvraag")
        verbose_name_plural = _("volgers van zoekvragen")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(told_until__isnull=False), name="calendar_follower_told_from"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "confirmed_at"], name="calendar_follower_of_region"),
            models.Index(fields=["address_hash"], name="calendar_follower_of_address"),
        ]

    def __str__(self):
        return self.words

    @property
    def token(self) -> str:
        """The same in every mail, so that the way out in an old one works as well; kept nowhere."""
        return _secret("tenders.calendar.follower", str(self.pk))

    @property
    def address(self) -> str:
        """By which two are one reader. Only plain letters lose their case: ß is no ss in the name of a domain."""
        return str(self.email).translate(_PLAIN)

    @property
    def address_token(self) -> str:
        """As ``token``, for all that is followed of one list at this address."""
        return _secret("tenders.follower.address", f"{self.region_id} {self.kind} {self.address}")


def _secret(salt: str, value: str) -> str:
    return urlsafe_base64_encode(salted_hmac(salt, value, algorithm="sha256").digest())
