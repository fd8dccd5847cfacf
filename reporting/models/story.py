from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Region, User
from reporting.choices import ConsentHow
from reporting.querysets import StoryQuerySet


class Story(Identified):
    """What somebody found through the programme, told with that person's consent; a row leads to nobody's file.

    Everybody reads it while it is approved and the consent holds. Other words ask for approval anew. Once the consent
    is withdrawn the words are gone; that there was consent, and when it ended, stays. A trigger keeps all of that.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=120, blank=True)
    text = models.TextField(_("verhaal"), max_length=4000, blank=True)
    consent_given_on = models.DateField(_("toestemming gegeven op"))
    consent_how = models.CharField(_("hoe"), max_length=7, choices=ConsentHow)
    consent_ends_on = models.DateField(_("toestemming tot en met"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("geschreven"), default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("goedgekeurd"), null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("verhaal")
        verbose_name_plural = _("verhalen")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_at__isnull=False) & Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by")),
                name="story_approved_by_another",
                violation_error_message=_("Een ander dan de schrijver keurt het verhaal goed."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) & ~Q(title="") & ~Q(text="")
                | Q(withdrawn_at__isnull=False, title="", text=""),
                name="story_words_while_consent",
                violation_error_message=_("Vul een titel en een verhaal in."),
            ),
            models.CheckConstraint(
                condition=Q(consent_ends_on=None) | Q(consent_ends_on__gte=F("consent_given_on")),
                name="story_consent_in_order",
                violation_error_message=_("De toestemming eindigt niet voordat ze is gegeven."),
            ),
        ]

    def __str__(self):
        return self.title
