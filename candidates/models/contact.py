from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import Channel, ContactResult
from candidates.models.candidate import Candidate
from organisations.models import Identified, Organisation, Region, User


class ContactMoment(Identified):
    """Somebody called or met a candidate, or tried to.

    ``call_by`` is the day promised then. What the candidate's ``call_by`` and ``last_contact_on`` were before stands
    here too, so that a contact noted with the wrong person can be taken back.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("hoe"), max_length=7, choices=Channel, default=Channel.PHONE)
    result = models.CharField(_("resultaat"), max_length=12, choices=ContactResult)
    note = models.CharField(_("notitie"), max_length=500, blank=True)
    call_by = models.DateField(_("afgesproken: bellen voor of op"), null=True, blank=True)
    call_by_before = models.DateField(null=True, editable=False)
    last_contact_before = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("contact met een kandidaat")
        verbose_name_plural = _("contacten met kandidaten")
        indexes = [models.Index(fields=["candidate", "-at"], name="candidate_contact_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result=ContactResult.CALL_BACK) | Q(call_by__isnull=False),
                name="candidate_contact_called_back_when",
                violation_error_message=_("Kies wanneer u terugbelt."),
            ),
        ]

    def __str__(self):
        return f"{self.result} {self.at:%Y-%m-%d}"
