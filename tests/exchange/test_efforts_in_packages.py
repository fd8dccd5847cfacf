"""partner_efforts.csv: what partners sent in goes along with a region, and a draft stays with its partner."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from exchange.departure import rows_of_region
from exchange.package import EffortRow
from exchange.regions import create_region
from reporting.choices import EffortState
from reporting.models import PartnerEffort
from tests.database import owner
from tests.exchange.packages import imported, where, write

FILES = {
    "organisations.csv": """\
code,name,kind,covenant_partner
gem,Gemeente Voorbeeld,municipality,ja
fnv,Bond Voorbeeld,union,ja
bouw,Bouwbedrijf Voorbeeld,contractor,nee
""",
    "partner_efforts.csv": """\
partner,period,text
gem,2019-Q2,"Wij zetten zes aanbestedingen op de kalender.
En wij hielden een open ochtend."
fnv,2019-Q2,Wij vertelden wat het plan is.
""",
}
pytestmark = pytest.mark.django_db


def _efforts(region):
    with owner():
        return list(PartnerEffort.objects.filter(region=region).select_related("partner").order_by("period", "text"))


def test_what_partners_did_lands_as_sent_in_and_again_changes_nothing(region, tmp_path):
    status, lines = imported(write(tmp_path / "package", FILES))
    assert status == 0, lines
    bond, municipality = _efforts(region)
    assert (bond.partner.name, bond.state, bond.written_by_id) == ("Bond Voorbeeld", EffortState.SUBMITTED, None)
    assert municipality.text.splitlines()[1] == "En wij hielden een open ochtend."
    _status, lines = imported(write(tmp_path / "package", FILES))
    assert lines[-1] == "Alles stond er al zo; er is niets gewijzigd."


def test_a_region_takes_along_what_partners_sent_in_and_no_draft(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    with owner():
        PartnerEffort.objects.filter(text__startswith="Wij vert").update(state=EffortState.DRAFT)
    call_command("export_data", tmp_path / "out", region="proef", stdout=StringIO())
    text = (tmp_path / "out" / "partner_efforts.csv").read_text(encoding="utf-8")
    assert "gem,2019-Q2" in text
    assert "fnv" not in text
    empty = create_region(code="leeg", name="Lege regio")
    status, lines = imported(tmp_path / "out", region="leeg")
    assert status == 0, lines
    assert rows_of_region(empty.pk)[EffortRow] == rows_of_region(region.pk)[EffortRow] != []


def test_a_package_sends_in_over_a_draft(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    with owner():
        PartnerEffort.objects.update(state=EffortState.DRAFT, text="nog niet af")
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    assert {one.state for one in _efforts(region)} == {EffortState.SUBMITTED}
    assert not any(one.text == "nog niet af" for one in _efforts(region))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("bouw,2019-Q2,Wij deden iets.", "partner"),
        ("niemand,2019-Q2,Wij deden iets.", "partner"),
        ("gem,2019-H1,Wij deden iets.", "period"),
        ("gem,2019,Wij deden iets.", "period"),
        (f"gem,{dt.date.today().year + 1}-Q1,Wij deden iets.", "period"),  # noqa: DTZ011 - any day of the year will do
        ("gem,2019-Q2,", "text"),
        ("gem,2019-Q2,Het nummer is 111222333.", "text"),
    ],
)
def test_what_cannot_be_is_refused(region, tmp_path, line, column):
    files = {**FILES, "partner_efforts.csv": f"partner,period,text\n{line}\n"}
    status, lines = imported(write(tmp_path / "package", files))
    assert (status, where(lines)) == (1, [("partner_efforts.csv", 2, column)]), lines
    assert _efforts(region) == []
