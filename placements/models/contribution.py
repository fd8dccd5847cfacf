import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from placements.choices import ContributionKind, LineStatus
from placements.querysets import LineQuerySet
from tenders.models import Agreement, Block, Contract


@pghistory.track(exclude=["visible_to", "trace"])
class Contribution(Identified):
    """Anything but a person at work that counts toward an obligation.

    ``quantity`` is hours, invoice amount excluding VAT, a number of pieces, approved cost, or (for
    agreed effort, an opening balance and a surplus) the amount itself; a surplus that left is negative. ``value`` is in euros.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="contributions")
    #: Whose effort it is: the contractor, or another party on the contract. Empty becomes the contractor (0004).
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("kenmerk"), max_length=60)
    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="contribution"
    )
    kind = models.CharField(_("soort"), max_length=15, choices=ContributionKind, default=ContributionKind.BLOCK)
    block = models.ForeignKey(Block, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    date = models.DateField(_("datum"))
    quantity = models.DecimalField(_("hoeveelheid"), max_digits=14, decimal_places=2)
    description = models.CharField(_("omschrijving"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=LineStatus, default=LineStatus.CONCEPT)
    submitted_at = models.DateTimeField(_("ingediend"), null=True, blank=True)
    decided_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2, default=0)
    trace = models.JSONField(default=list)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reversed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("andere invulling")
        verbose_name_plural = _("andere invulling")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                condition=Q(reversed_at__isnull=True),
                name="contribution_reference_unique",
            ),
            models.CheckConstraint(
                condition=Q(kind=ContributionKind.BLOCK, block__isnull=False)
                | (~Q(kind=ContributionKind.BLOCK) & Q(block__isnull=True)),
                name="contribution_block_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(reverses__isnull=False) | Q(kind=ContributionKind.SURPLUS),
                name="contribution_not_negative",
                violation_error_message=_("Een hoeveelheid kan niet onder nul zijn."),
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(reversed_at__isnull=False),
                name="contribution_reversal_is_not_live",
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="contribution_visible_to"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(status=LineStatus.SUBMITTED, reversed_at__isnull=True),
                name="contribution_waiting",
            ),
        ]

    def __str__(self):
        return self.reference
