"""Persons of a package: recognised by name and date of birth, one identity row per contractor."""

import uuid
from collections.abc import Iterable
from datetime import date

from exchange.landing.course import Course
from placements.identity.persons import normalise, person_key
from placements.models import DeployedPerson, PersonKey

#: Who deploys, and whom: the identity of a person with one contractor.
Identity = tuple[uuid.UUID, str, date]


def find_or_make(course: Course, wanted: Iterable[tuple[uuid.UUID, str, date]]) -> dict[Identity, DeployedPerson]:
    """The identity rows of these persons (contractor, name, date of birth), by their normalised names."""
    names: dict[Identity, str] = {}
    for contractor_id, name, birth_date in wanted:
        names.setdefault((contractor_id, normalise(name), birth_date), name)
    found = {
        (person.contractor_id, person.normalised_name, person.birth_date): person
        for person in DeployedPerson.objects.filter(
            region_id=course.region_id,
            contractor_id__in={contractor_id for contractor_id, _name, _born in names},
            normalised_name__in={name for _contractor, name, _born in names},
        )
    }
    new = {
        (contractor_id, normalised, birth_date): DeployedPerson(
            region_id=course.region_id,
            contractor_id=contractor_id,
            name=" ".join(name.split()),
            birth_date=birth_date,
            normalised_name=normalised,
            created_at=course.at,
        )
        for (contractor_id, normalised, birth_date), name in names.items()
        if (contractor_id, normalised, birth_date) not in found
    }
    course.ledger.made(DeployedPerson.objects.bulk_create(new.values(), batch_size=1000))
    PersonKey.objects.bulk_create(
        (
            PersonKey(person=person, region_id=course.region_id, key=person_key(course.region_id, person.name, born))
            for (_contractor, _normalised, born), person in new.items()
        ),
        batch_size=1000,
    )
    return {**found, **new}
