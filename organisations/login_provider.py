"""Logging in by the provider of an organisation: for whom that is, of whom a provider is believed, and its settings."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations import openid, sealed
from organisations.choices import ProviderUse
from organisations.models import LoginProvider, Membership, User
from organisations.refused import Refused
from organisations.two_steps import were_two_steps

_PUBLIC_MAIL = """
gmail.com googlemail.com outlook.com outlook.nl hotmail.com hotmail.nl live.com live.nl msn.com yahoo.com yahoo.nl
icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.net aol.com zoho.com hey.com fastmail.com ziggo.nl
kpnmail.nl kpnplanet.nl planet.nl xs4all.nl home.nl hetnet.nl casema.nl chello.nl upcmail.nl telfort.nl tele2.nl
solcon.nl online.nl quicknet.nl zonnet.nl
"""
#: Where everybody can have an address: none of these is of an organisation.
PUBLIC_MAIL = frozenset(_PUBLIC_MAIL.split())


@dataclass(frozen=True, slots=True)
class InUse:
    """A provider that members log in by, or that is being tried, with its secret."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    name: str
    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    second_factor: str
    acr_values: tuple[str, ...]

    @property
    def client(self) -> openid.Client:
        return openid.Client(self.client_id, self.client_secret, redirect_uri())

    def counts(self, said: openid.Said) -> bool:
        """Whether he logged in there in two steps."""
        return were_two_steps(self.second_factor, methods=said.methods, context=said.context, contexts=self.acr_values)


def redirect_uri() -> str:
    """Where a provider sends people back to; the administrator of the provider fills it in there."""
    return urljoin(settings.PUBLIC_URL, reverse("organisations:provider_back"))


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class Offered:
    """A provider to log in by, for who chooses: of which organisation, and at which site it asks for a password."""

    id: uuid.UUID
    name: str
    site: str


def offered_to(email: str) -> list[Offered]:
    """The providers of the domain of this address. Whether somebody has the address is not looked at, nor said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, issuer FROM organisations_providers_of_domain(%s)", [domain_of(email)])
        return [Offered(pk, name, urlsplit(issuer).hostname or "") for pk, name, issuer in cursor.fetchall()]


def in_use(provider_id: uuid.UUID) -> InUse | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_provider_in_use(%s)", [provider_id])
        row = cursor.fetchone()
    if row is None:
        return None
    organisation_id, name, issuer, client_id, secret, domains, second_factor, acr_values = row
    return InUse(
        provider_id,
        organisation_id,
        name,
        issuer,
        client_id,
        sealed.unseal(secret),
        tuple(domains),
        second_factor,
        tuple(acr_values),
    )


def being_tried(row: LoginProvider, *, name: str) -> InUse:
    """The same of a provider that is perhaps not in use yet; only its administrator has the row."""
    return InUse(
        row.pk,
        row.organisation_id,
        name,
        row.issuer,
        row.client_id,
        sealed.unseal(row.client_secret),
        tuple(row.domains),
        row.second_factor,
        tuple(row.acr_values),
    )


def check_address(provider: InUse, said: openid.Said) -> None:
    """A provider speaks for addresses of its own organisation, and only when it looked whether they are somebody's."""
    if not said.email:
        raise Refused(
            _("%(name)s zegt niet welk e-mailadres u hebt. De beheerder van de inlogdienst moet dat aanzetten.")
            % {"name": provider.name}
        )
    if domain_of(said.email) not in provider.domains:
        raise Refused(
            _("U logde bij %(name)s in met een e-mailadres dat daar niet bij hoort. Kies daar een ander account.")
            % {"name": provider.name}
        )
    if not said.is_verified:
        raise Refused(
            _(
                "%(name)s bevestigt niet dat dit e-mailadres van u is. De beheerder van de inlogdienst moet dat aanzetten."
            )
            % {"name": provider.name}
        )


@transaction.atomic
def member_who(provider: InUse, said: openid.Said) -> User:
    """The member of the organisation who is at its provider; the first time, who he is there is kept."""
    check_address(provider, said)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, outcome FROM organisations_member_at_provider(%s, %s, %s, %s)",
            [provider.id, said.issuer, said.subject, said.email],
        )
        member_id, outcome = cursor.fetchone()
    if outcome == "member":
        return User.objects.get(pk=member_id)
    sentences = {
        "no_member": _(
            "Met dit e-mailadres hoort niemand bij %(name)s in het portaal."
            " Vraag een beheerder van uw organisatie om een uitnodiging."
        ),
        "somebody_else": _(
            "Dit e-mailadres was bij %(name)s eerst van een ander account."
            " Vraag een beheerder van uw organisatie om de koppeling los te maken."
        ),
        "changed": _("De instellingen van %(name)s zijn net veranderd. Probeer het opnieuw."),
    }
    raise Refused(sentences[outcome] % {"name": provider.name})


def domains_of_members(organisation_id: uuid.UUID) -> set[str]:
    """The mail domains of who belongs to the organisation: those it can say something about."""
    rows = Membership.objects.current().filter(organisation_id=organisation_id)
    return {domain_of(email) for email in rows.values_list("user__email", flat=True)}


@transaction.atomic
def keep(row: LoginProvider, *, secret: str, is_another: bool, at: datetime) -> None:
    """Save the settings. Another provider, or another client there, is not in use until somebody tried it.

    Turning it on begins anew: what was a session when it was turned off is none any more.
    """
    was = LoginProvider.objects.select_for_update().filter(pk=row.pk).values_list("use", flat=True).first()
    if secret:
        row.client_secret = sealed.seal(secret)
    if is_another:
        row.tested_at, row.use = None, ProviderUse.OFF
    if was == ProviderUse.OFF and row.use != ProviderUse.OFF:
        row.used_since = at
    row.save()


def tried(row: LoginProvider, *, at: datetime) -> None:
    """Write down that an administrator logged in there, and what it said was enough."""
    row.tested_at = at
    row.save(update_fields=["tested_at"])
