"""What people call work at home, with what it is called in a vacancy: who types 'poetsen' looks for a cleaner."""

from collections.abc import Mapping

from organisations.cpv_codes import shapes

#: A part of what the work is called, with the words by which people look for it.
_CALLED = {
    "automonteur": "auto garage sleutelen monteren banden",
    "begeleider": "verzorgen ouderen bejaarden gehandicapten thuiszorg verpleging",
    "belader": "vuilnis vuilnisman vuilniswagen afval afvalwagen kliko",
    "beton": "cement storten vlechten",
    "beveilig": "bewaker bewaking portier security toezicht toezichthouder",
    "catering": "koken keuken kantine afwassen afwas bediening serveren broodjes eten horeca kok",
    "chauffeur": "rijden vrachtwagen bus taxi bezorgen bezorger koerier pakketten pakketjes besteller",
    "dakdekker": "dak daken dakpannen pannen zonnepanelen",
    "elektro": "elektricien stroom kabels lampen zonnepanelen laadpalen",
    "grondwerk": "graven graafmachine kraan scheppen riool",
    "helpdesk": "computer computers ict callcenter klantenservice",
    "hovenier": "tuin tuinen tuinman tuinieren planten schoffelen snoeien bloemen",
    "groen": "tuin tuinen tuinman tuinieren planten schoffelen snoeien gras maaien onkruid plantsoen bos",
    "huishouding": "poetsen poetshulp werkster huishoudelijk huishouden strijken stofzuigen thuiszorg",
    "installatie": "loodgieter verwarming ketel warmtepomp sanitair leidingen zonnepanelen",
    "isolatie": "isoleren spouwmuur",
    "magazijn": "inpakken dozen orderpicker orderpicken heftruck loods distributiecentrum vakkenvullen sorteren pakketten",
    "metselaar": "muur muren bakstenen stenen bouwvakker",
    "schilder": "verf verven behangen kwasten",
    "schoonma": "poetsen poetshulp werkster dweilen ramen interieurverzorger stofzuigen glazenwasser",
    "steiger": "klimmen hoogte",
    "straten": "tegels klinkers stoep stenen bestrating",
    "timmer": "hout klussen bouwvakker zagen meubels",
    "verkeersregel": "verkeer",
    "voeger": "muur muren voegen bouwvakker",
}


def _by_shape() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for called, words in _CALLED.items():
        for word in words.split():
            for shape in shapes(word):
                found.setdefault(shape, set()).add(called)
    return {shape: frozenset(names) for shape, names in found.items()}


_BY_SHAPE = _by_shape()


def called_in_vacancies(word: str) -> list[str]:
    """Parts of what that work is called; nothing for a word that is no everyday word for work."""
    return sorted({called for shape in shapes(word.casefold()) for called in _BY_SHAPE.get(shape, ())})
