"""Keeping the calendar up to date: what asks for attention, in words, and one click that says a tender is still right."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.templatetags.formatting import day_nl, days
from organisations.tenancy import Acting
from tenders.access import tenders_kept_by
from tenders.choices import SroiDecision
from tenders.models import Tender
from tenders.querysets import TenderQuerySet
from tenders.tender_status import CONCEPT, OPEN
from tenders.tender_upkeep import EXPECTED, Kept, Mend, completeness, missing, to_mend

FIELD_WORDS: dict[str, str | Promise] = {
    "description": gettext_lazy("omschrijving"),
    "procedure": gettext_lazy("procedure"),
    "cpv_codes": gettext_lazy("CPV-code"),
    "value": gettext_lazy("geraamde waarde"),
    "labour_share": gettext_lazy("loonaandeel"),
    "sector": gettext_lazy("sector"),
    "municipalities": gettext_lazy("plaats van het werk"),
    "planned_publication": gettext_lazy("geplande publicatie"),
    "planned_award": gettext_lazy("geplande gunning"),
    "starts_on": gettext_lazy("eerste dag"),
    "ends_on": gettext_lazy("laatste dag"),
    "contact_email": gettext_lazy("contactpersoon"),
    "occupations": gettext_lazy("verwachte beroepen"),
    "decision": gettext_lazy("besluit over social return"),
}
MEND_WORDS: dict[Mend, str | Promise] = {
    Mend.PUBLICATION_PASSED: gettext_lazy("Publicatiedatum voorbij"),
    Mend.AWARD_PASSED: gettext_lazy("Gunningsdatum voorbij"),
    Mend.UNDECIDED: gettext_lazy("Besluit ontbreekt"),
    Mend.STALE: gettext_lazy("Lang niet bekeken"),
    Mend.INCOMPLETE: gettext_lazy("Niet compleet"),
}
#: As which state each is shown.
MEND_LOOKS: dict[Mend, str] = {
    Mend.PUBLICATION_PASSED: "overdue",
    Mend.AWARD_PASSED: "overdue",
    Mend.UNDECIDED: "unclear",
    Mend.STALE: "unclear",
    Mend.INCOMPLETE: "concept",
}


def _asking(mend: Mend) -> Q:
    return Q(**{f"asks_{mend.value}": True})


_PASSED = _asking(Mend.PUBLICATION_PASSED) | _asking(Mend.AWARD_PASSED)
#: Of open tenders those that others read.
_READ = ~Q(status=CONCEPT)


class ConfirmRefused(Exception):  # noqa: N818 - reads as a sentence
    """The tender cannot be called up to date as it stands; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How well the open tenders of an organisation or region are kept. ``average`` and ``fresh`` are whole percents.

    These two are about what others read: of concepts nothing has to be right yet, so they count in what to do only.
    """

    open: int
    fresh: int | None
    average: int | None
    by_mend: dict[Mend, int]
    #: Only not looked at for long: one click says that these are still right.
    confirmable: int
    #: Something is wrong, more than that not everything is filled in.
    asking: int


def kept(tender: Any) -> Kept:
    """What its upkeep looks at; the tender comes ``with_upkeep`` and with its value."""
    filled = {
        name for name in EXPECTED if name not in {"value", "occupations", "decision"} and _is_filled(tender, name)
    }
    if getattr(tender, "value", None) is not None and tender.value.amount is not None:
        filled.add("value")
    if tender.has_occupations:
        filled.add("occupations")
    if tender.sroi != SroiDecision.OPEN:
        filled.add("decision")
    return Kept(
        status=tender.status,
        touched_on=timezone.localdate(tender.touched_at),
        planned_publication=tender.planned_publication,
        planned_award=tender.planned_award,
        filled=frozenset(filled),
        stale_days=tender.stale_days,
    )


def _is_filled(tender: Any, name: str) -> bool:
    return getattr(tender, name) not in (None, "", [])


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One tender as its list and page show it."""

    mends: tuple[Mend, ...]
    complete: int
    missing: tuple[str, ...]
    touched: str

    @property
    def first(self) -> str:
        """The word for what to mend first."""
        return str(MEND_WORDS[self.mends[0]]) if self.mends else ""

    @property
    def status(self) -> str:
        """The look of that word: a date that passed is late, the rest waits or can still come."""
        return MEND_LOOKS[self.mends[0]] if self.mends else ""

    @property
    def missing_words(self) -> str:
        return ", ".join(str(FIELD_WORDS[name]) for name in self.missing)


