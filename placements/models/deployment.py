import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from placements.choices import LineStatus
from placements.querysets import LineQuerySet
from tenders.models import Block, Contract


class DeployedPerson(Identified):
    """Who the person is. Only the contractor that deploys and the verifier of the region can read it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deployed_persons")
    name = models.CharField(_("naam"), max_length=120)
    birth_date = models.DateField(_("geboortedatum"))
    normalised_name = models.CharField(max_length=120, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    #: In the list where the person stands; ``identity.namesakes.tell_apart`` finds out.
    has_namesake = False

    class Meta:
        verbose_name = _("medewerker op opdrachten")
        verbose_name_plural = _("medewerkers op opdrachten")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "contractor", "normalised_name", "birth_date"], name="deployed_person_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def listed_name(self) -> str:
        """The name, with the date of birth where somebody in the same list is called the same."""
        born = self.birth_date
        return f"{self.name} ({born.day}-{born.month}-{born.year})" if self.has_namesake else self.name


@pghistory.track(exclude=["visible_to", "trace"])
class Deployment(Identified):
    """A person at work on a contract. Facts only: the identity stands in ``DeployedPerson``.

    ``pseudonym`` differs per contract. ``forecast`` is in euros, with its calculation in ``trace``;
    ``counts_until`` is the last day within the longest period of the block (null: every day counts, or
    none at all when ``counts_none``). ``reversed_at`` marks a line that a newer one replaced.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="deployments")
    reference = models.CharField(_("kenmerk"), max_length=60)
    person = models.ForeignKey(DeployedPerson, on_delete=models.PROTECT, related_name="deployments")
    #: Whose line it is: the employer of the person (kept by a trigger).
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    pseudonym = models.CharField(_("pseudoniem"), max_length=12, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("geboortejaar"))
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="deployments")
    starts_on = models.DateField(_("eerste werkdag"))
    ends_on = models.DateField(_("laatste werkdag"))
    hours_per_week = models.DecimalField(_("afgesproken uren per week"), max_digits=5, decimal_places=2)
    permanent = models.BooleanField(_("vast contract"), default=False)
    candidate_reference = models.CharField(_("kandidaat"), max_length=60, blank=True)
    person_informed = models.BooleanField(_("de persoon weet hiervan"), default=False)
    status = models.CharField(_("status"), max_length=9, choices=LineStatus, default=LineStatus.CONCEPT)
    submitted_at = models.DateTimeField(_("ingediend"), null=True, blank=True)
    decided_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    forecast = models.DecimalField(_("verwacht"), max_digits=14, decimal_places=2, default=0)
    counts_until = models.DateField(null=True, blank=True)
    counts_none = models.BooleanField(default=False)
    trace = models.JSONField(default=list)
    reversed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzet")
        verbose_name_plural = _("inzet")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                condition=Q(reversed_at__isnull=True),
                name="deployment_reference_unique",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="deployment_ends_after_start",
                violation_error_message=_("De laatste werkdag ligt voor de eerste werkdag."),
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=0),
                name="deployment_hours_not_negative",
                violation_error_message=_("Uren kunnen niet onder nul zijn."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="deployment_visible_to"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(status=LineStatus.SUBMITTED, reversed_at__isnull=True),
                name="deployment_waiting",
            ),
        ]

    def __str__(self):
        return self.pseudonym


class PersonKey(models.Model):
    """The keyed hash of normalised name and date of birth that recognises a person across contractors.

    Readable by no organisation. Definer functions answer with one date, or yes or no, about lines
    the asker may see (placements 0003). ``own_key`` is that hash; ``key`` is what persons are recognised by: another
    one where the coordination point decided who is the same, and who is not (``PersonDecision``). ``apart``: not
    recognised by the hash. Triggers keep all but the hash (placements 0019).
    """

    person = models.OneToOneField(DeployedPerson, on_delete=models.CASCADE, primary_key=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    own_key = models.CharField(max_length=64, editable=False, default="")
    apart = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("sleutel van een persoon")
        verbose_name_plural = _("sleutels van personen")
        indexes = [
            models.Index(fields=["region", "key"], name="person_key_in_region"),
            models.Index(fields=["region", "own_key"], name="person_own_key_in_region"),
        ]

    def __str__(self):
        return f"{self.person_id}"
