# ruff: noqa: E501 - a paragraph of a letter is one line
"""The portal's own words for each letter, and the names that may stand between braces in it.

Contracts are private law: nothing here is a decision under the Awb, and a default notice (ingebrekestelling) is only
what says so itself. A region can put its own words in the place of these.
"""

from django.utils.translation import gettext_lazy as _

from tenders.choices import DocumentKind
from tenders.placeholders import Wording, Words

#: What may be filled in, with what it becomes. Amounts are those that everybody who reads the letter may know.
PLACEHOLDERS: dict[str, Words] = {
    "aanhef": _("de naam van wie bij de opdrachtnemer verantwoordelijk is"),
    "opdracht": _("de titel van het contract"),
    "kenmerk": _("het kenmerk van het contract"),
    "opdrachtgever": _("de naam van de opdrachtgever"),
    "opdrachtnemer": _("de naam van de opdrachtnemer"),
    "begin": _("de eerste dag van het contract"),
    "einde": _("de laatste dag van het contract"),
    "verplichting": _("het bedrag van de verplichting"),
    "volgens_schema": _("het bedrag dat er volgens schema op deze dag moet zijn"),
    "ingevuld": _("wat is ingevuld: personen als een band, andere invulling als bedrag"),
    "stand": _("hoe het contract ervoor staat"),
    "vandaag": _("de datum van de brief"),
    "datum_stap": _("de dag waarop de stap staat"),
    "reactie_voor": _("de dag waarop een antwoord binnen moet zijn: twee weken na vandaag, of de dag voor de stap"),
    "agenda": _("waar de stap over gaat"),
    "uitkomst": _("de uitkomst die bij de stap is vastgelegd"),
    "besluit": _("wat er met het tekort gebeurt"),
    "afzender": _("de naam van wie de brief maakt"),
    "organisatie": _("de organisatie van wie de brief maakt"),
}
#: Known only once a contract is settled.
SETTLEMENT_PLACEHOLDERS: dict[str, Words] = {
    "goedgekeurd_personen": _("goedgekeurd voor personen"),
    "goedgekeurd_anders": _("goedgekeurd voor andere invulling"),
    "goedgekeurd": _("goedgekeurd in totaal"),
    "tekort": _("het tekort"),
    "overschot": _("het overschot, en waar het heen gaat"),
    "ingehouden": _("het bedrag dat wordt ingehouden"),
    "kwijtgescholden": _("het bedrag dat wordt kwijtgescholden"),
    "motivering": _("de motivering bij de afrekening"),
}

