from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from organisations.models import Identified, Organisation, Region, User


class AgencyConditions(Identified):
    """What a temp agency agreed to when it registered somebody (domain rules, section 6): without it there is no way in.

    It was consulted first, guarantees a contract of half a year afterwards that is no temp contract, and pays a part of
    the training, or says why not now. An import may lack all of this.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="agency_conditions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    consulted_on = models.DateField(_("overlegd op"))
    consulted_with = models.CharField(_("overlegd met"), max_length=120)
    half_year_contract = models.BooleanField(_("garandeert daarna een contract van een half jaar"))
    no_temp_contract = models.BooleanField(_("dat contract is geen uitzendbeding"))
    training_contribution = models.DecimalField(
        _("bijdrage aan de scholing"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    no_contribution_reason = models.CharField(_("waarom nu geen bijdrage"), max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("voorwaarden van een uitzendbureau")
        verbose_name_plural = _("voorwaarden van uitzendbureaus")
        constraints = [
            models.CheckConstraint(
                condition=Q(half_year_contract=True, no_temp_contract=True),
                name="agency_guarantees",
                violation_error_message=_("Zonder deze twee toezeggingen kan een uitzendbureau niemand aanmelden."),
            ),
            models.CheckConstraint(
                condition=Q(training_contribution__gt=0, no_contribution_reason="")
                | Q(training_contribution__isnull=True) & ~Q(no_contribution_reason=""),
                name="agency_contribution_or_reason",
                violation_error_message=_("Vul een bedrag in, of waarom het nu niet kan."),
            ),
        ]

    def __str__(self):
        return f"{self.consulted_on}"
