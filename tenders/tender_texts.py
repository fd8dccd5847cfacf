# ruff: noqa: E501 - a paragraph of a text is one line
"""The portal's own words for the documents of a tender, and the names that may stand between braces in them.

They lay down what the portal does after the award: the obligation, the table of values, the first contact, the ladder
and the settlement (domain sections 3 to 5). What a tender is thought to be worth is no name: it may be confidential.
A region can put its own words in the place of these.
"""

from django.utils.translation import gettext_lazy as _

from tenders.choices import SroiWay, TenderTextKind
from tenders.placeholders import Wording, Words

#: Of every tender.
PLACEHOLDERS: dict[str, Words] = {
    "titel": _("de titel van de aanbesteding"),
    "kenmerk": _("het kenmerk van de aanbesteding"),
    "opdrachtgever": _("de naam van de aanbestedende dienst"),
    "contactpersoon": _("wie bij de aanbestedende dienst vragen beantwoordt, met e-mailadres"),
    "looptijd": _("de eerste en de laatste dag, met de verlengingen die mogelijk zijn"),
    "plaats": _("de gemeenten waar het werk is"),
    "regio": _("de naam van de regio"),
    "coördinatiepunt": _("de naam van het Coördinatiepunt Social Return"),
    "werkplein": _("hoe het Werkplein in de regio heet"),
    "percelen": _("de percelen, elk op een eigen regel; zonder percelen valt de regel weg"),
}
#: Of a tender with social return.
APPLIED_PLACEHOLDERS: dict[str, Words] = {
    "percentage": _("het percentage social return"),
    "grondslag": _("waarover het percentage gaat, zoals de opdrachtsom"),
    "beoordelaar": _("wie de invulling beoordeelt: het coördinatiepunt, of de aanbestedende dienst zelf"),
    "eerste_contact": _("de termijn voor het eerste contact, uit het beleid van de regio"),
    "uren_termijn": _("de termijn om uren door te geven, uit het beleid van de regio"),
    "plafond": _("een zin over het hoogste bedrag per contract; zonder plafond valt de regel weg"),
    "overschot": _("een zin over wat er met een overschot gebeurt, uit het beleid van de regio"),
    "pso_korting": _("een zin over korting met een PSO-certificaat; zonder korting valt de regel weg"),
    "referentiejaren": _("hoe oud een referentie mag zijn: vijf jaar bij werken, anders drie jaar"),
}
#: Of a tender without it.
REASON_PLACEHOLDERS: dict[str, Words] = {
    "soort_reden": _("de soort reden om social return niet toe te passen"),
    "reden": _("de toelichting daarbij"),
}
#: What may be empty: a line with nothing else on it then falls away.
MAY_BE_EMPTY = frozenset({"percelen", "plafond", "overschot", "pso_korting"})

