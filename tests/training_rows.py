"""Training of one region for the oracle: a group, who waits for it and who begins, an invoice, and a plan."""

from candidates.models import Candidate, ProgrammeOccupation, TrainingPlan, TrainingSeat
from candidates.training_choices import PlanMeasure, SeatState
from organisations.models import Occupation, Region
from tests.cast import Person
from tests.factories.training import CostFactory, EnrolmentFactory, GroupFactory, ProgrammeFactory


def training_rows(region: Region, *workers: Person) -> None:
    """Everybody of the region follows something; by turns these people put him forward and offer him a seat."""
    programme = ProgrammeFactory(region=region)
    occupation = Occupation.objects.filter(region=region).order_by("pk").first()
    ProgrammeOccupation.objects.create(programme=programme, occupation=occupation)
    waiting, given = GroupFactory(programme=programme), GroupFactory(programme=programme)
    for place, candidate in enumerate(Candidate.objects.filter(region=region).order_by("pk")):
        person = workers[place % len(workers)]
        added = {"region": region, "candidate": candidate, "added_by": person.user, "added_for": person.organisation}
        TrainingSeat.objects.create(**added, group=waiting, state=SeatState.WAITING)
        TrainingSeat.objects.create(**added, group=given, state=SeatState.OFFERED)
        EnrolmentFactory(programme=programme, candidate=candidate)
    for person in workers:
        CostFactory(programme=programme, entered_by=person.user)
    TrainingPlan.objects.create(
        region=region, measure=PlanMeasure.SHORT, year=2027, quarter=1, number=12, source="Stuurgroep"
    )
