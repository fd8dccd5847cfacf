import pytest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as lazy

from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose
from organisations.models import Region
from organisations.region_words import RegionWords, as_begun, speak

FRYSLAN = RegionWords("Werkcentrum", "Werkcentra", "het", "Servicepunt Social Return", "het")
WITH_DE = RegionWords("Banenwinkel", "Banenwinkels", "de", "Regiotafel", "de")


@pytest.mark.parametrize(
    ("words", "sentence", "said"),
    [
        (FRYSLAN, "Het Werkplein belt u.", "Het Werkcentrum belt u."),
        (FRYSLAN, "Vraag het Coördinatiepunt Social Return.", "Vraag het Servicepunt Social Return."),
        (FRYSLAN, "Uw organisatie en het coördinatiepunt", "Uw organisatie en het Servicepunt Social Return"),
        (FRYSLAN, "Alle Werkpleinen", "Alle Werkcentra"),
        (FRYSLAN, "Werkplekken", "Werkplekken"),
        (FRYSLAN, "Vragen aan %(werkplein)s, %(coördinatiepunt)s", "Vragen aan %(werkplein)s, %(coördinatiepunt)s"),
        (FRYSLAN, "Het {coördinatiepunt} (Werkplein)", "Het {coördinatiepunt} (Werkcentrum)"),
        (WITH_DE, "Het Werkplein belt u.", "De Banenwinkel belt u."),
        (WITH_DE, "Dit Werkplein, welk Werkplein?", "Deze Banenwinkel, welke Banenwinkel?"),
        (WITH_DE, "Een ander Werkplein", "Een andere Banenwinkel"),
        (WITH_DE, "Vraag het Coördinatiepunt Social Return.", "Vraag de Regiotafel."),
        (RegionWords(werkplein="Werkcentrum"), "het coördinatiepunt", "het coördinatiepunt"),
    ],
)
def test_sentences_take_the_words_of_the_region_with_their_articles(words, sentence, said):
    assert words.say(sentence) == said
    assert RegionWords().say(sentence) == sentence


def test_every_way_to_a_sentence_is_spoken_in_them_and_afterwards_none_is():
    label = lazy("Het Werkplein")
    with as_begun():
        speak(FRYSLAN)
        assert gettext("Het Werkplein") == str(label) == "Het Werkcentrum"
        assert ngettext("%(n)s Werkplein", "%(n)s Werkpleinen", 2) == "%(n)s Werkcentra"
        assert OrganisationKind.WERKPLEIN.label == "Werkcentrum"
        speak(RegionWords())
        assert str(label) == "Het Werkplein"
        speak(FRYSLAN)
    assert str(label) == "Het Werkplein"


def test_who_enters_a_region_speaks_its_words_and_who_enters_another_does_not(cast, owner):
    with owner():
        Region.objects.filter(pk=cast.region.pk).update(werkplein_label="Werkcentrum")
    with as_begun():
        with tenancy.public(cast.region.pk):
            assert gettext("het Werkplein") == "het Werkcentrum"
        with tenancy.system(Purpose.REPORT, region_id=cast.other_region.pk):
            assert gettext("het Werkplein") == "het Werkplein"
        with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
            pass
        assert gettext("het Werkplein") == "het Werkcentrum"
