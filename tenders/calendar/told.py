"""Who hears of it when a tender on the calendar gets other dates, or does not go on.

The coordination point hears by mail, each member when he chose (topic calendar), or the contact of the tender when the
coordination point made the change. Who follows a search hears with the next mail about it; here they are counted only.
Firms that were invited get nothing from the portal: who invited them tells them, and is reminded of that.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.access import acts_for_coordination_point
from organisations.choices import OrganisationKind
from organisations.models import Membership
from organisations.outbox import queue_mails
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders.calendar.following import followers_matching
from tenders.choices import TenderStatus
from tenders.models import FirmInvitation, Tender
from tenders.tender_status import OPEN, WITHDRAWN

#: Dates that others plan by, and what they are called in a sentence.
DATES = {
    "planned_publication": gettext_lazy("de geplande publicatie"),
    "planned_award": gettext_lazy("de geplande gunning"),
    "starts_on": gettext_lazy("de eerste dag van het werk"),
    "ends_on": gettext_lazy("de laatste dag van het werk"),
}
_MAIL, _MAIL_OF_MANY = "tender_changed", "tenders_changed"


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a tender that others plan by: a date with what it was and is, or a status."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return _("%(what)s: eerst %(before)s, nu %(after)s") % self._words
        if self.after:
            return _("%(what)s: %(after)s") % self._words
        return _("%(what)s: niet meer bekend, eerst %(before)s") % self._words

    @property
    def _words(self) -> dict[str, str]:
        return {"what": self.what, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Person:
    organisation_id: uuid.UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of a change: by mail now, with a later mail (``followers``), and not from the portal (``firms``)."""

    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    followers: int = 0
    firms: int = 0

    def before(self) -> list[str]:
        """What will happen, as sentences; empty when nobody hears of it."""
        said = []
        if self.organisations:
            said.append(_("Krijgt een mail: %(who)s.") % {"who": _listed(self.organisations)})
        if self.followers:
            said.append(
                ngettext(
                    "%(n)s volger van de kalender leest het in de volgende mail.",
                    "%(n)s volgers van de kalender lezen het in de volgende mail.",
                    self.followers,
                )
                % {"n": self.followers}
            )
        if self.firms:
            said.append(
                ngettext(
                    "%(n)s bedrijf is uitgenodigd. Dat krijgt geen mail van het portaal: laat het zelf weten.",
                    "%(n)s bedrijven zijn uitgenodigd. Die krijgen geen mail van het portaal: laat het zelf weten.",
                    self.firms,
                )
                % {"n": self.firms}
            )
        return said

    def after(self) -> str:
        """The same once it was done, in one go."""
        said = []
        if self.organisations:
            said.append(_("Bericht gestuurd aan %(who)s.") % {"who": _listed(self.organisations)})
        return " ".join([*said, *self.before()[len(said) :]])


def dates_of(tender: Tender) -> dict[str, date | None]:
    """To keep before a form writes over them."""
    return {name: getattr(tender, name) for name in DATES}


