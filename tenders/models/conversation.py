from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User
from tenders.choices import MessageKind
from tenders.models.contract import Contract
from tenders.models.ladder import LadderStep
from tenders.models.of_contract import OfContract


class Message(OfContract):
    """Something said between the sides of a contract, or a contact that took place. Written once, never changed.

    ``internal``: a note that only the writer's own organisation reads.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="messages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=7, choices=MessageKind, default=MessageKind.MESSAGE)
    #: Of a contact: the day, and with whom. Without a day: who answers from now on, for the timeline.
    took_place_on = models.DateField(_("datum"), null=True, blank=True)
    with_whom = models.CharField(_("met wie"), max_length=200, blank=True)
    text = models.TextField(_("bericht"), max_length=8000)
    internal = models.BooleanField(_("alleen voor mijn organisatie"), default=False)
    step = models.ForeignKey(LadderStep, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        indexes = [models.Index(fields=["contract", "at"], name="message_of_contract")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"


class ReadMark(OfContract):
    """Up to where an organisation has dealt with the conversation of a contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="read_marks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    read_until = models.DateTimeField()

    class Meta:
        verbose_name = _("gelezen tot")
        verbose_name_plural = _("gelezen tot")
        constraints = [models.UniqueConstraint(fields=["contract", "organisation"], name="read_mark_once")]

    def __str__(self):
        return f"{self.read_until:%Y-%m-%d}"
