"""The round by keyboard and telephone: where it begins, and what a coach presses."""

import re

import pytest

from tests.placements.follow_ups.checks import placed
from tests.placements.follow_ups.test_screens import due, form, seen


def test_the_round_begins_at_the_name_and_has_a_key_for_each_answer(cast):
    check = due(cast)
    page = cast.carla.get(f"nazorg/{check.pk}/?ronde=1").content.decode()
    assert re.search(r"<h1[^>]*>\s*<span tabindex=\"-1\" data-focus-first>Testje Voorbeeld</span>", page)
    assert re.findall(r'name="at_work" value="(\w+)"[^>]* data-key="(\d)"', page) == [
        ("same", "1"),
        ("other", "2"),
        ("no", "3"),
    ]
    assert re.findall(r'<kbd aria-hidden="true">(\d)</kbd>', page) == ["1", "2", "3"]
    keys = re.findall(r'data-key="(\w)"', page)
    assert len(keys) == len(set(keys))
    faulty = cast.carla.post(f"nazorg/{check.pk}/?ronde=1", form(at_work="")).content.decode()
    assert "data-focus-first" not in faulty
    assert "data-focus-first" not in cast.carla.get(f"nazorg/{check.pk}/").content.decode()


def test_the_button_follows_the_form_and_addresses_are_links(cast):
    check = due(cast)
    page = cast.carla.get(f"nazorg/{check.pk}/?ronde=1").content.decode()
    assert page.index("Wat is de uitkomst?") < page.index("Bewaren en volgende") < page.index("Antwoorden per mail")
    for address in ("testje@demo.example", "chef@bakkerij.example"):
        assert f'href="mailto:{address}"' in page


def test_who_works_elsewhere_works_somewhere(cast):
    check = due(cast)
    refused = cast.carla.post(f"nazorg/{check.pk}/", form(at_work="other"))
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"workplace_name": ["Vul in waar de kandidaat werkt."]}
    assert seen(check).at_work is None
    cast.carla.post(f"nazorg/{check.pk}/", form(at_work="other", workplace_name="Slagerij Vos"))
    assert seen(check).workplace_name == "Slagerij Vos"


@pytest.mark.parametrize("path", ["bellen/", "bellen/?ronde=1"])
def test_the_call_screen_begins_at_the_name_and_has_keys_for_note_and_day(cast, path):
    candidate = placed(cast).candidate
    page = cast.carla.get(f"dossiers/{candidate.pk}/{path}").content.decode()
    assert re.search(r"<h1[^>]*>\s*<span tabindex=\"-1\" data-focus-first>Testje Voorbeeld</span>", page)
    fields = dict(re.findall(r'<(?:input|textarea)\b(?=[^>]* name="(note|call_by)")[^>]* data-key="(\w)"', page))
    assert fields == {"note": "o", "call_by": "d"}
    assert re.findall(r'name="promise"[^>]* data-key="(\d)"', page) == ["1", "2", "3", "4", "5"]
    keys = re.findall(r'data-key="(\w)"', page)
    assert len(keys) == len(set(keys))
    written = re.findall(r"<kbd[^>]*>(\w)</kbd>", page.split("<main")[1])
    assert sorted(written) == sorted(key.upper() for key in keys)