TEXTS: dict[TenderTextKind, Wording] = {
    TenderTextKind.CONTRACT_CLAUSE: Wording(
        _("Contractvoorwaarde social return"),
        _(
            """Deze voorwaarde is een bijzondere uitvoeringsvoorwaarde en hoort bij de overeenkomst voor {titel} (kenmerk {kenmerk}) van {opdrachtgever}.

1. De verplichting
De opdrachtnemer besteedt {percentage} van {grondslag} aan social return. Dat is werk, een leerplek, scholing of begeleiding voor mensen die moeilijk aan werk komen, of een andere inspanning die hen dichter bij werk brengt. Alle bedragen zijn zonder btw.
{plafond}
{pso_korting}

2. Wat de inzet waard is
De waarde van de inzet staat in de bouwblokkentabel van de regio {regio}. De versie die geldt op de dag van de gunning, blijft voor deze overeenkomst gelden, ook als er later een nieuwe komt. Staat een inspanning niet in de tabel? Dan telt zij alleen mee als de opdrachtnemer en {coördinatiepunt} vooraf hebben vastgelegd wat zij inhoudt, wat zij waard is en hoe zij wordt aangetoond. Een inspanning telt één keer mee.

3. Wanneer
De opdrachtnemer vult de verplichting in tijdens de looptijd van de overeenkomst: {looptijd}. Wordt de overeenkomst verlengd of verandert het bedrag waarover het percentage gaat, dan verandert de verplichting mee. Het percentage blijft gelijk.

4. De start
Binnen {eerste_contact} na de gunning neemt de opdrachtnemer contact op met het {werkplein}. Zij bespreken welk werk geschikt is, wie daarvoor in beeld komt en wanneer. De opdrachtnemer zet dit in een kort plan met bedragen per periode. Het plan geldt zodra {opdrachtgever} of {coördinatiepunt} ermee akkoord is. Voor vragen en advies is {coördinatiepunt} het aanspreekpunt.

5. Doorgeven en beoordelen
De opdrachtnemer geeft de inzet door in het portaal van de regio: binnen {uren_termijn} na het einde van elke maand de uren die zijn betaald, met de bewijsstukken die het portaal vraagt. Inzet telt mee als zij is goedgekeurd door {beoordelaar}. De opdrachtnemer vraagt niet naar de gezondheid van mensen en zet geen burgerservicenummers in het portaal.

6. Onderaannemers en partners
Wat onderaannemers en partners in een combinatie voor deze overeenkomst doen, telt mee. De opdrachtnemer blijft verantwoordelijk voor het geheel.

7. Bestaand personeel
De inzet kost geen baan van iemand die al bij de opdrachtnemer of zijn onderaannemers werkt.

8. Als het niet lukt
De opdrachtnemer meldt het meteen als de invulling achterloopt, en zegt waardoor dat komt. Daarna volgen zo nodig een herinnering, een gesprek en een herstelplan met een einddatum. Blijft er een tekort, dan hoort {opdrachtgever} de opdrachtnemer voordat er een besluit valt. {opdrachtgever} mag het tekort inhouden op wat nog aan de opdrachtnemer betaald moet worden, of het bij hem in rekening brengen. Toont de opdrachtnemer aan dat hij zich genoeg heeft ingespannen, dan kan {opdrachtgever} het tekort helemaal of voor een deel kwijtschelden.
{overschot}"""
        ),
    ),
    TenderTextKind.MINIMUM_REQUIREMENT: Wording(
        _("Minimumeis social return"),
        _(
            """Deze eis geldt voor iedere inschrijving op {titel} (kenmerk {kenmerk}).

De inschrijver verklaart dat hij, als hij de opdracht krijgt, {percentage} van {grondslag} besteedt aan social return, op de manier die in de contractvoorwaarde social return staat.

De inschrijver doet dit met de verklaring hieronder, ondertekend door iemand die hem mag vertegenwoordigen. Bij een combinatie tekent iedere deelnemer. Een plan is bij de inschrijving niet nodig.

Ontbreekt de verklaring of staat er een voorbehoud in, dan voldoet de inschrijving niet aan deze minimumeis. {opdrachtgever} beoordeelt haar dan niet verder. Een gebrek dat eenvoudig te herstellen is, mag de inschrijver herstellen als het aanbestedingsrecht dat toelaat.

Verklaring
Ik verklaar namens de inschrijver dat wij bij de uitvoering van {titel} (kenmerk {kenmerk}) {percentage} van {grondslag} besteden aan social return, en dat wij de contractvoorwaarde social return zonder voorbehoud accepteren.

Naam inschrijver:
Naam en functie ondertekenaar:
Plaats en datum:
Handtekening:"""
        ),
    ),
    TenderTextKind.SUITABILITY_REQUIREMENT: Wording(
        _("Geschiktheidseis social return"),
        _(
            """Bij {titel} (kenmerk {kenmerk}) hoort een verplichting om {percentage} van {grondslag} aan social return te besteden. De inschrijver toont aan dat hij dat kan.

De eis
De inschrijver heeft in de afgelopen {referentiejaren} ten minste één opdracht uitgevoerd waarbij hij mensen die moeilijk aan werk komen, heeft laten werken of leren. De opdracht is afgerond, of het deel waar de inschrijver naar verwijst is dat. Het maakt niet uit voor wie de opdracht was en hoe groot zij was.

Zo toont de inschrijver het aan
De inschrijver beschrijft op hoogstens één pagina:
- om welke opdracht het gaat en wanneer zij is uitgevoerd;
- welk werk of welke leerplekken hij bood en hoe hij de mensen begeleidde;
- wat het opleverde;
- bij wie {opdrachtgever} dit kan navragen.

Namen en persoonlijke gegevens van de mensen zelf horen niet in deze beschrijving.

Heeft de inschrijver deze ervaring niet zelf, dan mag hij een beroep doen op een ander bedrijf, zoals een onderaannemer, een sociale onderneming of een sociaal ontwikkelbedrijf. Hij toont dan aan dat dit bedrijf bij de uitvoering echt meewerkt.

Een inschrijver die niet aan deze eis voldoet, komt niet voor de opdracht in aanmerking."""
        ),
    ),
    TenderTextKind.AWARD_CRITERION: Wording(
        _("Gunningscriterium social return"),
        _(
            """Bij {titel} (kenmerk {kenmerk}) telt de kwaliteit van het plan voor social return mee bij de gunning. De inschrijver kan hiermee hoogstens (vul het aantal punten in) punten halen.

De verplichting zelf staat vast: {percentage} van {grondslag}. Een hoger percentage levert geen extra punten op. Het gaat erom hoe goed de inschrijver de verplichting invult.

Wat de inschrijver levert
Een plan van hoogstens twee pagina's A4 dat ingaat op:
- het werk: welke functies, taken of leerplekken in deze opdracht geschikt zijn, en hoeveel;
- de mensen: hoe hij hen vindt en hoe hij daarbij samenwerkt met het {werkplein};
- de begeleiding: wie dat doet, hoeveel tijd daarvoor is en wat de mensen leren;
- het vervolg: wat hij doet om hen aan het werk te houden, ook na deze opdracht;
- de voortgang: hoe hij bijhoudt of het lukt, en wat hij doet als het tegenzit.

Zo beoordeelt {opdrachtgever} het plan
- Uitstekend, alle punten: het plan is concreet en haalbaar binnen de looptijd, past bij deze opdracht en overtuigt op alle vijf de onderdelen.
- Goed, driekwart van de punten: het plan is concreet en haalbaar, maar overtuigt op één onderdeel niet helemaal.
- Voldoende, de helft van de punten: het plan is haalbaar, maar blijft op meer onderdelen algemeen.
- Matig, een kwart van de punten: het plan past maar gedeeltelijk bij deze opdracht, of het is niet duidelijk of het haalbaar is.
- Onvoldoende, geen punten: er is geen plan, of het zegt niets over deze opdracht.

De beoordelaars kijken eerst ieder apart naar de plannen en stellen de punten daarna samen vast. Zij kunnen zich laten adviseren door {coördinatiepunt}. Wat de inschrijver in zijn plan toezegt, wordt deel van de overeenkomst."""
        ),
    ),
    TenderTextKind.NOT_APPLIED: Wording(
        _("Social return is bij deze opdracht niet toegepast"),
        _(
            """{opdrachtgever} past social return toe bij zijn opdrachten, tenzij er een goede reden is om dat niet te doen. Bij {titel} (kenmerk {kenmerk}) is die reden er. Voor deze opdracht geldt daarom geen verplichting tot social return.

De reden: {soort_reden}. De toelichting van {opdrachtgever}: {reden}

Een bedrijf mag uit zichzelf werk of een leerplek bieden aan mensen die moeilijk aan werk komen. Dat telt niet mee bij de beoordeling van de inschrijving. Het aanspreekpunt daarvoor is {coördinatiepunt}."""
        ),
    ),
    TenderTextKind.LOTS: Wording(
        _("Social return bij percelen"),
        _(
            """{titel} (kenmerk {kenmerk}) bestaat uit deze percelen:
{percelen}

De verplichting van {percentage} van {grondslag} geldt voor elk perceel apart. Elk perceel krijgt een eigen overeenkomst met een eigen bedrag voor social return.

Krijgt één opdrachtnemer meer percelen, dan mag hij één plan maken waarin per perceel staat wat hij doet. Inzet telt mee bij het perceel waarvoor zij is gedaan. Dezelfde inzet telt niet bij twee percelen mee."""
        ),
    ),
    TenderTextKind.FRAMEWORK: Wording(
        _("Social return bij een raamovereenkomst"),
        _(
            """{titel} (kenmerk {kenmerk}) is een raamovereenkomst. De verplichting van {percentage} geldt voor de raamovereenkomst als geheel en wordt berekend over alle nadere opdrachten samen.

De verplichting groeit met elke nadere opdracht die de opdrachtnemer krijgt. Krijgt hij geen nadere opdrachten, dan heeft hij geen verplichting. Bij een nadere opdracht wordt social return niet opnieuw gevraagd en niet opnieuw beoordeeld.

De opdrachtnemer mag de inzet over de nadere opdrachten verdelen zoals dat het beste uitkomt, zolang de verplichting binnen de looptijd is ingevuld: {looptijd}."""
        ),
    ),
}

#: The text that goes with each way of asking.
OF_WAY = {
    SroiWay.CONTRACT_CLAUSE: TenderTextKind.CONTRACT_CLAUSE,
    SroiWay.MINIMUM_REQUIREMENT: TenderTextKind.MINIMUM_REQUIREMENT,
    SroiWay.SUITABILITY_REQUIREMENT: TenderTextKind.SUITABILITY_REQUIREMENT,
    SroiWay.AWARD_CRITERION: TenderTextKind.AWARD_CRITERION,
}


def placeholders_of(kind: str) -> dict[str, Words]:
    """The names that a text of this kind may use."""
    return PLACEHOLDERS | (REASON_PLACEHOLDERS if kind == TenderTextKind.NOT_APPLIED else APPLIED_PLACEHOLDERS)
