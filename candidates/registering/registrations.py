"""What somebody who registers people looks at: his own registrations, and the municipalities to choose from."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, Func, JSONField, OuterRef, When
from django.utils.translation import gettext as _

from candidates.choices import CandidateState
from candidates.models import Candidate
from candidates.names import normalised_name
from candidates.querysets import CandidateQuerySet
from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality
from organisations.tenancy import Acting

_YOUNGEST, _OLDEST = 14, 100
_MERGED = Municipality.successors.through
_CODE = re.compile(r"GM[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Place:
    """Municipalities to choose from, those of the own region first."""

    here: Sequence[Municipality]
    elsewhere: Sequence[Municipality]
    by_words: Mapping[str, str]
    #: Of a former one, by name and by code: those that it is part of now. Two where it was divided.
    became: Mapping[str, Sequence[Municipality]] = field(default_factory=dict)

    @staticmethod
    def named(code: str) -> str:
        """The name of a municipality, or its code where nobody knows it."""
        return Municipality.objects.filter(pk=code).values_list("name", flat=True).first() or Place.outside(code)

    @staticmethod
    def outside(code: str) -> str:
        """A code whose name nobody knows: that is one outside the region."""
        return _("%(code)s, buiten de regio") % {"code": code}


def municipalities_at(acting: Acting, *, on: date) -> Place:
    """The municipalities of this day. One query."""
    return municipalities_in(acting.region_ids, on=on)


def municipalities_in(region_ids: Sequence[uuid.UUID], *, on: date) -> Place:
    """As ``municipalities_at``, for who does not act for anybody."""
    area = AreaMunicipality.objects.filter(
        municipality=OuterRef("pk"), region_id__in=region_ids, area=Area.REGION, valid__contains=on
    )
    later = _MERGED.objects.filter(from_municipality=OuterRef("pk")).values("to_municipality_id")
    rows = Municipality.objects.annotate(
        is_here=Exists(area), went_into=ArraySubquery(later), former=former_names(OuterRef("pk"))
    )
    known = list(rows.order_by("name", "pk"))
    current = [one for one in known if on in one.valid]
    return Place(
        [one for one in current if one.is_here],
        [one for one in current if not one.is_here],
        codes_by_words(known, on=on),
        _became(known, on=on),
    )


def former_names(code: OuterRef) -> ArraySubquery:
    """What became part of the municipality with this code, for ``annotate``: people keep saying those names."""
    rows = _MERGED.objects.filter(to_municipality=code).order_by("from_municipality__name", "pk")
    return ArraySubquery(rows.values("from_municipality__name"))


def with_former(name: str, former: Iterable[str]) -> str:
    """A municipality in a list from which people choose where they live."""
    others = ", ".join(former)
    return f"{name} ({others})" if others else name


def _became(known: Sequence[Any], *, on: date) -> dict[str, list[Municipality]]:
    by_code = {one.code: one for one in known}

    def now(one: Any) -> dict[str, Municipality]:
        if on in one.valid:
            return {one.code: one}
        return {code: it for later in one.went_into if later in by_code for code, it in now(by_code[later]).items()}

    return {
        word: sorted(now(one).values(), key=lambda it: it.name)
        for one in known
        if on not in one.valid
        for word in (normalised_name(one.name), one.code.lower())
    }


def codes_by_words(known: Iterable[Municipality], *, on: date) -> dict[str, str]:
    """The codes of these municipalities by name and by code; an empty one for those that this day does not have."""
    known = list(known)
    former = [one for one in known if on not in one.valid]
    words = {word: "" for one in former for word in (normalised_name(one.name), one.code.lower())}
    current = [one for one in known if on in one.valid]
    return words | {word: one.code for one in current for word in (normalised_name(one.name), one.code.lower())}


def code_said(text: str, by_words: Mapping[str, str]) -> str:
    """The municipality that is meant, by its name or its code; also by a code that is not of this region."""
    if not text:
        raise ValidationError(_("Vul de code van de gemeente in."))
    code = "".join(text.split()).upper()
    known = by_words.get(normalised_name(text), by_words.get(code.lower()))
    if known == "":
        raise ValidationError(_("Deze gemeente bestaat niet meer. Vul de gemeente in waar iemand nu bij hoort."))
    if known is None and not _CODE.fullmatch(code):
        raise ValidationError(
            _(
                "Deze gemeente kent het portaal niet. Kijk of de naam klopt. Ligt zij buiten de regio? "
                "Typ de code van de gemeente (GM en vier cijfers); die vindt u op de site van het CBS."
            )
        )
    return known or code


def check_birth_date(born: date | None, *, on: date) -> None:
    """Refuse a date of birth of nobody who looks for work on this day: a typing error."""
    if born is None:
        return
    if born >= on:
        raise ValidationError(_("Deze dag moet nog komen. Vul de dag in waarop deze persoon geboren is."))
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < _YOUNGEST:
        raise ValidationError(_("Deze persoon is dan jonger dan 14 jaar. Kijk de geboortedatum na."))
    if age > _OLDEST:
        raise ValidationError(_("Deze persoon is dan ouder dan 100 jaar. Kijk de geboortedatum na."))


def of_registrant(acting: Acting) -> CandidateQuerySet:
    """Everybody this organisation registered, also whose file went on as another one; the newest first.

    Row security decides; this narrows by an index that it cannot use.
    """
    registered: CandidateQuerySet = Candidate.objects.filter(
        region_id__in=acting.region_ids, registrant_organisation_id=acting.organisation_id
    )
    followed = registered.annotate(
        went_on=Case(
            When(merged_into__isnull=False, then=Func(F("pk"), function="candidates_went_on", output_field=JSONField()))
        )
    )
    return followed.select_related("identity", "werkplein", "region").order_by("-registered_on", "-pk")


@dataclass(frozen=True, slots=True)
class Course:
    """Where a registration stands: its own file, or the one in which the person goes on, which the registrant not sees."""

    state: str
    call_by: date | None
    is_called: bool
    caller: str

    @property
    def status_key(self) -> str:
        return f"candidate_{self.state}"

    @property
    def is_waiting_for_call(self) -> bool:
        """Somebody promised to call and did not yet: who registered wants to know who and by when."""
        return self.call_by is not None and not self.is_called and self.state == CandidateState.REGISTERED


def course_of(candidate: Candidate) -> Course:
    """How a registration goes on; of one out of ``of_registrant`` also where its file was merged into another one."""
    other = getattr(candidate, "went_on", None)
    if other is None:
        called = candidate.last_contact_on is not None
        return Course(candidate.state, candidate.call_by, called, caller_of(candidate))
    call_by = date.fromisoformat(other["call_by"]) if other["call_by"] else None
    return Course(other["state"], call_by, other["last_contact_on"] is not None, other["caller"] or _nobody_else())


def caller_of(candidate: Candidate) -> str:
    """Who calls, as the first words of a sentence."""
    return candidate.werkplein.name if candidate.werkplein else _nobody_else()


def _nobody_else() -> str:
    return _("Het Coördinatiepunt Social Return")
