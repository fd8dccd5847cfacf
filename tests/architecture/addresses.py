"""Every address of the portal, read from its URL conf, with objects of our own region filled in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.models import (
    Assessment,
    Assignment,
    BenefitPeriod,
    Candidate,
    CandidateDocument,
    CandidateMerge,
    CandidateTask,
    ContactMoment,
    Enrolment,
    PossibleDuplicate,
    TrainingCost,
    TrainingGroup,
    TrainingProgramme,
)
from exchange.models import BulkFile, BulkJob, PayrollUpload, ReferralUpload
from organisations.models import (
    Invitation,
    Membership,
    Occupation,
    OrganisationRegion,
    RetentionMark,
    SavedView,
    new_id,
)
from placements.models import (
    CandidateRequest,
    Contribution,
    Deployment,
    EvidenceFile,
    FollowUp,
    HoursStatement,
    PersonDecision,
    PersonRequest,
    Placement,
    PromisingList,
    Proposal,
    RevaluationTask,
    ReversalRequest,
    Sample,
    SampleItem,
    SpeedDate,
    Vacancy,
    YearLine,
)
from placements.verifying.work_list import Kind
from reporting.models import (
    CovenantAction,
    CovenantDuty,
    CovenantMeeting,
    CovenantRisk,
    Evaluation,
    Judgement,
    PlanActivity,
    PublicConsent,
    Report,
    ReportPublication,
    SpendingLine,
    Standing,
    Story,
)
from tenders.models import (
    Agreement,
    BulkChange,
    CallOff,
    Certificate,
    Document,
    FirmInvitation,
    LadderStep,
    LocalFirm,
    OptionYear,
    Plan,
    Succession,
    Tender,
    TenderDocument,
    TenderStep,
    Turnover,
)
from tests.database import owner
from tests.two_regions import TwoRegions

#: Prefixes of views that packages bring; they guard themselves and know no region.
OF_PACKAGES = ("allauth.", "django.")


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable
    parameters: tuple[str, ...]

    @property
    def in_workspace(self) -> bool:
        return self.route.startswith("werk/<uuid:organisation_id>/")

    @property
    def of_package(self) -> bool:
        return self.view.__module__.startswith(OF_PACKAGES)

    @property
    def of_a_row(self) -> bool:
        """Names a row of one region."""
        named = {*self.parameters, *(name for _word, name in QUERIES.get(self.name, ()))}
        return self.in_workspace and bool(named & set(ROWS))

    def url(self, organisation_id: Any, values: dict[str, Any]) -> str:
        wanted = {name: values[name] for name in self.parameters if name != "organisation_id"}
        if self.in_workspace:
            wanted["organisation_id"] = organisation_id
        query = QUERIES.get(self.name, ())
        asked = {word: values[name] for word, name in query}
        return reverse(self.name, kwargs=wanted) + (f"?{urlencode(asked)}" if asked else "")


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", (), ()), key=lambda one: one.name)


def workspace_addresses() -> list[Address]:
    return [one for one in addresses() if one.in_workspace]


def _walk(patterns: list, route: str, namespace: tuple[str, ...], parameters: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        here = route + str(one.pattern)
        names = (*parameters, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here, (*namespace, *filter(None, [one.namespace])), names)
        elif isinstance(one, URLPattern):
            yield Address(":".join((*namespace, one.name or here)), here, one.callback, names)


def _of_file(model: Any, regions: TwoRegions, **which: Any) -> Any:
    """Something in the file of the candidate that ``candidate_id`` names."""
    return model.objects.filter(candidate_id=ROWS["candidate_id"](regions), **which).first().pk


def _speed_date(regions: TwoRegions) -> SpeedDate:
    return SpeedDate.objects.filter(region=regions.cast.region, state="speeddate_draft").get()


def _action(regions: TwoRegions) -> CovenantAction:
    return CovenantAction.objects.get(region=regions.cast.region, partner__kind="union")


#: Parameters that name a row, and where that row of our region comes from.
ROWS: dict[str, Callable[[TwoRegions], Any]] = {
    "contract_id": lambda regions: regions.contract.pk,
    "party_id": lambda regions: regions.consortium.contract.parties.filter(role="partner").get().pk,
    "tariff_id": lambda regions: regions.contract.tariff_id,
    "block_id": lambda regions: regions.contract.tariff.blocks.order_by("pk").first().pk,
    "one_id": lambda regions: PersonDecision.objects.get(one__deployments__contract=regions.contract).one_id,
    "other_id": lambda regions: PersonDecision.objects.get(one__deployments__contract=regions.contract).other_id,
    "decision_id": lambda regions: PersonDecision.objects.get(one__deployments__contract=regions.contract).pk,
    "tender_id": lambda regions: Tender.objects.get(contracts=regions.contract).pk,
    "tender_document_id": lambda regions: (
        TenderDocument.objects.filter(tender__contracts=regions.contract, is_public=True).get().pk
    ),
    "tender_step_id": lambda regions: TenderStep.objects.filter(tender__contracts=regions.contract).first().pk,
    "deployment_id": lambda regions: Deployment.objects.get(contract=regions.contract).pk,
    "statement_id": lambda regions: (
        HoursStatement.objects.get(deployment__contract=regions.contract, status="submitted").pk
    ),
    "line_id": lambda regions: Contribution.objects.get(contract=regions.contract).pk,
    "task_id": lambda regions: RevaluationTask.objects.get(statement__deployment__contract=regions.contract).pk,
    "reversal_id": lambda regions: ReversalRequest.objects.filter(contract=regions.contract).first().pk,
    "sample_id": lambda regions: Sample.objects.filter(items__contract=regions.contract).first().pk,
    "item_id": lambda regions: SampleItem.objects.filter(contract=regions.contract).first().pk,
    "request_id": lambda regions: CandidateRequest.objects.filter(contract=regions.contract).first().pk,
    "person_request_id": lambda regions: (
        PersonRequest.objects.filter(region=regions.cast.region, outcome="").order_by("pk").first().pk
    ),
    "person_id": lambda regions: Deployment.objects.get(contract=regions.contract).person_id,
    "year_line_id": lambda regions: YearLine.objects.get(deployment__contract=regions.contract).pk,
    "contribution_id": lambda regions: Contribution.objects.get(contract=regions.contract).pk,
    "evidence_id": lambda regions: (
        EvidenceFile.objects.filter(deployment__contract=regions.contract, kind="payslip").get().pk
    ),
    "report_id": lambda regions: Report.objects.get(region=regions.cast.region, kind="quarterly").pk,
    "publication_id": lambda regions: ReportPublication.objects.get(region=regions.cast.region, edition="exact").pk,
    "judgement_id": lambda regions: (
        Judgement.objects.filter(region=regions.cast.region, organisation__kind="union").get().pk
    ),
    "consent_id": lambda regions: PublicConsent.objects.filter(region=regions.cast.region).first().pk,
    "evaluation_id": lambda regions: Evaluation.objects.get(region=regions.cast.region).pk,
    "spending_id": lambda regions: SpendingLine.objects.filter(region=regions.cast.region).order_by("pk").first().pk,
    "standing_id": lambda regions: Standing.objects.get(region=regions.cast.region).pk,
    "job_id": lambda regions: BulkJob.objects.get(organisation=regions.contract.authority).pk,
    "upload_id": lambda regions: PayrollUpload.objects.filter(organisation=regions.contract.contractor).first().pk,
    "file_id": lambda regions: BulkFile.objects.get(job__organisation=regions.contract.authority).pk,
    "membership_id": lambda regions: Membership.objects.filter(organisation=regions.contract.authority).first().pk,
    "invitation_id": lambda regions: Invitation.objects.filter(organisation=regions.contract.authority).first().pk,
    "view_id": lambda regions: SavedView.objects.filter(organisation=regions.contract.contractor).first().pk,
    "bulk_id": lambda regions: BulkChange.objects.get(organisation=regions.contract.authority).pk,
    "call_off_id": lambda regions: CallOff.objects.get(contract=regions.contract).pk,
    "turnover_id": lambda regions: Turnover.objects.get(contract=regions.contract).pk,
    "step_id": lambda regions: LadderStep.objects.filter(contract=regions.contract).first().pk,
    "document_id": lambda regions: Document.objects.filter(contract=regions.contract).first().pk,
    "option_id": lambda regions: OptionYear.objects.get(contract=regions.contract).pk,
    "plan_id": lambda regions: Plan.objects.filter(contract=regions.contract).first().pk,
    "agreement_id": lambda regions: Agreement.objects.filter(contract=regions.contract).first().pk,
    "company_id": lambda regions: regions.contract.contractor_id,
    "succession_id": lambda regions: Succession.objects.filter(contract=regions.contract).first().pk,
    "certificate_id": lambda regions: Certificate.objects.filter(organisation=regions.contract.contractor).first().pk,
    "programme_id": lambda regions: TrainingProgramme.objects.get(region=regions.cast.region).pk,
    "group_id": lambda regions: TrainingGroup.objects.filter(region=regions.cast.region).first().pk,
    "enrolment_id": lambda regions: _of_file(Enrolment, regions),
    "cost_id": lambda regions: TrainingCost.objects.filter(region=regions.cast.region).first().pk,
    "occupation_id": lambda regions: Occupation.objects.filter(region=regions.cast.region).order_by("code").first().pk,
    "placement_id": lambda regions: (
        Placement.objects.filter(employer_organisation=regions.contract.contractor).order_by("pk").first().pk
    ),
    "candidate_id": lambda regions: (
        Candidate.objects.filter(werkplein=regions.contract.werkplein).order_by("pk").first().pk
    ),
    "candidate_document_id": lambda regions: (
        CandidateDocument.objects.filter(candidate__werkplein=regions.contract.werkplein).get().pk
    ),
    "contact_id": lambda regions: _of_file(ContactMoment, regions, by=regions.cast.carla.user),
    "assessment_id": lambda regions: _of_file(Assessment, regions, kind="intake"),
    "benefit_period_id": lambda regions: _of_file(BenefitPeriod, regions),
    "follow_up_id": lambda regions: (
        FollowUp.objects.filter(placement__candidate__werkplein=regions.contract.werkplein).first().pk
    ),
    "vacancy_id": lambda regions: (
        Vacancy.objects.filter(region=regions.cast.region, state="vacancy_open").order_by("pk").first().pk
    ),
    "proposal_id": lambda regions: (
        Proposal.objects.filter(vacancy__employer_organisation=regions.contract.contractor, state="agreed")
        .order_by("pk")
        .first()
        .pk
    ),
    "event_id": lambda regions: _speed_date(regions).pk,
    "employer_id": lambda regions: _speed_date(regions).employers.order_by("pk").first().pk,
    "attendee_id": lambda regions: (
        _speed_date(regions).attendees.filter(candidate__werkplein=regions.contract.werkplein).order_by("pk").first().pk
    ),
    "talk_id": lambda regions: (
        _speed_date(regions)
        .meetings.filter(attendee__candidate__werkplein=regions.contract.werkplein)
        .order_by("pk")
        .first()
        .pk
    ),
    "promising_list_id": lambda regions: (
        PromisingList.objects.get(region=regions.cast.region, state="promising_concept").pk
    ),
    "mark_id": lambda regions: RetentionMark.objects.get(organisation=regions.contract.werkplein).pk,
    "candidate_task_id": lambda regions: _of_file(CandidateTask, regions),
    "assignment_id": lambda regions: Assignment.objects.get(made_by=regions.cast.carla.user).pk,
    "registration_id": lambda regions: (
        Candidate.objects.filter(region=regions.cast.region, registrant_organisation__kind="school")
        .order_by("pk")
        .first()
        .pk
    ),
    "second_id": lambda regions: (
        Candidate.objects.filter(werkplein=regions.contract.werkplein).order_by("-pk").first().pk
    ),
    "pair_id": lambda regions: PossibleDuplicate.objects.filter(region=regions.cast.region).order_by("pk").first().pk,
    "merge_id": lambda regions: CandidateMerge.objects.filter(region=regions.cast.region).order_by("pk").first().pk,
    "referral_id": lambda regions: ReferralUpload.objects.get(organisation=regions.contract.werkplein).pk,
    "code": lambda regions: regions.cast.region.code,
    "region_code": lambda regions: regions.cast.region.code,
    "region_id": lambda regions: regions.cast.region.pk,
    "partner_id": lambda regions: (
        OrganisationRegion.objects.filter(region=regions.cast.region, organisation__kind="union").get().pk
    ),
    "duty_id": lambda regions: CovenantDuty.objects.get(region=regions.cast.region, article="99a").pk,
    "meeting_id": lambda regions: CovenantMeeting.objects.get(region=regions.cast.region).pk,
    "action_id": lambda regions: _action(regions).pk,
    "record_id": lambda regions: _action(regions).pk,
    "activity_id": lambda regions: PlanActivity.objects.get(region=regions.cast.region, title="Geheime activiteit").pk,
    "risk_id": lambda regions: CovenantRisk.objects.get(region=regions.cast.region, title="Geheim risico").pk,
    "story_id": lambda regions: Story.objects.filter(region=regions.cast.region).order_by("pk").first().pk,
    "firm_id": lambda regions: LocalFirm.objects.filter(region=regions.cast.region, state="confirmed").first().pk,
    "firm_invitation_id": lambda regions: (
        FirmInvitation.objects.filter(tender__contracts=regions.contract).order_by("pk").first().pk
    ),
    "pk": lambda regions: (
        OrganisationRegion.objects.get(region=regions.cast.region, organisation=regions.contract.authority).pk
    ),
}
#: Parameters that name no row.
PLAIN = {
    "colour": "004b93",
    "side": "authority",
    "guide": "inkoper",
    "list_key": "contracten",
    "letter_kind": "reminder",
    "text_kind": "contract_clause",
    "text_format": "txt",
    "month": "2026-03",
    "kind": Kind.CONTRIBUTION.value,
    "figure": "registrations.cumulative.total",
    "result_key": "quarterly-2019-Q2",
    "file_name": "kalender.ics",
    "number": 1,
    "year": 2027,
    "file_format": "pdf",
    "edition": "exact",
    "book_format": "xlsx",
    "key": "alice",
    "condition": "wage",
    "word": "actie",
    "period": "2026-Q1",
    "months": 6,
    "token": "x" * 43,
    "step": "uren",
    "municipality": "GM0014",
    "occupation_code": "timmerman",
    "which": "werkgevers",
}
#: Names in the query string that name a row as well, and the parameter that holds one.
QUERIES: dict[str, tuple[tuple[str, str], ...]] = {
    "tenders:hand_over_create": (("contract", "contract_id"),),
    "tenders:award_create": (("perceel_bij", "contract_id"),),
    "placements:deployment_create": (
        ("contract", "contract_id"),
        ("person", "person_id"),
        ("placement", "placement_id"),
    ),
    "placements:placement_create": (("voorstel", "proposal_id"),),
    "placements:deployment_block": (("contract", "contract_id"), ("deployment", "deployment_id")),
    "placements:deployment_forecast": (("contract", "contract_id"), ("deployment", "deployment_id")),
    "placements:contribution_create": (("contract", "contract_id"),),
    "placements:contribution_value": (("contract", "contract_id"), ("line", "contribution_id")),
}


def ours(regions: TwoRegions) -> dict[str, Any]:
    """A value for each parameter of the workspace, naming rows of our region."""
    with owner():
        return {name: find(regions) for name, find in ROWS.items()} | _plain()


def missing(regions: TwoRegions) -> dict[str, Any]:
    """The same, naming rows that are not there."""
    return {name: "geen-regio" if name.endswith("code") else new_id() for name in ROWS} | _plain()


def _plain() -> dict[str, Any]:
    return dict(PLAIN)
