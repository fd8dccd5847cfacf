"""Advice, obligation and outlook in Dutch: lines that the components of a screen can show as they are."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.months import add_months
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, days, euro0, percentage
from tenders.advice import Advice, AdvicePolicy, AdviceRule, Outcome, RuleSpoken
from tenders.choices import Basis, TenderKind
from tenders.obligation import ExplainedObligation, ObligationStep, explain_obligation
from tenders.outlook import Outlook
from tenders.progress import ALL_OF_IT

_THRESHOLDS = {
    TenderKind.WORK: gettext_lazy("de drempel voor werken"),
    TenderKind.SERVICE: gettext_lazy("de drempel voor diensten"),
    TenderKind.SUPPLY: gettext_lazy("de drempel voor leveringen"),
}


def advice_title(advice: Advice) -> str:
    """What the advice comes down to."""
    if advice.outcome == Outcome.PERCENTAGE:
        return _("Advies: %(percentage)s") % {"percentage": percentage(advice.percentage)}
    return {
        Outcome.NOT_REQUIRED: _("Advies: niet verplicht"),
        Outcome.NOT_RECOMMENDED: _("Advies: liever niet"),
        Outcome.BESPOKE: _("Advies: maatwerk"),
    }[advice.outcome]


def advice_note(advice: Advice) -> str:
    """What to do with an advice that is no percentage."""
    return {
        Outcome.NOT_REQUIRED: _("Onder de drempel vraagt de regio geen social return. Het mag wel."),
        Outcome.NOT_RECOMMENDED: _("In zo'n korte tijd is social return moeilijk waar te maken. Het mag wel."),
        Outcome.BESPOKE: _("Neem een percentage van de loonsom: kies bij grondslag ‘Loonsom’ en ‘Ander percentage’."),
    }.get(advice.outcome, "")


def advice_checks(
    advice: Advice,
    *,
    kind: TenderKind,
    policy: AdvicePolicy,
    starts_on,
    ends_on,
    wrong: Collection[str] = (),
) -> list[dict]:
    """Each rule that spoke, in order, and before it the two bounds that were met, for the checks component.

    ``wrong`` names what is filled in, but cannot be read.
    """
    spoken = {rule.key for rule in advice.rules}
    checks = []
    if not spoken & {AdviceRule.VALUE_UNKNOWN, AdviceRule.BELOW_THRESHOLD}:
        checks.append(
            {
                "text": _("Op of boven %(threshold)s") % {"threshold": _THRESHOLDS[kind]},
                "value": amount_in_full(policy.threshold(kind)),
                "state": "met",
            }
        )
    if not spoken & {AdviceRule.DURATION_UNKNOWN, AdviceRule.SHORT_DURATION}:
        checks.append(
            {
                "text": _("Duurt %(months)s maanden of langer") % {"months": policy.min_months},
                "value": months_of(starts_on, ends_on),
                "state": "met",
            }
        )
    order = (AdviceRule.VALUE_UNKNOWN, AdviceRule.BELOW_THRESHOLD)
    first = [_check(rule, kind, wrong) for rule in advice.rules if rule.key in order]
    rest = [_check(rule, kind, wrong) for rule in advice.rules if rule.key not in order]
    return [*first, *checks, *rest]


def amount_in_full(amount: Decimal) -> str:
    """In whole euros, with the cents where it has them: rounded, 249.999,99 would be the threshold itself."""
    return dutch_number(amount, 0 if amount == amount.to_integral_value() else 2)


def months_of(starts_on, ends_on) -> str:
    """How long a period lasts, in whole months, or in days when it is shorter than one."""
    after = ends_on + timedelta(days=1)
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    if months and add_months(starts_on, months) > after:
        months -= 1
    if months < 1:
        days = (after - starts_on).days
        return ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": days}
    return _("%(n)s mnd") % {"n": months}


def _check(rule: RuleSpoken, kind: TenderKind, wrong: Collection[str]) -> dict:
    figures = {name: Decimal(value) for name, value in rule.params.items()}

    def lacking(*names: str) -> str:
        return _("niet goed ingevuld") if set(names) & set(wrong) else _("nog leeg")

    share = percentage(figures["labour_share"]) if "labour_share" in figures else lacking("labour_share")
    advised = percentage(figures.get("percentage"))
    below = percentage(figures.get("below"))
    threshold = _THRESHOLDS[kind]
    text, value, state = {
        AdviceRule.VALUE_UNKNOWN: lambda: (
            _("Bedrag nog niet bekend, dus niet vergeleken met %(threshold)s") % {"threshold": threshold},
            lacking("contract_sum", "amount"),
            "flag",
        ),
        AdviceRule.BELOW_THRESHOLD: lambda: (
            _("Onder %(threshold)s van %(amount)s")
            % {"threshold": threshold, "amount": amount_in_full(figures["threshold"])},
            amount_in_full(figures["value"]),
            "note",
        ),
        AdviceRule.DURATION_UNKNOWN: lambda: (_("Looptijd nog niet bekend"), lacking("starts_on", "ends_on"), "flag"),
        AdviceRule.SHORT_DURATION: lambda: (
            _("Duurt korter dan %(months)s maanden") % {"months": dutch_number(figures["months"])},
            "",
            "note",
        ),
        AdviceRule.LOW_LABOUR_SHARE: lambda: (_("Loonaandeel onder %(below)s") % {"below": below}, share, "note"),
        AdviceRule.MIDDLE_LABOUR_SHARE: lambda: (
            _("Loonaandeel onder %(below)s: %(advised)s") % {"below": below, "advised": advised},
            share,
            "met",
        ),
        AdviceRule.HIGH_LABOUR_SHARE: lambda: (
            _("Loonaandeel hoog genoeg: %(advised)s") % {"advised": advised},
            share,
            "met",
        ),
        AdviceRule.UNKNOWN_LABOUR_SHARE: lambda: (
            _("Loonaandeel niet bekend: %(advised)s. Controleer het loonaandeel") % {"advised": advised},
            share,
            "flag",
        ),
    }[rule.key]()
    return {"text": text, "value": value, "state": state}


def obligation_trace(
    explained: ExplainedObligation,
    basis: str,
    *,
    stated: Decimal | None = None,
    discount: Decimal = Decimal(0),
) -> list[dict]:
    """The obligation line by line, for the trace component: how the basis is built up, and a discount, where they are."""
    words = {
        ObligationStep.BASIS: Basis(basis).label,
        ObligationStep.PERCENTAGE: _("Percentage uit het besluit"),
        ObligationStep.UNCAPPED: _("Percentage over de grondslag"),
        ObligationStep.CAP: _("Hoogste bedrag per contract in deze regio"),
        ObligationStep.OBLIGATION: _("Verplichting zonder korting") if discount else _("Verplichting"),
    }
    lines = [
        {
            "what": words[line.key],
            "out": f"× {percentage(line.value)}"
            if line.key == ObligationStep.PERCENTAGE
            else dutch_number(line.value, 2),
            "is_sum": line.key == ObligationStep.OBLIGATION and not discount,
        }
        for line in explained.lines
    ]
    basis_amount = explained.lines[0].value
    if stated is not None and stated != basis_amount:
        by_turnover = basis == Basis.INVOICED_TURNOVER
        grown = dutch_number(basis_amount - stated, 2)
        lines[:0] = [
            {"what": _("Genoemd als één bedrag"), "out": dutch_number(stated, 2), "is_sum": False},
            {"what": _("Gefactureerd") if by_turnover else _("Deelopdrachten"), "out": f"+ {grown}", "is_sum": False},
        ]
    if discount:
        off = dutch_number(discount, 2)
        lines += [
            {"what": _("PSO-korting"), "out": f"− {off}", "is_sum": False},
            {"what": _("Verplichting"), "out": dutch_number(explained.amount - discount, 2), "is_sum": True},
        ]
    return lines


def terms_trace(terms: Mapping[str, Any]) -> list[dict]:
    """The obligation of a contract or a version, given as ``ContractTerms.TERMS`` names its columns."""
    explained = explain_obligation(terms["basis_amount"], terms["percentage"], terms["cap"])
    return obligation_trace(explained, terms["basis"], stated=terms["basis_stated"], discount=terms["discount"])


def progress_bar(outlook: Outlook, *, slim: bool = False) -> dict:
    """The parameters of the bar. With a band its lower end is drawn as approved, the rest up to "at most" as waiting."""
    label = ""
    if outlook.owed == 0:
        label = _("Er is geen verplichting")
    elif outlook.banded is not None and outlook.banded.lower is not None:
        label = _("Goedgekeurd van personen: %(band)s, met wat wacht hooguit %(most)s") % {
            "band": band_of_obligation(outlook),
            "most": _most(outlook.banded.claimed),
        }
    return {
        "approved": outlook.approved,
        "waiting": outlook.waiting,
        "forecast": outlook.planned,
        "expected": outlook.expected,
        "of": outlook.owed,
        "label": label,
        "slim": slim,
    }


def _most(claimed: int | None) -> str:
    return _("100 % of meer") if (claimed or 0) > ALL_OF_IT else percentage(claimed)


def band_text(outlook: Outlook) -> str:
    """The band of persons, such as '35–40 %'; a dash without an obligation."""
    banded = outlook.banded
    if banded is None or banded.lower is None or outlook.owed == 0:
        return "–"
    if banded.lower >= ALL_OF_IT:
        return _("100 % of meer")
    if banded.upper == banded.lower:
        return percentage(banded.upper)
    return f"{banded.lower}–{percentage(banded.upper)}"


def of_obligation(outlook: Outlook) -> str:
    """Of which obligation a band is a part: one that changed since stays the measure until persons contribute more."""
    if outlook.owed == 0:
        return _("er is geen verplichting")
    earlier = outlook.band_obligation
    if earlier is None:
        return _("van de verplichting")
    return _("van de eerdere verplichting van %(amount)s") % {"amount": euro0(earlier)}


def band_of_obligation(outlook: Outlook) -> str:
    """The band of persons with what it is a part of."""
    if outlook.owed == 0:
        return _("– (er is geen verplichting)")
    return f"{band_text(outlook)} {of_obligation(outlook)}"


def band_with_amount(outlook: Outlook) -> str:
    """The band where little fits: with the amount it is a part of only where that is no longer the obligation."""
    earlier = outlook.band_obligation
    if earlier is None or outlook.owed == 0:
        return band_text(outlook)
    return _("%(band)s van %(amount)s") % {"band": band_text(outlook), "amount": euro0(earlier)}


def of_expected(outlook: Outlook, starts_on) -> str:
    """How far the contract is, against what was expected by today."""
    if outlook.owed == 0:
        return _("geen verplichting")
    if outlook.percent is None:
        if outlook.first_asked_on is not None:
            return _("eerste stap van het plan op %(day)s") % {"day": date_nl(outlook.first_asked_on)}
        return _("begint op %(day)s") % {"day": date_nl(starts_on)}
    if outlook.banded is not None:
        return _("hooguit %(percent)s van schema") % {"percent": percentage(outlook.percent)}
    return _("%(percent)s van schema") % {"percent": percentage(outlook.percent)}


def time_left(outlook: Outlook) -> str:
    if outlook.day == 0:
        return _("nog niet begonnen")
    return _("nog %(days)s") % {"days": days(outlook.days_left)} if outlook.days_left else _("afgelopen")
