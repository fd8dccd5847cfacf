"""Somebody is registered: by the Werkplein or the coordination point, or by a UWV office, SW company, school or agency.

No more is needed than a name, a telephone or mail, a municipality and the kind of work; who calls and by when is promised
at once. Who registered can take that back while there is no coach and nobody spoke to the person.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import lifecycle
from candidates.access import registers_only
from candidates.back_office import policy_of
from candidates.choices import CandidateState, Source
from candidates.models import (
    AgencyConditions,
    Candidate,
    CandidateIdentity,
    CandidateStep,
    WerkpleinArea,
)
from candidates.references import new_reference
from candidates.registering import duplicates
from candidates.working.call_day import working_day
from organisations.access import acts_for_werkplein
from organisations.choices import OrganisationKind
from organisations.models import Organisation, new_id
from organisations.outbox import queue_mails
from organisations.refused import Refused
from organisations.tenancy import Acting

TOO_LATE = gettext_lazy("Er is al iemand met deze aanmelding bezig. Bel om hem in te trekken.")
#: As whom somebody registers whose organisation says it already.
OWN_SOURCE = {
    OrganisationKind.UWV: Source.UWV,
    OrganisationKind.SW_COMPANY: Source.SW_COMPANY,
    OrganisationKind.SCHOOL: Source.SCHOOL,
    OrganisationKind.TEMP_AGENCY: Source.TEMP_AGENCY,
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a temp agency answers (domain rules, section 6)."""

    consulted_on: dt.date
    consulted_with: str
    half_year_contract: bool
    no_temp_contract: bool
    training_contribution: Decimal | None = None
    no_contribution_reason: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of somebody when he is registered; empty is not known yet."""

    first_name: str
    last_name: str
    municipality: str
    phone: str = ""
    email: str = ""
    wanted_work: str = ""
    wants_call: bool = False
    birth_date: dt.date | None = None
    target_group: str = ""
    sector: str = ""
    source: str = ""
    registrant: str = ""
    conditions: Conditions | None = None
    #: As the form was given it, so that a form that is sent twice registers once.
    key: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Who calls, and by which day; ``caller`` is the coordination point where no Werkplein serves the municipality."""

    werkplein: Organisation | None
    by: dt.date

    @property
    def caller(self) -> str:
        return self.werkplein.name if self.werkplein else _("het Coördinatiepunt Social Return")


def promises(acting: Acting, municipalities: Iterable[str], *, region_id: uuid.UUID, on: dt.date) -> dict[str, Promise]:
    """What is promised today to residents of these municipalities who are registered in this region. Two queries."""
    by = call_day(region_id, on=on)
    wanted = set(municipalities)
    areas = WerkpleinArea.objects.filter(region_id=region_id, municipality__in=wanted)
    served = {one.municipality: one.werkplein for one in areas.select_related("werkplein").order_by("pk")}
    own = None
    if acts_for_werkplein(acting) and wanted - served.keys():
        # Nobody serves that municipality: then whoever registers there does.
        own = Organisation.objects.get(pk=acting.organisation_id)
    return {code: Promise(served.get(code, own), by) for code in wanted}


def call_day(region_id: uuid.UUID, *, on: dt.date) -> dt.date:
    """The last day on which somebody calls who is registered today: a working day."""
    return working_day(on + dt.timedelta(days=policy_of(region_id).contact_days))


@transaction.atomic
def register(acting: Acting, entries: Sequence[Registration], *, on: dt.date, at: dt.datetime) -> list[Candidate]:
    """Register these people, confirm it by mail to who has an address, and let somebody look at who was known already."""
    if acting.region is None:
        raise Refused(_("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio."))
    keys = [one.key for one in entries if one.key]
    made = {one.pk: one for one in Candidate.objects.filter(pk__in=keys)} if keys else {}
    fresh = [one for one in entries if one.key not in made]
    for one in fresh:
        _check(acting, one)
    region_id = acting.region.id
    promised = promises(acting, (one.municipality for one in fresh), region_id=region_id, on=on)
    pairs = [(one, _candidate(acting, one, promised[one.municipality], on=on, at=at)) for one in fresh]
    _write(candidate for _one, candidate in pairs)
    CandidateIdentity.objects.bulk_create(_identity(one, candidate) for one, candidate in pairs)
    CandidateStep.objects.bulk_create(_first_step(acting, candidate, on=on, at=at) for _one, candidate in pairs)
    AgencyConditions.objects.bulk_create(
        _conditions(acting, one.conditions, candidate, at=at) for one, candidate in pairs if one.conditions
    )
    duplicates.note([candidate.pk for _one, candidate in pairs], due=call_day(region_id, on=on))
    _confirm(acting, pairs, promised)
    made |= {candidate.pk: candidate for _one, candidate in pairs}
    by_entry = iter([candidate for _one, candidate in pairs])
    return [made[one.key] if one.key in made else next(by_entry) for one in entries]


def _write(candidates: Iterable[Candidate]) -> None:
    """A key that is there already, and not for this member to see, is no more than a form that does not work."""
    try:
        with transaction.atomic():
            Candidate.objects.bulk_create(candidates)
    except IntegrityError as taken:
        raise Refused(
            _("Dit formulier kan niet nog eens. Kijk of de aanmelding er al staat, of begin opnieuw.")
        ) from taken


