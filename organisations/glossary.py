"""The words of the field, each explained once: for the page with all of them, and for where a word first stands on a screen.

A word is said in one or two short sentences that anybody can follow; what only somebody of the trade asks stands in
``more``. A page or form that asks for a word nobody explained is an error (``term_of``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Term:
    """``key`` is its place on the page; ``also`` are other words by which people look for it; ``see`` are keys."""

    key: str
    word: Text
    says: Text
    more: Text = ""
    source: Text = ""
    see: tuple[str, ...] = ()
    also: Text = ""

    @property
    def letter(self) -> str:
        return str(self.word)[0].upper()


TERMS = (
    Term(
        "aanbesteding",
        _("Aanbesteding"),
        _(
            "De overheid wil iets laten maken of kopen. Bedrijven vertellen dan wat zij kunnen en wat het kost. Eén wint."
        ),
        source=_("Aanbestedingswet 2012"),
        see=("perceel", "gunning", "voorbehouden_opdracht"),
        also=_("tender inkoop offerte"),
    ),
    Term(
        "aardbevingsgemeenten",
        _("Aardbevingsgemeenten"),
        _("De gemeenten waar de grond beeft door het winnen van gas. Wie daar woont, komt als eerste aan de beurt."),
        _("Welke gemeenten dat zijn, hangt af van de dag: gemeenten zijn samengegaan."),
        _("Convenant van het 1.000-banenplan"),
        ("van_binnen_naar_buiten",),
        _("bevingsgebied voorrang prioriteit"),
    ),
    Term(
        "abc",
        _("ABC"),
        _("De arbeidsbemiddelingscoördinatie. Daar zoeken mensen kandidaten, scholing en werk bij elkaar."),
        source=_("Plan van aanpak van het 1.000-banenplan"),
        see=("kandidaat", "coordinatiepunt"),
        also=_("back office arbeidsbemiddeling"),
    ),
    Term(
        "arbeidsmarktregio",
        _("Arbeidsmarktregio"),
        _("Een gebied waarin gemeenten en UWV samen zorgen voor werk. Nederland heeft er 35."),
        see=("werkplein", "uwv"),
        also=_("regio"),
    ),
    Term(
        "banenafspraak",
        _("Banenafspraak"),
        _("Een afspraak in Nederland om extra banen te maken voor mensen met een arbeidsbeperking."),
        _("UWV houdt bij wie eronder valt, in het doelgroepregister."),
        _("Wet banenafspraak en quotum arbeidsbeperkten"),
        ("doelgroepregister", "doelgroep", "loonwaarde"),
        _("arbeidsbeperking quotum"),
    ),
    Term(
        "bbl",
        _("BBL"),
        _("Leren en werken samen. U werkt bij een bedrijf met een contract en loon, en gaat naar school."),
        _("BBL betekent beroepsbegeleidende leerweg. Het is een vorm van het mbo."),
        see=("bol", "praktijkverklaring"),
        also=_("leerbaan leerling mbo"),
    ),
    Term(
        "beoordelen",
        _("Beoordelen"),
        _("Nakijken of wat een bedrijf doorgaf, klopt. Daarna telt het mee, of niet, of het gaat terug met een vraag."),
        see=("coordinatiepunt", "bewijsstukken"),
        also=_("verifiëren goedkeuren controleren"),
    ),
    Term(
        "bewijsstukken",
        _("Bewijsstukken"),
        _("Papieren waaruit blijkt dat iets klopt, zoals een contract, een loonstrook of een factuur."),
        _("Maak het burgerservicenummer zwart voor u een stuk toevoegt. Na een vaste tijd wordt het stuk gewist."),
        see=("beoordelen", "doelgroepverklaring"),
        also=_("bewijs document bijlage"),
    ),
    Term(
        "bhv",
        _("BHV"),
        _("Bedrijfshulpverlening. Een collega met BHV helpt bij brand of een ongeluk, tot er hulp komt."),
        source=_("Arbeidsomstandighedenwet, artikel 15"),
        see=("vca",),
        also=_("bedrijfshulpverlener certificaat ehbo"),
    ),
    Term(
        "bol",
        _("BOL"),
        _("U gaat naar school en loopt daarbij stage. U hebt dan geen loon van het bedrijf."),
        _("BOL betekent beroepsopleidende leerweg. Het is een vorm van het mbo."),
        see=("bbl",),
        also=_("stage mbo"),
    ),
    Term(
        "bouwblok",
        _("Bouwblok"),
        _(
            "Een groep mensen of soort inzet, met een bedrag in de tabel van de regio. Zo weet iedereen wat iets waard is."
        ),
        _("Een contract houdt de tabel die gold op de dag van de gunning, ook als de regio later een nieuwe maakt."),
        see=("maatwerk", "inzet", "voltijd", "doelgroep"),
        also=_("bouwblokken bouwblokkentabel tarief waarde"),
    ),
    Term(
        "convenant",
        _("Convenant"),
        _("Een afspraak op papier tussen organisaties. Wie tekende, is convenantpartner."),
        also=_("convenantpartner partner"),
    ),
    Term(
        "coordinatiepunt",
        _("Coördinatiepunt Social Return"),
        _(
            "Het punt in de regio dat helpt bij social return: het geeft raad, kijkt na wat telt en brengt mensen bij elkaar."
        ),
        see=("beoordelen", "social_return", "werkplein"),
        also=_("CSR coördinator"),
    ),
    Term(
        "cpv",
        _("CPV-code"),
        _(
            "Een getal dat in heel Europa zegt wat er wordt gekocht. Zo vindt een bedrijf de aanbestedingen die bij hem passen."
        ),
        _("U hoeft de codes niet te kennen: zoek met gewone woorden, zoals ‘schilderen’."),
        _("Verordening (EG) 2195/2002"),
        ("aanbesteding",),
        _("common procurement vocabulary code"),
    ),
    Term(
        "detachering",
        _("Detachering"),
        _("U bent in dienst bij de ene organisatie en werkt bij een andere. Vaak gaat het om een SW-bedrijf."),
        see=("wsw", "sw_bedrijf"),
    ),
    Term(
        "doelgroep",
        _("Doelgroep"),
        _("De groep waar iemand bij hoort, meestal door zijn uitkering of opleiding. Bij social return telt die mee."),
        see=("banenafspraak", "participatiewet", "nug", "ww", "wsw"),
        also=_("uitkering groep"),
    ),
    Term(
        "doelgroepregister",
        _("Doelgroepregister"),
        _(
            "De lijst van UWV met mensen die onder de banenafspraak vallen. Een werkgever mag vragen of iemand erop staat."
        ),
        see=("banenafspraak", "uwv"),
    ),
    Term(
        "doelgroepverklaring",
        _("Doelgroepverklaring"),
        _("Een brief van gemeente of UWV waarin staat bij welke groep iemand hoort toen hij begon."),
        see=("doelgroep", "bewijsstukken"),
        also=_("verklaring"),
    ),
    Term(
        "duurzame_uitstroom",
        _("Duurzame uitstroom"),
        _(
            "Iemand woont in de regio, leerde ervoor, heeft werk voor minstens een half jaar en heeft geen uitkering meer nodig."
        ),
        _("Alle vier moeten waar zijn. Het portaal laat ze één voor één zien."),
        _("Convenant van het 1.000-banenplan, artikel 3e"),
        ("plaatsing", "nazorg"),
        _("duurzaam uit de uitkering"),
    ),
    Term(
        "epi",
        _("EPI-kenniscentrum"),
        _("Hier werken scholen uit de regio samen met bedrijven. Het helpt kiezen welke scholing past bij het werk."),
        source=_("Plan van aanpak van het 1.000-banenplan"),
        see=("kansrijk_beroep",),
        also=_("gesprek scholen opleiding"),
    ),
    Term(
        "feedlezer",
        _("Feedlezer"),
        _("Een programma dat voor u kijkt of er op een website iets nieuws staat. U hoeft dan niet zelf te kijken."),
        _("Geef het programma het adres van de feed. Liever mail? Dat kan ook."),
        also=_("rss atom feed"),
    ),
    Term(
        "goedgekeurd",
        _("Goedgekeurd"),
        _("De waarde die is nagekeken en meetelt."),
        see=("beoordelen", "nog_in_te_vullen"),
    ),
    Term(
        "gunning",
        _("Gunning"),
        _("Het besluit welk bedrijf de opdracht krijgt."),
        see=("aanbesteding", "social_return"),
        also=_("gegund award"),
    ),
    Term(
        "herstelplan",
        _("Herstelplan"),
        _("Een plan met een datum: hoe het bedrijf inhaalt wat het aan social return nog niet deed."),
        see=("verplichting", "hoor_en_wederhoor"),
        also=_("achterstand"),
    ),
    Term(
        "hoor_en_wederhoor",
        _("Hoor en wederhoor"),
        _("Wie gaat beslissen, luistert eerst naar beide kanten. Het bedrijf vertelt waarom het niet lukte."),
        see=("herstelplan", "inhouding"),
    ),
    Term(
        "inhouding",
        _("Inhouding"),
        _("De opdrachtgever betaalt een deel niet uit, omdat een deel van de social return niet is gedaan."),
        see=("verplichting", "hoor_en_wederhoor"),
        also=_("verrekening korting boete"),
    ),
    Term(
        "inzet",
        _("Inzet"),
        _("Iemand aan het werk op een contract, zodat zijn uren meetellen voor social return."),
        see=("verloonde_uren", "bouwblok"),
        also=_("medewerker op de opdracht invulling"),
    ),
    Term(
        "jobcoach",
        _("Jobcoach"),
        _("Iemand die u op het werk helpt: om het te leren, en om het vol te houden."),
        see=("werkcoach", "banenafspraak"),
        also=_("begeleiding"),
    ),
    Term(
        "kandidaat",
        _("Kandidaat"),
        _("Iemand die werk zoekt en zich heeft aangemeld."),
        see=("doelgroep", "voorstel"),
        also=_("werkzoekende"),
    ),
    Term(
        "kansrijk_beroep",
        _("Kansrijk beroep"),
        _("Werk waarvoor in de regio veel mensen nodig zijn. De kans op een baan is daar groot."),
        see=("epi",),
        also=_("kansberoep top 10"),
    ),
    Term(
        "loonkostensubsidie",
        _("Loonkostensubsidie"),
        _("Geld van de gemeente voor een werkgever, als iemand door een beperking minder werk kan doen in een uur."),
        source=_("Participatiewet, artikel 10d"),
        see=("loonwaarde",),
    ),
    Term(
        "loonsom",
        _("Loonsom"),
        _("Alle lonen samen die een bedrijf voor een opdracht betaalt."),
        see=("opdrachtsom", "verplichting"),
    ),
    Term(
        "loonwaarde",
        _("Loonwaarde"),
        _("Hoeveel werk iemand doet in een uur, vergeleken met een collega zonder beperking. Een deskundige meet dat."),
        source=_("Participatiewet"),
        see=("loonkostensubsidie", "banenafspraak"),
    ),
    Term(
        "maatwerk",
        _("Maatwerk"),
        _(
            "Een eigen idee dat niet in de tabel staat. U maakt er vooraf een afspraak over: wat, hoeveel, en hoe u het laat zien."
        ),
        see=("bouwblok",),
        also=_("afspraak activiteit"),
    ),
    Term(
        "nadere_opdracht",
        _("Deelopdracht"),
        _("Een opdracht die hoort bij een raamovereenkomst. Elke deelopdracht telt mee in dezelfde verplichting."),
        see=("raamovereenkomst",),
        also=_("nadere opdracht nadere overeenkomst"),
    ),
    Term(
        "nazorg",
        _("Nazorg"),
        _("Vragen hoe het gaat als iemand aan het werk is: na 6, 12 en 24 maanden."),
        see=("plaatsing", "duurzame_uitstroom"),
        also=_("opvolging"),
    ),
    Term(
        "nog_in_te_vullen",
        _("Nog in te vullen"),
        _("Het deel van de verplichting dat nog niet is goedgekeurd."),
        _("Staat er ‘nog niet gedekt’ bij? Dan brengen de mensen die nu werken dat bedrag niet op."),
        see=("verplichting", "goedgekeurd", "verwacht"),
    ),
    Term(
        "nug",
        _("NUG"),
        _("Iemand zonder werk en zonder uitkering. Voluit: niet-uitkeringsgerechtigd."),
        see=("doelgroep",),
        also=_("NUO NUGger niet-uitkeringsgerechtigde"),
    ),
    Term(
        "opdrachtgever",
        _("Opdrachtgever"),
        _("De organisatie die de opdracht geeft en betaalt, zoals een gemeente, de provincie of een school."),
        see=("opdrachtnemer",),
        also=_("aanbestedende dienst inkoper"),
    ),
    Term(
        "opdrachtnemer",
        _("Opdrachtnemer"),
        _("Het bedrijf dat de opdracht kreeg."),
        see=("opdrachtgever",),
        also=_("aannemer bedrijf"),
    ),
    Term(
        "opdrachtsom",
        _("Opdrachtsom"),
        _("Wat de opdracht kost, zonder btw."),
        see=("verplichting", "loonsom"),
    ),
    Term(
        "participatiewet",
        _("Participatiewet"),
        _("De wet voor mensen die hulp nodig hebben bij het vinden van werk. De bijstand staat in deze wet."),
        source=_("Participatiewet"),
        see=("doelgroep", "nug"),
        also=_("bijstand uitkering van de gemeente"),
    ),
    Term(
        "peildatum",
        _("Peildatum"),
        _("De dag waarop wordt geteld. Wat later gebeurde, telt in die telling niet mee."),
        see=("vastgesteld",),
    ),
    Term(
        "perceel",
        _("Perceel"),
        _("Een deel van een aanbesteding dat een eigen winnaar kan hebben."),
        see=("aanbesteding",),
    ),
    Term(
        "plaatsing",
        _("Plaatsing"),
        _("Een kandidaat heeft werk gevonden en is begonnen."),
        see=("kandidaat", "nazorg"),
        also=_("dienstverband baan"),
    ),
    Term(
        "praktijkverklaring",
        _("Praktijkverklaring"),
        _("Een papier dat zegt welk werk u hebt geleerd in een bedrijf. Het telt, ook zonder heel diploma."),
        see=("bbl",),
        also=_("mbo certificaat diploma leren"),
    ),
    Term(
        "proefplaatsing",
        _("Proefplaatsing"),
        _("U werkt een tijd op proef. U houdt uw uitkering. Gaat het goed? Dan is er uitzicht op een contract."),
        see=("werkervaringsplaats",),
        also=_("proef werken met behoud van uitkering"),
    ),
    Term(
        "pso",
        _("PSO"),
        _("Een keurmerk voor bedrijven die veel mensen met een afstand tot werk in dienst hebben."),
        _(
            "Voluit: Prestatieladder Socialer Ondernemen. Hoe hoger de trede, hoe meer mensen. Een regio kan er korting voor geven."
        ),
        see=("verplichting", "sw_bedrijf"),
        also=_("prestatieladder certificaat keurmerk"),
    ),
    Term(
        "raamovereenkomst",
        _("Raamovereenkomst"),
        _(
            "Een afspraak voor langere tijd. Daaronder komen losse opdrachten, zonder elke keer een nieuwe aanbesteding."
        ),
        see=("nadere_opdracht",),
        also=_("raamcontract mantel"),
    ),
    Term(
        "social_return",
        _("Social return"),
        _("Wie een opdracht van de overheid krijgt, helpt ook mensen aan werk of scholing die dat moeilijk vinden."),
        _("Vaak staat in het contract voor hoeveel geld: een deel van de opdrachtsom of van de loonsom."),
        see=("verplichting", "bouwblok", "coordinatiepunt"),
        also=_("SROI social return on investment"),
    ),
    Term(
        "sociale_onderneming",
        _("Sociale onderneming"),
        _("Een bedrijf dat vooral iets goeds voor mensen wil doen, en daar zijn geld mee verdient."),
        see=("sw_bedrijf", "pso"),
    ),
    Term(
        "speeddate",
        _("Speeddate"),
        _("U praat kort met een werkgever. Daarna met de volgende. Zo ziet u op één middag veel bedrijven."),
        see=("voorstel",),
        also=_("kennismaken"),
    ),
    Term(
        "sw_bedrijf",
        _("SW-bedrijf"),
        _("Een bedrijf van de gemeente waar mensen werken die door een beperking niet zomaar ergens kunnen werken."),
        see=("wsw", "detachering"),
        also=_("sociale werkvoorziening sociaal ontwikkelbedrijf"),
    ),
    Term(
        "uwv",
        _("UWV"),
        _("De organisatie die de WW betaalt, en andere uitkeringen. UWV helpt ook bij het vinden van werk."),
        _("Voluit: Uitvoeringsinstituut Werknemersverzekeringen."),
        see=("ww", "wajong"),
    ),
    Term(
        "uitzendbeding",
        _("Uitzendbeding"),
        _("Een zin in een contract van een uitzendbureau: stopt de opdracht, dan stopt ook het contract."),
        source=_("Burgerlijk Wetboek, boek 7, artikel 691"),
    ),
    Term(
        "van_binnen_naar_buiten",
        _("Van binnen naar buiten"),
        _("Eerst mensen en bedrijven van dichtbij. Is daar niemand? Dan uit de regio, en dan van verder weg."),
        see=("aardbevingsgemeenten",),
        also=_("inside-out volgorde voorrang"),
    ),
    Term(
        "vastgesteld",
        _("Vastgesteld"),
        _(
            "Het rapport is klaar en de cijfers veranderen niet meer. Komt er later iets bij? Dan staat dat er apart bij."
        ),
        see=("peildatum",),
        also=_("bevroren definitief"),
    ),
    Term(
        "vca",
        _("VCA"),
        _("Een bewijs dat u veilig kunt werken, bijvoorbeeld in de bouw. U leert ervoor en doet een examen."),
        _("VCA betekent: veiligheid, gezondheid en milieu checklist aannemers."),
        see=("bhv",),
        also=_("certificaat veiligheid diploma"),
    ),
    Term(
        "verloonde_uren",
        _("Verloonde uren"),
        _("De uren die op de loonstrook staan en zijn betaald. Ook vrije dagen en ziekte, maar geen overwerk."),
        see=("inzet", "bewijsstukken"),
        also=_("urenstaat gewerkte uren"),
    ),
    Term(
        "verplichting",
        _("Verplichting"),
        _("Het bedrag aan social return dat een bedrijf bij een contract moet halen."),
        see=("social_return", "opdrachtsom"),
        also=_("SROI-verplichting nog in te vullen"),
    ),
    Term(
        "verwacht",
        _("Verwacht"),
        _("De waarde die er nog bij komt, als iedereen volgens afspraak blijft werken."),
        _("Ook wat wel is ingevoerd maar nog niet ingediend, telt hierin mee."),
        see=("goedgekeurd", "nog_in_te_vullen"),
        also=_("prognose vooruitblik"),
    ),
    Term(
        "voltijd",
        _("Voltijd"),
        _("Een hele werkweek. De regio zegt hoeveel uur dat is, bijvoorbeeld 36."),
        see=("bouwblok",),
        also=_("fulltime fte voltijdsnorm"),
    ),
    Term(
        "voorbehouden_opdracht",
        _("Voorbehouden opdracht"),
        _("Een opdracht waaraan alleen bedrijven mogen meedoen waar veel mensen met een beperking werken."),
        source=_("Aanbestedingswet 2012, artikel 2.82"),
        see=("aanbesteding", "sw_bedrijf"),
    ),
    Term(
        "voorstel",
        _("Voorstel"),
        _(
            "Wij denken dat werk en kandidaat bij elkaar passen. Zegt de kandidaat ja? Dan leest de werkgever wie het is."
        ),
        see=("kandidaat", "speeddate"),
        also=_("match matching"),
    ),
    Term(
        "vso_pro",
        _("VSO en PrO"),
        _("Scholen voor leerlingen die meer hulp nodig hebben: voortgezet speciaal onderwijs en praktijkonderwijs."),
        see=("doelgroep",),
        also=_("praktijkschool speciaal onderwijs"),
    ),
    Term(
        "wacht_op_beoordeling",
        _("Wacht op beoordeling"),
        _("U gaf het door. Het Coördinatiepunt Social Return kijkt er nog naar."),
        see=("beoordelen", "goedgekeurd"),
        also=_("ingediend"),
    ),
    Term(
        "wajong",
        _("Wajong"),
        _("Een uitkering van UWV voor wie al jong een ziekte of beperking had."),
        see=("uwv", "banenafspraak"),
    ),
    Term(
        "werkcoach",
        _("Werkcoach"),
        _("Iemand van gemeente of UWV die u helpt om werk te vinden."),
        see=("jobcoach", "werkplein"),
    ),
    Term(
        "werkervaringsplaats",
        _("Werkervaringsplaats"),
        _("U werkt een tijd om het werk te leren. U houdt uw uitkering en krijgt geen loon."),
        see=("proefplaatsing",),
        also=_("werkervaring met behoud van uitkering stage"),
    ),
    Term(
        "werkplein",
        _("Werkplein"),
        _("Een plek waar gemeente en UWV samen mensen aan werk helpen. In sommige regio’s heet het Werkcentrum."),
        see=("uwv", "arbeidsmarktregio"),
        also=_("werkcentrum werkgeversservicepunt"),
    ),
    Term(
        "wia",
        _("WIA en WAO"),
        _("Uitkeringen van UWV voor wie lang ziek is en daardoor minder of niet kan werken."),
        see=("uwv",),
        also=_("WGA IVA arbeidsongeschikt"),
    ),
    Term(
        "wsw",
        _("Wsw"),
        _("De wet voor mensen die alleen met veel hulp kunnen werken. Sinds 2015 komt er niemand meer bij."),
        _("Voluit: Wet sociale werkvoorziening."),
        see=("sw_bedrijf", "detachering"),
        also=_("sociale werkvoorziening"),
    ),
    Term(
        "ww",
        _("WW"),
        _("Een uitkering van UWV voor wie zijn baan kwijt is."),
        _("Voluit: Werkloosheidswet."),
        see=("uwv", "doelgroep"),
        also=_("werkloos uitkering"),
    ),
)

_BY_KEY = {one.key: one for one in TERMS}


def term_of(key: str) -> Term:
    """``KeyError`` for a word nobody explained."""
    return _BY_KEY[key]


def in_order(terms: Iterable[Term] = TERMS) -> list[Term]:
    """By their words, as a dictionary has them."""
    return sorted(terms, key=lambda one: str(one.word).casefold())


def found(text: str) -> list[Term]:
    """Those with each of these words in what they are called or how they are explained; called so first."""
    words = text.casefold().split()
    named = [one for one in in_order() if _has(f"{one.word} {one.also}", words)]
    return named + [one for one in in_order() if one not in named and _has(f"{one.says} {one.more}", words)]


def spotted(text: str) -> list[Term]:
    """Those that stand in a text as a word of its own."""
    return [one for one in in_order() if re.search(rf"(?<!\w){re.escape(str(one.word))}(?!\w)", text, re.IGNORECASE)]


def by_letter(terms: Iterable[Term]) -> Iterator[tuple[str, list[Term]]]:
    """The letters that have words, each with its words."""
    kept: dict[str, list[Term]] = {}
    for one in terms:
        kept.setdefault(one.letter, []).append(one)
    yield from sorted(kept.items())


def related(term: Term) -> list[Term]:
    return [term_of(key) for key in term.see]


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
