"""PSO certificates: a company adds one for a region, the coordination point checks it, its contracts get the discount.

The discount is what the region's policy gives on the day of confirmation. It counts for the days of a contract on
which the certificate is valid; ``tenders.terms`` works out how much that is.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import citizen_numbers
from organisations.access import acts_for_coordination_point
from organisations.outbox import queue_mail
from organisations.templatetags.formatting import date_nl, percentage
from organisations.tenancy import Acting
from tenders import terms
from tenders.choices import Cause, PsoLevel
from tenders.models import Certificate, Contract, RegionPolicy
from tenders.policy_figures import discount_for
from tenders.terms_news import NewObligation, tell_other_sides


class CertificateRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user."""


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """What stands on the certificate."""

    region_id: uuid.UUID
    organisation_id: uuid.UUID
    level: PsoLevel
    number: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Counting:
    """A certificate on a contract, with the days on which both run. ``days`` is their number."""

    certificate: Certificate
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class DiscountDays:
    """Percent off the obligation of a contract, from the first to the last day on which it counts."""

    percent: Decimal
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def certificates_of(acting: Acting) -> QuerySet[Certificate]:
    """The company's own, or for the coordination point those of its region; newest first."""
    found = Certificate.objects.select_related("organisation", "region", "made_by", "confirmed_by")
    found = found.filter(region_id__in=acting.region_ids)
    if not acts_for_coordination_point(acting):
        found = found.filter(organisation_id=acting.organisation_id)
    return found.order_by("-made_at", "-pk")


@transaction.atomic
def add(acting: Acting, *, entry: CertificateEntry, at: datetime) -> Certificate:
    """Put a certificate up for checking. The same days twice, or days that were confirmed, are refused."""
    known = Certificate.objects.filter(
        region_id=entry.region_id,
        organisation_id=entry.organisation_id,
        declined_at=None,
        valid_from__lte=entry.valid_until,
        valid_until__gte=entry.valid_from,
    ).first()
    if known is not None:
        raise CertificateRefused(
            _("Voor deze dagen staat er al een certificaat: van %(first)s tot en met %(last)s.")
            % {"first": date_nl(known.valid_from), "last": date_nl(known.valid_until)}
        )
    return Certificate.objects.create(
        region_id=entry.region_id,
        organisation_id=entry.organisation_id,
        level=entry.level,
        number=entry.number,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        made_by_id=acting.user_id,
        made_at=at,
    )


@transaction.atomic
def confirm(acting: Acting, certificate_id: uuid.UUID, *, at: datetime) -> tuple[Certificate, int]:
    """It is in order. Gives the certificate, and how many contracts got a new version because of it."""
    certificate = _open(certificate_id)
    on = timezone.localdate(at)
    policy = RegionPolicy.objects.filter(region_id=certificate.region_id).in_force(on=on).first()
    if policy is None:
        raise CertificateRefused(_("De regio heeft vandaag geen beleid. Leg eerst het beleid vast."))
    certificate.discount = discount_for(policy, certificate.level)
    certificate.confirmed_by_id, certificate.confirmed_at = acting.user_id, at
    certificate.save(update_fields=["discount", "confirmed_by", "confirmed_at"])
    reason = _("PSO-certificaat %(level)s, geldig van %(first)s tot en met %(last)s: %(discount)s korting") % {
        "level": certificate.get_level_display().lower(),
        "first": date_nl(certificate.valid_from),
        "last": date_nl(certificate.valid_until),
        "discount": percentage(certificate.discount),
    }
    changed = _revise(acting, certificate, reason=reason, at=at) if certificate.discount else 0
    _tell(certificate, "certificate_confirmed", contracts=changed)
    return certificate, changed


@transaction.atomic
def decline(certificate_id: uuid.UUID, *, reason: str, at: datetime) -> Certificate:
    """It is not in order, with the reason that the company reads. Who said so stands in the history."""
    certificate = _open(certificate_id)
    certificate.declined_at, certificate.declined_reason = at, _said(reason)
    certificate.save(update_fields=["declined_at", "declined_reason"])
    _tell(certificate, "certificate_declined", reason=certificate.declined_reason)
    return certificate


