"""Formatting, fields, tables and the other parts that every screen is made of; nothing here needs a database."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django_tables2 import Column

from organisations.form_fields import ChoiceCards, DateField, EuroField, HoursField, PercentageField
from organisations.notation import dutch_number, parse_dutch_number
from organisations.table_columns import DateColumn, EuroColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags import formatting
from organisations.templatetags.status_words import STATUSES

TAGS = "{% load components formatting %}"


def rendered(source: str, **context: object) -> SafeString:
    return Template(TAGS + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Decimal("1234.56"), 2, "1.234,56"),
        (Decimal("1234567.005"), 2, "1.234.567,01"),
        (Decimal("-41750.40"), 0, "−41.750"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("28.90"), None, "28,9"),
        (Decimal("100.00"), None, "100"),
        (Decimal("1E+3"), None, "1.000"),
        (0, None, "0"),
    ],
)
def test_numbers_are_written_the_dutch_way(value: Decimal | int, places: int | None, written: str) -> None:
    assert dutch_number(value, places) == written


@pytest.mark.parametrize("value", ["12", True, float("1.5")])
def test_only_exact_numbers_reach_the_screen(value: object) -> None:
    with pytest.raises(TypeError):
        dutch_number(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.250,50", "1250.50"),
        ("€ 2.400.000,00", "2400000.00"),
        ("1250.5", "1250.5"),
        ("1.250", "1250"),
        ("55 %", "55"),
        ("-3,5", "-3.5"),
        ("−€\N{NO-BREAK SPACE}432,00", "-432.00"),
        ("1 250,00", "1250.00"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert parse_dutch_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["ca 55", "1,2,3", "1.2.3", "12.34,5", "1e5", "NaN", ",5", "५", "--1"])
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_dutch_number(typed)


def test_filters_join_number_and_unit_with_a_space_that_does_not_break() -> None:
    assert formatting.euro(Decimal("1234.5")) == "€\N{NO-BREAK SPACE}1.234,50"
    assert formatting.euro0(Decimal("1234.5")) == "€\N{NO-BREAK SPACE}1.235"
    assert formatting.euro(Decimal(-432)) == "−€\N{NO-BREAK SPACE}432,00", "as a difference on the dashboard has it"
    assert formatting.euro0(Decimal("-1234.5")) == "−€\N{NO-BREAK SPACE}1.235"
    assert formatting.euro0(Decimal("-0.4")) == "€\N{NO-BREAK SPACE}0"
    assert formatting.hours(Decimal("28.90")) == "28,9\N{NO-BREAK SPACE}uur"
    assert formatting.percentage(Decimal("2.50")) == "2,5\N{NO-BREAK SPACE}%"
    assert formatting.days(1) == "1\N{NO-BREAK SPACE}dag"
    assert formatting.days(9) == "9\N{NO-BREAK SPACE}dagen"
    assert formatting.file_size(214_400) == "214\N{NO-BREAK SPACE}kB"
    assert formatting.file_size(3_450_000) == "3,5\N{NO-BREAK SPACE}MB"


def test_filters_write_nothing_for_what_is_not_there() -> None:
    source = "[{{ n|euro }}{{ n|euro0 }}{{ n|number:2 }}{{ n|hours }}{{ n|percentage }}{{ n|date_nl }}{{ n|month_nl }}]"
    assert rendered(source, n=None) == "[]"


def test_dates_are_short_in_tables_and_long_in_sentences() -> None:
    day = date(2025, 4, 1)
    assert formatting.date_nl(day) == "1-4-2025"
    assert formatting.day_nl(day) == "1\N{NO-BREAK SPACE}april 2025"
    assert formatting.month_nl(date(2026, 10, 1)) == "oktober 2026"


def test_moments_are_shown_in_dutch_time() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert formatting.moment_nl(late) == "1\N{NO-BREAK SPACE}juli 2026, 0.30\N{NO-BREAK SPACE}uur"
    assert formatting.date_nl(late) == "1-7-2026"


@pytest.mark.parametrize("key", STATUSES)
def test_every_status_has_a_word_and_a_shape(key: str) -> None:
    html = rendered("{% status key %}", key=key)
    assert str(STATUSES[key].word) in html
    assert f"status--{STATUSES[key].shape}" in html


def test_a_status_takes_another_word_but_never_an_unknown_key() -> None:
    assert "Teruggestuurd" in rendered('{% status "returned" label="Teruggestuurd" bare=True %}')
    with pytest.raises(KeyError):
        rendered('{% status "gone_fishing" %}')


def test_progress_lays_the_parts_beside_each_other_as_shares_of_the_obligation() -> None:
    html = rendered(
        "{% progress approved=a waiting=w forecast=f expected=e of=o %}",
        a=Decimal(50),
        w=Decimal(25),
        f=Decimal(50),
        e=Decimal(150),
        o=Decimal(200),
    )
    assert '<rect class="progress__approved" x="0.00%" width="25.00%"' in html
    assert '<rect class="progress__waiting" x="25.00%" width="12.50%"' in html
    assert '<rect class="progress__forecast" x="37.50%" width="25.00%"' in html
    assert 'class="progress__mark" x1="75.00%"' in html
    assert "Goedgekeurd 25" in html
    assert "style=" not in html


def test_progress_never_runs_past_its_end() -> None:
    html = rendered("{% progress approved=90 waiting=30 forecast=20 expected=140 %}")
    assert '<rect class="progress__waiting" x="90.00%" width="10.00%"' in html
    assert "progress__forecast" not in html
    assert 'x1="100.00%"' in html


def test_progress_of_nothing_owed_is_an_empty_bar() -> None:
    html = rendered("{% progress approved=10 expected=5 of=0 %}")
    assert "progress__approved" not in html
    assert "progress__mark" not in html


def test_a_calculation_takes_objects_and_mappings_and_escapes_them() -> None:
    lines = [
        SimpleNamespace(what="Bouwblok <b>", out="40.000,00"),
        {"what": "Waarde", "out": "3.068,49", "is_sum": True},
    ]
    html = rendered("{% trace lines %}", lines=lines)
    assert "Bouwblok &lt;b&gt;" in html
    assert html.count("trace__sum") == 1


def test_a_panel_wraps_its_content_and_escapes_its_title() -> None:
    html = rendered(
        "{% panel title note=note %}<p>{{ text }}</p>{% endpanel %}", title="A & B", note="<i>", text="<script>"
    )
    assert "A &amp; B" in html
    assert "&lt;i&gt;" in html
    assert "<p>&lt;script&gt;</p>" in html


class AwardForm(forms.Form):
    contract_sum = EuroField(label="Opdrachtsom")
    labour_share = PercentageField(label="Loonaandeel", help_text="Deel van de som.", required=False)
    week_hours = HoursField(label="Uren per week")
    awarded_on = DateField(label="Datum van gunning")
    decision = forms.ChoiceField(
        label="Besluit", choices=[("5", "5 %"), ("0", "Niet")], widget=ChoiceCards(notes={"0": "U geeft een reden"})
    )


FILLED = {
    "contract_sum": "2.400.000,00",
    "labour_share": "55,5",
    "week_hours": "28,5",
    "awarded_on": "2026-11-03",
    "decision": "5",
}


def test_forms_understand_dutch_amounts() -> None:
    form = AwardForm(FILLED)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["contract_sum"] == Decimal("2400000.00")
    assert form.cleaned_data["labour_share"] == Decimal("55.5")
    assert form.cleaned_data["awarded_on"] == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("contract_sum", "1,234"),
        ("contract_sum", "-5"),
        ("contract_sum", "1.000.000.000.000,00"),
        ("labour_share", "100,01"),
        ("labour_share", "Infinity"),
        ("week_hours", ""),
        ("awarded_on", "31-06-2026"),
        ("decision", "7"),
    ],
)
def test_forms_refuse_what_the_database_would_refuse(field: str, typed: str) -> None:
    form = AwardForm(FILLED | {field: typed})
    assert list(form.errors) == [field]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("labour_share", "123456", ["Vul hoogstens 100 in."]),
        ("labour_share", "1,234", ["Vul hoogstens 2 cijfers achter de komma in."]),
        ("labour_share", "123456,789", ["Vul hoogstens 2 cijfers achter de komma in.", "Vul hoogstens 100 in."]),
        (
            "contract_sum",
            "12345678901234567890",
            ["Dit getal is te groot. Controleer of er geen cijfer te veel staat."],
        ),
    ],
)
def test_a_number_that_is_wrong_in_more_ways_is_told_each_thing_once(field: str, typed: str, words: list[str]) -> None:
    assert AwardForm(FILLED | {field: typed}).errors[field] == words


def test_a_field_shows_its_error_beside_it_and_names_it_for_a_screen_reader() -> None:
    form = AwardForm(FILLED | {"labour_share": "ca 55"})
    html = form["labour_share"].as_field_group()
    assert "utrecht-form-field--invalid" in html
    assert 'id="id_labour_share_helptext"' in html
    assert 'id="id_labour_share_error"' in html
    assert 'aria-describedby="id_labour_share_helptext id_labour_share_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="ca 55"' in html
    assert "Vul een getal in van 0 tot 100" in html


def test_an_amount_stands_in_its_box_the_dutch_way_with_its_sign_beside_it() -> None:
    form = AwardForm(initial={"contract_sum": Decimal("2400000.00")})
    html = form["contract_sum"].as_field_group()
    assert 'value="2.400.000,00"' in html
    assert '<span class="affix__text" aria-hidden="true">€</span>' in html
    assert "step=" not in html


def test_only_fields_that_may_stay_empty_say_so() -> None:
    form = AwardForm()
    assert "(hoeft niet)" in form["labour_share"].as_field_group()
    assert "(hoeft niet)" not in form["contract_sum"].as_field_group()
    form.hide_optional = True  # type: ignore[attr-defined]
    assert "(hoeft niet)" not in form["labour_share"].as_field_group()


def test_choices_are_cards_in_a_named_group() -> None:
    html = AwardForm(FILLED)["decision"].as_field_group()
    assert "<legend>Besluit</legend>" in html
    assert html.count('class="choice-card"') == len(("5", "0"))
    assert "U geeft een reden" in html
    assert 'value="5" required id="id_decision_0" checked' in html


def test_the_summary_links_each_error_to_its_field() -> None:
    form = AwardForm(FILLED | {"week_hours": "", "decision": ""})
    html = rendered("{% form_errors form %}", form=form)
    assert "Nog 2 dingen" in html
    assert 'href="#id_week_hours"' in html
    assert 'href="#id_decision_0"' in html


def test_the_summary_is_absent_without_errors() -> None:
    assert "notice" not in rendered("{% form_errors form %}", form=AwardForm())
    assert "notice" not in rendered("{% form_errors form %}", form=AwardForm(FILLED))


class ContractTable(PortalTable):
    caption = "Contracten van de regio"
    title = TitleColumn(verbose_name="Contract", sub="contractor", linkify=lambda record: f"/c/{record['pk']}")
    status = StatusColumn(verbose_name="Stand")
    owed = EuroColumn(verbose_name="Verplichting (€)")
    ends_on = DateColumn(verbose_name="Eind", orderable=False)


ROW = {
    "pk": 7,
    "title": "Sporthal <De Linde>",
    "contractor": "Molenwerf & Co",
    "status": "at_risk",
    "owed": Decimal("92500.40"),
    "ends_on": date(2027, 3, 31),
}


def table_html(table: PortalTable, query: str = "") -> str:
    request = RequestFactory().get(f"/contracten/{query}")
    return str(table.as_html(request))


def test_a_table_names_its_rows_labels_its_cells_and_links_only_the_title() -> None:
    html = table_html(ContractTable([ROW]))
    assert '<caption class="visually-hidden">Contracten van de regio</caption>' in html
    assert 'scope="row"' in html
    assert (
        '<a class="utrecht-link utrecht-link--html-a" href="/c/7">Sporthal &lt;De Linde&gt;</a>'
        '<span class="cell-sub">Molenwerf &amp; Co</span>'
    ) in html
    assert 'data-label="Verplichting (€)">92.500</td>' in html
    assert 'data-label="Eind">31-3-2027</td>' in html
    assert "Actie nodig" in html


def test_sorting_says_its_direction_keeps_the_filters_and_starts_at_page_one() -> None:
    html = table_html(ContractTable([ROW], order_by="-owed"), "?q=linde&sort=-owed&page=3")
    assert html.count('aria-sort="descending"') == 1
    assert 'href="?q=linde&amp;sort=owed"' in html
    assert "page=3" not in html


class ManyTable(ContractTable):
    place = Column(verbose_name="Plaats")
    kind = Column(verbose_name="Soort")
    extra = ("kind",)


MANY = ROW | {"place": "Groningen", "kind": "Werk"}


def shown_columns(table: PortalTable, query: str = "") -> list[str]:
    return re.findall(r'data-label="([^"]+)"', table_html(table, query))


def test_the_reader_chooses_columns_and_the_row_keeps_its_name() -> None:
    usual = ["Stand", "Verplichting (€)", "Eind", "Plaats"]
    assert shown_columns(ManyTable([MANY])) == usual
    assert shown_columns(ManyTable([MANY]), "?kolommen=kind&kolommen=owed") == ["Verplichting (€)", "Soort"]
    html = table_html(ManyTable([MANY]), "?kolommen=kind&q=linde&page=3")
    assert "Sporthal" in html
    assert '<input type="hidden" name="q" value="linde">' in html
    assert 'name="page"' not in html
    assert 'href="?q=linde">De gewone kolommen' in html
    assert re.search(r'value="kind"\s+checked', html)


@pytest.mark.parametrize("query", ["?kolommen=", "?kolommen=onzin", "?kolommen=title", "?kolommen=<script>"])
def test_columns_that_are_not_there_are_passed_over(query: str) -> None:
    assert shown_columns(ManyTable([MANY]), query) == shown_columns(ManyTable([MANY]))


def test_a_column_that_is_not_for_the_reader_cannot_be_chosen() -> None:
    html = table_html(ManyTable([MANY], exclude=("place",)), "?kolommen=place&kolommen=kind")
    assert "Groningen" not in html
    assert "Plaats" not in html


def test_many_columns_scroll_in_their_own_box_and_few_do_not() -> None:
    wide = type("Wide", (ManyTable,), {f"more_{number}": Column(default="–") for number in range(6)})
    assert 'class="table-box table-box--wide scroll-x" tabindex="0"' in table_html(wide([MANY]))
    assert "scroll-x" not in table_html(ManyTable([MANY]))


def test_filtering_keeps_the_columns_and_the_order() -> None:
    request = RequestFactory().get("/contracten/?kolommen=kind&kolommen=owed&sort=-owed&page=2")
    form = rendered("{% filter_form filter %}", filter=ContractFilter(request.GET, queryset=_NoRows()), request=request)
    for kept in ('name="kolommen" value="kind"', 'name="kolommen" value="owed"', 'name="sort" value="-owed"'):
        assert f'<input type="hidden" {kept}>' in form
    assert 'name="page"' not in form


def test_an_empty_list_says_whether_filters_leave_nothing() -> None:
    request = RequestFactory().get("/contracten/?q=linde")
    narrowed = ContractFilter(request.GET, queryset=_NoRows())
    source = "{% empty_list table %}"
    page = rendered(source, table=ContractTable([]), filter=narrowed, request=request)
    assert "Niets gevonden." in page
    assert 'href="/contracten/"' in page
    bare = RequestFactory().get("/contracten/")
    page = rendered(source, table=ContractTable([]), filter=ContractFilter(bare.GET, queryset=_NoRows()), request=bare)
    assert "Hier staat nog niets." in page
    assert "href" not in page


def test_an_empty_table_says_what_to_do() -> None:
    table = ContractTable([])
    table.empty_help = "Voer een gunning in."
    html = table_html(table)
    assert "<table" not in html
    assert "Hier staat nog niets." in html
    assert "Voer een gunning in." in html


class ContractFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Zoeken")
    stand = django_filters.MultipleChoiceFilter(label="Stand", choices=[("a", "Op schema"), ("b", "Loopt achter")])
    ended = django_filters.DateFromToRangeFilter(label="Eind")


def filter_html(query: str) -> str:
    request = RequestFactory().get(f"/contracten/?{query}")
    filterset = ContractFilter(QueryDict(query), queryset=_NoRows())
    return rendered('{% filter_form filterset target="#lijst" %}', request=request, filterset=filterset)


class _NoRows:
    """Enough of a queryset for a filter set whose form is shown but whose rows are not asked for."""

    model = None

    def all(self) -> "_NoRows":
        return self


def test_each_filter_that_is_on_can_be_taken_away_by_itself() -> None:
    html = filter_html("q=linde&stand=a&stand=b&page=2&sort=-owed")
    assert "Zoeken: linde" in html
    assert 'href="?stand=a&amp;stand=b&amp;sort=-owed"' in html
    assert "Stand: Op schema" in html
    assert 'href="?q=linde&amp;stand=b&amp;sort=-owed"' in html


def test_a_period_is_one_chip() -> None:
    html = filter_html("ended_after=2026-01-01&ended_before=2026-12-31")
    assert "Eind: 1-1-2026 tot en met 31-12-2026" in html
    assert 'class="chip" href="?"' in html


def test_no_filter_no_chips_and_a_button_without_script() -> None:
    html = filter_html("")
    assert 'class="chip"' not in html
    assert "Filters toepassen" in html
    assert "(hoeft niet)" not in html


@pytest.fixture
def visitor() -> HttpRequest:
    request = RequestFactory().get("/nergens")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404"])
def test_error_pages_are_dutch_and_lead_on(visitor: HttpRequest, name: str) -> None:
    html = render_to_string(f"{name}.html", request=visitor)
    assert '<html lang="nl"' in html
    assert "<h1" in html
    assert " style=" not in html


def test_the_page_for_our_own_fault_needs_no_context() -> None:
    assert "Dit ligt aan ons" in render_to_string("500.html", {})
    assert "7f3a" in render_to_string("500.html", {"reference": "7f3a"})


def test_a_date_in_a_line_is_never_broken_and_the_rest_is_escaped():
    assert formatting.whole_dates("A & B · uiterlijk 11-2-2025") == (
        'A &amp; B · uiterlijk <span class="nowrap">11-2-2025</span>'
    )
    assert formatting.whole_dates("<i>") == "&lt;i&gt;"
