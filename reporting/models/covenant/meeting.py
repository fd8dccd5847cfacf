import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region
from reporting.choices import ENDED_ACTIONS, ActionStatus, MeetingKind


@pghistory.track()
class CovenantMeeting(Identified):
    """Partners meet: the agenda before, the decisions (one on a line) after."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort overleg"), max_length=13, choices=MeetingKind)
    on = models.DateField(_("datum"))
    place = models.CharField(_("plaats"), max_length=120, blank=True)
    agenda = models.CharField(_("agenda"), max_length=3000, blank=True)
    decisions = models.CharField(_("besluiten"), max_length=4000, blank=True)
    is_cancelled = models.BooleanField(_("gaat niet door"), default=False)

    class Meta:
        verbose_name = _("overleg")
        verbose_name_plural = _("overleggen")
        indexes = [models.Index(fields=["region", "-on"], name="covenant_meeting_newest")]

    def __str__(self):
        return f"{self.kind} {self.on}"


class MeetingPresence(Identified):
    """A partner was there."""

    meeting = models.ForeignKey(CovenantMeeting, on_delete=models.PROTECT, related_name="presence")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("aanwezige bij een overleg")
        verbose_name_plural = _("aanwezigen bij een overleg")
        constraints = [models.UniqueConstraint(fields=["meeting", "partner"], name="meeting_presence_once")]

    def __str__(self):
        return f"{self.partner_id}"


@pghistory.track()
class CovenantAction(Identified):
    """What a partner is going to do, agreed in a meeting or between two. ``person``: who does it there, in words."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        CovenantMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(_("persoon"), max_length=120, blank=True)
    text = models.CharField(_("actie"), max_length=600)
    due_on = models.DateField(_("uiterlijk"))
    status = models.CharField(_("stand"), max_length=8, choices=ActionStatus, default=ActionStatus.OPEN)
    result = models.CharField(_("uitkomst"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("actie")
        verbose_name_plural = _("acties")
        indexes = [models.Index(fields=["region", "due_on"], name="covenant_action_by_day")]

    def __str__(self):
        return self.text

    def is_late(self, on):
        return self.status not in ENDED_ACTIONS and self.due_on < on
