from django.db import models


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at__isnull=True)


class OutboxQuerySet(models.QuerySet):
    def waiting(self, *, at):
        """Rows to take up at this moment: not done, not given up, and not leased to a living worker."""
        return self.filter(done_at__isnull=True, given_up_at__isnull=True).exclude(leased_until__gt=at)


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        """Sent, and neither accepted nor withdrawn; the link can have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, *, at):
        return self.unanswered().filter(expires_at__gt=at)


class PageLinkQuerySet(models.QuerySet):
    def working(self, *, at):
        """Those that still open something."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at)


class SavedViewQuerySet(models.QuerySet):
    def current(self):
        return self.filter(removed_at__isnull=True)


class CheckedFileQuerySet(models.QuerySet):
    def standing(self):
        """Not taken away by its sender."""
        return self.filter(removed_at__isnull=True)

    def usable(self):
        """What somebody can look into: standing, checked, taken."""
        return self.standing().filter(state="checked")

    def in_quarantine(self):
        return self.standing().filter(state="quarantined")
