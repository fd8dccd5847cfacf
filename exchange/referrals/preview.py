"""What a table of people comes to: who can be registered, what is wrong beside its cell, and who may be known already."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from candidates.names import normalised_name, normalised_phone
from candidates.registering.duplicates import Alike, Person, alike
from candidates.registering.registrations import Place, codes_by_words
from exchange.models import ReferralUpload
from exchange.referrals.cells import Referral, referral
from organisations.models import Municipality
from organisations.tenancy import Acting

SKIP, OTHER = "skip", "other"


@dataclass(slots=True)
class Asked:
    """A row about which somebody has to say something."""

    row: Referral
    #: Files the member may see that look like this person's.
    likely: list[Alike] = field(default_factory=list)
    #: The row of this table that is about the same person, or 0.
    same_as: int = 0


@dataclass(slots=True)
class Preview:
    ready: list[Referral] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    skipped: int = 0

    @property
    def likely(self) -> list[Alike]:
        return [one for asked in self.asked for one in asked.likely]


def preview_of(acting: Acting, upload: ReferralUpload, *, on: dt.date) -> Preview:
    """Read the rows again with the answers so far: three queries for any number of rows. Writes nothing."""
    known_places = list(Municipality.objects.all())
    municipalities, names = codes_by_words(known_places, on=on), {one.code: one.name for one in known_places}
    shape = {"header": upload.header, "columns": upload.columns}
    rows = [
        referral(number, cells, **shape, municipalities=municipalities, on=on)
        for number, cells in upload.rows
        if upload.answers.get(str(number)) != SKIP
    ]
    preview = Preview(skipped=len(upload.rows) - len(rows))
    known = alike(acting, [_person(one) for one in rows])
    first_of: dict[tuple[str, ...], int] = {}
    for row, likely in zip(rows, known, strict=True):
        is_other = upload.answers.get(str(row.number)) == OTHER
        marks = list(_marks(row))
        earlier = next((first_of[mark] for mark in marks if mark in first_of), 0)
        for mark in marks:
            first_of.setdefault(mark, row.number)
        if row.faults or (not is_other and (likely or earlier)):
            preview.asked.append(Asked(row, [] if is_other else likely, 0 if is_other else earlier))
        else:
            row.place = names.get(row.entry.municipality) or Place.outside(row.entry.municipality)
            preview.ready.append(row)
    return preview


def _person(row: Referral) -> Person:
    one = row.entry
    return Person(one.first_name, one.last_name, one.birth_date, one.phone, one.email)


def _marks(row: Referral) -> Iterable[tuple[str, ...]]:
    """By what a row is recognised as about the same person as another one of the table."""
    one = row.entry
    name = normalised_name(f"{one.first_name} {one.last_name}")
    if name:
        yield "name", name, str(one.birth_date or normalised_phone(one.phone) or one.email.lower())
    if one.email:
        yield "email", one.email.lower()
    if one.phone:
        yield "phone", normalised_phone(one.phone)
