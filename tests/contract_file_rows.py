"""Rows in every table of a contract's file, and contracts that several companies carry out."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from organisations.choices import MailRhythm, MailTopic, OrganisationKind, Role
from organisations.file_checks import FileState
from organisations.models import (
    HeldMail,
    MailChoice,
    Organisation,
    OrganisationRegion,
    ReadLog,
    Region,
    SavedView,
    new_id,
)
from placements.choices import Chased, LineStatus, RequestState, VerdictKind
from placements.models import (
    CandidateRequest,
    Contribution,
    Deployment,
    EvidenceContent,
    EvidenceFile,
    EvidencePage,
    FirstApproval,
    HoursStatement,
    Reminder,
    ReversalRequest,
    Sample,
    SampleItem,
    VerdictSentences,
    YearLine,
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
    TenderTextKind,
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
    PlanItem,
    ReadMark,
    Responsible,
    Settlement,
    Succession,
    TenderText,
    Turnover,
)
from tenders.models.succession import SuccessionKind
from tests.cast import Person
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory, block_of
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
    for person in (authority, contractor):
        mine = {"user": person.user, "organisation": person.organisation}
        MailChoice.objects.get_or_create(**mine, topic=MailTopic.MESSAGES, defaults={"rhythm": MailRhythm.WEEKLY})
        HeldMail.objects.create(**mine, template="message_waiting", subject=contract.title, link="/werk/")
    Reminder.objects.create(
        contract=contract,
        organisation=contractor.organisation,
        kind=Chased.HOURS,
        about="2026-03",
        number=1,
        to="vera@demo.example",
    )
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
        TenderText.objects.create(
            region=contract.region, kind=TenderTextKind.LOTS, subject="Percelen", body="Elk", changed_by=authority.user
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
    year = {"deployment": deployment, "year": 2026, "date": dt.date(2026, 12, 31)}
    YearLine.objects.create(**year, value=300, status=LineStatus.APPROVED)
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
        if line.keys() != {"deployment"}:  # of a person at work his months are drawn
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
    evidence_of(contract, contractor, verifiers=people)
    return people


def _agreed_and_proposed(contract: Contract, authority: Person, company: Person) -> None:
    """A plan and a bespoke agreement, each once proposed by the company and once agreed by the other side."""
    proposed = {"proposed_by": company.user, "proposed_for": company.organisation}
    agreed = {"decided_by": authority.user, "decided_for": authority.organisation, "agreed_at": timezone.now()}
    effort = {"description": "Open dag", "amount": 500, "evidence": "Foto’s", "starts_on": DAY}
    for decided in ({}, agreed):
        if company.organisation == contract.contractor:
            _plan_items(Plan.objects.create(contract=contract, days=[DAY], totals=[1000], **proposed, **decided))
        Agreement.objects.create(contract=contract, contractor=company.organisation, **effort, **proposed, **decided)


def _plan_items(plan: Plan) -> None:
    """One about a target group, one about another effort, one outside the tariff."""
    for position, (block, description) in enumerate(
        ((block_of(plan.contract, "wajong"), ""), (block_of(plan.contract, "social_activity"), ""), (None, "Open dag"))
    ):
        PlanItem.objects.create(
            contract=plan.contract,
            plan=plan,
            position=position,
            block=block,
            description=description,
            starts_on=DAY,
            ends_on=dt.date(2026, 9, 1),
            quantity=1,
            amount=500,
        )


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


def evidence_of(contract: Contract, contractor: Person, *, verifiers: list[Person]) -> None:
    """Evidence of a person and of another contribution: in quarantine, checked, refused, and opened with a reason."""
    deployment = Deployment.objects.filter(contract=contract).first()
    contribution = Contribution.objects.filter(contract=contract).first()
    sent = {"organisation": contractor.organisation, "uploaded_by": contractor.user, "size": 4}
    checked = {"state": FileState.CHECKED, "media_type": "application/pdf", "pages": 1}
    opened = [
        EvidenceFile(
            deployment=deployment, kind="payslip", month=DAY.replace(day=1), sha256="1" * 64, **sent, **checked
        ),
        EvidenceFile(contribution=contribution, kind="invoice", sha256="2" * 64, **sent, **checked),
    ]
    closed = [
        EvidenceFile(deployment=deployment, kind="contract", sha256="3" * 64, **sent, **checked),
        EvidenceFile(deployment=deployment, kind="statement", sha256="4" * 64, **sent),
        EvidenceFile(deployment=deployment, kind="other", sha256="5" * 64, state="refused", refusal="script", **sent),
    ]
    for file in [*opened, *closed]:
        file.save(force_insert=True)
        content = EvidenceContent.objects.create(evidence=file, name="Jansen.pdf", data=b"%PDF")
        if file.state == FileState.CHECKED:
            EvidencePage.objects.create(content=content, number=1, width=1, height=1, png=b"\x89PNG\r\n\x1a\n")
    ReadLog.objects.bulk_create(
        ReadLog(
            region=contract.region,
            organisation=person.organisation,
            user=person.user,
            subject="evidence",
            subject_id=file.pk,
            reason="Beoordelen",
        )
        for person in [*verifiers, contractor]
        for file in [*opened, closed[1]]
    )
