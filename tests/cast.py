"""The cast, everywhere the same. Each has the organisation, the user, a logged-in client and its addresses."""

from dataclasses import dataclass, field

from django.db import connection
from django.test import Client

from organisations.choices import OrganisationKind, Role
from organisations.demo_cast import DEMO_SESSION
from organisations.models import Membership, Organisation, OrganisationRegion, Region, User
from tests.database import owner
from tests.factories.organisations import OrganisationFactory, RegionFactory, UserFactory


class Visitor(Client):
    """A client whose person logs in with the first page he asks for: in most tests most of the cast asks for none."""

    expected: User | None = None

    def arrive(self) -> None:
        """Log in whoever is expected; what that asks of the database is no query of the page."""
        user, self.expected = self.expected, None
        if user is None:
            return
        counted, connection.force_debug_cursor = connection.force_debug_cursor, False
        try:
            self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = self.session
            session[DEMO_SESSION] = True
            session.save()
        finally:
            connection.force_debug_cursor = counted

    def request(self, **request):
        self.arrive()
        return super().request(**request)

    @property
    def session(self):
        self.arrive()
        return super().session

    def force_login(self, user, backend=None):
        self.expected = None
        super().force_login(user, backend=backend)


@dataclass
class Person:
    user: User
    organisation: Organisation
    client: Visitor = field(default_factory=Visitor)

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

    def everybody(self) -> list[Person]:
        return [self.alice, self.bram, self.carla, self.dirk, self.esra, *self.strangers.values()]


def make_cast() -> Cast:
    with owner():
        region = Region.objects.get(code="groningen")
        other = RegionFactory(code="noordermeer", name="Noordermeer")

        memberships: list[Membership] = []
        regions: list[OrganisationRegion] = []

        def person(name, kind, organisation, *, code, region=region):
            made = Person(
                UserFactory.build(name=name, email=f"{name.lower().replace(' ', '.')}@demo.example"),
                OrganisationFactory.build(name=organisation, kind=kind),
            )
            memberships.append(Membership(user=made.user, organisation=made.organisation, role=Role.ADMINISTRATOR))
            regions.append(OrganisationRegion(region=region, organisation=made.organisation, code=code))
            return made

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
        # All at once: most tests begin with them.
        User.objects.bulk_create([one.user for one in cast.everybody()])
        Organisation.objects.bulk_create([one.organisation for one in cast.everybody()])
        OrganisationRegion.objects.bulk_create(regions)
        Membership.objects.bulk_create(memberships)
    for one in cast.everybody():
        log_in(one)
    return cast


def log_in(person: Person) -> None:
    """Log in as the demo does: without second factor, which has tests of its own. It happens at the first page."""
    person.client.expected = person.user
