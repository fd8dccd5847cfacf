from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import RequestState
from placements.querysets import CandidateRequestQuerySet
from tenders.models import Contract


class CandidateRequest(Identified):
    """A company asks the Werkplein for people for a contract: what work, how many, from when. It names nobody.

    Seen by the company itself, the Werkplein of the contract and the coordination point, and by nobody else.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="candidate_requests")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    work = models.CharField(_("soort werk"), max_length=200)
    number = models.PositiveSmallIntegerField(
        _("aantal mensen"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    starts_on = models.DateField(_("vanaf"))
    ends_on = models.DateField(_("tot en met"), null=True, blank=True)
    hours_per_week = models.DecimalField(_("uren per week"), max_digits=5, decimal_places=2)
    place = models.CharField(_("plaats van het werk"), max_length=120)
    note = models.CharField(_("wat iemand moet kunnen"), max_length=1000, blank=True)
    state = models.CharField(_("stand"), max_length=18, choices=RequestState, default=RequestState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    taken_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_up_at = models.DateTimeField(_("in behandeling"), null=True, blank=True)
    offered = models.PositiveSmallIntegerField(_("aantal kandidaten"), null=True, blank=True)
    answer = models.CharField(_("antwoord"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)

    objects = CandidateRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag om kandidaten")
        verbose_name_plural = _("vragen om kandidaten")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="candidate_request_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="candidate_request_for_someone"),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=60), name="candidate_request_hours"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.answers(), answered_at__isnull=False)
                | (~Q(state__in=RequestState.answers()) & Q(answered_at=None)),
                name="candidate_request_answered_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OFFERED, offered__gte=1)
                | (~Q(state=RequestState.OFFERED) & Q(offered=None)),
                name="candidate_request_offers_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "-asked_at"], name="candidate_request_newest"),
            models.Index(
                fields=["region", "asked_at"],
                condition=Q(state__in=RequestState.open()),
                name="candidate_request_open",
            ),
        ]

    def __str__(self):
        return self.work

    @property
    def asked_on(self) -> date:
        return timezone.localdate(self.asked_at)

    @property
    def is_open(self) -> bool:
        return self.state in RequestState.open()
