import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.firm_choices import Ring
from tenders.firm_querysets import FirmInvitationQuerySet
from tenders.models.local_firm import LocalFirm
from tenders.models.tender import Tender


@pghistory.track()
class FirmInvitation(Identified):
    """That a firm was asked for an offer in a single or multiple private procedure, and why it was this one.

    What stood in the register that day is kept here, as is a firm that is not in it. Never changed: only withdrawn.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="firm_invitations")
    #: None for a firm that is not in the register.
    firm = models.ForeignKey(LocalFirm, on_delete=models.PROTECT, null=True, related_name="invitations")
    name = models.CharField(_("bedrijf"), max_length=120)
    kvk = models.CharField(_("KVK-nummer"), max_length=8, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    ring = models.CharField(_("afstand"), max_length=9, choices=Ring)
    is_suggested = models.BooleanField(_("voorgesteld"), default=False)
    invited_on = models.DateField(_("uitgenodigd op"))
    #: Why this one and not a nearer firm that can do the work; asked where the rule is not met.
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reden van intrekken"), max_length=300, blank=True)

    objects = FirmInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging van een bedrijf")
        verbose_name_plural = _("uitnodigingen van bedrijven")
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "firm"],
                condition=Q(withdrawn_at=None, firm__isnull=False),
                name="firm_invited_once",
                violation_error_message=_("Dit bedrijf is al uitgenodigd."),
            ),
            models.UniqueConstraint(
                fields=["tender", "kvk"],
                condition=Q(withdrawn_at=None) & ~Q(kvk=""),
                name="firm_invited_once_by_kvk",
                violation_error_message=_("Dit bedrijf is al uitgenodigd."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="firm_invitation_withdrawn_why",
            ),
        ]
        indexes = [models.Index(fields=["authority", "firm", "invited_on"], name="firm_last_invited")]

    def __str__(self):
        return self.name
