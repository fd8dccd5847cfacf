import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.models import ProgrammeOccupation, TrainingGroup, TrainingProgramme
from candidates.training_choices import GroupState, ProgrammeState
from candidates.training_querysets import GroupQuerySet, ProgrammeQuerySet
from organisations.expected_demand import ExpectedDemand, expected_demand
from organisations.models import Occupation
from organisations.refused import Refused
from organisations.shown import check_shown, digest
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """What somebody typed about a programme; ``occupations`` are those to which it leads."""

    code: str
    name: str
    form: str
    kind: str
    provider: str
    sector: str
    developed_on: date | None
    goal: str
    entry: str
    weeks: int | None
    hours_per_week: Decimal | None
    certificate: str
    seat_cost: Decimal | None
    occupations: Collection[uuid.UUID]


def programmes_of(acting: Acting) -> ProgrammeQuerySet:
    """The programmes of the regions in which somebody acts; row security says whether he reads them."""
    found: ProgrammeQuerySet = TrainingProgramme.objects.filter(region_id__in=acting.region_ids)
    return found


def groups_of(acting: Acting) -> GroupQuerySet:
    found: GroupQuerySet = TrainingGroup.objects.filter(region_id__in=acting.region_ids)
    return found


def occupations_of(acting: Acting) -> QuerySet[Occupation]:
    """The occupations in use, by name."""
    return Occupation.objects.filter(region_id__in=acting.region_ids, retired_on=None).order_by("name", "pk")


def occupations_led_to(programme: TrainingProgramme) -> list[Occupation]:
    """The occupations to which a programme leads, by name. One query."""
    leads_to = programme.programme_occupations.select_related("occupation").order_by("occupation__name", "pk")
    return [one.occupation for one in leads_to]


def demand_for(
    acting: Acting, programme: TrainingProgramme, occupations: Collection[Occupation], *, on: date
) -> ExpectedDemand | None:
    """How many people the work ahead asks of these occupations; None where there are none. One query."""
    codes = [one.code for one in occupations]
    return expected_demand(acting, region_id=programme.region_id, occupations=codes, on=on)


def version(programme: TrainingProgramme) -> str:
    """The same as long as nobody changed the programme or the occupations to which it leads."""
    leads_to = programme.programme_occupations.order_by("occupation_id").values_list("occupation_id", flat=True)
    figures = {name: getattr(programme, name) for name in ProgrammeEntry.__slots__ if name != "occupations"}
    return digest(figures | {"occupations": list(leads_to)})


@transaction.atomic
def add(acting: Acting, *, region_id: uuid.UUID, entry: ProgrammeEntry, is_concept: bool) -> TrainingProgramme:
    """Put a programme on the list; a concept is still being worked out, and takes no groups."""
    state = ProgrammeState.CONCEPT if is_concept else ProgrammeState.AVAILABLE
    return _written(TrainingProgramme(region_id=_own_region(acting, region_id), state=state), entry)


@transaction.atomic
def change(
    acting: Acting, programme_id: uuid.UUID, *, entry: ProgrammeEntry, shown: str | None = None
) -> TrainingProgramme:
    """``shown``: ``version`` of what stood in the form."""
    programme = _locked(acting, programme_id)
    check_shown(version(programme), shown)
    return _written(programme, entry)


@transaction.atomic
def set_state(acting: Acting, programme_id: uuid.UUID, *, state: str) -> TrainingProgramme:
    """Make it available, or close it. What runs, runs on; a group that is still being filled stands in the way."""
    programme = _locked(acting, programme_id)
    if state not in ProgrammeState.values:
        raise Refused(_("Kies een stand."))
    wanted = ProgrammeState(state)
    if wanted == ProgrammeState.CONCEPT and programme.groups.exists():
        raise Refused(_("Van deze scholing zijn al groepen gemaakt. Sluit de scholing als u haar niet meer gebruikt."))
    if wanted == ProgrammeState.CLOSED and programme.groups.filter(state=GroupState.OPEN).exists():
        raise Refused(_("Er is nog een groep die gevuld wordt. Start die eerst, of laat haar niet doorgaan."))
    programme.state = wanted
    programme.save(update_fields=["state"])
    return programme


def _own_region(acting: Acting, region_id: uuid.UUID) -> uuid.UUID:
    if region_id not in acting.region_ids:
        raise Refused(_("U werkt niet in deze regio. Kies een regio waarin u werkt."))
    return region_id


def _locked(acting: Acting, programme_id: uuid.UUID) -> TrainingProgramme:
    return programmes_of(acting).select_for_update(of=("self",), no_key=True).get(pk=programme_id)


def _written(programme: TrainingProgramme, entry: ProgrammeEntry) -> TrainingProgramme:
    for name in ProgrammeEntry.__slots__:
        if name != "occupations":
            setattr(programme, name, getattr(entry, name))
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        if "training_programme_code_unique" in str(error):
            raise Refused(_("Deze code is al van een andere scholing. Kies een andere code.")) from error
        raise
    wanted = set(entry.occupations)
    had = ProgrammeOccupation.objects.filter(programme=programme)
    had.exclude(occupation_id__in=wanted).delete()
    there = set(had.values_list("occupation_id", flat=True))
    ProgrammeOccupation.objects.bulk_create(
        ProgrammeOccupation(programme=programme, occupation_id=one) for one in sorted(wanted - there)
    )
    return programme
