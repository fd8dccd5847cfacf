"""People who are ready for training, a group for them, and the ABC project leader of the region."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.choices import CandidateState
from candidates.models import BackOfficePolicy, Candidate, Enrolment, TrainingGroup, TrainingSeat
from organisations.choices import Role
from tests.candidates.files import TODAY, candidate
from tests.cast import Cast, Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.factories.training import GroupFactory, ProgrammeFactory

#: Of the priority area, of the rest of the region, and of neither, on the day that tests are about.
PRIORITY, REGION, OUTSIDE = "GM0014", "GM1895", "GM0363"


def ready(cast: Cast, number: int = 1, *, municipality: str = PRIORITY, days: int = 10, **values) -> list[Candidate]:
    """So many candidates that wait for work since ``days`` days, one day less for each next."""
    return [
        candidate(
            cast,
            municipality=municipality,
            state=CandidateState.READY,
            state_since=TODAY - dt.timedelta(days=days),
            ready_since=TODAY - dt.timedelta(days=days - place),
            **values,
        )
        for place in range(number)
    ]


def group(cast: Cast, **values) -> TrainingGroup:
    """A group of twelve that began two weeks ago; ``programme__sector`` and so on say of what."""
    with owner():
        programme = {name.removeprefix("programme__"): values.pop(name) for name in list(values) if "__" in name}
        return GroupFactory(programme=ProgrammeFactory(region=cast.region, **programme), **values)


def colleague(cast: Cast, name: str = "Daan") -> Person:
    """Somebody else of the coordination point."""
    with owner():
        user = UserFactory(name=name, email=f"{name.lower()}@csr.example")
        MembershipFactory(user=user, organisation=cast.dirk.organisation, role=Role.MEMBER)
    person = Person(user, cast.dirk.organisation)
    log_in(person)
    return person


def led_by(cast: Cast, person: Person) -> None:
    with owner():
        BackOfficePolicy.objects.update_or_create(region=cast.region, defaults={"project_leader": person.user})


def states(of: TrainingGroup) -> dict[str, str]:
    """The state of each seat, by the number of the candidate."""
    with owner():
        return dict(TrainingSeat.objects.filter(group=of).values_list("candidate__reference", "state"))


def outcomes(of: TrainingGroup) -> list[tuple]:
    with owner():
        rows = Enrolment.objects.filter(group=of).order_by("candidate__reference")
        return list(rows.values_list("outcome", "ended_on", "dropout_reason"))


def fresh(one):
    """The row as it is now."""
    with owner():
        return type(one).objects.get(pk=one.pk)


def queries_of(person: Person, path: str) -> int:
    """How many queries a page asks, without what a test adds to keep its transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert person.get(path).status_code == 200
    kept = ("SAVEPOINT", "RELEASE", "SELECT set_config")
    return sum(not one["sql"].startswith(kept) for one in captured.captured_queries)
