"""How long a region keeps what it knows of persons, what is about to go, and the proof of what went."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import ErasureCause, KeptReason
from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.region import Region
from organisations.models.user import User


def _months(label, default: int, *, least: int = 0) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(120)]
    )


class RetentionPolicy(Identified):
    """How long a region keeps each kind of data, counted from the last thing that happened; without a row the defaults hold.

    A whole file is never gone before its parts: ``candidate_months`` is at least the others.
    """

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="retention_policy")
    candidate_months = _months(_("wie de kandidaat is (maanden)"), 24, least=6)
    file_months = _months(_("contact, intake, diagnose en taken (maanden)"), 12, least=1)
    document_months = _months(_("cv en andere documenten (maanden)"), 12, least=1)
    deployed_months = _months(_("wie er op een contract werkte (maanden na de afrekening)"), 12, least=6)
    warn_days = models.PositiveSmallIntegerField(
        _("van tevoren waarschuwen (dagen)"), default=30, validators=[MinValueValidator(7), MaxValueValidator(180)]
    )
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bewaartermijnen")
        verbose_name_plural = _("bewaartermijnen")
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate_months__gte=models.F("file_months"))
                & Q(candidate_months__gte=models.F("document_months")),
                name="retention_person_longest",
                violation_error_message=_("Wie de kandidaat is, bewaart u minstens zo lang als zijn dossier."),
            ),
            models.CheckConstraint(
                condition=Q(candidate_months__gte=6, file_months__gte=1, document_months__gte=1, deployed_months__gte=6)
                & Q(warn_days__gte=7),
                name="retention_long_enough",
            ),
        ]

    def __str__(self):
        return f"{self.region_id}"


class RetentionMark(Identified):
    """A person whose data are about to go: since when that is known, until when they stay on purpose, and why.

    ``subject`` and ``part`` are those of ``organisations.data_kinds``; ``subject_ids`` are all rows of the same person.
    ``organisation`` works with the person beside the coordination point. Names nobody, and goes once the person went or
    came back.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=12)
    part = models.CharField(max_length=9)
    subject_id = models.UUIDField()
    subject_ids = ArrayField(models.UUIDField())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("gewist op"))
    told_at = models.DateTimeField(_("aangekondigd"), default=timezone.now)
    kept_until = models.DateField(_("bewaard tot en met"), null=True, blank=True)
    kept_reason = models.CharField(_("waarom"), max_length=8, choices=KeptReason, blank=True)
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("aankondiging van wissen")
        verbose_name_plural = _("aankondigingen van wissen")
        constraints = [
            models.UniqueConstraint(fields=["region", "subject", "part", "subject_id"], name="retention_mark_once"),
            models.CheckConstraint(
                condition=Q(kept_until=None, kept_reason="", kept_by=None)
                | (Q(kept_until__isnull=False, kept_by__isnull=False) & ~Q(kept_reason="")),
                name="retention_kept_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["region", "due_on"], name="retention_mark_due")]

    def __str__(self):
        return f"{self.subject} {self.due_on}"


class Erasure(Identified):
    """The proof that somebody's data went: what, when, why and by whom, with counts, and nothing that says who it was.

    ``subject_ids`` are the rows that stay behind empty. ``done_at`` and ``counts`` (rows by table) are written by the
    function that erases (organisations 0013), which alone may; ``transaction`` is its own while it does.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("wie"), max_length=12)
    part = models.CharField(_("wat"), max_length=9)
    subject_ids = ArrayField(models.UUIDField())
    cause = models.CharField(_("waarom"), max_length=10, choices=ErasureCause)
    #: The day on which the person asked for it.
    asked_on = models.DateField(_("gevraagd op"), null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("gewist"), null=True, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    transaction = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("wissen")
        verbose_name_plural = _("gewist")
        constraints = [
            models.CheckConstraint(
                condition=Q(cause=ErasureCause.TERM, asked_by=None)
                | (~Q(cause=ErasureCause.TERM) & Q(asked_by__isnull=False, organisation__isnull=False))
                # By his own page, where nobody had to look at it first.
                | Q(cause=ErasureCause.ASKED, asked_by=None, organisation=None, asked_on__isnull=False),
                name="erasure_asked_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-asked_at"], name="erasure_newest"),
            models.Index(fields=["transaction"], condition=Q(transaction__isnull=False), name="erasure_under_way"),
        ]

    def __str__(self):
        return f"{self.subject} {self.asked_at:%Y-%m-%d}"


class ErasureRule(models.Model):
    """A statement of erasing, as ``organisations.erasure_rules`` derived it from what every app says of its tables.

    Written by who migrates and run by the function that erases; nobody else comes near it.
    """

    position = models.PositiveIntegerField(primary_key=True)
    #: Empty: whoever is erased.
    subject = models.CharField(max_length=12, blank=True)
    part = models.CharField(max_length=9)
    label = models.CharField(max_length=80)
    statement = models.TextField()

    class Meta:
        verbose_name = _("regel van wissen")
        verbose_name_plural = _("regels van wissen")

    def __str__(self):
        return self.label
