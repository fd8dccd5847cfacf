"""Small data packages for tests: text per file, changed where a test wants it."""

from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"

SMALL = {
    "organisations.csv": """\
code,name,covenant_partner,kind,kvk,municipality,inhabitants_2017
gem,Gemeente Proef,yes,municipality,,GM0014,202636
bouw,Bouw BV,no,contractor,12345678,,
groen,Groen BV,no,contractor,12345679,,
werk,Werkplein Proef,no,werkplein,,,
""",
    "tariff.csv": """\
valid_from,block,label,kind,value,norm_hours,min_hours,max_months,min_age,permanent
2016-01-01,pw,Participatiewet,full_time_year,40000.00,36,12,24,,no
2016-01-01,wajong,Wajong,full_time_year,40000.00,36,12,,,no
2016-01-01,fifty,50 jaar of ouder,bonus,5000.00,,,,50,no
2016-01-01,activity,Activiteit,per_hour,100.00,,,,,no
""",
    "occupations.csv": """\
code,name,sector,summary,certificates,driving_licence,hours_from,hours_to,circumstances,retired_on
metselaar,Metselaar,construction,Metselt muren.,VCA-basis; Hijsbewijs,no,24,40,Buiten werken,
portier,Portier,other,,,yes,,,,2019-12-31
""",
    "tenders.csv": """\
reference,authority,title,kind,procedure,cpv,estimated_value,labour_share,sector,planned_publication,planned_award,starts_on,ends_on,municipality,sroi,sroi_percentage,sroi_reason,on_calendar_since,status
A-1,gem,Schoolgebouw,work,open_european,45214200 45214210,2500000.00,40.00,construction,2018-05-01,2018-11-01,2019-01-01,2020-12-31,GM0014,yes,5.00,,2018-02-01,awarded
A-2,gem,Leveren van zand,supply,single,,,,,2019-06-01,,,,,no,,Kleine opdracht,2018-03-31,planned
A-3,gem,Onderhoud van wegen,service,other,,750000.00,,,2021-01-01,,,,,open,,,,concept
""",  # noqa: E501 -- the header of the file
    "contracts.csv": """\
reference,authority,contractor,title,awarded_on,starts_on,ends_on,contract_sum,basis,basis_amount,percentage,werkplein
C-1,gem,bouw,Nieuwbouw,2018-11-01,2019-01-01,2020-12-31,250000.00,contract_sum,250000.00,5,werk
C-2,gem,groen,Onderhoud,2018-12-01,2019-01-01,2019-12-31,100000.00,wage_sum,40000.00,10,
""",
    "candidates.csv": """\
reference,registered_on,source,registrant,target_group,municipality,werkplein,first_name,last_name,email,phone,sector,birth_date,wanted_work,state
K-1,2018-10-01,municipality,Gemeente Proef,participatiewet,GM0014,werk,Anna,Voorbeeld,anna@voorbeeld.example,06-00000001,construction,1990-05-17,Timmeren,
K-2,2018-11-05,self,,ww,GM0106,,Berend,Model,,+31 6 00000002,engineering,,,ready
K-3,2019-02-01,uwv,,nuo,GM1952,werk,,,,,,,,
""",  # noqa: E501 -- the header of the file
    "programmes.csv": """\
code,name,form,provider,sector,developed_on
P-1,Timmeren,intensive,School Proef,construction,2018-06-01
P-2,Veilig werken,short,,,
""",
    "enrolments.csv": """\
reference,candidate,programme,started_on,ended_on,outcome,dropout_reason,training_cost,guidance_cost
E-1,K-1,P-1,2018-10-15,2018-12-15,certificate,,2500.00,500.00
E-2,K-2,P-2,2018-12-01,2018-12-20,dropout,,100.00,
""",
    "placements.csv": """\
reference,candidate,employer,sector,starts_on,ends_on,ended_on,end_reason,hours_per_week,wage_replaces_benefit,sroi,contract,contract_form
W-1,K-1,bouw,construction,2019-01-01,2019-12-31,2020-02-01,verhuisd naar een dorp,36,yes,yes,C-1,own
W-2,K-2,Een bedrijf,other,2019-03-01,,,,24,no,no,,
""",
    "followups.csv": """\
placement,months,checked_on,at_work
W-1,6,2019-07-03,yes
W-2,6,2019-09-05,no
""",
    "deployments.csv": """\
reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,permanent,status
D-1,C-1,A. Voorbeeld,1990-05-17,pw,2019-01-01,2019-12-31,36,no,approved
D-2,C-2,B. Model,1985-02-28,wajong,2019-02-01,2019-07-31,32,yes,
D-3,C-1,C. Proefpersoon,1992-03-01,pw,2019-03-01,2020-02-29,24,no,concept
""",
    "hours.csv": """\
deployment,month,paid_hours,status
D-1,2019-01,150.00,approved
D-1,2019-02,140.00,approved
D-1,2019-03,100.00,submitted
D-2,2019-02,120.00,approved
D-3,2019-03,80.00,concept
""",
    "settlements.csv": """\
deployment,year,status
D-1,2019,submitted
""",
    "contributions.csv": """\
reference,contract,block,date,quantity,status
B-1,C-1,activity,2019-05-01,10.00,approved
B-2,C-1,agreed,2019-06-01,2500.00,submitted
""",
}


def write(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (SMALL if files is None else files).items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(file: str, old: str, new: str, *, of: dict[str, str] | None = None) -> dict[str, str]:
    """The small package with one text in one file replaced; the text must be there."""
    files = dict(SMALL if of is None else of)
    assert old in files[file], f"{old!r} is not in {file}"
    return {**files, file: files[file].replace(old, new, 1)}


def imported(folder: Path, region: str = "proef", **options) -> tuple[int, list[str]]:
    """Exit status and lines of output of the command, as a shell would see them."""
    out = StringIO()
    try:
        call_command("import_data", folder, region=region, stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def where(lines: list[str]) -> list[tuple[str, int, str]]:
    """File, line and column of each fault in the output; 0 and '' for what a fault has none of."""
    found = []
    for line in lines:
        place = line.split(":", 1)[0].split(", ")
        number = next((int(part.removeprefix("regel ")) for part in place if part.startswith("regel ")), 0)
        column = next((part.removeprefix("kolom ") for part in place if part.startswith("kolom ")), "")
        found.append((place[0], number, column))
    return found
