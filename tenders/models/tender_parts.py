import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Occupation, User
from organisations.models.history import whole_life
from tenders.choices import TenderStatus
from tenders.models.tender import Tender


@pghistory.track(*whole_life())
class TenderLot(Identified):
    """A lot of a tender. What it is thought to be worth is part of the tender's value and not said apart."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("titel"), max_length=200)
    description = models.CharField(_("omschrijving"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("perceel")
        verbose_name_plural = _("percelen")
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "number"],
                name="tender_lot_number_unique",
                violation_error_message=_("Dit nummer is al van een ander perceel."),
            ),
        ]

    def __str__(self):
        return self.title


@pghistory.track(*whole_life())
class ExpectedOccupation(Identified):
    """How many people of an occupation the work will ask: what schools and the back office train for."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="expected_occupations")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    head_count = models.PositiveSmallIntegerField(_("aantal mensen"))
    #: From when they are asked; none: from the first day of the work.
    starts_on = models.DateField(_("vanaf"), null=True, blank=True)

    class Meta:
        verbose_name = _("verwacht beroep")
        verbose_name_plural = _("verwachte beroepen")
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "occupation"],
                name="expected_occupation_once",
                violation_error_message=_("Dit beroep staat er al bij."),
            ),
            models.CheckConstraint(
                condition=Q(head_count__gte=1),
                name="expected_occupation_somebody",
                violation_error_message=_("Vul een aantal van 1 of hoger in."),
            ),
        ]

    def __str__(self):
        return f"{self.occupation_id} {self.head_count}"


class TenderStep(Identified):
    """A step of a tender from one status to the next: the day it happened, and who said so. Never changed.

    ``note`` is read with the tender, by everybody while that is on the calendar: why it was withdrawn, and the words of
    the portal itself. What else was said of a step stands in ``TenderStepNote``.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="steps")
    from_status = models.CharField(_("van"), max_length=12, choices=TenderStatus, blank=True)
    to_status = models.CharField(_("naar"), max_length=12, choices=TenderStatus)
    on = models.DateField(_("op"))
    at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    #: None where an import brought it.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("toelichting"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stap van een aanbesteding")
        verbose_name_plural = _("stappen van een aanbesteding")
        indexes = [models.Index(fields=["tender", "at"], name="tender_step_in_order")]

    def __str__(self):
        return f"{self.from_status} {self.to_status}"

    @property
    def said(self) -> str:
        """Why it was taken, as far as the reader may know: of who keeps the tender, all; one query unless selected."""
        private = getattr(self, "private", None)
        return self.note or (private.note if private else "")


class TenderStepNote(Identified):
    """What who keeps the tender said of a step, for himself and for who watches over the region. Never changed."""

    step = models.OneToOneField(TenderStep, on_delete=models.CASCADE, related_name="private")
    note = models.CharField(_("toelichting"), max_length=500)

    class Meta:
        verbose_name = _("toelichting bij een stap")
        verbose_name_plural = _("toelichtingen bij stappen")

    def __str__(self):
        return self.note
