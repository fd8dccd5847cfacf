"""The ladder in Dutch: what is next, why, and what came of a step."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.templatetags.formatting import date_nl, day_nl, euro0, percentage
from tenders.choices import LadderKind
from tenders.ladder import Action, NextStep
from tenders.outlook import Outlook
from tenders.progress import Standing

_TO_PLAN = {
    LadderKind.REMINDER: gettext_lazy("Herinnering sturen"),
    LadderKind.CONVERSATION: gettext_lazy("Gesprek plannen"),
    LadderKind.RECOVERY_PLAN: gettext_lazy("Herstelplan afspreken"),
    LadderKind.HEARING: gettext_lazy("Hoor en wederhoor plannen"),
    LadderKind.SHORTFALL: gettext_lazy("Besluiten over het tekort"),
}
_TO_RECORD = {
    LadderKind.REMINDER: gettext_lazy("Vastleggen wat de herinnering opleverde"),
    LadderKind.CONVERSATION: gettext_lazy("Uitkomst van het gesprek vastleggen"),
    LadderKind.RECOVERY_PLAN: gettext_lazy("Vastleggen of het herstelplan is nagekomen"),
    LadderKind.HEARING: gettext_lazy("Uitkomst van hoor en wederhoor vastleggen"),
    LadderKind.SHORTFALL: gettext_lazy("Besluit over het tekort vastleggen"),
}


def next_step_title(step: NextStep) -> str:
    """What somebody is to do, in a few words: for lists and start pages."""
    if step.action == Action.PLAN:
        return str(_TO_PLAN[step.kind])
    if step.action == Action.RECORD:
        return str(_TO_RECORD[step.kind])
    if step.action == Action.SETTLE:
        return _("Afrekenen")
    if step.kind == LadderKind.RECOVERY_PLAN:
        return _("Herstelplan klaar op %(day)s") % {"day": date_nl(step.on)}
    return _("%(step)s op %(day)s") % {"step": step.kind.label, "day": date_nl(step.on)}


def why(standing: Outlook, step: NextStep | None, *, on: date) -> list[str]:
    """Sentences about why this step is next: how the contract stands, and what was done before."""
    said = [_stands(standing)]
    if standing.day and not standing.days_left and step is not None and step.action == Action.PLAN:
        said.append(
            _(
                "Het contract is afgelopen, dus inhalen kan niet meer. Eerst hoort u de opdrachtnemer, dan volgt het besluit."
            )
        )
    if step is None:
        said.append(_("Er is nu geen stap nodig."))
    elif step.action == Action.PLAN:
        said.append(_before(step, on))
        if step.on > on:
            said.append(_("Gebruikelijk is deze stap vanaf %(day)s.") % {"day": day_nl(step.on)})
    elif step.action == Action.SETTLE:
        said.append(_("Over het tekort is besloten. De bedragen volgen bij de afrekening."))
    elif step.action == Action.RECORD:
        said.append(_late(step, on))
    return said


def _stands(standing: Outlook) -> str:
    figures = {"expected": euro0(standing.expected), "percent": percentage(standing.percent)}
    if standing.standing == Standing.SETTLED:
        return _("Het contract is afgerekend.")
    if standing.standing == Standing.NOTHING_OWED:
        return _("Er is geen verplichting, dus er hoeft niets te worden ingevuld.")
    if standing.percent is None:
        return _("Volgens schema is er nog niets nodig.")
    if standing.banded is not None:
        return _("Volgens schema moest er %(expected)s zijn. Daarvan is er hooguit %(percent)s.") % figures
    return _("Volgens schema moest er %(expected)s zijn. Daarvan is er %(percent)s.") % figures


def _before(step: NextStep, on: date) -> str:
    last = step.after
    if last is None:
        return _("Er is het afgelopen jaar nog geen stap gezet die meetelt.")
    ago = (on - last.done_on).days
    since = _("vandaag") if ago == 0 else ngettext("%(n)s dag geleden", "%(n)s dagen geleden", ago) % {"n": ago}
    if last.kind == LadderKind.RECOVERY_PLAN:
        return _("Het herstelplan is niet nagekomen (vastgelegd op %(day)s).") % {"day": day_nl(last.done_on)}
    return _("De laatste stap was: %(step)s op %(day)s, %(since)s.") % {
        "step": LadderKind(last.kind).label.lower(),
        "day": day_nl(last.done_on),
        "since": since,
    }


def _late(step: NextStep, on: date) -> str:
    days = (on - step.on).days
    if days == 0:
        return _("De dag van deze stap is vandaag.")
    return ngettext(
        "De dag van deze stap is %(n)s dag voorbij.", "De dag van deze stap is %(n)s dagen voorbij.", days
    ) % {"n": days}
