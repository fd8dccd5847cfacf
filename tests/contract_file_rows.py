"""Rows in every table of a contract's file, and contracts that several companies carry out."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from organisations.choices import OrganisationKind, Role
from organisations.models import Organisation, OrganisationRegion, Region, SavedView, new_id
from placements.choices import LineStatus, RequestState, VerdictKind
from placements.models import (
    CandidateRequest,
    FirstApproval,
    HoursStatement,
    ReversalRequest,
    Sample,
    SampleItem,
    VerdictSentences,
)
from tenders.choices import (
    BulkKind,
    DocumentKind,
    DocumentState,
    LadderKind,
    NoticeKind,
    PartyRole,
    SettlementState,
    Side,
)
from tenders.models import (
    Agreement,
    BulkChange,
    CallOff,
    Certificate,
    Contract,
    ContractParty,
    Document,
    HandOver,
    LadderStep,
    LetterTemplate,
    Message,
    Notice,
    OptionYear,
    Plan,
    ReadMark,
    Responsible,
    Settlement,
    Succession,
    Turnover,
)
from tenders.models.succession import SuccessionKind
from tests.cast import Person
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

DAY = dt.date(2026, 3, 2)


@dataclass(frozen=True)
class Consortium:
    """A contract that several companies carry out, each with a member of its own."""

    contract: Contract
    partner: Person
    subcontractor: Person
    predecessor: Person
    #: A subcontractor that left.
    left: Person


def file_rows(contract: Contract, authority: Person, contractor: Person, coordination: Organisation) -> None:
    """One row or more in each table of this contract's file, by whoever writes them."""
    buyer, builder = {"made_by": authority.user}, {"made_by": contractor.user}
    CallOff.objects.create(
        contract=contract,
        reference="1",
        title="Kade",
        awarded_on=DAY,
        starts_on=DAY,
        ends_on=dt.date(2026, 9, 1),
        amount=1000,
        **buyer,
    )
    Turnover.objects.create(contract=contract, from_on=DAY, to_on=dt.date(2026, 3, 31), amount=2000, **buyer)
    OptionYear.objects.create(
        contract=contract,
        starts_on=dt.date(2028, 2, 1),
        ends_on=dt.date(2029, 1, 31),
        decide_by=dt.date(2027, 11, 1),
        **buyer,
    )
    _agreed_and_proposed(contract, authority, contractor)
    step = LadderStep.objects.create(
        contract=contract, kind=LadderKind.CONVERSATION, planned_on=DAY, made_for=authority.organisation, **buyer
    )
    _documents(contract, step, authority, contractor)
    _settlement(contract, authority, SettlementState.WITHDRAWN)
    Notice.objects.create(contract=contract, kind=NoticeKind.BEHIND, on=DAY, to="vera@demo.example")
    for person in (authority, contractor):
        said = {"contract": contract, "organisation": person.organisation}
        Message.objects.create(**said, user=person.user, text="Wanneer komt u?")
        Message.objects.create(**said, user=person.user, text="Onder ons", internal=True)
        ReadMark.objects.create(**said, read_until=timezone.now())
    HandOver.objects.create(contract=contract, to_name="Vera", to_email="vera@demo.example", **buyer)
    for kind, confirmed in (("step_1", None), ("step_2", timezone.now())):
        Certificate.objects.create(
            region=contract.region,
            organisation=contractor.organisation,
            level=kind,
            valid_from=DAY,
            valid_until=dt.date(2028, 3, 1),
            discount=5 if confirmed else None,
            confirmed_at=confirmed,
            **builder,
        )
    BulkChange.objects.create(
        organisation=authority.organisation,
        kind=BulkKind.RESPONSIBLE,
        side=Side.AUTHORITY,
        name="Vera",
        changes=[
            {"contract": str(contract.pk), "before": None, "after": {"name": "Vera", "email": "vera@demo.example"}}
        ],
        made_by=authority.user,
    )
    for shared in (False, True):
        SavedView.objects.create(
            user=contractor.user,
            organisation=contractor.organisation,
            page="contracten",
            name=f"{new_id()}",
            shared=shared,
        )
    Succession.objects.create(
        region=contract.region,
        kind=SuccessionKind.CONTRACT,
        contract=contract,
        predecessor=OrganisationFactory(kind=OrganisationKind.CONTRACTOR, region=contract.region),
        successor=contractor.organisation,
        on=DAY,
        reason="Overname",
        made_by=UserFactory(),
    )
    if not LetterTemplate.objects.filter(region=contract.region).exists():
        LetterTemplate.objects.create(
            region=contract.region, kind=DocumentKind.REMINDER, subject="Brief", body="Beste", changed_by=authority.user
        )
    Document.objects.create(
        contract=contract,
        organisation=coordination,
        kind=DocumentKind.HEARING,
        title="Uitnodiging",
        made_by=authority.user,
    )


