import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from tenders.firm_choices import FirmLabel, FirmState, Province
from tenders.firm_querysets import LocalFirmQuerySet

#: What tells of a person, or opens the page of the firm: history keeps none of it.
NOT_IN_HISTORY = ["contact_name", "contact_email", "contact_phone", "token_hash"]


@pghistory.track(exclude=NOT_IN_HISTORY)
class LocalFirm(Identified):
    """A firm that wants to be asked for work in the region, as it registered itself or was added by hand.

    Whoever registers proves the address first (``email_confirmed_at``); then the coordination point decides. A firm may
    register again: only the confirmed entry of a KVK number is one of a kind, so that nobody can take its place.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="local_firms")
    name = models.CharField(_("naam"), max_length=120)
    kvk = models.CharField(
        _("KVK-nummer"), max_length=8, validators=[RegexValidator(r"^\d{8}$", _("Een KVK-nummer heeft 8 cijfers."))]
    )
    #: The code of a municipality of the region; empty for a firm from elsewhere, which has place and province.
    municipality = models.CharField(_("gemeente"), max_length=6, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    province = models.CharField(_("provincie"), max_length=13, choices=Province, blank=True)
    does = models.CharField(_("wat het bedrijf doet"), max_length=300)
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name=_("CPV-codes"), default=list, blank=True)
    #: Codes of occupations on the region's list.
    occupation_codes = ArrayField(models.CharField(max_length=60), verbose_name=_("beroepen"), default=list, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    contact_name = models.CharField(_("contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = models.CharField(_("telefoonnummer"), max_length=30, blank=True)
    label = models.CharField(_("keurmerk"), max_length=17, choices=FirmLabel, blank=True)
    label_valid_until = models.DateField(_("keurmerk geldig tot en met"), null=True, blank=True)
    #: The last day of the label of which the firm was reminded.
    label_reminded_of = models.DateField(null=True, blank=True)
    state = models.CharField(_("stand"), max_length=9, choices=FirmState, default=FirmState.SUBMITTED)
    submitted_at = models.DateTimeField(_("aangemeld"), default=timezone.now)
    email_confirmed_at = models.DateTimeField(_("e-mailadres bevestigd"), null=True, blank=True)
    #: When the firm last said, or changed, what stands here.
    looked_at = models.DateTimeField(_("nagekeken"), default=timezone.now)
    #: When the firm was last asked whether it still holds.
    asked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("besloten"), null=True, blank=True)
    decided_reason = models.CharField(_("reden"), max_length=300, blank=True)
    #: The contractor of this KVK number that works with the portal; the database looks it up.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="local_firms")
    #: SHA-256 of the link in the newest mail.
    token_hash = models.CharField(max_length=64, blank=True)

    objects = LocalFirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("lokaal bedrijf")
        verbose_name_plural = _("lokale bedrijven")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kvk"],
                condition=Q(state=FirmState.CONFIRMED),
                name="local_firm_once_confirmed",
                violation_error_message=_("Er staat al een bedrijf met dit KVK-nummer in het register."),
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="local_firm_link_unique"),
            models.CheckConstraint(
                condition=Q(kvk__regex=r"^\d{8}$"),
                name="local_firm_kvk_8_digits",
                violation_error_message=_("Een KVK-nummer heeft 8 cijfers."),
            ),
            models.CheckConstraint(
                condition=~Q(municipality="") | (~Q(place="") & ~Q(province="")),
                name="local_firm_somewhere",
                violation_error_message=_("Kies een gemeente, of vul plaats en provincie in."),
            ),
            models.CheckConstraint(
                condition=Q(label="", label_valid_until=None) | (~Q(label="") & Q(label_valid_until__isnull=False)),
                name="local_firm_label_until",
                violation_error_message=_("Vul in tot en met welke dag het keurmerk geldt."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FirmState.CONFIRMED, FirmState.REJECTED]) | Q(decided_at__isnull=False),
                name="local_firm_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "name"], name="local_firm_in_order"),
            GinIndex(fields=["cpv_codes"], name="local_firm_cpv"),
        ]

    def __str__(self):
        return self.name

    @property
    def state_key(self) -> str:
        """Of its word and colour on a screen."""
        return f"firm_{self.state}"

    @property
    def is_proven(self) -> bool:
        """Whether the address is known to be his, or the coordination point added it."""
        return self.email_confirmed_at is not None or self.made_by_id is not None
