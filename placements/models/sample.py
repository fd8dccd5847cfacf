from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import SampleState
from placements.models.of_line import OfLine


class Sample(Identified):
    """Approved lines drawn at random by whoever verified them, to look at once more.

    Drawn from the months and dates ``first_on`` to ``last_on`` that stood approved at ``drawn_at``: ``population`` of
    them. With the ``seed`` anybody who may see those lines draws the same ones again (``placements.reviewing.drawing``).
    ``verified_by`` is that of the contracts (``Contract.verified_by``).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    verified_by = models.CharField(max_length=80)
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_on = models.DateField(_("van"))
    last_on = models.DateField(_("tot en met"))
    asked_number = models.PositiveIntegerField(_("aantal"), null=True, blank=True)
    asked_percentage = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2, null=True, blank=True)
    seed = models.CharField(_("lotnummer"), max_length=32)
    population = models.PositiveIntegerField(_("regels om uit te trekken"))
    question = models.CharField(_("wat u wilt zien"), max_length=1000)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("steekproef")
        verbose_name_plural = _("steekproeven")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="sample_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste dag."),
            ),
            models.CheckConstraint(
                condition=Q(asked_number__isnull=False, asked_percentage__isnull=True)
                | Q(asked_number__isnull=True, asked_percentage__isnull=False),
                name="sample_by_number_or_percentage",
            ),
        ]
        indexes = [models.Index(fields=["region", "-drawn_at"], name="sample_newest")]

    def __str__(self):
        return f"{self.first_on} – {self.last_on}"


class SampleItem(OfLine):
    """One line of a sample: what the company is asked and by when, its reply, and the verdict."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    question = models.CharField(_("vraag"), max_length=1000)
    reply_by = models.DateField(_("antwoord voor"))
    state = models.CharField(_("stand"), max_length=12, choices=SampleState, default=SampleState.ASKED)
    reply = models.CharField(_("antwoord"), max_length=2000, blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    verdict_reason = models.CharField(_("toelichting"), max_length=1000, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfLine.Meta):
        verbose_name = _("regel van een steekproef")
        verbose_name_plural = _("regels van steekproeven")
        constraints = [
            *OfLine.Meta.constraints,
            models.UniqueConstraint(fields=["sample", "statement"], name="sampled_once_of_month"),
            models.UniqueConstraint(fields=["sample", "contribution"], name="sampled_once_of_contribution"),
            models.CheckConstraint(
                condition=(
                    Q(state__in=(SampleState.IN_ORDER, SampleState.NOT_IN_ORDER), judged_at__isnull=False)
                    | Q(state__in=(SampleState.ASKED, SampleState.REPLIED), judged_at__isnull=True)
                ),
                name="sample_item_judged_or_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["reply_by"], condition=Q(state=SampleState.ASKED), name="sample_item_waits_for_reply"),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_judged(self) -> bool:
        return self.judged_at is not None