@transaction.atomic
def revoke(acting: Acting, certificate_id: uuid.UUID, *, reason: str, at: datetime) -> tuple[Certificate, int]:
    """What was confirmed turns out wrong: it counts for no day any more, and the contracts are worked out anew."""
    certificate = _locked(certificate_id)
    if certificate.confirmed_at is None or certificate.declined_at is not None:
        raise CertificateRefused(_("Dit certificaat geldt niet meer. Bekijk het opnieuw."))
    certificate.declined_at, certificate.declined_reason = at, _said(reason)
    certificate.save(update_fields=["declined_at", "declined_reason"])
    why = _("PSO-certificaat %(level)s ingetrokken: %(reason)s") % {
        "level": certificate.get_level_display().lower(),
        "reason": certificate.declined_reason,
    }
    changed = _revise(acting, certificate, reason=why, at=at) if certificate.discount else 0
    _tell(certificate, "certificate_declined", reason=certificate.declined_reason)
    return certificate, changed


def discounts_on(contract: Contract) -> list[DiscountDays]:
    """What the contractor's certificates give on this contract, and on which days, oldest first.

    For all its sides: they read what is taken off, not the certificate itself.
    """
    found = terms.discounts_of(contract.region_id, [contract.contractor_id]).get(contract.contractor_id, ())
    clipped = [
        DiscountDays(one.percent, max(one.valid_from, contract.starts_on), min(one.valid_until, contract.ends_on))
        for one in found
    ]
    return sorted((one for one in clipped if one.first <= one.last), key=lambda one: one.first)


def counted_days(contract: Contract, certificate: Certificate) -> Counting | None:
    """The days of the contract on which the certificate is valid; None when it is another company's or region's."""
    first = max(certificate.valid_from, contract.starts_on)
    last = min(certificate.valid_until, contract.ends_on)
    same = (contract.contractor_id, contract.region_id) == (certificate.organisation_id, certificate.region_id)
    return Counting(certificate, first, last) if same and first <= last else None


def contracts_under(certificate: Certificate) -> QuerySet[Contract]:
    """The contracts of the company in this region whose days it touches, as long as their settlement was not drawn up."""
    return (
        Contract.objects.not_closed()
        .filter(
            region_id=certificate.region_id,
            contractor_id=certificate.organisation_id,
            starts_on__lte=certificate.valid_until,
            ends_on__gte=certificate.valid_from,
        )
        .order_by("pk")
    )


def discount_now(region_id: uuid.UUID, *, on: date) -> dict[str, Decimal]:
    """Percent for each level by the policy of this day; empty without a policy."""
    policy = RegionPolicy.objects.filter(region_id=region_id).in_force(on=on).first()
    return {level: discount_for(policy, level) for level in PsoLevel.values} if policy else {}


def discount_words(region_id: uuid.UUID, *, on: date) -> list[tuple[str, str]]:
    """Each level with what it gives today, in words."""
    found = discount_now(region_id, on=on)
    return [(str(PsoLevel(level).label), percentage(share)) for level, share in found.items()]


def _revise(acting: Acting, certificate: Certificate, *, reason: str, at: datetime) -> int:
    """Work the obligation of each contract out anew, as known from this day on."""
    ids = list(contracts_under(certificate).values_list("pk", flat=True))
    news: list[NewObligation] = []
    for contract_id in ids:
        try:
            terms.revise(
                acting,
                contract_id,
                cause=Cause.CERTIFICATE,
                valid_from=timezone.localdate(at),
                reason=reason[:500],
                at=at,
                news=news,
            )
        except terms.TermsRefused as refused:
            raise CertificateRefused(str(refused)) from refused
    tell_other_sides(acting, news)
    return len(ids)


def _locked(certificate_id: uuid.UUID) -> Certificate:
    return (
        Certificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "region", "made_by")
        .get(pk=certificate_id)
    )


def _open(certificate_id: uuid.UUID) -> Certificate:
    certificate = _locked(certificate_id)
    if certificate.confirmed_at is not None or certificate.declined_at is not None:
        raise CertificateRefused(_("Een collega heeft dit certificaat al beoordeeld."))
    return certificate


def _said(reason: str) -> str:
    if not reason.strip():
        raise CertificateRefused(_("Schrijf op waarom het certificaat niet klopt."))
    if citizen_numbers.holds_citizen_number(reason):
        raise CertificateRefused(citizen_numbers.sentence())
    return reason.strip()[:300]


def _tell(certificate: Certificate, template: str, **more: object) -> None:
    """Tell whoever added it how it went."""
    path = reverse("tenders:certificate_list", args=[certificate.organisation_id])
    queue_mail(
        template,
        to=certificate.made_by.email,
        context={
            "name": certificate.made_by.name,
            "certificate": certificate,
            "link": f"{settings.PUBLIC_URL}{path}",
            **more,
        },
    )
