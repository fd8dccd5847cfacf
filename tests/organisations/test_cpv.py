"""The CPV list: what is found by words people use, by digits and with errors in them, and how codes hang together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.cpv import MOST_SHOWN, ancestors, divisions, labels_of, named, search, within
from organisations.cpv_codes import above, halves, parse_cpv, plain, shapes, significant, split_cpv
from organisations.models import CpvCode
from tenders.models import Tender

pytestmark = pytest.mark.django_db

# Codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("45212212", ("45212212",)),
        ("45212212-8, 77310000-6", ("45212212", "77310000")),
        ("45212212;77310000 45212212-8", ("45212212", "77310000")),
        ("\t77310000\n", ("77310000",)),
    ],
)
def test_codes_are_read_as_people_write_them(text, codes):
    assert parse_cpv(text) == codes


@pytest.mark.parametrize(
    "text", ["7731000", "773100000", "77310000-66", "٧٧٣١٠٠٠٠", "77310000-", "7731 0000", "schoonmaak"]
)
def test_what_is_no_code_is_named(text):
    with pytest.raises(ValueError, match=text.split()[0]):
        parse_cpv(text)


def test_a_text_is_parted_in_codes_and_words():
    assert split_cpv("schoonmaak 90910000-9 van kantoren") == (("90910000",), "schoonmaak van kantoren")


def test_a_code_knows_what_it_falls_under_and_how_those_under_it_begin():
    assert above("45233140") == ("45000000", "45200000", "45230000", "45233000", "45233100")
    assert above("45000000") == ()
    assert above("30000000") == ()
    assert [significant(code) for code in ("45210000", "30000000", "45233140", "45")] == ["4521", "30", "4523314", "45"]


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("scholen", "school"),
        ("bruggen", "brug"),
        ("huizen", "huis"),
        ("straten", "straat"),
        ("straat", "strat"),
        ("wegen", "weg"),
        ("reiniging", "reinig"),
        ("hoveniers", "hovenier"),
    ],
)
def test_a_word_is_known_in_its_other_forms(word, shape):
    assert shape in shapes(word)


def test_a_short_word_keeps_its_letters():
    assert all(len(shape) >= 3 for shape in shapes("weg"))
    assert shapes("ict") == ("ict",)


def test_words_are_compared_without_accents_and_capitals():
    assert plain("Coördinatie  van bouw-, én civiele werken") == " coordinatie van bouw en civiele werken "
    assert ("groen", "onderhoud") in halves("groenonderhoud")
    assert ("bedrijf", "kleding") in halves("bedrijfskleding")


# The list


def codes(text: str) -> list[str]:
    return [one.code for one in search(text).codes]


def test_the_whole_list_is_there_with_every_code_under_a_division():
    assert CpvCode.objects.count() == 9454
    assert divisions().count() == 45
    assert labels_of(["77310000", "45999999"]) == {"77310000": "Beplanten en onderhouden van groengebieden"}
    assert named(["45999999", "77310000"]) == [
        ("45999999", "Staat niet in de CPV-lijst"),
        ("77310000", "Beplanten en onderhouden van groengebieden"),
    ]
    assert named([]) == []
    known = set(CpvCode.objects.values_list("code", flat=True))
    assert {code for code in known if not code.endswith("000000") and above(code)[0] not in known} == set()
    assert [one.code for one in ancestors("45233140")] == ["45000000", "45200000", "45230000", "45233000", "45233100"]
    assert [one.code for one in ancestors("45999999")] == ["45000000"]


#: What a buyer types, and a code that has to be among the first five.
QUALITY = [
    ("schoonmaak", "90910000"),
    ("schoonmaken", "90919200"),
    ("Schoonmaak kantoren", "90919200"),
    ("bestrating", "45233222"),
    ("stratenmaker", "45233222"),
    ("groenonderhoud", "77310000"),
    ("hovenier", "77310000"),
    ("onderhoud van groen", "77310000"),
    ("catering", "55520000"),
    ("leerlingenvervoer", "60130000"),
    ("glasbewassing", "90911300"),
    ("beveiliging", "79710000"),
    ("uitzendkrachten", "79620000"),
    ("ict", "72000000"),
    ("wegenbouw", "45233120"),
    ("scholen bouwen", "45214220"),
    ("afvalinzameling", "90511000"),
    ("sneeuwruimen", "90620000"),
    ("schilderwerk", "45442100"),
    ("riolering", "45232440"),
    ("Architect", "71200000"),
    ("tuinaanleg", "71421000"),
    ("verhuizing", "98392000"),
    ("wasserij", "98310000"),
    ("drukwerk", "79810000"),
    # With an error in it.
    ("schoonmak", "90910000"),
    ("schoonmaakk", "90910000"),
    ("bestratting", "45233222"),
    ("beveiligng", "79710000"),
    ("hovennier", "77310000"),
    ("schoonmaak kantorn", "90919200"),
    ("caterng", "55520000"),
]


@pytest.mark.parametrize(("text", "code"), QUALITY)
def test_what_is_meant_is_among_the_first_five(text, code):
    assert code in codes(text)[:5]


def test_the_beginning_of_a_word_is_no_word():
    assert "85210000" not in codes("verhuizen")  # ver, huis: domestic animals


@pytest.mark.parametrize("text", ["groenonderhoud", "tuin", "groen"])
def test_green_leads_to_the_codes_of_gardens_and_parks(text):
    assert any(code.startswith("773") for code in codes(text)[:5])


def test_works_and_services_come_before_supplies():
    found = codes("asfalt")
    assert found.index("45233222") < found.index("44113600")


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("45", "45000000", 822),
        ("45233140-2", "45233140", 4),
        ("45233140", "45233140", 4),
        ("4523314", "45233140", 4),
        ("77310000", "77310000", 8),
        ("45233140-", "45233140", 4),
        ("9091 773", "77300000", None),
    ],
)
def test_by_digits_the_code_and_what_is_under_it(text, first, count):
    found = search(text)
    assert found.codes[0].code == first
    assert len(found.codes) <= MOST_SHOWN
    assert not found.is_guess
    assert count is None or found.count == count


def test_a_code_that_is_not_there_leads_to_what_it_would_fall_under():
    found = search("45233199")
    assert found.is_guess
    assert found.codes[0].code == "45233100"


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_", "'", "\\", "xqzzyw", "00000000", "—", "()", ";;,,"])
def test_nothing_is_found_by_nothing(text):
    assert search(text).codes == ()
    assert search(text).count == 0


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE organisations_cpvcode; --",
        "schoonmaak' OR '1'='1",
        "%schoonmaak%",
        "a" * 5000,
        "schoonmaak " * 500,
        "x\x00y",
        "\\' \\\\ %s %(a)s {0}",
        "45 OR 1=1",
        "𝟜𝟝",
    ],
)
def test_whatever_is_typed_is_only_looked_for(text):
    found = search(text)
    assert len(found.codes) <= MOST_SHOWN
    assert CpvCode.objects.count() == 9454


@pytest.mark.parametrize("text", ["schoonmaak", "groenonderhoudswerkzaamheden", "xqzzyw brnklw plmsd", "4523"])
def test_a_search_asks_the_database_few_times(text):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        search(text)
    assert len(queries) <= 6


def test_a_filter_on_a_code_finds_what_is_under_it_and_the_code_itself(cast, owner):
    with owner():
        here = {"region": cast.region, "authority": cast.alice.organisation, "kind": "service", "status": "published"}
        for reference, listed in (("A", ["45233140", "77310000"]), ("B", ["90910000"]), ("C", ["45999999"]), ("D", [])):
            Tender.objects.create(reference=reference, title=f"Opdracht {reference}", cpv_codes=listed, **here)

        def found(code):
            return set(Tender.objects.filter(within("cpv_codes", code)).values_list("reference", flat=True))

        assert found("45000000") == {"A"}
        assert found("45233100") == {"A"}
        assert found("45233141") == set()
        assert found("77000000") == {"A"}
        assert found("90910000") == {"B"}
        assert found("45999999") == {"C"}
