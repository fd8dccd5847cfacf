"""docs/privacy.md says what the code does: its tables are made from it."""

import pytest

from organisations import data_kinds
from organisations.data_kinds import Kind
from organisations.models import RetentionPolicy
from sroi_portal.privacy_register import BEGIN, PAGE, page_with, tables


def test_the_page_says_what_the_code_says():
    """Otherwise: `python -m sroi_portal.privacy_register`, and read what changed."""
    text = PAGE.read_text()
    assert text == page_with(text)


def test_whatever_tells_who_somebody_is_stands_in_the_register():
    register = "\n".join(tables().values())
    told = [one for one in data_kinds.tables() if one.of is not None and not one.apart and one.fields(Kind.IDENTITY)]
    assert len(told) > 3
    for table in told:
        line = next(line for line in register.splitlines() if f"`{table.model}`" in line)
        assert all(f"`{name}`" in line for name in table.fields(Kind.IDENTITY))


def test_the_terms_are_those_that_hold_where_a_region_decided_nothing():
    terms = tables()["terms"]
    for name in ("candidate_months", "file_months", "document_months", "deployed_months", "warn_days"):
        line = next(line for line in terms.splitlines() if f"RetentionPolicy.{name}`" in line)
        assert f"| {getattr(RetentionPolicy(), name)} " in line


def test_another_term_in_the_code_is_another_page(monkeypatch):
    text = PAGE.read_text()
    monkeypatch.setattr(RetentionPolicy._meta.get_field("file_months"), "default", 9)
    assert "9 months unless decided otherwise, 1 to 120" in page_with(text) != text


def test_a_page_without_a_place_for_a_table_is_told_of():
    with pytest.raises(ValueError, match="candidate"):
        page_with(PAGE.read_text().replace(BEGIN.format(name="candidate"), ""))