LETTERS: dict[DocumentKind, Wording] = {
    DocumentKind.REMINDER: Wording(
        _("Herinnering social return: {opdracht}"),
        _(
            """Beste {aanhef},

U voert voor {opdrachtgever} de opdracht {opdracht} uit (kenmerk {kenmerk}). Daarbij hoort social return voor {verplichting}, in te vullen van {begin} tot en met {einde}.

Volgens schema moest op {vandaag} {volgens_schema} zijn ingevuld. In het portaal staat: {ingevuld}. De opdracht {stand}.

Wij vragen u het volgende:
- Geef in het portaal door wie er op de opdracht werkt en welke uren zijn betaald.
- Hebt u nog iemand nodig? Neem contact op met het Werkplein. Zij kijken met u mee.
- Lukt het niet? Laat ons uiterlijk {reactie_voor} weten waardoor dat komt.

Kloppen onze gegevens niet? Dan horen wij dat graag. Deze brief is een herinnering en geen ingebrekestelling.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
    DocumentKind.CONVERSATION: Wording(
        _("Uitnodiging voor een gesprek over social return: {opdracht}"),
        _(
            """Beste {aanhef},

Graag praten wij met u over de social return bij de opdracht {opdracht} (kenmerk {kenmerk}). De opdracht {stand}: van de verplichting van {verplichting} moest volgens schema op {vandaag} {volgens_schema} zijn ingevuld. In het portaal staat: {ingevuld}.

Wij nodigen u uit voor een gesprek op {datum_stap}. Dit willen wij met u bespreken:

{agenda}

Wij horen graag wat er goed gaat, wat u tegenhoudt en wat wij of het Werkplein kunnen doen. Kunt u niet op deze dag? Stel dan uiterlijk {reactie_voor} een andere dag voor. Na het gesprek staat de uitkomst in het portaal.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
    DocumentKind.RECOVERY_PLAN: Wording(
        _("Verzoek om een herstelplan: {opdracht}"),
        _(
            """Beste {aanhef},

Bij de opdracht {opdracht} (kenmerk {kenmerk}) hoort social return voor {verplichting}. De opdracht {stand}. Volgens schema moest op {vandaag} {volgens_schema} zijn ingevuld; in het portaal staat: {ingevuld}.

Wij vragen u om een herstelplan. Zet daarin:
- wat u gaat doen, met hoeveel mensen en vanaf welke dag;
- wat dat naar verwachting oplevert;
- wat u daarvoor van ons of van het Werkplein nodig heeft.

Stuur uw plan uiterlijk {reactie_voor}. Op {datum_stap} bekijken wij of de achterstand is ingelopen.

{agenda}

Denkt u dat herstel niet kan, of niet op tijd? Schrijf dan op waarom. Wij nemen dat mee bij de volgende stap. Deze brief is geen ingebrekestelling.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
    DocumentKind.HEARING: Wording(
        _("Hoor en wederhoor over social return: {opdracht}"),
        _(
            """Beste {aanhef},

Bij de opdracht {opdracht} (kenmerk {kenmerk}) hoort social return voor {verplichting}. Op {vandaag} staat in het portaal: {ingevuld}. Wij verwachten dat er een tekort overblijft. {opdrachtgever} moet dan besluiten of het tekort wordt ingehouden of kwijtgescholden.

Voordat dat besluit valt, willen wij uw kant van het verhaal horen. Wij nodigen u uit voor een gesprek op {datum_stap}. Onderwerpen zijn:

{agenda}

U mag iemand meenemen. U kunt uw zienswijze ook in het portaal geven, in uw eigen woorden, tot de uitkomst is vastgelegd. Laat vooral weten wat u hebt gedaan om de verplichting na te komen, en stuur daarvan bewijs mee. Bewezen inspanning telt mee.

Er is nog niets besloten.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
    DocumentKind.SHORTFALL: Wording(
        _("Besluit over het tekort aan social return: {opdracht}"),
        _(
            """Beste {aanhef},

Bij de opdracht {opdracht} (kenmerk {kenmerk}) hoort social return voor {verplichting}. Op {vandaag} staat in het portaal: {ingevuld}.

{opdrachtgever} heeft over het tekort besloten: {besluit}.

Dit is de reden:

{uitkomst}

Het bedrag staat nog niet vast. Dat volgt bij de afrekening, als bekend is wat er tot en met de laatste dag van het contract is goedgekeurd. U krijgt daarover een aparte brief met de berekening.

Dit besluit gaat over de uitvoering van het contract. Het is geen besluit in de zin van de Algemene wet bestuursrecht. Bent u het er niet mee eens? Laat dat uiterlijk {reactie_voor} weten. Daarna geldt wat in het contract over geschillen staat.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
    DocumentKind.SETTLEMENT: Wording(
        _("Afrekening social return: {opdracht}"),
        _(
            """Beste {aanhef},

De opdracht {opdracht} (kenmerk {kenmerk}) liep van {begin} tot en met {einde}. Dit is de afrekening van de social return.

- Verplichting: {verplichting}
- Goedgekeurd voor personen: {goedgekeurd_personen}
- Goedgekeurd voor andere invulling: {goedgekeurd_anders}
- Goedgekeurd in totaal: {goedgekeurd}
- Tekort: {tekort}
- Overschot: {overschot}
- Ingehouden: {ingehouden}
- Kwijtgescholden: {kwijtgescholden}

{motivering}

Een bedrag dat wordt ingehouden, verrekent {opdrachtgever} volgens het contract. Klopt er volgens u iets niet? Laat dat uiterlijk {reactie_voor} weten. U kunt alle regels nakijken in het portaal.

Dank voor wat u met uw medewerkers heeft gedaan.

Met vriendelijke groet,

{afzender}
{organisatie}"""
        ),
    ),
}


def placeholders_of(kind: DocumentKind | str) -> dict[str, Words]:
    """The names that a letter of this kind may use."""
    return PLACEHOLDERS | (SETTLEMENT_PLACEHOLDERS if kind == DocumentKind.SETTLEMENT else {})
