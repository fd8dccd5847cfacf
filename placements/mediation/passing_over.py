"""Whoever from farther away is chosen while one from the priority area meets all rules, is chosen with a reason.

Domain rules, section 6. A Werkplein passes over the candidates of another one as much as its own, and is told how many
they are, never who.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.training.seat_order import Ring
from organisations.refused import Refused, check_free_text, check_said
from organisations.tenancy import Acting
from placements.matching import Key, Matched, matched, passed_over
from placements.mediation.people import FACTS, Sought, is_free, known, looking, sought, waiting_elsewhere
from placements.models import Vacancy
from placements.vacancy_choices import MatchPassReason


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the order was left."""

    choice: str = ""
    text: str = ""

    def checked(self) -> "Reason":
        choice, text = self.choice, self.text.strip()
        if choice and choice not in MatchPassReason.values:
            raise Refused(_("Kies een reden uit de lijst."))
        if choice == MatchPassReason.OTHER:
            text = check_said(text, otherwise=_("Schrijf op welke reden het is."))
        check_free_text(text)
        return Reason(choice, text[:500])


@dataclass(frozen=True, slots=True)
class Fit:
    """What is kept with a proposal: where he lives, each rule as it stood, whom he passed, and why."""

    ring: Ring
    #: ``met``, ``missed`` or ``unknown`` by rule.
    rules: Mapping[str, str]
    passed_over: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Passed:
    """Who of the priority area is passed over: ``known`` by the member, and how many ``elsewhere``."""

    known: tuple[uuid.UUID, ...] = ()
    elsewhere: int = 0

    @property
    def count(self) -> int:
        return len(self.known) + self.elsewhere


class PassedOverWithoutReason(Refused):
    """Somebody of the priority area meets all rules and was not chosen. ``passed`` are they."""

    def __init__(self, passed: Passed) -> None:
        super().__init__(passed_sentence(passed.count))
        self.passed = passed


def passed_sentence(count: int) -> str:
    return ngettext(
        "%(n)s kandidaat uit het voorranggebied voldoet aan alle regels. Kies waarom u die overslaat.",
        "%(n)s kandidaten uit het voorranggebied voldoen aan alle regels. Kies waarom u die overslaat.",
        count,
    ) % {"n": count}


def check_passed_over(
    acting: Acting, vacancy: Vacancy, candidate_ids: Collection[uuid.UUID], *, reason: Reason
) -> dict[uuid.UUID, Fit]:
    """What to keep of each of these when they are put forward together, by candidate.

    To be called while the vacancy is held, so that nobody is put forward meanwhile. Raises PassedOverWithoutReason, and
    Refused for somebody who is not the member's to put forward.
    """
    reason = reason.checked()
    about = sought(acting, vacancy.pk)
    free: set[Key] = set()
    people = {one.who.id: one for one in _all(acting, about, free)}
    chosen = set(candidate_ids)
    if not chosen <= people.keys():
        raise Refused(_("Een kandidaat die u koos, is er niet meer. Kijk de lijst opnieuw na."))
    passed = passed_by(acting, about, people.values(), chosen=chosen, free=free)
    if passed.count and not reason.choice:
        raise PassedOverWithoutReason(passed)
    fits = {}
    for one in chosen:
        goes_past = passed.count if people[one].who.ring > Ring.PRIORITY else 0
        fits[one] = Fit(
            ring=people[one].who.ring,
            rules={rule: outcome.value for rule, outcome in people[one].outcomes},
            passed_over=goes_past,
            reason=reason if goes_past else Reason(),
        )
    return fits


def passed_by(
    acting: Acting, about: Sought, people: Collection[Matched], *, chosen: Collection[Key], free: Collection[Key]
) -> Passed:
    """Who is passed over when these are chosen. One query where a Werkplein chooses somebody from farther away."""
    if all(one.who.ring == Ring.PRIORITY for one in people if one.who.id in chosen):
        return Passed()
    own = passed_over(people, chosen=chosen, free=free)
    return Passed(
        known=tuple(one for one in own if isinstance(one, uuid.UUID)), elsewhere=fitting_elsewhere(acting, about)
    )


def fitting_elsewhere(acting: Acting, about: Sought) -> int:
    """How many of the priority area, of whom the member reads no file, meet all rules and are free."""
    waiting = waiting_elsewhere(acting, about)
    return sum(one.ring == Ring.PRIORITY and matched(about.asked, one).meets_all for one in waiting)


def _all(acting: Acting, about: Sought, free: set[Key]) -> list[Matched]:
    """Everybody whom the member may put forward; ``free`` is filled with who of them is."""
    found = []
    for *facts, state in looking(acting, about).order_by("pk").values_list(*FACTS, "state"):
        who = known(facts, about.rings)
        found.append(matched(about.asked, who))
        if is_free(state, about.proposals.get(facts[0])):
            free.add(who.id)
    return found
