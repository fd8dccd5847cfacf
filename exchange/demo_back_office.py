"""What people of the demo did in the browser with the candidates of the package, around the day on which it is loaded.

Everything goes by the use cases that the screens call, as the member who would have done it. So each work queue has
something in it, on whatever day that is.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal

from candidates import back_office
from candidates.access import candidates_of
from candidates.benefit import kept as benefit_kept
from candidates.benefit import warnings as benefit_warnings
from candidates.choices import BenefitKind, CandidateState, TaskKind
from candidates.file import contacts
from candidates.file_choices import Channel, ContactResult
from candidates.models import BackOfficePolicy, Candidate, CandidateIdentity, TrainingProgramme
from candidates.registering.registration import Registration, register
from candidates.training import costs, groups, seats
from candidates.training_choices import CostKind, SeatState
from candidates.working import assigning, to_do
from exchange import demo_programmes
from organisations import retention, tenancy
from organisations.choices import Purpose, Sector
from organisations.models import Membership, OrganisationRegion, Region
from organisations.months import add_months
from organisations.tenancy import Acting
from placements.at_work import MONTHS, due_on
from placements.choices import ContractForm
from placements.follow_ups import deciding
from placements.models import Placement
from placements.placing import entering
from tenders.models import Contract

#: Which Werkplein serves whom.
_AREAS = {
    "werkplein-groningen": ("GM0014",),
    "werkplein-eemsdelta": ("GM1979",),
    "werkplein-het-hogeland": ("GM1966",),
    "werkplein-midden-groningen": ("GM1952",),
    "werkplein-oldambt": ("GM1895", "GM0765"),
    "werkplein-westerkwartier": ("GM1969",),
    "werkplein-assen": ("GM0106", "GM1680", "GM1699", "GM1730"),
    "werkplein-stadskanaal": ("GM0037", "GM0047", "GM1950"),
}
_IN_HAND = (
    CandidateState.INTAKE,
    CandidateState.DIAGNOSIS,
    CandidateState.TRAINING,
    CandidateState.READY,
    CandidateState.PROPOSED,
    CandidateState.PLACED,
    CandidateState.ON_HOLD,
)
#: How the last call went: the result, how many days ago, in how many days the next one was promised, and the note.
_CALLS = (
    (ContactResult.SPOKEN, 9, None, "Is tevreden. Gaat elke dag met de fiets."),
    (ContactResult.SPOKEN, 6, 6, "Zoekt werk met vaste dagen. Ik bel terug met een voorstel."),
    (ContactResult.CALL_BACK, 4, 3, "Was op weg naar een afspraak."),
    (ContactResult.NO_ANSWER, 3, 2, ""),
    (ContactResult.SPOKEN, 12, None, "Heeft de papieren gekregen."),
    (ContactResult.SPOKEN, 2, 9, "Wil graag met iemand meelopen voordat er een keuze is."),
)  # fmt: skip
_SEATS, _OFFERED, _FOLLOWED_UP = 12, 4, 8


def furnish(region: Region, *, on: date, at: datetime) -> None:
    """Let Dirk and Carla have worked with the candidates of the region; done once."""
    with tenancy.system(Purpose.IMPORT, region_id=region.pk):
        if BackOfficePolicy.objects.filter(region=region).exists():
            return
    with tenancy.system(Purpose.SETUP, region_id=region.pk):
        members = {one.user.email.partition("@")[0]: one for one in _members(region)}
    with _as(members["dirk"]) as dirk:
        _settle(dirk, region, at=at)
        demo_programmes.require(dirk)
        _teach(dirk, region, on=on, at=at)
    with _as(members["daan"]) as daan:
        _enter_costs(daan, on=on, at=at)
    with _as(members["carla"]) as carla:
        _call(carla, on=on, at=at)
        _keep_benefit(carla, on=on, at=at)
        _place(carla, members["bram"], on=on, at=at)
        _follow_up(carla, on=on)
        _register_again(carla, on=on, at=at)
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        benefit_warnings.warn(region_id=region.pk, on=on)


def _members(region: Region) -> list[Membership]:
    links = OrganisationRegion.objects.filter(region=region)
    found = Membership.objects.current().filter(organisation__in=links.values("organisation_id"))
    return list(found.select_related("user", "organisation").order_by("pk"))


def member_of(region: Region) -> Callable[[str], AbstractContextManager[Acting]]:
    """By the first part of an e-mail address: act as that member of the region."""
    with tenancy.system(Purpose.SETUP, region_id=region.pk):
        members = {one.user.email.partition("@")[0]: one for one in _members(region)}
    return lambda name: _as(members[name])


class _as(AbstractContextManager[Acting]):  # noqa: N801 -- reads as a word of its own
    """Act as this member; the demo has everybody it needs."""

    def __init__(self, member: Membership) -> None:
        self.context = tenancy.acting_for(user_id=member.user_id, organisation_id=member.organisation_id)

    def __enter__(self) -> Acting:
        acting = self.context.__enter__()
        if acting is None:
            raise LookupError("somebody of the demo is no member")
        return acting

    def __exit__(self, *raised: object) -> None:
        self.context.__exit__(*raised)  # type: ignore[arg-type]


def _settle(dirk: Acting, region: Region, *, at: datetime) -> None:
    """How the back office works, who serves whom, and what work there is."""
    shipped = back_office.policy_of(region.pk)
    figures = {name: getattr(shipped, name) for name in back_office.FIGURES}
    back_office.settle(dirk, region_id=region.pk, figures=figures, project_leader_id=dirk.user_id)
    # The demo tells of years ago, and must go on telling.
    terms = {
        "candidate_months": 120,
        "file_months": 120,
        "document_months": 120,
        "deployed_months": 120,
        "warn_days": 30,
    }
    retention.decide(dirk, region_id=region.pk, terms=terms, at=at)
    codes = dict(OrganisationRegion.objects.filter(region=region).values_list("code", "organisation_id"))
    areas = {municipality: codes[werkplein] for werkplein, served in _AREAS.items() for municipality in served}
    back_office.assign_areas(dirk, region_id=region.pk, areas=areas)


def _teach(dirk: Acting, region: Region, *, on: date, at: datetime) -> None:
    """A group that begins within two weeks, with some of its seats offered and answered."""
    programme = TrainingProgramme.objects.get(region=region, code="OPL-02")
    first = on + timedelta(days=12)
    entry = groups.GroupEntry(
        name=f"Assistent-timmerman {first:%Y}",
        starts_on=first,
        ends_on=first + timedelta(weeks=16),
        seats=_SEATS,
        place="Praktijkhal Voorbeeldnoord",
        benefit_kept=False,
    )
    group = groups.add(dirk, programme.pk, entry=entry, on=on)
    people = [one.pk for one in seats.waiting_for(group)][:_OFFERED]
    if not people:
        return
    seats.offer(dirk, group.pk, candidate_ids=people, reason=seats.Reason(), at=at - timedelta(days=3))
    taken = list(seats.seats_of(group).order_by("pk"))
    said = dict(
        zip((one.pk for one in taken), (SeatState.ACCEPTED, SeatState.ACCEPTED, SeatState.DECLINED), strict=False)
    )
    seats.answer(dirk, group.pk, answers=said, at=at - timedelta(days=1))


def _enter_costs(daan: Acting, *, on: date, at: datetime) -> None:
    """Two invoices that wait for the project leader."""
    for number, (code, description, amount) in enumerate(
        [("OPL-02", "Lesgeld, eerste termijn", "14250.00"), ("OPL-09", "Begeleiding van vier deelnemers", "3600.00")]
    ):
        programme = TrainingProgramme.objects.get(region_id__in=daan.region_ids, code=code)
        entry = costs.CostEntry(
            programme_id=programme.pk,
            group_id=None,
            kind=CostKind.GUIDANCE if number else CostKind.TRAINING,
            description=description,
            supplier=programme.provider,
            invoice_number=f"{on.year}-{118 + number}",
            invoice_on=on - timedelta(days=10 + number),
            amount=Decimal(amount),
        )
        costs.enter(daan, entry=entry, at=at)


def _own(acting: Acting, *states: CandidateState) -> list[Candidate]:
    """One's own candidates in these states, whoever came first standing first."""
    return list(candidates_of(acting).filter(state__in=states).order_by("registered_on", "reference"))