def consortium(region: Region, authority: Person, contractor: Person, werkplein: Organisation) -> Consortium:
    """A running contract with a partner, a subcontractor, one that left and a predecessor, each with lines."""
    contract = ContractFactory(
        region=region, authority=authority.organisation, contractor=contractor.organisation, werkplein=werkplein
    )
    made = {}
    for name, role, left_on in (
        ("partner", PartyRole.PARTNER, None),
        ("subcontractor", PartyRole.SUBCONTRACTOR, None),
        ("predecessor", PartyRole.PREDECESSOR, dt.date(2026, 5, 1)),
        ("left", PartyRole.SUBCONTRACTOR, dt.date(2026, 5, 1)),
    ):
        company = OrganisationFactory(name=f"Bedrijf {name}", kind=OrganisationKind.CONTRACTOR, region=region)
        member = MembershipFactory(
            user=UserFactory(name=f"{name} in {region.code}"), organisation=company, role=Role.ADMINISTRATOR
        )
        ContractParty.objects.create(
            contract=contract, organisation=company, role=role, joined_on=DAY, left_on=left_on, made_by=contractor.user
        )
        made[name] = Person(member.user, company)
    for company in (contractor.organisation, *(one.organisation for one in made.values())):
        lines_of(contract, company)
    _agreed_and_proposed(contract, authority, made["partner"])
    for side in Side:
        Responsible.objects.create(contract=contract, side=side, name="Vera", email="vera@demo.example")
    return Consortium(contract, **made)


def lines_of(contract: Contract, company: Organisation) -> None:
    """A person at work with hours, and another contribution, both of this company."""
    deployment = DeploymentFactory(contract=contract, company=company, status=LineStatus.APPROVED)
    HoursStatementFactory(deployment=deployment, value=1500)
    HoursStatementFactory(deployment=deployment, month=dt.date(2026, 4, 1), status=LineStatus.APPROVED, value=1400)
    ContributionFactory(contract=contract, contractor=company)
    candidates_asked(contract, company)
    asked_again(contract, company)


def asked_again(contract: Contract, company: Organisation) -> None:
    """Of each sort of line: what its company asks to take back, and what its verifier drew in a sample."""
    contract.refresh_from_db()
    user = UserFactory()
    own = bool(contract.verified_by.startswith("v:"))
    sample = Sample.objects.create(
        region=contract.region,
        verified_by=contract.verified_by,
        first_on=DAY,
        last_on=DAY,
        asked_number=1,
        seed="0",
        population=1,
        question="Loonstrook",
        drawn_by=user,
        drawn_for=contract.authority
        if own
        else Organisation.objects.filter(kind=OrganisationKind.COORDINATION_POINT, regions=contract.region).first()
        or company,
    )
    deployment = contract.deployments.filter(contractor=company).first()
    month = deployment.statements.get(status=LineStatus.APPROVED)
    contribution = contract.contributions.filter(contractor=company).first()
    asked = {"reason": "152 moet 132 zijn", "asked_by": user, "asked_for": company}
    for line in (
        {"deployment": deployment},
        {"deployment": deployment, "statement": month},
        {"contribution": contribution},
    ):
        ReversalRequest.objects.create(**line, **asked)
        SampleItem.objects.create(**line, sample=sample, question="Loonstrook", reply_by=DAY)


def candidates_asked(contract: Contract, company: Organisation) -> None:
    """A request for candidates that waits, and one that was answered."""
    asked = {
        "region": contract.region,
        "contract": contract,
        "contractor": company,
        "work": "Helper",
        "number": 2,
        "starts_on": DAY,
        "hours_per_week": 24,
        "place": "Groningen",
        "asked_by": UserFactory(),
    }
    CandidateRequest.objects.create(**asked)
    CandidateRequest.objects.create(
        **asked, state=RequestState.OFFERED, offered=1, answer="Wij bellen u.", answered_at=timezone.now()
    )