def changes_between(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> list[Change]:
    """The dates that became other ones, in the order of the calendar."""
    return [
        Change(str(words), _day(before.get(name)), _day(after.get(name)))
        for name, words in DATES.items()
        if before.get(name) != after.get(name)
    ]


def step_change(before: str, after: str) -> Change:
    """A status that others have to know of."""
    return Change(_("de status"), str(TenderStatus(before).label), str(TenderStatus(after).label))


def concerns_others(tender: Tender, *, to: str | None = None) -> bool:
    """Whether others plan by it: on the calendar and not awarded yet; or, of a step, withdrawn or taken off."""
    if tender.on_calendar_since is None:
        return False
    if to is None:
        return tender.status in OPEN
    return to == WITHDRAWN or (to == TenderStatus.CONCEPT and tender.status != WITHDRAWN)


def who_hears(acting: Acting, tender: Tender) -> Hearing:
    """Who would hear of a change to this tender now. Nobody while it is not on the calendar. At most four queries."""
    if tender.on_calendar_since is None:
        return Hearing()
    people = _people(acting, tender)
    names: list[str] = list(dict.fromkeys(name for name, _person in people))
    return Hearing(
        people=tuple(person for _name, person in people),
        organisations=tuple(names),
        followers=followers_matching(tender),
        firms=FirmInvitation.objects.filter(tender=tender).standing().count(),
    )


def dates_changed(acting: Acting, tender: Tender, before: Mapping[str, Any]) -> Hearing:
    """Tell who plans by it what became of the dates; ``before`` holds what the columns that changed held."""
    now = dates_of(tender)
    changes = changes_between(now | {name: day for name, day in before.items() if name in now}, now)
    if not changes or not concerns_others(tender):
        return Hearing()
    return tell(acting, tender, changes, hearing=who_hears(acting, tender))


def dates_changed_at_once(acting: Acting, before: Mapping[uuid.UUID, Mapping[str, date | None]]) -> int:
    """Tell who plans by these tenders what became of their dates, each in one mail; returns how many mails.

    ``before`` holds the former dates of each tender; what has the same ones now is passed over.
    """
    found = Tender.objects.filter(pk__in=list(before)).select_related("authority").defer("search")
    news: dict[Person, list[dict[str, Any]]] = {}
    members: dict[uuid.UUID, list[tuple[str, Person]]] = {}
    for tender in found.order_by("title", "reference"):
        changes = changes_between(before[tender.pk], dates_of(tender))
        if not changes or not concerns_others(tender):
            continue
        if acts_for_coordination_point(acting):
            people = _people(acting, tender)
        else:
            people = members.setdefault(tender.region_id, []) or _people(acting, tender)
            members[tender.region_id] = people
        for _name, person in people:
            news.setdefault(person, []).append(_line(tender, person, changes))
    return queue_mails(
        _MAIL_OF_MANY,
        [
            (
                person.email,
                {
                    "name": person.name,
                    "by": acting.organisation_name,
                    "count": len(lines),
                    "tenders": lines,
                    "link": urljoin(settings.PUBLIC_URL, reverse("tenders:tender_list", args=[person.organisation_id])),
                },
            )
            for person, lines in news.items()
        ],
    )


def _line(tender: Tender, to: Person, changes: Iterable[Change]) -> dict[str, Any]:
    path = reverse("tenders:tender_detail", kwargs={"organisation_id": to.organisation_id, "tender_id": tender.pk})
    return {
        "title": tender.title or tender.reference,
        "reference": tender.reference,
        "changes": [_capitalised(str(one)) for one in changes],
        "link": urljoin(settings.PUBLIC_URL, path),
    }


def tell(acting: Acting, tender: Tender, changes: Iterable[Change], *, reason: str = "", hearing: Hearing) -> Hearing:
    """Mail ``hearing``, as it was shown, what changed; returns it again, for the message."""
    said = [_capitalised(str(one)) for one in changes]
    if said:
        queue_mails(_MAIL, [_mail(acting, tender, one, said, reason) for one in hearing.people])
    return hearing


def _people(acting: Acting, tender: Tender) -> list[tuple[str, Person]]:
    if acts_for_coordination_point(acting):
        if not tender.contact_email:
            return []
        name = tender.contact_name or tender.authority.name
        return [(tender.authority.name, Person(tender.authority_id, name, tender.contact_email))]
    members = (
        Membership.objects.current()
        .filter(
            organisation__kind=OrganisationKind.COORDINATION_POINT,
            organisation__organisation_regions__region_id=tender.region_id,
            user__is_active=True,
        )
        .select_related("user", "organisation")
        .order_by("user__name", "pk")
    )
    return [
        (one.organisation.name, Person(one.organisation_id, one.user.name, one.user.email))
        for one in members
        if one.user_id != acting.user_id
    ]


def _mail(acting: Acting, tender: Tender, to: Person, changes: list[str], reason: str) -> tuple[str, dict[str, Any]]:
    path = reverse("tenders:tender_detail", kwargs={"organisation_id": to.organisation_id, "tender_id": tender.pk})
    return to.email, {
        "name": to.name,
        "by": acting.organisation_name,
        "title": tender.title or tender.reference,
        "reference": tender.reference,
        "changes": changes,
        "reason": reason,
        "link": urljoin(settings.PUBLIC_URL, path),
    }


def _day(day: date | None) -> str:
    return day_nl(day) if day else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: tuple[str, ...]) -> str:
    *before, last = names
    return _("%(before)s en %(last)s") % {"before": ", ".join(before), "last": last} if before else last