def _call(carla: Acting, *, on: date, at: datetime) -> None:
    """Carla helps those who are under way, called most of them, and has things to do."""
    people = _own(carla, *_IN_HAND)
    assigning.give_to(carla, [one.pk for one in people], carla.user_id, at=at - timedelta(days=20))
    # Not everybody: some still wait for a first talk.
    for number, candidate in enumerate(people[: -len(people) // 4]):
        result, ago, promised, note = _CALLS[number % len(_CALLS)]
        moment = at - timedelta(days=ago)
        call_by = on + timedelta(days=promised - ago) if promised is not None else None
        channel = Channel.VISIT if number % 5 == 0 and result == ContactResult.SPOKEN else Channel.PHONE
        contacts.record(carla, candidate.pk, contacts.Contact(result, channel, note, call_by), at=moment)
    for number, (what, days) in enumerate((("Bel de opleider over de startdatum", 0), ("Vraag om een nieuw cv", 4))):
        task = to_do.Task(what, on + timedelta(days=days), carla.organisation_id, carla.user_id, TaskKind.OTHER)
        to_do.add(carla, people[number], task, at=at - timedelta(days=2))


def _keep_benefit(carla: Acting, *, on: date, at: datetime) -> None:
    """Somebody works with benefit kept, and the limit comes near."""
    for candidate in _own(carla, CandidateState.TRAINING, CandidateState.DIAGNOSIS, CandidateState.INTAKE)[:1]:
        entry = benefit_kept.Entry(
            BenefitKind.EXPERIENCE, "Kringloopwinkel De Verbeelding", on - timedelta(days=158), on + timedelta(days=14)
        )
        benefit_kept.add(carla, candidate.pk, entry, on=on, at=at - timedelta(days=150))


def _place(carla: Acting, bram: Membership, *, on: date, at: datetime) -> None:
    """Who waited longest begins next week at the contractor of the demo, who may know who it is."""
    waiting = candidates_of(carla).filter(state=CandidateState.READY).order_by("ready_since", "pk").first()
    contract = Contract.objects.filter(contractor_id=bram.organisation_id, ends_on__gt=on).order_by("reference").first()
    if waiting is None or contract is None:
        return
    first = on + timedelta(days=7 - on.weekday())
    entry = entering.PlacementEntry(
        employer=bram.organisation.name,
        organisation=bram.organisation,
        sector=Sector.CONSTRUCTION,
        occupation=None,
        starts_on=first,
        ends_on=first + timedelta(days=364),
        hours_per_week=Decimal(32),
        contract_form=ContractForm.OWN,
        wage_replaces_benefit=True,
        sroi=True,
        contract=contract,
        candidate_agreed_on=on,
    )
    entering.place(carla, waiting.pk, entry=entry, on=on, at=at)


def _follow_up(carla: Acting, *, on: date) -> None:
    """Of some people nobody knows yet how they went on: those whose day was last."""
    asked: list[tuple[date, Placement, int]] = []
    for months in MONTHS:
        begun = Placement.objects.filter(candidate__in=candidates_of(carla), starts_on__lte=add_months(on, -months))
        for placement in begun.exclude(follow_ups__months=months).order_by("reference"):
            due = due_on(placement.starts_on, months)
            if due is not None and due <= on:
                asked.append((due, placement, months))
    asked.sort(key=lambda one: one[0], reverse=True)
    for _due, placement, months in asked[:_FOLLOWED_UP]:
        deciding.open_for(placement, months, on=on)


def _register_again(carla: Acting, *, on: date, at: datetime) -> None:
    """Two people come to the counter who are known already: with the same telephone, and with a name spelled otherwise."""
    known = CandidateIdentity.objects.filter(
        candidate__in=candidates_of(carla), birth_date__isnull=False, candidate__state=CandidateState.INTAKE
    ).exclude(phone="")
    entries = [
        Registration(
            first_name=f"{one.first_name}{one.first_name[-1]}" if number else one.first_name,
            last_name=one.last_name,
            municipality=one.candidate.municipality,
            phone="06-00990017" if number else one.phone,
            birth_date=one.birth_date if number else None,
            wanted_work="Werk in de buurt",
            wants_call=True,
        )
        for number, one in enumerate(known.select_related("candidate").order_by("candidate__reference")[:2])
    ]
    register(carla, entries, on=on, at=at)