def settled_contract(region: Region, authority: Person, contractor: Person) -> Contract:
    contract = ContractFactory(region=region, authority=authority.organisation, contractor=contractor.organisation)
    subcontractor = OrganisationFactory(kind=OrganisationKind.CONTRACTOR, region=region)
    ContractParty.objects.create(
        contract=contract, organisation=subcontractor, role=PartyRole.SUBCONTRACTOR, joined_on=DAY
    )
    for company in (contractor.organisation, subcontractor):
        lines_of(contract, company)
    _settlement(contract, authority, SettlementState.SETTLED)
    Contract.objects.filter(pk=contract.pk).update(settled_on=DAY)
    return contract


def verifying_authority(region: Region, contractor: Person, coordination: Organisation) -> list[Person]:
    """An authority that verifies its own contracts: its coordinator, an auditor who may look, and a buyer."""
    authority = OrganisationFactory(name=f"Gemeente {new_id()}", kind=OrganisationKind.MUNICIPALITY, region=region)
    OrganisationRegion.objects.filter(organisation=authority).update(verifies_own=True)
    people = [
        Person(UserFactory(name=f"{name} in {region.code}"), authority) for name in ("Sanne", "Saar, auditor", "Inge")
    ]
    for person, role, verifies in zip(
        people, (Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR), (True, True, False), strict=True
    ):
        MembershipFactory(user=person.user, organisation=authority, role=role, verifies=verifies)
    contract = ContractFactory(region=region, authority=authority, contractor=contractor.organisation)
    lines_of(contract, contractor.organisation)
    file_rows(contract, people[2], contractor, coordination)
    approved_first(contract, people[0])
    return people


def _agreed_and_proposed(contract: Contract, authority: Person, company: Person) -> None:
    """A plan and a bespoke agreement, each once proposed by the company and once agreed by the other side."""
    proposed = {"proposed_by": company.user, "proposed_for": company.organisation}
    agreed = {"decided_by": authority.user, "decided_for": authority.organisation, "agreed_at": timezone.now()}
    effort = {"description": "Open dag", "amount": 500, "evidence": "Foto’s", "starts_on": DAY}
    for decided in ({}, agreed):
        if company.organisation == contract.contractor:
            Plan.objects.create(contract=contract, days=[DAY], totals=[1000], **proposed, **decided)
        Agreement.objects.create(contract=contract, contractor=company.organisation, **effort, **proposed, **decided)


def _documents(contract: Contract, step: LadderStep, authority: Person, contractor: Person) -> None:
    content = {
        "subject": "Onderwerp",
        "body": "Tekst",
        "addressee": {"organisation": "Molenwerf", "name": "", "lines": []},
    }
    letter = {
        "contract": contract,
        "organisation": authority.organisation,
        "step": step,
        "made_by": authority.user,
        "content": content,
    }
    made = {"state": DocumentState.READY, "file": b"%PDF-1.7", "sha256": "0" * 64}
    Document.objects.create(**letter, **made, kind=DocumentKind.REMINDER, title="Concept")
    Document.objects.create(**letter, kind=DocumentKind.CONVERSATION, title="Verstuurd", sent_at=timezone.now())
    for person in (authority, contractor):
        Document.objects.create(
            contract=contract,
            organisation=person.organisation,
            kind=DocumentKind.ACCOUNT,
            title="Overzicht",
            made_by=person.user,
        )


def _settlement(contract: Contract, authority: Person, state: SettlementState) -> None:
    Settlement.objects.create(
        contract=contract,
        state=state,
        obligation=50000,
        persons_approved=2800,
        others_approved=0,
        shortfall=47200,
        surplus=0,
        withheld=47200,
        drawn_up_by=authority.user,
        drawn_up_for=authority.organisation,
        settled_on=DAY if state == SettlementState.SETTLED else None,
    )


def approved_first(contract: Contract, verifier: Person) -> None:
    """A month that waits for a second verifier, and the ready sentences of the region."""
    month = HoursStatement.objects.filter(deployment__contract=contract, status=LineStatus.SUBMITTED).first()
    FirstApproval.objects.create(line_id=month.pk, user=verifier.user, organisation=verifier.organisation)
    VerdictSentences.objects.get_or_create(
        region=contract.region,
        kind=VerdictKind.QUESTION,
        defaults={"sentences": ["Klopt dit?"], "changed_by": verifier.user},
    )
