"""Every field of every table says what kind of data it holds, and every table that leads to a person says so."""

import pytest
from django.apps import apps
from django.db import connection, models

from organisations import data_kinds
from organisations.data_kinds import Kind, Subject, Table
from organisations.erasure_rules import DAYS, event_model, leads_to, rules
from organisations.models import Region


def tables() -> list[type[models.Model]]:
    """Every model with a table of its own."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def histories() -> set[type[models.Model]]:
    return {events for model in tables() if (events := event_model(model)) is not None}


CLASSIFIED = [model for model in tables() if model not in histories()]


@pytest.mark.parametrize("model", CLASSIFIED, ids=lambda model: model._meta.label)
def test_every_field_is_of_one_kind(model):
    table = data_kinds.table_of(model._meta.label)
    assert table is not None, f"say of {model._meta.label} what it holds, in {model._meta.app_label}/personal_data.py"
    fields = [field.name for field in model._meta.local_fields]
    said = table.fields()
    assert sorted(said) == sorted(set(said)), "a field has one kind"
    assert set(said) == set(fields), f"unclassified: {set(fields) - set(said)}; gone: {set(said) - set(fields)}"


def test_nothing_is_said_of_tables_that_are_not_there():
    there = {model._meta.label.lower() for model in CLASSIFIED}
    assert {table.model for table in data_kinds.tables() if table.model.lower() not in there} == set()


@pytest.mark.parametrize("model", CLASSIFIED, ids=lambda model: model._meta.label)
def test_what_leads_to_a_person_says_whose_it_is(model):
    table = data_kinds.table_of(model._meta.label)
    assert table is not None
    of_persons = {one.model.lower() for one in data_kinds.tables() if one.of is not None}
    led = [
        field.name
        for field in model._meta.local_fields
        if field.is_relation and field.related_model._meta.label.lower() in of_persons
    ]
    if led and not table.apart:
        assert table.of is not None, f"{model._meta.label} leads to a person by {led}"
    if table.of is not None:
        assert leads_to(model, table.path)


def test_what_tells_who_somebody_is_belongs_to_a_person():
    unreachable = [table.model for table in data_kinds.tables() if table.fields(Kind.IDENTITY) and table.of is None]
    assert unreachable == []


def test_every_field_that_is_emptied_says_what_is_left_of_it():
    """Deriving the statements fails for a field of which nobody said what becomes of it."""
    emptied = {rule.label for rule in rules() if rule.statement.startswith("UPDATE")}
    for table in data_kinds.tables():
        if table.of is not None and not table.gone and table.fields(Kind.IDENTITY, Kind.WORDS, Kind.CONTENT):
            assert table.model in emptied


def test_a_field_that_nobody_can_empty_stops_deriving(monkeypatch):
    unsaid = Table("organisations.Region", {Kind.IDENTITY: "is_demo"}, of=Subject.CANDIDATE, path="pk")
    monkeypatch.setitem(data_kinds._tables, "organisations.region", unsaid)
    with pytest.raises(TypeError, match=r"say what organisations\.Region\.is_demo becomes"):
        rules()


def test_a_name_goes_out_of_the_rows_of_a_region(monkeypatch):
    """A table with words says how its rows lead to their region."""
    assert [rule.label for rule in rules() if rule.label.endswith(" words") and "$2" not in rule.statement] == []
    unsaid = Table("auth.Group", {Kind.WORDS: "name"})
    monkeypatch.setitem(data_kinds._tables, "auth.group", unsaid)
    with pytest.raises(TypeError, match=r"say how a row of auth\.Group leads to its region"):
        rules()


def test_a_history_follows_its_table():
    for events in histories():
        own = {field.name for field in events._meta.local_fields if not field.name.startswith("pgh_")}
        tracked = data_kinds.table_of(f"{events._meta.app_label}.{events._meta.object_name.removesuffix('Event')}")
        assert tracked is not None
        assert own <= set(tracked.fields()), events._meta.label


@pytest.mark.django_db
def test_the_app_role_does_not_read_the_statements():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'organisations_erasurerule', 'select')")
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
def test_each_statement_of_erasing_is_one_that_the_database_understands(owner):
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT subject, label, statement FROM organisations_erasurerule ORDER BY position")
        known = cursor.fetchall()
        # Those of now, out of the registry.
        assert known == [(rule.subject, rule.label, rule.statement) for rule in rules()]
        for place, (subject, _label, statement) in enumerate(known):
            last = "uuid, date" if subject == DAYS else "text, text"
            cursor.execute(f"PREPARE erases_{place} (uuid[], uuid, {last}) AS {statement}")
            cursor.execute(f"DEALLOCATE erases_{place}")


def test_a_field_that_nobody_classified_is_noticed(monkeypatch):
    said = Table("organisations.Region", {Kind.TECHNICAL: "id", Kind.BUSINESS: "code name"})
    monkeypatch.setitem(data_kinds._tables, "organisations.region", said)
    with pytest.raises(AssertionError, match=r"unclassified: .*is_demo"):
        test_every_field_is_of_one_kind(Region)
