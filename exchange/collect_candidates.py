"""What a region holds of candidates, their training and their work, as rows of a package.

Files that were merged into another are no rows by themselves: what hangs on them hangs on the file that was kept.
"""

import uuid
from collections.abc import Collection

from candidates.models import Candidate, CandidateIdentity, Enrolment, TrainingProgramme
from exchange.collect import Held
from exchange.package import CandidateRow, EnrolmentRow, FollowUpRow, PlacementRow, ProgrammeRow
from exchange.package.rows import UNKNOWN_GROUP
from organisations.models import OrganisationRegion
from placements.choices import EndReason
from placements.models import FollowUp, Placement


def candidates(region_id: uuid.UUID, references: Collection[str] | None = None) -> list[Held[CandidateRow, Candidate]]:
    """Candidates by reference, merged ones too; all of the region that stand without ``references``.

    Each record carries ``identity``, or None where nobody wrote one down.
    """
    found = Candidate.objects.filter(region_id=region_id).order_by("reference")
    found = found.filter(reference__in=references) if references is not None else found.standing()
    records = list(found)
    codes = dict(OrganisationRegion.objects.filter(region_id=region_id).values_list("organisation_id", "code"))
    identities = identities_of(records)
    return [Held(_candidate_row(one, identities.get(one.pk), codes), one) for one in records]


def identities_of(candidates_: Collection[Candidate]) -> dict[uuid.UUID, CandidateIdentity]:
    """Who these candidates are, by candidate."""
    found = CandidateIdentity.objects.filter(candidate_id__in=[one.pk for one in candidates_]).order_by()
    return {identity.candidate_id: identity for identity in found}


def _candidate_row(
    candidate: Candidate, identity: CandidateIdentity | None, codes: dict[uuid.UUID, str]
) -> CandidateRow:
    registrant = candidate.registrant
    if candidate.registrant_organisation_id is not None:
        registrant = codes.get(candidate.registrant_organisation_id, registrant)
    return CandidateRow(
        reference=candidate.reference,
        registered_on=candidate.registered_on,
        source=candidate.source,
        registrant=registrant,
        target_group=candidate.target_group or UNKNOWN_GROUP,
        municipality=candidate.municipality,
        werkplein=codes[candidate.werkplein_id] if candidate.werkplein_id else "",
        sector=candidate.sector,
        wanted_work=candidate.wanted_work,
        state=candidate.state,
        **({name: getattr(identity, name) for name in CandidateRow.IDENTITY} if identity else {}),
    )


def programmes(
    region_id: uuid.UUID, codes: Collection[str] | None = None
) -> list[Held[ProgrammeRow, TrainingProgramme]]:
    found = TrainingProgramme.objects.filter(region_id=region_id).order_by("code")
    if codes is not None:
        found = found.filter(code__in=codes)
    return [
        Held(
            ProgrammeRow(
                code=one.code,
                name=one.name,
                form=one.form,
                provider=one.provider,
                sector=one.sector,
                developed_on=one.developed_on,
            ),
            one,
        )
        for one in found
    ]


def enrolments(region_id: uuid.UUID, references: Collection[str] | None = None) -> list[Held[EnrolmentRow, Enrolment]]:
    found = Enrolment.objects.filter(region_id=region_id).select_related("candidate", "programme").order_by("reference")
    if references is not None:
        found = found.filter(reference__in=references)
    return [
        Held(
            EnrolmentRow(
                reference=one.reference,
                candidate=one.candidate.reference,
                programme=one.programme.code,
                started_on=one.started_on,
                ended_on=one.ended_on,
                outcome=one.outcome,
                dropout_reason=one.dropout_reason,
                training_cost=one.training_cost,
                guidance_cost=one.guidance_cost,
                benefit_kept=one.benefit_kept,
            ),
            one,
        )
        for one in found
    ]


def placements(region_id: uuid.UUID, references: Collection[str] | None = None) -> list[Held[PlacementRow, Placement]]:
    found = Placement.objects.filter(region_id=region_id).select_related("candidate", "contract", "file")
    found = found.order_by("reference")
    if references is not None:
        found = found.filter(reference__in=references)
    codes = dict(OrganisationRegion.objects.filter(region_id=region_id).values_list("organisation_id", "code"))
    return [
        Held(
            PlacementRow(
                reference=one.reference,
                candidate=one.candidate_reference,
                employer=_employer(one, codes),
                sector=one.sector,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                ended_on=one.ended_on,
                end_reason=end_words(one),
                hours_per_week=one.hours_per_week,
                wage_replaces_benefit=one.file.wage_replaces_benefit,
                sroi=one.sroi,
                contract=one.contract.reference if one.contract else "",
                contract_form=one.contract_form,
            ),
            one,
        )
        for one in found
    ]


def _employer(placement: Placement, codes: dict[uuid.UUID, str]) -> str:
    """The code of an employer that is in the portal, else his name as it was written down."""
    if placement.employer_organisation_id is None:
        return placement.employer
    return codes.get(placement.employer_organisation_id, placement.employer)


def end_words(placement: Placement) -> str:
    """The reason as a package has it: its code, or what somebody wrote where no code fits."""
    if placement.end_reason == EndReason.OTHER and placement.file.end_note:
        return placement.file.end_note
    return placement.end_reason


def follow_ups(region_id: uuid.UUID) -> list[Held[FollowUpRow, FollowUp]]:
    """What is known of the region; what is still to be found out is no row."""
    found = FollowUp.objects.filter(region_id=region_id, at_work__isnull=False).select_related("placement")
    rows = [(follow_up_row(one), one) for one in found.order_by("placement__reference", "months")]
    return [Held(row, one) for row, one in rows if row is not None]


def follow_up_row(follow_up: FollowUp) -> FollowUpRow | None:
    """What is known; None while nobody knows it."""
    if follow_up.checked_on is None or follow_up.at_work is None:
        return None
    return FollowUpRow(
        placement=follow_up.placement.reference,
        months=follow_up.months,
        checked_on=follow_up.checked_on,
        at_work=follow_up.at_work,
    )
