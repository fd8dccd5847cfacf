"""That the suite would notice a document that is no HTML: it parses each page of the workspace for one role (``test_addresses``)."""

import pytest

from tests.documents import faults

PAGE = "<!DOCTYPE html><html lang=nl><head><title>x</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        "<p>One<div>two</div></p>",
        "<table><tr><p>outside</p></tr></table>",
        "<b>one <i>two</b></i>",
        '<p id="one"></p><p id="one"></p>',
        '<label for="gone">Name</label>',
        '<section aria-labelledby="gone"></section>',
        '<p class="one" class="two"></p>',
        "<form><form></form></form>",
    ],
)
def test_a_fault_is_found(body):
    assert faults(PAGE.format(body).encode())


def test_a_page_without_fault_and_a_part_of_one_pass():
    assert faults(PAGE.format('<label for="name">Name</label><input id="name">').encode()) == []
    assert faults(b"<tr><td>") == []
