import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from candidates.models.training import TrainingGroup, TrainingProgramme
from candidates.training_choices import DropoutReason, Outcome
from candidates.training_querysets import EnrolmentManager, EnrolmentQuerySet
from organisations.models import Identified, Region, User
from organisations.models.history import whole_life


@pghistory.track(*whole_life())
class Enrolment(Identified):
    """A candidate follows a programme. Without ``ended_on`` it is running; an end without an outcome is just an end.

    ``dropout_reason`` is a value of ``DropoutReason`` or, out of a data package, a text of its own. Costs are in
    euros, excluding VAT. ``attendance`` is the percentage of the lessons that he attended.

    What was entered by mistake keeps ``removed_at`` with its reason: it is in ``every``, and nowhere else.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("kenmerk"), max_length=60)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(TrainingProgramme, on_delete=models.PROTECT, related_name="enrolments")
    group = models.ForeignKey(TrainingGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    started_on = models.DateField(_("begonnen op"))
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)
    outcome = models.CharField(_("uitkomst"), max_length=14, choices=Outcome, blank=True)
    dropout_reason = models.CharField(_("reden van stoppen"), max_length=200, blank=True)
    attendance = models.PositiveSmallIntegerField(
        _("aanwezig"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    certificate_on = models.DateField(_("datum van het certificaat"), null=True, blank=True)
    certificate_name = models.CharField(_("certificaat"), max_length=200, blank=True)
    benefit_kept = models.BooleanField(_("met behoud van uitkering"), default=False)
    training_cost = models.DecimalField(
        _("kosten van de scholing"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    guidance_cost = models.DecimalField(
        _("kosten van de begeleiding"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    voucher = models.CharField(_("vouchernummer"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("weggehaald"), null=True, blank=True)
    removed_reason = models.CharField(_("waarom weggehaald"), max_length=500, blank=True)

    objects = EnrolmentManager()
    every = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelname aan scholing")
        verbose_name_plural = _("deelnamen aan scholing")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="enrolment_reference_unique",
                violation_error_message=_("Dit kenmerk is al van een andere deelname."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="enrolment_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ended_on__isnull=False),
                name="enrolment_outcome_needs_end",
                violation_error_message=_("Vul ook in op welke dag de scholing eindigde."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DROPOUT) & ~Q(dropout_reason="")
                | ~Q(outcome=Outcome.DROPOUT) & Q(dropout_reason=""),
                name="enrolment_dropout_reason",
                violation_error_message=_("Kies waarom de deelnemer stopte."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CERTIFICATE) | Q(certificate_on=None, certificate_name=""),
                name="enrolment_certificate_by_outcome",
                violation_error_message=_("Een certificaat hoort bij de uitkomst certificaat."),
            ),
            models.CheckConstraint(
                condition=Q(attendance=None) | Q(attendance__lte=100), name="enrolment_attendance_percentage"
            ),
            models.CheckConstraint(
                condition=(Q(training_cost=None) | Q(training_cost__gte=0))
                & (Q(guidance_cost=None) | Q(guidance_cost__gte=0)),
                name="enrolment_costs",
                violation_error_message=_("Kosten zijn 0 of meer."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason=""),
                name="enrolment_removed_with_reason",
                violation_error_message=_("Schrijf op waarom u deze deelname weghaalt."),
            ),
        ]
        indexes = [
            models.Index(fields=["candidate", "started_on"], name="enrolment_of_candidate"),
            models.Index(fields=["region", "started_on"], name="enrolment_by_start"),
        ]

    def __str__(self):
        return self.reference

    @property
    def dropout_words(self) -> str:
        """The reason as it is read, also one that came with a data package."""
        known = dict(DropoutReason.choices)
        return str(known.get(self.dropout_reason, self.dropout_reason))

    @property
    def outcome_key(self) -> str:
        """What a screen shows as its state."""
        return self.outcome or ("enrolment_ended" if self.ended_on else "enrolment_running")
