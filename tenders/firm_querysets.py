"""Which entries of the register of local firms, and which invitations."""

import datetime as dt

from django.db import models
from django.db.models import Q

from tenders.firm_choices import FirmState


class LocalFirmQuerySet(models.QuerySet):
    def proven(self):
        """Of whom the address is known to be his, or whom the coordination point added itself."""
        return self.filter(Q(email_confirmed_at__isnull=False) | Q(made_by__isnull=False))

    def waiting(self):
        """For a decision of the coordination point."""
        return self.proven().filter(state=FirmState.SUBMITTED)

    def confirmed(self):
        return self.filter(state=FirmState.CONFIRMED)

    def left(self):
        """Rejected, or no longer in the register."""
        return self.filter(state__in=[FirmState.REJECTED, FirmState.WITHDRAWN])

    def label_ends_by(self, day: dt.date):
        """With a label that ends by this day, of which the firm was not reminded yet."""
        ends = self.filter(label_valid_until__lte=day)
        return ends.exclude(label_reminded_of=models.F("label_valid_until"))


class FirmInvitationQuerySet(models.QuerySet):
    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)
