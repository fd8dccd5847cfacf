from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import MailRhythm, MailTopic
from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.user import User


class MailChoice(Identified):
    """When a person gets mail about one topic while he works for this organisation. Without a row: at once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("onderwerp"), max_length=12, choices=MailTopic)
    rhythm = models.CharField(_("wanneer"), max_length=8, choices=MailRhythm)

    class Meta:
        verbose_name = _("keuze voor mail")
        verbose_name_plural = _("keuzes voor mail")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "topic"], name="mail_choice_once_for_topic"),
        ]

    def __str__(self):
        return f"{self.topic} {self.rhythm}"


class HeldMail(Identified):
    """A mail that waits for the weekly one: what it was about and where it leads. Gone once that is queued."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(_("mailsjabloon"), max_length=80)
    subject = models.CharField(_("onderwerp"), max_length=300)
    link = models.CharField(_("adres"), max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bewaarde mail")
        verbose_name_plural = _("bewaarde mails")
        indexes = [models.Index(fields=["user", "organisation", "at"], name="held_mail_of_reader")]

    def __str__(self):
        return self.template
