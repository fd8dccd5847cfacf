import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.choices import OrganisationKind, Role
from organisations.models.identifier import Identified
from organisations.models.region import Region
from organisations.models.user import User
from organisations.querysets import MembershipQuerySet


@pghistory.track()
class Organisation(Identified):
    """A body or company. It can act in several regions; the KVK number links it over regions."""

    name = models.CharField(_("naam"), max_length=200)
    kind = models.CharField(_("soort"), max_length=24, choices=OrganisationKind)
    kvk = models.CharField(
        _("KVK-nummer"),
        max_length=8,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^\d{8}$", _("Een KVK-nummer heeft 8 cijfers."))],
    )
    regions = models.ManyToManyField(Region, through="OrganisationRegion", related_name="organisations")

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(kvk="") | Q(kvk__regex=r"^\d{8}$"),
                name="organisation_kvk_8_digits",
                violation_error_message=_("Een KVK-nummer heeft 8 cijfers."),
            ),
        ]

    def __str__(self):
        return self.name


class OrganisationRegion(Identified):
    """An organisation at work in one region, with the code the region knows it by."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisation_regions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="organisation_regions")
    code = models.CharField(_("code"), max_length=60)
    covenant_partner = models.BooleanField(_("convenantpartner"), default=False)
    municipality = models.CharField(_("gemeente"), max_length=80, blank=True)
    inhabitants_2017 = models.PositiveIntegerField(_("inwoners in 2017"), null=True, blank=True)
    #: An authority with its own SROI coordinators, who verify its contracts instead of the coordination point.
    verifies_own = models.BooleanField(_("beoordeelt zelf"), default=False, db_default=False)
    #: The municipality that keeps the money of the programme (covenant); one in a region.
    centre = models.BooleanField(_("centrumgemeente"), default=False, db_default=False)

    class Meta:
        verbose_name = _("organisatie in regio")
        verbose_name_plural = _("organisaties in regio")
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="organisation_region_code_unique"),
            models.UniqueConstraint(fields=["region", "organisation"], name="organisation_once_in_region"),
            models.UniqueConstraint(fields=["region"], condition=Q(centre=True), name="organisation_region_one_centre"),
        ]

    def __str__(self):
        return self.code


@pghistory.track()
class Membership(Identified):
    """A person acts for an organisation. Ended memberships stay, so that history keeps its names."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("rol"), max_length=14, choices=Role, default=Role.MEMBER)
    #: SROI coordinator of an authority that verifies its own contracts; says nothing elsewhere.
    verifies = models.BooleanField(_("SROI-coördinator"), default=False, db_default=False)
    started_at = models.DateTimeField(_("sinds"), default=timezone.now)
    ended_at = models.DateTimeField(_("tot"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_once",
                violation_error_message=_("Deze persoon hoort al bij deze organisatie."),
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role}"
