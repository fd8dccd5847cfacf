"""What the figures about money, social return and tenders mean. Pure."""

from collections.abc import Mapping

from reporting.definitions.kinds import AGREED_REPORT, PLAN, Rows, Topic

MONEY: Mapping[str, Topic] = {
    "finance": Topic(
        title="Uitgaven",
        counts="Uitgaven die zijn goedgekeurd. Ingevoerde regels zonder akkoord tellen niet.",
        dated="De datum van de uitgave.",
        source="Convenant 1.000-banenplan, artikel 3 en 4b",
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.cost_per_programme": Topic(
        title="Kosten per opleiding",
        counts="De goedgekeurde uitgaven die bij een opleiding horen.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.guidance_excl_participatiewet": Topic(
        title="Begeleiding buiten de Participatiewet",
        counts="De goedgekeurde uitgaven aan begeleiding, zonder die voor kandidaten met een uitkering van de "
        "Participatiewet. Zonder uitkering (NUG) en zonder kandidaat telt wel mee.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.cost_by_werkplein": Topic(
        title="Kosten per Werkplein",
        counts="De goedgekeurde uitgaven aan scholing en begeleiding voor kandidaten van dit Werkplein.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.cost_per_sustained": Topic(
        title="Kosten per persoon duurzaam aan het werk",
        counts="Alle uitgaven aan scholing en begeleiding tot nu toe, gedeeld door het aantal mensen dat tot nu toe "
        "duurzaam aan het werk kwam.",
        dated="Uitgaven en eerste werkdagen tot en met de laatste dag van de periode.",
        source=AGREED_REPORT,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.tracks": Topic(
        title="Afgesloten trajecten",
        counts="Elke deelname aan een opleiding die in de periode eindigde, met welke uitkomst ook.",
        dated="De laatste dag van de deelname.",
        source=AGREED_REPORT,
        rows=Rows.ENROLMENTS,
    ),
    "finance.cost_per_programme_cumulative": Topic(
        title="Kosten per opleiding",
        counts="Alle goedgekeurde uitgaven die bij een opleiding horen, sinds het programma geld telt.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.cost_by_werkplein_cumulative": Topic(
        title="Kosten per Werkplein",
        counts="Alle goedgekeurde uitgaven aan scholing en begeleiding voor kandidaten van dit Werkplein, sinds het "
        "programma geld telt.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "finance.training_and_guidance": Topic(
        title="Uitgaven aan scholing en begeleiding",
        counts="Alle goedgekeurde uitgaven aan scholing en begeleiding, sinds het programma geld telt.",
        dated="De datum van de uitgave.",
        source=AGREED_REPORT,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "outside_priority_spending": Topic(
        title="Uitgaven aan mensen van buiten het voorrangsgebied",
        counts="Goedgekeurde uitgaven voor kandidaten die bij hun aanmelding buiten het voorrangsgebied woonden. Wat bij "
        "niemand hoort, staat apart.",
        dated="De datum van de uitgave.",
        source="Plan van aanpak 1.000-banenplan; convenant, artikel 3f",
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "sroi.by_authority.*.contracts": Topic(
        title="Gegunde opdrachten, per opdrachtgever",
        counts="De opdrachten van deze opdrachtgever waarvan de gunning meetelt.",
        dated="De dag van gunning.",
        source=AGREED_REPORT,
        rows=Rows.CONTRACTS,
    ),
    "sroi.by_authority": Topic(
        title="Social return berekend, per opdrachtgever",
        counts="De SROI-verplichting van elke gegunde opdracht van deze opdrachtgever.",
        dated="De dag van gunning.",
        source=AGREED_REPORT,
        rows=Rows.CONTRACTS,
        in_euros=True,
    ),
    "sroi.precalculated": Topic(
        title="Social return berekend",
        counts="De SROI-verplichting van elke gegunde opdracht, zoals die was toen de cijfers werden verzameld. "
        "Bedragen zijn zonder btw.",
        dated="De dag van gunning.",
        source=AGREED_REPORT,
        rows=Rows.CONTRACTS,
        in_euros=True,
    ),
    "sroi.realised": Topic(
        title="Social return goedgekeurd",
        counts="De waarde van uren en andere invulling, alleen na goedkeuring. Wat is teruggedraaid, telt af. "
        "Bedragen zijn zonder btw.",
        dated="De maand van de uren, of de datum van de invulling.",
        source=AGREED_REPORT,
        rows=Rows.CONTRACTS,
        in_euros=True,
    ),
    "sroi.expected": Topic(
        title="Social return verwacht",
        counts="De geraamde waarde maal het percentage van aanbestedingen die op de kalender staan, waarvan nog niets is "
        "gegund en waarvoor social return is gekozen.",
        dated="De stand op de laatste dag van de periode.",
        source=AGREED_REPORT,
        rows=Rows.TENDERS,
        in_euros=True,
    ),
    "calendar.included": Topic(
        title="Aanbestedingen op de kalender",
        counts="Elke aanbesteding die op de kalender is gezet en niet is ingetrokken.",
        dated="Op de kalender gezet op of vóór de laatste dag van de periode.",
        source=PLAN,
        rows=Rows.TENDERS,
    ),
    "calendar.open": Topic(
        title="Open aanbestedingen",
        counts="Elke aanbesteding op de kalender waarvan nog geen opdracht is gegund.",
        dated="De stand op de laatste dag van de periode.",
        source=PLAN,
        rows=Rows.TENDERS,
    ),
    "tender_reasons": Topic(
        title="Aanbestedingen zonder social return, naar reden",
        counts="Elke aanbesteding op de kalender waarvoor is gekozen om social return niet toe te passen. Telt bij de "
        "gekozen reden; zonder keuze bij de reden zoals die is opgeschreven.",
        dated="De stand op de laatste dag van de periode.",
        source="Plan van aanpak 1.000-banenplan, hoofdstuk 1 (monitoring)",
        rows=Rows.TENDERS,
    ),
}
