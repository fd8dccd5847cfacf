"""A candidate gets work, and what was entered about it is put right or taken away."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import lifecycle
from candidates.choices import CandidateState, next_states
from candidates.file import step_back
from candidates.models import Candidate, CandidateStep
from candidates.working import to_do
from organisations.choices import CONTRACTOR_KINDS
from organisations.models import Occupation, Organisation, new_id
from organisations.months import add_months
from organisations.notation import dutch_number
from organisations.refused import Refused, check_free_text, check_said
from organisations.shown import digest
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
from placements.choices import TermKind
from placements.follow_ups.known import origin_of
from placements.models import FollowUp, Placement, PlacementFile, PlacementTerm
from tenders.models import Contract, ContractParty

#: Letters and digits that nobody takes for one another.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 6


@dataclass(frozen=True, slots=True)
class PlacementEntry:
    """What is entered about a placement. Without ``organisation`` the employer is not in the portal.

    ``keeps_contract``: who corrects cannot see the contract on which it counts, so that stays as it is.
    """

    employer: str
    organisation: Organisation | None
    sector: str
    occupation: Occupation | None
    starts_on: date
    ends_on: date | None
    hours_per_week: Decimal
    contract_form: str
    wage_replaces_benefit: bool
    sroi: bool
    contract: Contract | None
    candidate_agreed_on: date | None = None
    keeps_contract: bool = False


#: Work that began longer ago, or that begins later, is a slip of the pen.
YEARS_BACK, MONTHS_AHEAD = 25, 12

#: With what the names of all tasks begin that an end to come gave.
ENDS = "end:"

#: The fields of the entry with their names on the row, in the order in which a correction tells of them.
_FIELDS = {
    "employer": "employer",
    "organisation": "employer_organisation",
    "sector": "sector",
    "occupation": "occupation",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "hours_per_week": "hours_per_week",
    "contract_form": "contract_form",
    "wage_replaces_benefit": "wage_replaces_benefit",
    "sroi": "sroi",
    "contract": "contract",
    "candidate_agreed_on": "candidate_agreed_on",
}
#: Of those what stands apart from what the employer may read.
_OF_FILE = {"wage_replaces_benefit"}


@transaction.atomic
def place(
    acting: Acting,
    candidate_id: uuid.UUID,
    *,
    entry: PlacementEntry,
    on: date,
    at: datetime,
    placement_id: uuid.UUID | None = None,
) -> Placement:
    """Write down that the candidate has work, and bring him to 'placed' where he was not.

    With the ``placement_id`` that the form was given, a form that is sent twice places once.
    """
    candidate = lifecycle.lock(candidate_id)
    made = Placement.objects.filter(pk=placement_id, candidate=candidate).first() if placement_id else None
    if made is not None:
        return made
    placement = Placement(
        id=placement_id or new_id(),
        region_id=candidate.region_id,
        reference=_new_reference(),
        candidate=candidate,
        created_by_id=acting.user_id,
        created_at=at,
    )
    file = PlacementFile(placement=placement)
    _fill(placement, entry)
    _check(entry)
    _check_first_day(placement, on=on)
    try:
        with transaction.atomic():
            placement.save(force_insert=True)
    except IntegrityError as error:
        if "placements_placement_pkey" in str(error):
            raise Refused(_("Dit formulier is al gebruikt voor een andere plaatsing. Open het opnieuw.")) from error
        raise
    file.save(force_insert=True)
    add_term(acting, placement, TermKind.AGREED, on=on, at=at)
    if CandidateState.PLACED in next_states(candidate.state):
        lifecycle.move(acting, candidate.pk, to=CandidateState.PLACED, on=max(on, candidate.state_since), at=at)
    return placement


@transaction.atomic
def correct(
    acting: Acting, placement_id: uuid.UUID, *, entry: PlacementEntry, reason: str, shown: str, on: date, at: datetime
) -> Placement:
    """Put right what was entered wrongly; ``shown`` is the ``version`` that the form began with.

    What changed and why stands with the versions of the agreed end. Refused when somebody else changed it meanwhile.
    """
    placement = lock(placement_id)
    if shown != version(placement):
        raise Refused(_("Iemand anders veranderde deze plaatsing intussen. Bekijk hem opnieuw."))
    before = {name: _stored(placement, name) for name in _FIELDS.values()}
    _fill(placement, entry)
    changed = [name for name, value in before.items() if _stored(placement, name) != value]
    if not changed:
        return placement
    reason = check_said(reason, otherwise=_("Schrijf op wat er niet klopte."))
    _check(entry)
    if "starts_on" in changed or "employer" in changed:
        _check_first_day(placement, on=on)
    if placement.ended_on is not None and placement.ended_on < placement.starts_on:
        raise Refused(_("De plaatsing is al beëindigd, en dat is voor deze eerste werkdag. Verbeter eerst het einde."))
    placement.save(update_fields=[name for name in changed if name not in _OF_FILE])
    placement.file.save(update_fields=[name for name in changed if name in _OF_FILE])
    FollowUp.objects.filter(placement=placement).follow_placements()
    told = ", ".join(_told(name, before[name]) for name in changed)
    add_term(acting, placement, TermKind.CORRECTED, on=on, at=at, reason=f"{reason} ({told})")
    return placement


@transaction.atomic
def take_away(acting: Acting, placement_id: uuid.UUID, *, reason: str, on: date, at: datetime) -> Candidate:
    """Remove a placement that never was: entered by mistake. Without other work the file stands again as before it."""
    placement = lock(placement_id)
    candidate = lifecycle.lock(placement.candidate_id)
    reason = check_said(reason, otherwise=_("Schrijf op waarom deze plaatsing weg moet."))
    follow_ups = list(FollowUp.objects.filter(placement=placement))
    if any(one.at_work is not None for one in follow_ups):
        raise Refused(_("Voor deze plaatsing is al nagevraagd hoe het gaat. Beëindig hem, of verbeter wat niet klopt."))
    asked = Q(origin__in=[origin_of(one) for one in follow_ups]) | Q(origin__startswith=origin_of_end(placement))
    for task in candidate.tasks.filter(asked):
        to_do.withdraw(task.pk, by=acting, at=at)
    placement.delete()
    if not Placement.objects.not_over(on=on).filter(candidate=candidate).exists():
        said = _("Plaatsing weggehaald: %(reason)s") % {"reason": reason}
        _out_of_work(acting, candidate, placed_at=placement.created_at, on=on, at=at, reason=said)
    return candidate


def _out_of_work(
    acting: Acting, candidate: Candidate, *, placed_at: datetime, on: date, at: datetime, reason: str
) -> None:
    """Back to where he stood when the placement was entered, where that brought him to work; else he looks for work."""
    if candidate.state not in {CandidateState.PLACED, CandidateState.FOLLOW_UP}:
        return
    # Into follow-up the portal brings by itself whoever is placed.
    steps = CandidateStep.objects.filter(candidate=candidate).exclude(to_state=CandidateState.FOLLOW_UP)
    step = steps.order_by("-on", "-at", "-pk").first()
    if step is None or step.to_state != CandidateState.PLACED or step.at != placed_at:
        day = max(on, candidate.state_since)
        lifecycle.move(acting, candidate.pk, to=CandidateState.READY, on=day, at=at, reason=reason)
    elif step.from_state != candidate.state:
        step_back.undo(acting, candidate, step, on=on, at=at, reason=reason)


def origin_of_end(placement: Placement) -> str:
    """With what the name of a task begins that an end to come gave."""
    return f"{ENDS}{placement.pk}:"


def lock(placement_id: uuid.UUID) -> Placement:
    """The placement, held until the end of the transaction."""
    found: Any = Placement.objects.select_for_update(of=("self",), no_key=True)
    return found.get(pk=placement_id)


def version(placement: Placement) -> str:
    """What a form began with: the same as long as nobody changed what is entered."""
    return digest({name: _stored(placement, name) for name in (*_FIELDS.values(), "ended_on")})


def _stored(placement: Placement, name: str) -> Any:
    """The value in the column: of another row its key, as who corrects may not read that row."""
    return getattr(_holder(placement, name), _field(name).attname)


def _holder(placement: Placement, name: str) -> Placement | PlacementFile:
    return placement.file if name in _OF_FILE else placement


def _field(name: str) -> Any:
    model = PlacementFile if name in _OF_FILE else Placement
    return model._meta.get_field(name)  # noqa: SLF001 - the public way to a field


#: What columns are called that hold the key of another row.
_NAMES_OF_ROWS = {
    "employer_organisation": gettext_lazy("werkgever in het portaal"),
    "occupation": gettext_lazy("beroep"),
    "contract": gettext_lazy("contract"),
}


def _told(name: str, value: Any) -> str:
    """What was changed, with what stood there; of another row only which field, as not all who read this may read it."""
    if name in {"employer_organisation", "contract"}:
        return str(_NAMES_OF_ROWS[name])
    field = _NAMES_OF_ROWS.get(name, _field(name).verbose_name)
    return _("%(field)s was %(value)s") % {"field": field, "value": _words(name, value)}


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return _("leeg")
    if name == "occupation":
        return Occupation.objects.filter(pk=value).values_list("name", flat=True).first() or _("onbekend")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, date):
        return date_nl(value)
    if isinstance(value, Decimal):
        return dutch_number(value)
    return str(dict(_field(name).choices or ()).get(value, value))


def carries_out(contract: Contract, organisation: Organisation) -> bool:
    """Whether this company works on the contract, as its contractor or as a party."""
    if contract.contractor_id == organisation.pk:
        return True
    return ContractParty.objects.filter(contract=contract, organisation=organisation).exists()


def _fill(placement: Placement, entry: PlacementEntry) -> None:
    for name, field in _FIELDS.items():
        if not (entry.keeps_contract and field in {"contract", "sroi"}):
            setattr(_holder(placement, field), field, getattr(entry, name))


def _check(entry: PlacementEntry) -> None:
    check_free_text(entry.employer)
    if entry.ends_on is not None and entry.ends_on < entry.starts_on:
        raise Refused(_("Het afgesproken einde ligt voor de eerste werkdag. Verander een van de twee."))
    if entry.contract is not None and not entry.sroi:
        raise Refused(_("Een plaatsing op een contract telt voor social return. Zet dat ook aan."))
    if entry.contract is not None and entry.organisation is None:
        raise Refused(_("Kies welk bedrijf van het contract de werkgever is."))
    if entry.contract is not None and entry.organisation and not carries_out(entry.contract, entry.organisation):
        raise Refused(
            _("Deze werkgever doet niet mee aan dat contract. Kies een ander contract of een andere werkgever.")
        )
    if entry.candidate_agreed_on is not None:
        check_may_be_known(entry.organisation)


def may_know_name(employer: Organisation | None) -> bool:
    """Whether a candidate can be known by name there: an authority never sees who somebody is, whatever he agreed to."""
    return employer is not None and employer.kind in CONTRACTOR_KINDS


def check_may_be_known(employer: Organisation | None) -> None:
    if employer is None:
        raise Refused(_("Een naam kan alleen naar een werkgever die in het portaal werkt."))
    if not may_know_name(employer):
        raise Refused(_("Een overheid ziet nooit wie een kandidaat is. Ook niet als zij de werkgever is."))


def _check_first_day(placement: Placement, *, on: date) -> None:
    """A day on which work can begin, and not that of the same work once more."""
    starts_on = placement.starts_on
    if starts_on < add_months(on, -12 * YEARS_BACK):
        raise Refused(_("Deze eerste werkdag is te lang geleden. Kijk het jaar na."))
    if starts_on > add_months(on, MONTHS_AHEAD):
        raise Refused(_("Deze eerste werkdag ligt te ver vooruit. Kijk het jaar na."))
    same = Placement.objects.filter(
        candidate_id=placement.candidate_id, starts_on=starts_on, employer__iexact=placement.employer.strip()
    )
    there = same.exclude(pk=placement.pk).values_list("reference", flat=True).first()
    if there is not None:
        raise Refused(
            _("Deze plaatsing staat er al: dezelfde werkgever en dezelfde eerste werkdag (%(reference)s).")
            % {"reference": there}
        )


def add_term(acting: Acting, placement: Placement, kind: TermKind, *, on: date, at: datetime, reason: str = "") -> None:
    PlacementTerm.objects.bulk_create(
        [
            PlacementTerm(
                placement=placement,
                kind=kind,
                ends_on=placement.ends_on,
                agreed_on=on,
                reason=reason[: PlacementTerm._meta.get_field("reason").max_length],  # noqa: SLF001 - as below
                by_id=acting.user_id,
                organisation_id=acting.organisation_id,
                at=at,
            )
        ]
    )


def _new_reference() -> str:
    return "P-" + "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
