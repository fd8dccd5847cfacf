"""Candidates of one region for the oracle: of its Werkplein, of another one, and brought in by who sees less."""

import datetime as dt

from candidates.choices import CandidateState, Source
from candidates.models import (
    BackOfficePolicy,
    Candidate,
    CandidateDocument,
    CandidateStep,
    DocumentContent,
    DocumentKind,
    DocumentPage,
    WerkpleinArea,
)
from organisations.choices import OrganisationKind
from organisations.file_checks import FileState
from organisations.models import Occupation, Organisation, Region
from tests.candidate_file_rows import file_rows
from tests.candidate_work_rows import work_rows
from tests.cast import Person
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.registration_rows import registration_rows
from tests.training_rows import training_rows


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
    _document(candidate_of(region, werkplein.organisation), coordination)
    # Already looked at: who registered cannot take it back any more.
    _candidate(region, school.organisation, werkplein.organisation, state=CandidateState.INTAKE)
    _candidate(region, None, None)
    file_rows(region, werkplein, coordination)
    work_rows(region, werkplein, coordination)
    registration_rows(region, school, werkplein, coordination)
    BackOfficePolicy.objects.create(region=region, project_leader=coordination.user)
    WerkpleinArea.objects.create(region=region, municipality="GM0014", werkplein=werkplein.organisation)
    Occupation.objects.create(
        region=region, code="timmerman", name="Timmerman", sector="construction", summary="Maakt ramen.", is_public=True
    )
    training_rows(region, werkplein, coordination)
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


def candidate_of(region: Region, werkplein: Organisation) -> Candidate:
    """The first candidate of this Werkplein, whom the addresses of the file name."""
    return Candidate.objects.filter(region=region, werkplein=werkplein).order_by("pk").first()


def _document(candidate: Candidate, sender: Person) -> None:
    document = CandidateDocument.objects.create(
        region=candidate.region,
        candidate=candidate,
        kind=DocumentKind.CV,
        state=FileState.CHECKED,
        media_type="application/pdf",
        pages=1,
        size=4,
        sha256="0" * 64,
        organisation=sender.organisation,
        uploaded_by=sender.user,
    )
    content = DocumentContent.objects.create(document=document, name="cv van Testje.pdf", data=b"%PDF")
    DocumentPage.objects.create(content=content, number=1, width=1, height=1, png=b"\x89PNG")


def _person(region: Region, kind: OrganisationKind) -> Person:
    person = Person(user=UserFactory(), organisation=OrganisationFactory(kind=kind, region=region))
    MembershipFactory(user=person.user, organisation=person.organisation)
    return person
