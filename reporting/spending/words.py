"""What the lines of the plan are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.choices import MoneySource, PlanSide, SpendingCategory

LINE_WORDS: dict[str, str | Promise] = {
    "training": _("Scholing (ABC)"),
    "back_office": _("Backoffice ABC, social return en inkoop"),
    "sroi_procurement": _("Social return en inkoop"),
    "secretary": _("Secretaris van het programma"),
    "total": _("Totaal"),
}
DETAIL_WORDS: dict[str, str | Promise] = {
    "accountant": _("Accountant"),
    "analysis": _("Analyse"),
    "back_office": _("Backoffice"),
    "communication": _("Communicatie"),
    "other": _("Overig"),
    "systems": _("Systemen"),
}

#: The amounts of the plan that are decided about, by side and line, as they are chosen.
SIDES: tuple[tuple[PlanSide, dict[str, str | Promise]], ...] = (
    (PlanSide.SPENDING, {key: word for key, word in LINE_WORDS.items() if key != "total"}),
    (PlanSide.COVER, dict(MoneySource.choices)),
    (PlanSide.TRANCHE, {MoneySource.STATE.value: MoneySource.STATE.label}),
    (PlanSide.DETAIL, DETAIL_WORDS),
)


def plan_label(side: str, category: str) -> str:
    """What an amount of the plan is about; what the portal does not know as it is."""
    words = dict(SIDES).get(PlanSide(side), dict(MoneySource.choices))
    return f"{PlanSide(side).label}: {words.get(category, category)}"


def category_label(category: str) -> str:
    """The name of a category; what the portal does not know as it is."""
    return str(SpendingCategory(category).label) if category in SpendingCategory.values else category