def upkeep_of(tender: Any, *, on: date) -> Upkeep:
    """How the tender is kept on this day."""
    facts = kept(tender)
    age = (on - facts.touched_on).days
    return Upkeep(
        mends=to_mend(facts, on=on),
        complete=completeness(facts.filled),
        missing=missing(facts.filled),
        touched=_("vandaag bijgewerkt") if age <= 0 else _("%(days)s geleden bijgewerkt") % {"days": days(age)},
    )


def summary_of(tenders: TenderQuerySet, *, on: date) -> Summary:
    """Over the open tenders of this set, in one query."""
    rows = tenders.with_upkeep(on=on).filter(is_open=1)
    counts = rows.aggregate(
        number=Count("pk"),
        read=Count("pk", filter=_READ),
        average=Avg("completeness", filter=_READ),
        **{mend.value: Count("pk", filter=_asking(mend)) for mend in Mend},
        not_fresh=Count("pk", filter=_READ & (_PASSED | _asking(Mend.STALE))),
        confirmable=Count("pk", filter=_asking(Mend.STALE) & ~_PASSED),
        asking=Count("pk", filter=_PASSED | _asking(Mend.STALE) | _asking(Mend.UNDECIDED)),
    )
    read = counts["read"]
    return Summary(
        open=counts["number"],
        fresh=(read - counts["not_fresh"]) * 100 // read if read else None,
        average=int(counts["average"]) if read else None,
        by_mend={mend: counts[mend.value] for mend in Mend},
        confirmable=counts["confirmable"],
        asking=counts["asking"],
    )


def by_authority(tenders: TenderQuerySet, *, on: date) -> TenderQuerySet:
    """A row for each authority with open tenders on the calendar: how it keeps those, and the longest untouched."""
    return (
        tenders.with_upkeep(on=on)
        .filter(_READ, is_open=1)
        .values("authority_id", "authority__name")
        .annotate(
            number=Count("pk"),
            average=Avg("completeness"),
            not_fresh=Count("pk", filter=_PASSED | _asking(Mend.STALE)),
            undecided=Count("pk", filter=_asking(Mend.UNDECIDED)),
            oldest=Min("touched_at"),
        )
    )


def asking(tenders: TenderQuerySet, mend: Mend) -> TenderQuerySet:
    """Of tenders ``with_upkeep`` those that ask for this."""
    return tenders.filter(is_open=1).filter(_asking(mend))


@transaction.atomic
def confirm(acting: Acting, *, tender_id: uuid.UUID, at: datetime) -> Tender | None:
    """Say that the tender is still right; None when it is not the member's. ``ConfirmRefused`` when a date has passed."""
    tender = (
        tenders_kept_by(acting)
        .filter(pk=tender_id, status__in=OPEN)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if tender is None:
        return None
    passed = {Mend.PUBLICATION_PASSED, Mend.AWARD_PASSED} & set(_mends(tender, on=timezone.localdate(at)))
    if passed:
        day = tender.planned_publication if Mend.PUBLICATION_PASSED in passed else tender.planned_award
        raise ConfirmRefused(
            _("De geplande datum %(day)s is voorbij. Pas die aan, of zet de aanbesteding een stap verder.")
            % {"day": day_nl(day)}
        )
    tender.touched_at = at
    tender.save(update_fields=["touched_at"])
    return tender


@transaction.atomic
def confirm_stale(acting: Acting, *, at: datetime) -> int:
    """Say so of everything that only was not looked at for long; what has a passed date stays. Returns how many."""
    on = timezone.localdate(at)
    stale = asking(tenders_kept_by(acting).with_upkeep(on=on), Mend.STALE).exclude(_PASSED)
    return Tender.objects.filter(pk__in=list(stale.values_list("pk", flat=True))).update(touched_at=at)


def _mends(tender: Tender, *, on: date) -> Iterable[Mend]:
    facts = Kept(
        status=tender.status,
        touched_on=timezone.localdate(tender.touched_at),
        planned_publication=tender.planned_publication,
        planned_award=tender.planned_award,
        filled=frozenset(EXPECTED),
    )
    return to_mend(facts, on=on)
