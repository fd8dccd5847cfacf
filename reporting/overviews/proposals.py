"""Proposals that wait for a coach or for an employer, as items of the queue on a start page. No names: nobody opened a file."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor
from organisations.tenancy import Acting
from placements.mediation.proposals import proposals_of
from placements.pages.proposal_page import NOW, with_state
from reporting.overviews.tally import Item, Question, Tallied, Waits
from reporting.overviews.waiting import address, age, item


def waiting_of(acting: Acting, *, on: dt.date) -> Waits:
    """What somebody does with proposals now, the most pressing first; nothing where there is nothing."""
    for_employer = acts_for_contractor(acting)
    rows = with_state(proposals_of(acting), at=timezone.now(), for_employer=for_employer).filter(turn=NOW)
    url = address("placements:proposal_list", acting)
    words = _of_employer() if for_employer else _of_coach()

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        return [
            item(found[state].count, title, f"{url}?stand={state}", sub=sub, **age(found[state].since, on=on))
            for state, (title, sub) in words.items()
            if found[state].count
        ]

    return Waits((Question(F("shown_state"), rows, moment="state_at"),), items)


def _of_employer() -> dict[str, tuple[str, str]]:
    return {
        "proposal_agreed": (_("Kandidaten die aan u zijn voorgesteld"), _("Plan een kennismaking, of zeg nee")),
        "proposal_met": (_("Kennismakingen die geweest zijn"), _("Aangenomen of niet? De kandidaat wacht op u")),
    }


def _of_coach() -> dict[str, tuple[str, str]]:
    return {
        "proposal_hired": (_("Aangenomen: plaatsing vastleggen"), _("De werkgever zei ja")),
        "proposal_said_yes": (
            _("Zij zeiden ja bij een speeddate"),
            _("Leg dat ja vast, dan hoort de werkgever wie het is"),
        ),
        "proposal_late": (_("Kandidaten die nog niet antwoordden"), _("De dag voor het antwoord is voorbij: bel")),
        "proposal_met": (_("Kennismakingen die geweest zijn"), _("Vraag de werkgever hoe het ging")),
        "proposal_shortlisted": (_("Kandidaten die u nog vraagt"), _("Op de lijst van een vacature")),
    }
