"""The cast, everywhere the same. Each has the organisation, the user, a logged-in client and its addresses."""

from dataclasses import dataclass, field

from django.test import Client

from organisations.choices import OrganisationKind, Role
from organisations.demo_cast import DEMO_SESSION
from organisations.models import Organisation, Region, User
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory, RegionFactory, UserFactory


@dataclass
class Person:
    user: User
    organisation: Organisation
    client: Client = field(default_factory=Client)

    def url(self, path: str = "") -> str:
        """The address of a page in the workspace of this person's organisation."""
        return f"/werk/{self.organisation.pk}/{path}"

    def get(self, path: str = "", **kwargs):
        return self.client.get(self.url(path), **kwargs)

    def post(self, path: str = "", data=None, **kwargs):
        return self.client.post(self.url(path), data or {}, **kwargs)


@dataclass
class Cast:
    region: Region
    other_region: Region
    alice: Person
    bram: Person
    carla: Person
    dirk: Person
    esra: Person
    frank: Person
    #: One member of each kind in the other region, Frank among them; none may see a thing.
    strangers: dict[str, Person]


def make_cast() -> Cast:
    with owner():
        region = Region.objects.get(code="groningen")
        other = RegionFactory(code="noordermeer", name="Noordermeer")

        def person(name, kind, organisation, *, code, region=region, role=Role.ADMINISTRATOR):
            membership = MembershipFactory(
                user=UserFactory(name=name, email=f"{name.lower().replace(' ', '.')}@demo.example"),
                organisation=OrganisationFactory(name=organisation, kind=kind, region=region, region__code=code),
                role=role,
            )
            return Person(membership.user, membership.organisation)

        kind = OrganisationKind
        strangers = {
            kind.MUNICIPALITY: person(
                "Fenna", kind.MUNICIPALITY, "Gemeente Noordermeer", code="gem-noordermeer", region=other
            ),
            kind.CONTRACTOR: person("Fokke", kind.CONTRACTOR, "Overmeer BV", code="overmeer", region=other),
            kind.WERKPLEIN: person(
                "Femke", kind.WERKPLEIN, "Werkplein Noordermeer", code="werkplein-noordermeer", region=other
            ),
            kind.COORDINATION_POINT: person(
                "Frank",
                kind.COORDINATION_POINT,
                "Coördinatiepunt Noordermeer",
                code="csr-noordermeer",
                region=other,
            ),
            kind.PROGRAMME_BUREAU: person(
                "Floor", kind.PROGRAMME_BUREAU, "Programmabureau Noordermeer", code="bureau-noordermeer", region=other
            ),
        }
        cast = Cast(
            region=region,
            other_region=other,
            alice=person("Alice", kind.MUNICIPALITY, "Gemeente Groningen", code="gem-groningen"),
            bram=person("Bram", kind.CONTRACTOR, "Bouwbedrijf Molenwerf BV", code="bouwbedrijf-molenwerf"),
            carla=person("Carla", kind.WERKPLEIN, "Werkplein Groningen", code="werkplein-groningen"),
            dirk=person("Dirk", kind.COORDINATION_POINT, "Coördinatiepunt Social Return", code="csr-groningen"),
            esra=person("Esra", kind.PROGRAMME_BUREAU, "Programmabureau", code="programmabureau"),
            frank=strangers[kind.COORDINATION_POINT],
            strangers=strangers,
        )
    for one in [cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra, *strangers.values()]:
        log_in(one)
    return cast


def log_in(person: Person) -> None:
    """Log in as the demo does: without second factor, which has tests of its own."""
    person.client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = person.client.session
    session[DEMO_SESSION] = True
    session.save()
