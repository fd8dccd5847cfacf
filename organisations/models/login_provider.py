import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import ProviderSecondFactor, ProviderUse
from organisations.models.identifier import Identified
from organisations.models.organisation import Organisation
from organisations.models.user import User


@pghistory.track(exclude=["client_secret", "used_since"])
class LoginProvider(Identified):
    """The OpenID provider by which the members of an organisation log in, and of what it is believed."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="login_provider")
    use = models.CharField(_("gebruik"), max_length=6, choices=ProviderUse, default=ProviderUse.OFF)
    issuer = models.CharField(_("adres van de aanbieder (issuer)"), max_length=300)
    client_id = models.CharField(_("client-ID"), max_length=200)
    #: Sealed (``organisations.sealed``).
    client_secret = models.TextField(_("client-secret"))
    domains = ArrayField(models.CharField(max_length=253), verbose_name=_("maildomeinen"))
    second_factor = models.CharField(
        _("tweede stap"), max_length=6, choices=ProviderSecondFactor, default=ProviderSecondFactor.TOLD
    )
    acr_values = ArrayField(
        models.CharField(max_length=200), verbose_name=_("acr-waarden die als twee stappen tellen"), default=list
    )
    #: When an administrator logged in there to try it, with this issuer and client.
    tested_at = models.DateTimeField(_("geprobeerd"), null=True, blank=True)
    #: When it was turned on last: sessions of before that are over.
    used_since = models.DateTimeField(_("in gebruik sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("aanbieder van inloggen")
        verbose_name_plural = _("aanbieders van inloggen")
        constraints = [
            models.CheckConstraint(
                condition=Q(use=ProviderUse.OFF) | Q(tested_at__isnull=False),
                name="login_provider_tested_before_use",
                violation_error_message=_("Test eerst de koppeling. Daarna kunt u die aanzetten."),
            ),
        ]

    def __str__(self):
        return self.issuer


class ProvidedIdentity(Identified):
    """Who somebody is at the provider: seen at his first log-in there, so that a mail address given on is nobody else."""

    provider = models.ForeignKey(LoginProvider, on_delete=models.PROTECT, related_name="identities")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="provided_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(_("gekoppeld"), default=timezone.now)

    class Meta:
        verbose_name = _("identiteit bij een aanbieder")
        verbose_name_plural = _("identiteiten bij aanbieders")
        constraints = [
            models.UniqueConstraint(fields=["provider", "issuer", "subject"], name="provided_identity_subject_once"),
            models.UniqueConstraint(fields=["provider", "issuer", "user"], name="provided_identity_user_once"),
        ]

    def __str__(self):
        return str(self.user_id)
