"""One word for one thing to do: what a button says is the same on every page (docs/screens.md, Words on buttons)."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button>|<a\b[^>]*utrecht-button-link[^>]*>(.*?)</a>", re.DOTALL)
SAID = re.compile(r'\{% translate "([^"]+)"|\{% blocktranslate[^%]*%\}([^{]*)')
#: What is said, and the words that would say the same.
ONE_WORD = {
    "Bewaren": r"Opslaan|Bewaar\b",
    "Wijzigen": r"Veranderen|Verander\b|Bewerken|Bewerk\b|Aanpassen|Pas aan",
    "Weghalen": r"Verwijderen|Verwijder\b|Schrappen",
    "Toevoegen": r"Nieuwe? (organisatie|speeddate|bedrijf|medewerker|kandidaat|vacature|beroep)",
    "Versturen": r"Verzenden|Verzend\b|Insturen|Opsturen|\w+ sturen$|Stuur in\b",
    "Zoeken": r"Zoek$",
    "Tonen": r"Toon\b|Laat zien$",
    "Downloaden": r"Download$",
    "Afdrukken": r"Print(en)?\b",
    "Kopiëren": r"Kopieer\b",
    "Berekenen": r"Bereken$",
    "Vergelijken": r"Vergelijk$",
}


def said_on_buttons(markup: str) -> list[str]:
    inside = ["".join(found) for found in BUTTON.findall(markup)]
    return ["".join(words).strip() for one in inside for words in SAID.findall(one)]


def test_the_words_on_a_button_are_found():
    assert said_on_buttons('<button type="submit">{% translate "Opslaan" %}</button>') == ["Opslaan"]
    link = '<a class="utrecht-button-link">{% blocktranslate count n=1 %}Eén zoeken{% endblocktranslate %}</a>'
    assert said_on_buttons(link) == ["Eén zoeken"]


def test_each_thing_to_do_has_one_word():
    wrong = [
        f"{page.relative_to(TEMPLATES)}: ‘{said}’, say ‘{word}’"
        for page in sorted(TEMPLATES.rglob("*.html"))
        for said in said_on_buttons(page.read_text())
        for word, others in ONE_WORD.items()
        if re.match(others, said)
    ]
    assert not wrong, "\n".join(wrong)
