"""Who may do what with tenders and contracts, as sentences, and the contracts that someone works with."""

from organisations.access import (
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_programme_bureau,
    acts_for_werkplein,
)
from organisations.choices import REGIONAL_KINDS
from organisations.tenancy import Acting
from tenders.choices import Side
from tenders.models import Contract, Tariff, Tender
from tenders.querysets import ContractQuerySet, TariffQuerySet, TenderQuerySet


def may_see_contracts(acting: Acting) -> bool:
    """Everybody who is, or watches over, a party in a contract."""
    return (
        acts_for_authority(acting)
        or acts_for_contractor(acting)
        or acts_for_werkplein(acting)
        or acts_for_coordination_point(acting)
        or acts_for_programme_bureau(acting)
    )


def may_award(acting: Acting) -> bool:
    return acts_for_authority(acting) and acting.may_write


def may_change_terms(acting: Acting) -> bool:
    """The authority its own, the coordination point all of its region."""
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def may_manage_tariffs(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_read_concepts(acting: Acting) -> bool:
    """A version of the tariff that is still being written is the coordination point's own business."""
    return acts_for_coordination_point(acting)


def tariffs_of(acting: Acting) -> TariffQuerySet:
    """The versions of the member's regions that are there for him."""
    tariffs = Tariff.objects.filter(region_id__in=acting.region_ids)
    return tariffs if may_read_concepts(acting) else tariffs.published()


def may_decide_policy(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_settle(acting: Acting) -> bool:
    """May draw up and decide; an authority only after the last day of the contract (the database looks)."""
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def may_take_back_settlement(acting: Acting) -> bool:
    """Not the authority: drawing up and taking back would be a way to read the exact total."""
    return acts_for_coordination_point(acting) and acting.may_write


def may_record_first_contact(acting: Acting) -> bool:
    """Every party, and the coordination point: whoever was there can write it down."""
    return may_see_contracts(acting) and not acts_for_programme_bureau(acting) and acting.may_write


def may_converse(acting: Acting) -> bool:
    """The sides of a contract and the coordination point; the programme bureau looks at figures only."""
    return may_see_contracts(acting) and not acts_for_programme_bureau(acting)


def may_post(acting: Acting) -> bool:
    return may_converse(acting) and acting.may_write


def may_take_steps(acting: Acting) -> bool:
    """Steps of the ladder and letters: who awarded, and the coordination point."""
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def may_ask_account(acting: Acting) -> bool:
    """A statement of account: for a company about its own lines, for the coordination point about all."""
    return (acts_for_contractor(acting) or acts_for_coordination_point(acting)) and acting.may_write


def may_read_letter_texts(acting: Acting) -> bool:
    return acts_for_coordination_point(acting)


def may_write_letter_texts(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_read_tender_texts(acting: Acting) -> bool:
    """The words of the region for the documents of tenders, as they stand."""
    return acts_for_coordination_point(acting)


def may_write_tender_texts(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def may_keep_calendar(acting: Acting) -> bool:
    """Sees tenders from the concept on: an authority its own, coordination point and bureau those of the region."""
    return acts_for_authority(acting) or acts_for_coordination_point(acting) or acts_for_programme_bureau(acting)


def may_enter_tenders(acting: Acting) -> bool:
    """Makes and changes tenders: who awards, and the coordination point for an authority of its region."""
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def tenders_kept_by(acting: Acting) -> TenderQuerySet:
    """The tenders whose calendar the member keeps, concepts and confidential values included."""
    if acts_for_authority(acting):
        return Tender.objects.filter(authority_id=acting.organisation_id, region_id__in=acting.region_ids)
    if may_keep_calendar(acting):
        return Tender.objects.filter(region_id__in=acting.region_ids)
    return Tender.objects.none()


def enters_for_others(acting: Acting) -> bool:
    return acts_for_coordination_point(acting)


def tenders_entered_by(acting: Acting) -> TenderQuerySet:
    """The tenders that the member may change."""
    if not may_enter_tenders(acting):
        return Tender.objects.none()
    if acts_for_authority(acting):
        return Tender.objects.filter(authority_id=acting.organisation_id, region_id__in=acting.region_ids)
    return Tender.objects.filter(region_id__in=acting.region_ids)


def may_give_view(acting: Acting) -> bool:
    """The contractor answers in his own words."""
    return acts_for_contractor(acting) and acting.may_write


def may_hand_over(acting: Acting) -> bool:
    """Who works for an authority, to a colleague there."""
    return acts_for_authority(acting) and acting.may_write


def names_or_watches(acting: Acting) -> bool:
    """Hears on screen that nobody answers on a side: the authority, which names all, and the coordination point."""
    return acts_for_authority(acting) or acts_for_coordination_point(acting)


def may_name_responsible(acting: Acting) -> bool:
    """Whether this member may name who answers on any side at all; on which, ``sides_named_by`` says."""
    return bool(sides_named_by(acting))


def sides_named_by(acting: Acting) -> frozenset[Side]:
    """Authority and coordination point name all three; contractor and Werkplein each name their own."""
    if not acting.may_write:
        return frozenset()
    if acts_for_authority(acting) or acts_for_coordination_point(acting):
        return frozenset(Side)
    if acts_for_contractor(acting):
        return frozenset({Side.CONTRACTOR})
    return frozenset({Side.WERKPLEIN}) if acts_for_werkplein(acting) else frozenset()


def may_change_together(acting: Acting) -> bool:
    """Several contracts at once: who awarded them, and the coordination point for all of its region."""
    return (acts_for_authority(acting) or acts_for_coordination_point(acting)) and acting.may_write


def sees_totals(acting: Acting) -> bool:
    """Whether exact amounts of persons are for these eyes on every contract.

    For an authority and a company it depends on the contract: whether it is settled, and who else carries it out.
    """
    return not acts_for_authority(acting) and not acts_for_contractor(acting)


def changed_together_by(acting: Acting) -> ContractQuerySet:
    """The contracts that the member may change several of at once: what his organisation awarded, or its region."""
    if acts_for_authority(acting):
        return contracts_of(acting).filter(authority_id=acting.organisation_id)
    return contracts_of(acting) if acts_for_coordination_point(acting) else Contract.objects.none()


def contracts_of(acting: Acting) -> ContractQuerySet:
    """The contracts a member works with. Row security decides; this narrows by an index that it cannot use."""
    contracts = Contract.objects.all()
    if acting.kind in REGIONAL_KINDS:
        return contracts.filter(region_id__in=acting.region_ids)
    return contracts.of_organisation(acting.organisation_id)


def may_name_parties(acting: Acting) -> bool:
    """May say which companies carry out a contract together; on which contracts, ``contracts_naming_parties`` says."""
    names = acts_for_authority(acting) or acts_for_contractor(acting) or acts_for_coordination_point(acting)
    return names and acting.may_write


def contracts_naming_parties(acting: Acting) -> ContractQuerySet:
    """Who awarded, the coordination point, and the contractor himself: no partner or subcontractor."""
    if not may_name_parties(acting):
        return Contract.objects.none()
    if acts_for_coordination_point(acting):
        return contracts_of(acting)
    side = "authority_id" if acts_for_authority(acting) else "contractor_id"
    return Contract.objects.filter(**{side: acting.organisation_id})


def side_contracts_of(acting: Acting) -> ContractQuerySet:
    """Of these the ones on which the member's organisation is a side or watches over: no partner or subcontractor.

    For pages with what the sides agree, owe and say; row security leaves those tables empty for the others.
    """
    contracts = Contract.objects.all()
    if acting.kind in REGIONAL_KINDS:
        return contracts.filter(region_id__in=acting.region_ids)
    return contracts.of_side(acting.organisation_id)


def may_see_certificates(acting: Acting) -> bool:
    """A company its own, the coordination point those of its region."""
    return acts_for_contractor(acting) or acts_for_coordination_point(acting)


def may_add_certificate(acting: Acting) -> bool:
    return may_see_certificates(acting) and acting.may_write


def may_see_certificate_queue(acting: Acting) -> bool:
    return acts_for_coordination_point(acting)


def may_check_certificate(acting: Acting) -> bool:
    return acts_for_coordination_point(acting) and acting.may_write


def acts_for_its_contractor(acting: Acting, contract: Contract) -> bool:
    return acting.organisation_id == contract.contractor_id


def may_plan(acting: Acting) -> bool:
    """Whether this member may propose or answer a plan at all; on which contract, ``may_plan_on`` says."""
    return (
        acts_for_contractor(acting) or acts_for_authority(acting) or acts_for_coordination_point(acting)
    ) and acting.may_write


def may_plan_on(acting: Acting, contract: Contract) -> bool:
    """The contractor on one side; the authority and the coordination point on the other."""
    own = acting.organisation_id in {contract.contractor_id, contract.authority_id}
    return may_plan(acting) and (own or acts_for_coordination_point(acting))
