"""Candidates of one region for the oracle: of its Werkplein, of another one, and brought in by who sees less."""

import datetime as dt

from candidates.choices import CandidateState, Source
from candidates.models import BackOfficePolicy, Candidate, CandidateStep, WerkpleinArea
from organisations.choices import OrganisationKind
from organisations.models import Occupation, Organisation, Region
from tests.cast import Person
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory


def candidate_rows(region: Region, authority: Person, werkplein: Person, coordination: Person) -> list[Person]:
    """The rows, and the members who register people: a school, and a Werkplein that does not serve the resident."""
    school, elsewhere = (_person(region, kind) for kind in (OrganisationKind.SCHOOL, OrganisationKind.WERKPLEIN))
    registrants = (werkplein.organisation, school.organisation, elsewhere.organisation, authority.organisation)
    for registrant in registrants:
        candidate = _candidate(region, registrant, werkplein.organisation)
        CandidateStep.objects.create(
            region=region,
            candidate=candidate,
            to_state=CandidateState.REGISTERED,
            on=candidate.registered_on,
            by=coordination.user,
            organisation=coordination.organisation,
        )
    # Already looked at: who registered cannot take it back any more.
    _candidate(region, school.organisation, werkplein.organisation, state=CandidateState.INTAKE)
    _candidate(region, None, None)
    BackOfficePolicy.objects.create(region=region, project_leader=coordination.user)
    WerkpleinArea.objects.create(region=region, municipality="GM0014", werkplein=werkplein.organisation)
    Occupation.objects.create(region=region, code="timmerman", name="Timmerman", sector="construction")
    return [school, elsewhere]


def _candidate(region: Region, registrant: Organisation | None, werkplein: Organisation | None, **values) -> Candidate:
    candidate = CandidateFactory(
        region=region,
        registrant_organisation=registrant,
        werkplein=werkplein,
        source=Source.SCHOOL if registrant else Source.SELF,
        **values,
    )
    candidate.call_by = dt.date(2026, 9, 8)
    candidate.save()
    candidate.identity.phone = "06-11111111"
    candidate.identity.save()
    return candidate


def _person(region: Region, kind: OrganisationKind) -> Person:
    person = Person(user=UserFactory(), organisation=OrganisationFactory(kind=kind, region=region))
    MembershipFactory(user=person.user, organisation=person.organisation)
    return person
