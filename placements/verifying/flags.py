"""The rules by which a line is odd: each with its name, its threshold where it has one, and what it means.

None of it stops a line. An odd line is looked at by itself: it is not approved together with others.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.notation import dutch_number
from placements.identity.cautions import OLDEST, YOUNGEST

#: Paid hours above this many times the agreed hours are asked about.
FAR_ABOVE = Decimal("1.3")
#: Months before the longest period ends in which a verifier is told.
NEAR_LIMIT_MONTHS = 2
#: Paid hours a week over all contracts together above which a month is looked at.
MANY_A_WEEK = 48


class Flag(models.TextChoices):
    FEW_HOURS = "few_hours", gettext_lazy("Te weinig uren per week")
    NO_DAYS = "no_days", gettext_lazy("Geen dag telt")
    MANY_HOURS = "many_hours", gettext_lazy("Veel uren in een maand")
    FAR_ABOVE = "far_above", gettext_lazy("Veel meer uren dan afgesproken")
    NO_EVIDENCE = "no_evidence", gettext_lazy("Bewijs ontbreekt")
    NO_FORM = "no_form", gettext_lazy("Ondertekend formulier ontbreekt")
    UNKNOWN_PERSON = "unknown", gettext_lazy("Onbekend bij de backoffice")
    OTHER_PERSON = "other_person", gettext_lazy("Kandidaatnummer van iemand anders")
    OUTSIDE = "outside", gettext_lazy("Buiten het contract")
    MORE_THAN_OWED = "more_than_owed", gettext_lazy("Meer dan de hele verplichting")
    NOT_TAKING_PART = "not_part", gettext_lazy("Buiten de deelname van het bedrijf")
    LIMIT = "limit", gettext_lazy("Aan het eind van de termijn")
    TWICE = "twice", gettext_lazy("Dubbel op dit contract")
    AGE = "age", gettext_lazy("Vreemd geboortejaar")
    CHANGED = "changed", gettext_lazy("Waarde is veranderd")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a flag means, on the page that explains them."""

    flag: Flag
    explanation: str
    threshold: str = ""


def rules() -> list[Rule]:
    """All of them, the ones that come up most first."""
    return [
        Rule(
            Flag.FAR_ABOVE,
            _("In een maand staan veel meer verloonde uren dan bij de afgesproken uren per week horen."),
            _("meer dan %(n)s keer de afgesproken uren") % {"n": dutch_number(FAR_ABOVE)},
        ),
        Rule(
            Flag.MANY_HOURS,
            _(
                "Alle opdrachten van deze persoon samen, ook bij andere bedrijven. Alleen u ziet dit. "
                "Meer dan gemiddeld 60 uur per week neemt het portaal niet aan."
            ),
            _("meer dan gemiddeld %(n)s uur per week") % {"n": MANY_A_WEEK},
        ),
        Rule(
            Flag.LIMIT,
            _("Het bouwblok telt een beperkt aantal maanden, en dat aantal is bijna of helemaal op."),
            _("de laatste %(n)s maanden van de termijn") % {"n": NEAR_LIMIT_MONTHS},
        ),
        Rule(Flag.NO_DAYS, _("De termijn van het bouwblok is voorbij, of de dagen vallen buiten het contract.")),
        Rule(
            Flag.NO_EVIDENCE,
            _(
                "Bij een nieuwe medewerker of andere invulling ontbreekt een bewijsstuk dat het bouwblok vraagt. "
                "Een loonstrook die ontbreekt, is een opmerking en geen signaal."
            ),
        ),
        Rule(
            Flag.NO_FORM,
            _(
                "De regel is namens het bedrijf ingevoerd, en er is geen ondertekend formulier dat is aangenomen. "
                "Zonder dat kan niemand hem goedkeuren."
            ),
        ),
        Rule(
            Flag.UNKNOWN_PERSON,
            _(
                "Een nieuwe medewerker zonder kandidaatnummer, of met een nummer dat niet in het register staat. "
                "Is de persoon goedgekeurd, dan komt dit bij zijn maanden niet terug."
            ),
        ),
        Rule(
            Flag.OTHER_PERSON,
            _(
                "Het kandidaatnummer dat het bedrijf invulde, hoort in het register bij een andere geboortedatum of naam. "
                "Het bedrijf krijgt dit niet te zien."
            ),
        ),
        Rule(
            Flag.FEW_HOURS,
            _("Er zijn minder uren per week afgesproken dan het bouwblok vraagt. De inzet is dan niets waard."),
            _("het minimum van het bouwblok"),
        ),
        Rule(Flag.OUTSIDE, _("De inzet of de datum ligt deels of helemaal buiten de looptijd van het contract.")),
        Rule(
            Flag.MORE_THAN_OWED,
            _("Eén andere invulling is meer waard dan alles wat op dit contract moet. Vaak staat er een nul te veel."),
            _("de verplichting van het contract"),
        ),
        Rule(Flag.NOT_TAKING_PART, _("De inzet begint, of de maand ligt, buiten de dagen dat het bedrijf meedoet.")),
        Rule(Flag.TWICE, _("Dezelfde persoon staat in dezelfde dagen al op dit contract. Eén inzet telt één keer.")),
        Rule(
            Flag.AGE,
            _("Het geboortejaar past slecht bij de eerste werkdag."),
            _("jonger dan %(young)s of ouder dan %(old)s jaar") % {"young": YOUNGEST, "old": OLDEST},
        ),
        Rule(Flag.CHANGED, _("Een goedgekeurde maand zou nu iets anders waard zijn.")),
    ]
