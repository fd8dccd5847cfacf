"""The figures of a region's policy in Dutch, in the order of the page that shows them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.templatetags.formatting import days, euro0, percentage
from tenders.choices import PsoLevel
from tenders.models import RegionPolicy


def policy_sections(policy: RegionPolicy) -> list[dict[str, Any]]:
    """Panels with their facts: what a figure is, and how high."""
    return [
        {
            "title": _("Wanneer en hoeveel"),
            "text": _(
                "Hierop rust het advies bij een aanbesteding en bij een gunning. Een inkoper mag ervan afwijken,"
                " met een reden."
            ),
            "facts": [
                (_("Drempel werken"), euro0(policy.threshold_work)),
                (_("Drempel diensten"), euro0(policy.threshold_service)),
                (_("Drempel leveringen"), euro0(policy.threshold_supply)),
                (_("Kortste looptijd"), months(policy.shortest_months)),
                (_("Laag percentage"), percentage(policy.percentage_low)),
                (_("Hoog percentage, vanaf een loonaandeel van"), percentage(policy.low_below_share)),
                (_("Hoog percentage"), percentage(policy.percentage_high)),
                (_("Maatwerk bij een loonaandeel onder"), percentage(policy.bespoke_below_share)),
                (_("Hoogste verplichting per contract"), euro0(policy.cap) if policy.cap else _("geen")),
            ],
        },
        {
            "title": _("PSO-certificaat"),
            "text": _(
                "Zoveel gaat er van de verplichting af over de dagen waarop een gecontroleerd certificaat geldt."
            ),
            "facts": [(level.label, percentage(discount_for(policy, level))) for level in PsoLevel],
        },
        {
            "title": _("Kalender van aanbestedingen"),
            "text": "",
            "facts": [(_("Een aanbesteding is verouderd na"), days(policy.calendar_stale_days))],
        },
        {
            "title": _("Verloop van een contract"),
            "text": "",
            "facts": [
                (_("Eerste contact binnen"), days(policy.first_contact_days)),
                (_("Uren doorgeven binnen"), days(policy.statement_days)),
                (_("Vragen beantwoorden binnen"), days(policy.answer_days)),
                (_("Aanlooptijd zonder plan"), months(policy.start_up_months)),
                (_("Herinnering bij achterstand gaat vanzelf"), yes_no(value=policy.automatic_reminder)),
                (
                    _("Twee mensen keuren een regel goed boven"),
                    _("uit: één beoordelaar is genoeg")
                    if policy.second_eyes_above is None
                    else euro0(policy.second_eyes_above),
                ),
                (_("Overschot mag mee naar een ander contract"), yes_no(value=policy.surplus_transferable)),
                (_("Leeftijd voor een toeslag bepalen op"), policy.get_age_reference_display()),
                (
                    _("Bewijsstukken blijven"),
                    _("%(days)s na %(moment)s")
                    % {"days": days(policy.evidence_days), "moment": policy.get_evidence_from_display()},
                ),
            ],
        },
    ]


def discount_for(policy: RegionPolicy, level: str) -> Any:
    """Percent off the obligation for a certificate of this level."""
    return getattr(policy, f"pso_{PsoLevel(level).value}")


def months(count: int) -> str:
    return ngettext("%(n)s maand", "%(n)s maanden", count) % {"n": count}


def yes_no(*, value: bool) -> str:
    return _("ja") if value else _("nee")
