"""The people of the demo: who they are, for whom they act, and who can be chosen on the log-in page."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.choices import Role
from organisations.models import User

#: Session key of a one-click log-in; means nothing unless settings.DEMO_LOGIN is on.
DEMO_SESSION = "demo_login"


@dataclass(frozen=True, slots=True)
class CastMember:
    """``organisation_code`` is the code in region ``region_code``; the platform operator has no region."""

    key: str
    name: str
    organisation: str
    organisation_code: str
    region_code: str | None
    role_text: str | Promise
    role: Role = Role.ADMINISTRATOR

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"

    @property
    def url(self) -> str:
        return reverse("organisations:demo_login", args=[self.key])


CAST = (
    CastMember("alice", "Alice", "Gemeente Groningen", "gem-groningen", "groningen", _("Inkoper")),
    CastMember(
        "bram",
        "Bram",
        "Bouwbedrijf Molenwerf BV",
        "bouwbedrijf-molenwerf",
        "groningen",
        _("Opdrachtnemer"),
    ),
    CastMember("carla", "Carla", "Werkplein Groningen", "werkplein-groningen", "groningen", _("Accountmanager")),
    CastMember("dirk", "Dirk", "Coördinatiepunt Social Return", "csr-groningen", "groningen", _("Coördinator")),
    CastMember(
        "esra",
        "Esra",
        "Programmabureau 1.000-banenplan",
        "programmabureau",
        "groningen",
        _("Programmamanager"),
    ),
    CastMember(
        "frank",
        "Frank",
        "Coördinatiepunt Social Return Noordermeer",
        "csr-noordermeer",
        "noordermeer",
        _("Coördinator in een andere regio"),
    ),
    CastMember("olga", "Olga", "Beheer van het portaal", "beheer", None, _("Platformbeheerder")),
    CastMember("anna", "Anna", "Gemeente Groningen", "gem-groningen", "groningen", _("Collega van Alice"), Role.MEMBER),
    CastMember(
        "daan",
        "Daan",
        "Coördinatiepunt Social Return",
        "csr-groningen",
        "groningen",
        _("Collega van Dirk"),
        Role.MEMBER,
    ),
)


def offered() -> list[CastMember]:
    """Who can be chosen on the log-in page: nobody outside the demo, and only who was loaded."""
    if not settings.DEMO_LOGIN:
        return []
    emails = [member.email for member in CAST]
    present = set(User.objects.filter(email__in=emails, is_active=True).values_list("email", flat=True))
    return [member for member in CAST if member.email in present]


def user_of(key: str) -> User | None:
    """The account behind a one-click log-in; None outside the demo."""
    if not settings.DEMO_LOGIN:
        return None
    emails = [member.email for member in CAST if member.key == key]
    return User.objects.filter(email__in=emails, is_active=True).first()
