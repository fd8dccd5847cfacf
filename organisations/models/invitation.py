from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import InvitationState, Role
from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.region import Region
from organisations.models.user import User
from organisations.querysets import InvitationQuerySet


class Invitation(Identified):
    """A single-use link by which someone becomes a member. Only the SHA-256 of its token is kept."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mailadres"))
    name = models.CharField(_("naam"), max_length=120, blank=True)
    role = models.CharField(_("rol"), max_length=14, choices=Role, default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    invited_from = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    landing_path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("verstuurd"), default=timezone.now)
    expires_at = models.DateTimeField(_("geldig tot"))
    accepted_at = models.DateTimeField(_("aangenomen"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                # Two authorities may both invite a contractor's first person; neither sees the other's.
                "invited_from",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="invitation_once_open",
                violation_error_message=_("Er staat al een uitnodiging open voor dit adres."),
            ),
        ]

    #: The address in the mail; only known where the token has just been made.
    link = ""
    #: The role this address was invited with until just now; empty where it was not.
    role_before = ""

    def __str__(self):
        return self.email

    def state(self, *, at):
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.SENT if self.expires_at > at else InvitationState.EXPIRED