@transaction.atomic
def take_back(acting: Acting, candidate_id: uuid.UUID, *, on: dt.date, at: dt.datetime) -> Candidate:
    """Who registered somebody withdraws that; refused once somebody took the person up."""
    too_late = Refused(str(TOO_LATE))
    # A file that somebody works on is not the registrant's to change, and so not to lock.
    if not can_be_taken_back(acting, Candidate.objects.get(pk=candidate_id)):
        raise too_late
    candidate = lifecycle.lock(candidate_id)
    if not can_be_taken_back(acting, candidate):
        raise too_late
    lifecycle.write_step(
        acting,
        candidate,
        to=CandidateState.WITHDRAWN,
        on=on,
        at=at,
        reason=_("Ingetrokken door %(name)s") % {"name": acting.organisation_name},
    )
    return candidate


def can_be_taken_back(acting: Acting, candidate: Candidate) -> bool:
    """The member's organisation registered the person, who has no coach and was not spoken to.

    Of the rest that may be in the file, as calls without an answer, a registrant sees nothing.
    """
    return (
        acting.may_write
        and candidate.registrant_organisation_id == acting.organisation_id
        and candidate.state == CandidateState.REGISTERED
        and candidate.coach_id is None
        and candidate.last_contact_on is None
        and candidate.merged_into_id is None
    )


def _check(acting: Acting, entry: Registration) -> None:
    """What the form asks too; other ways in come past here as well."""
    if not (entry.phone or entry.email):
        raise Refused(_("Vul een telefoonnummer of een e-mailadres in."))
    if source_of(acting, entry) == Source.TEMP_AGENCY and (
        entry.conditions is None
        or not (entry.conditions.half_year_contract and entry.conditions.no_temp_contract)
        or not (entry.conditions.training_contribution or entry.conditions.no_contribution_reason)
    ):
        raise Refused(_("Een uitzendbureau meldt pas iemand aan na overleg, en met antwoord op de drie voorwaarden."))


def source_of(acting: Acting, entry: Registration) -> str:
    """Who brought the person in: the organisation's own kind says it, else what was chosen."""
    own = OWN_SOURCE.get(acting.kind)
    return (own or Source(entry.source or Source.SELF)).value


def _candidate(acting: Acting, entry: Registration, promise: Promise, *, on: dt.date, at: dt.datetime) -> Candidate:
    registers_for_itself = registers_only(acting) or acts_for_werkplein(acting)
    return Candidate(
        id=entry.key or new_id(),
        region_id=acting.region_ids[0],
        reference=new_reference(),
        registered_on=on,
        source=source_of(acting, entry),
        registrant=acting.organisation_name if registers_only(acting) else entry.registrant,
        registrant_organisation_id=acting.organisation_id if registers_for_itself else None,
        target_group=entry.target_group,
        municipality=entry.municipality,
        werkplein=promise.werkplein,
        sector=entry.sector,
        wanted_work=entry.wanted_work,
        wants_call=entry.wants_call,
        state=CandidateState.REGISTERED,
        state_since=on,
        call_by=promise.by,
        created_at=at,
    )


def _identity(entry: Registration, candidate: Candidate) -> CandidateIdentity:
    return CandidateIdentity(
        candidate=candidate,
        region_id=candidate.region_id,
        first_name=entry.first_name,
        last_name=entry.last_name,
        birth_date=entry.birth_date,
        email=entry.email,
        phone=entry.phone,
    )


def _first_step(acting: Acting, candidate: Candidate, *, on: dt.date, at: dt.datetime) -> CandidateStep:
    return CandidateStep(
        region_id=candidate.region_id,
        candidate=candidate,
        to_state=CandidateState.REGISTERED,
        on=on,
        at=at,
        by_id=acting.user_id,
        organisation_id=acting.organisation_id,
    )


def _conditions(acting: Acting, given: Conditions, candidate: Candidate, *, at: dt.datetime) -> AgencyConditions:
    return AgencyConditions(
        candidate=candidate,
        region_id=candidate.region_id,
        consulted_on=given.consulted_on,
        consulted_with=given.consulted_with,
        half_year_contract=given.half_year_contract,
        no_temp_contract=given.no_temp_contract,
        training_contribution=given.training_contribution,
        no_contribution_reason="" if given.training_contribution else given.no_contribution_reason,
        organisation_id=acting.organisation_id,
        answered_by_id=acting.user_id,
        answered_at=at,
    )


def _confirm(acting: Acting, pairs: Iterable[tuple[Registration, Candidate]], promised: dict[str, Promise]) -> None:
    """Tell each person himself what is kept of him, why, who calls, and where to ask for his own page.

    Only the portal itself makes a link to that, so it goes to the address in the file.
    """
    code = acting.region.code if acting.region else ""
    ask_url = settings.PUBLIC_URL + reverse("placements:own_page_request", args=[code])
    queue_mails(
        "candidate_registered",
        [
            (
                entry.email,
                {
                    "entry": entry,
                    "candidate": candidate,
                    "promise": promised[entry.municipality],
                    "by": acting.organisation_name,
                    "region": acting.region,
                    "own_page_url": "",
                    "ask_url": ask_url,
                },
            )
            for entry, candidate in pairs
            if entry.email
        ],
    )
