"""Who was first: what to tell a verifier whose page is older than the verdict of a colleague."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.templatetags.formatting import moment_nl
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement, Transition, YearLine
from placements.steps import By, Line

_VERDICTS = (LineStatus.APPROVED, LineStatus.RETURNED, LineStatus.REJECTED)


def waits_no_more(lines: Iterable[Line], *, by: By) -> str:
    """The sentence for whoever judges these lines when some of them wait no more. One query."""
    about = Q(pk=None)
    for line in lines:
        if line.status != LineStatus.SUBMITTED or getattr(line, "reversed_at", None) is not None:
            about |= _about(line)
    last = _last(Transition.objects.filter(about)).first()
    if last is None or last.to_status not in _VERDICTS:
        return _("Dit wacht niet meer op een oordeel: de opdrachtnemer heeft het teruggetrokken of gewijzigd.")
    return _said(last, by=by)


def judged_by(line_ids: Collection[uuid.UUID], *, by: By) -> dict[str, int]:
    """By name, how many of these lines somebody judged last. One query; the caller says which he may see."""
    last: dict[Any, Transition] = {}
    for step in _last(Transition.objects.filter(Q(deployment__in=line_ids) | Q(contribution__in=line_ids))):
        last.setdefault(step.deployment_id or step.contribution_id, step)
    judged = [step for step in last.values() if step.to_status in _VERDICTS]
    return dict(Counter(_("uzelf") if step.user_id == by.user_id else _name(step) for step in judged))


def told(meanwhile: Iterable[tuple[str, int]], *, gone: int) -> list[str]:
    """Of lines that were chosen on an older page: how many a colleague judged meanwhile, and how many are gone."""
    sentences = [
        ngettext(
            "%(n)s regel die u koos was intussen al beoordeeld door %(who)s.",
            "%(n)s regels die u koos waren intussen al beoordeeld door %(who)s.",
            n,
        )
        % {"n": n, "who": who}
        for who, n in meanwhile
    ]
    if gone:
        sentences.append(
            ngettext(
                "%(n)s regel die u koos wacht niet meer: de opdrachtnemer heeft hem teruggetrokken.",
                "%(n)s regels die u koos wachten niet meer: de opdrachtnemer heeft ze teruggetrokken.",
                gone,
            )
            % {"n": gone}
        )
    return sentences


def _said(step: Transition, *, by: By) -> str:
    words = {"who": _name(step), "when": moment_nl(step.at)}
    sentences = {
        LineStatus.APPROVED: _("Een collega heeft dit al beoordeeld: %(who)s keurde het goed (%(when)s)."),
        LineStatus.RETURNED: _(
            "Een collega heeft dit al beoordeeld: %(who)s stuurde het terug met een vraag (%(when)s)."
        ),
        LineStatus.REJECTED: _("Een collega heeft dit al beoordeeld: %(who)s keurde het af (%(when)s)."),
    }
    own = {
        LineStatus.APPROVED: _("U hebt dit zelf al beoordeeld: u keurde het goed (%(when)s)."),
        LineStatus.RETURNED: _("U hebt dit zelf al beoordeeld: u stuurde het terug met een vraag (%(when)s)."),
        LineStatus.REJECTED: _("U hebt dit zelf al beoordeeld: u keurde het af (%(when)s)."),
    }
    return (own if step.user_id == by.user_id else sentences)[LineStatus(step.to_status)] % words


def _name(step: Transition) -> str:
    return str(step.user) if step.user else _("een collega")


def _about(line: Line) -> Q:
    if isinstance(line, HoursStatement):
        return Q(statement__deployment_id=line.deployment_id, statement__month=line.month)
    if isinstance(line, YearLine):
        return Q(year_line=line)
    if isinstance(line, Contribution):
        return Q(contribution=line)
    return Q(deployment=line, statement=None)


def _last(steps: QuerySet[Transition]) -> QuerySet[Transition]:
    return steps.select_related("user").order_by("-at", "-pk")
