import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from organisations.choices import Sector
from organisations.data_kinds import ERASED
from organisations.models import Identified, Occupation, Organisation, Region, User
from organisations.models.history import whole_life
from placements.choices import CheckVerdict, ContractForm, EndReason, OutflowCondition, Seen, TermKind
from placements.querysets import PlacementQuerySet
from tenders.models import Contract


@pghistory.track(*whole_life(), exclude=["visible_to", "worked_by"])
class Placement(Identified):
    """An employment of a candidate, with or without social return.

    ``ends_on`` is the end as agreed last (none: no end), with its versions in ``PlacementTerm``; ``ended_on`` the actual
    one. ``candidate_agreed_on``: the day on which the candidate agreed that this employer sees who he is in the portal;
    for an authority the database keeps it empty.
    ``candidate_reference`` is the number of the candidate, which the employer may know. ``visible_to`` may see the row,
    ``worked_by`` all that hangs on it: audiences, kept by triggers as that number is. What is no business of the
    employer, who reads this row, stands in ``PlacementFile``.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    reference = models.CharField(_("kenmerk"), max_length=60)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="placements")
    candidate_reference = models.CharField(_("kandidaatnummer"), max_length=60, editable=False)
    employer = models.CharField(_("werkgever"), max_length=200)
    employer_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    sector = models.CharField(_("sector"), max_length=12, choices=Sector)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(_("eerste werkdag"))
    ends_on = models.DateField(_("afgesproken einde"), null=True, blank=True)
    ended_on = models.DateField(_("laatste werkdag"), null=True, blank=True)
    end_reason = models.CharField(_("reden van het einde"), max_length=12, choices=EndReason, blank=True)
    hours_per_week = models.DecimalField(_("uren per week"), max_digits=5, decimal_places=2)
    contract_form = models.CharField(_("soort contract"), max_length=10, choices=ContractForm, blank=True)
    sroi = models.BooleanField(_("telt voor social return"))
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="placements")
    candidate_agreed_on = models.DateField(
        _("kandidaat vindt goed dat de werkgever zijn naam ziet"), null=True, blank=True
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    worked_by = ArrayField(models.TextField(), default=list, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("plaatsing")
        verbose_name_plural = _("plaatsingen")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="placement_reference_unique",
                violation_error_message=_("Dit kenmerk is al in gebruik."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placement_ends_after_start",
                violation_error_message=_("Het afgesproken einde ligt voor de eerste werkdag."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="placement_ended_after_start",
                violation_error_message=_("De laatste werkdag ligt voor de eerste werkdag."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="placement_ended_with_reason",
                violation_error_message=_("Een einde heeft een reden, en een reden een einde."),
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=0),
                name="placement_hours_not_negative",
                violation_error_message=_("Uren kunnen niet onder nul zijn."),
            ),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(sroi=True),
                name="placement_on_contract_is_sroi",
                violation_error_message=_("Een plaatsing op een contract telt voor social return."),
            ),
            models.CheckConstraint(
                condition=Q(candidate_agreed_on=None) | Q(employer_organisation__isnull=False),
                name="placement_agreed_with_somebody",
                violation_error_message=_("Kies eerst welke werkgever uit het portaal dit is."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="placement_visible_to"),
            models.Index(fields=["region", "starts_on"], name="placement_by_start"),
            models.Index(fields=["employer_organisation", "starts_on"], name="placement_of_employer"),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_erased(self) -> bool:
        """Of whom nobody knows any more who it was; also an employer, who reads no file, can tell."""
        return self.employer == ERASED

    @property
    def employer_name(self) -> str:
        """A company of the portal keeps its name: only a typed one may tell who somebody was."""
        return self.employer_organisation.name if self.is_erased and self.employer_organisation else self.employer


@pghistory.track()
class PlacementFile(Identified):
    """What only who works the file knows of a placement: whether benefit is still needed, and remarks.

    Every placement has one; a placement that goes takes it along. Row security hides rows, not columns: this stands apart
    so that an employer cannot read it of his own placement.
    """

    placement = models.OneToOneField(Placement, on_delete=models.DO_NOTHING, related_name="file")
    wage_replaces_benefit = models.BooleanField(_("loon in plaats van uitkering"))
    end_note = models.CharField(_("toelichting bij het einde"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("dossier van een plaatsing")
        verbose_name_plural = _("dossiers van plaatsingen")

    def __str__(self):
        return str(self.placement_id)


class PlacementTerm(Identified):
    """A version of the agreed end: who agreed it when, and why. Written once; a placement that goes takes it along."""

    placement = models.ForeignKey(Placement, on_delete=models.DO_NOTHING, related_name="terms")
    kind = models.CharField(_("soort"), max_length=9, choices=TermKind)
    ends_on = models.DateField(_("afgesproken einde"), null=True)
    agreed_on = models.DateField(_("afgesproken op"))
    reason = models.CharField(_("reden"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("vastgelegd"), default=timezone.now)

    class Meta:
        verbose_name = _("afgesproken einde van een plaatsing")
        verbose_name_plural = _("afgesproken eindes van plaatsingen")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["placement", "at"], name="placement_term_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=TermKind.AGREED) | ~Q(reason="") | Q(by=None),
                name="placement_term_with_reason",
                violation_error_message=_("Schrijf op waarom."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.ends_on}"


class ConditionCheck(Identified):
    """Somebody held a condition of sustained outflow against what proves it. Written once; the last one stands.

    ``rule_met`` is what the rule said at that moment: where the two differ, a fact of the file is wrong.
    """

    placement = models.ForeignKey(Placement, on_delete=models.DO_NOTHING, related_name="checks")
    condition = models.CharField(_("voorwaarde"), max_length=8, choices=OutflowCondition)
    verdict = models.CharField(_("oordeel"), max_length=7, choices=CheckVerdict)
    rule_met = models.BooleanField(_("volgens de regel"))
    seen = models.CharField(_("waaraan gezien"), max_length=16, choices=Seen)
    note = models.CharField(_("toelichting"), max_length=500, blank=True)
    seen_on = models.DateField(_("gezien op"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("vastgelegd"), default=timezone.now)

    class Meta:
        verbose_name = _("controle van een voorwaarde")
        verbose_name_plural = _("controles van voorwaarden")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["placement", "condition", "at"], name="condition_check_in_order")]

    def __str__(self):
        return f"{self.condition} {self.verdict}"
