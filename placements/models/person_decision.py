from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import SamePerson
from placements.models.deployment import DeployedPerson


class PersonDecision(Identified):
    """The coordination point decided whether two identity rows are one person.

    A trigger carries it into ``PersonKey`` when it is made and when it is undone (placements 0019). Only the undoing
    is ever added to it. Kind ``apart``: ``other`` is the one that stands apart from now on.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("besluit"), max_length=9, choices=SamePerson)
    one = models.ForeignKey(DeployedPerson, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(DeployedPerson, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reden"), max_length=500)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("wanneer"), default=timezone.now)
    undone_at = models.DateTimeField(_("teruggedraaid"), null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("reden van het terugdraaien"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("besluit over twee personen")
        verbose_name_plural = _("besluiten over twee personen")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(undone_at__isnull=True), name="person_decision_once"
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="person_decision_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""), name="person_decision_undone_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["region", "-decided_at"], name="person_decision_newest")]

    def __str__(self):
        return f"{self.kind} {self.decided_at:%Y-%m-%d}"


class PersonAsking(models.Model):
    """A function that looks across contractors answered somebody: who asked, what, and about how many lines.

    Written by those functions themselves, and counted by them: who asks too often in an hour gets no answer. Plain
    numbers instead of references, so that asking stays cheap; read by nobody, deleted after some time. What a company
    was told of the hours of one person in one month is a row of its own (``what`` is told), with the last five fields.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=20)
    lines = models.PositiveIntegerField()
    request = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    person_id = models.UUIDField(null=True)
    month = models.DateField(null=True)
    line_id = models.UUIDField(null=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    refused = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("vraag over personen")
        verbose_name_plural = _("vragen over personen")
        indexes = [
            models.Index(
                fields=["organisation_id", "at"],
                include=["lines"],
                condition=Q(organisation_id__isnull=False),
                name="person_asking_lately",
            ),
            models.Index(fields=["at"], name="person_asking_age"),
            models.Index(fields=["person_id", "month"], condition=Q(person_id__isnull=False), name="person_month_told"),
        ]

    def __str__(self):
        return f"{self.what} {self.lines}"
