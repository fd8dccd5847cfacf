"""A whole report of every kind, as its JSON: all topics filled by hand, plausible and always the same."""

from collections.abc import Mapping
from typing import Any

from reporting.figures import canonical

Json = dict[str, Any]

MUNICIPALITIES = {
    "GM0003": "Appingedam",
    "GM0010": "Delfzijl",
    "GM0014": "Groningen",
    "GM0024": "Loppersum",
    "GM0037": "Stadskanaal",
    "GM0047": "Veendam",
    "GM0106": "Assen",
    "GM0765": "Pekela",
    "GM1680": "Aa en Hunze",
    "GM1699": "Noordenveld",
    "GM1730": "Tynaarlo",
    "GM1895": "Oldambt",
    "GM1950": "Westerwolde",
    "GM1952": "Midden-Groningen",
    "GM1966": "Het Hogeland",
    "GM1969": "Westerkwartier",
}
COUNTS = (14, 21, 96, 9, 8, 11, 17, 4, 3, 5, 2, 23, 6, 41, 38, 7)
WERKPLEIN_NAMES = {
    "wp-groningen": "Werkplein Groningen",
    "wp-eemsdelta": "Werkplein Eemsdelta",
    "wp-hogeland": "Werkplein Het Hogeland",
    "wp-oost": "Werkplein Oost",
}
PROGRAMMES = {
    "METSEL-1": "Metselen",
    "LAS-2": "Lassen voor starters",
    "ZORG-1": "Helpende zorg",
    "ICT-3": "Beheer van computers",
    "INSTALLATIE-1": "Monteur van installaties",
}
WERKPLEINEN = {"wp-groningen": 96, "wp-eemsdelta": 44, "wp-hogeland": 79, "wp-oost": 86}
PERIODS = {"quarterly": "2019-Q4", "half_yearly": "2019-H2", "yearly": "2019", "final": "2021"}
SPANS = {
    "quarterly": ("2019-10-01", "2019-12-31"),
    "half_yearly": ("2019-07-01", "2019-12-31"),
    "yearly": ("2019-01-01", "2019-12-31"),
    "final": ("2021-01-01", "2021-12-31"),
}
GROUPS = {"participatiewet": 470, "ww": 210, "wsw": 34, "work_to_work": 51, "unknown": 12}
PLAN = "Plan van aanpak 1.000-banenplan, hoofdstuk 1"


def full_document(kind: str = "quarterly", **changed: Any) -> Json:
    """Return a report with every topic, under its own SHA-256, with what the test is about changed."""
    first, last = SPANS[kind]
    content: Json = {
        "schema_version": 2,
        "region": "groningen",
        "region_name": "Arbeidsmarktregio Groningen",
        "programme": {"name": "1.000-banenplan", "started_on": "2018-01-01", "money_since": "2017-01-01"},
        "kind": kind,
        "period": PERIODS[kind],
        "from": first,
        "to": last,
        "version": 1,
        "made_at": "2022-01-28T08:30:00+00:00" if kind == "final" else "2020-01-28T08:30:00+00:00",
        "manager_text": "Het derde deel van de bijdrage staat niet ter discussie. Wij zitten 17 mensen onder het doel.\n\n"
        "De achterstand komt door twee bouwprojecten die later begonnen. Op 12 november bespreken wij dit.",
        "changes": [],
        "judgements": [
            {
                "group": "Gemeenten in het aardbevingsgebied",
                "text": "Wij zijn tevreden over het aantal mensen dat begon.\n\nDe begeleiding na de start kan beter.",
                "by": "Gemeente Loppersum, wethouder",
                "on": "2020-02-06",
            },
            {"group": "Werkgevers", "text": "Meer techniek graag.", "by": "Bouwend Noord, bestuur", "on": "2020-02-07"},
        ],
        "late_arrivals": [],
        "municipalities": {
            code: {"name": name, "in_region": True, "in_priority_area": code in {"GM0003", "GM0014"}, "now": code}
            for code, name in MUNICIPALITIES.items()
        },
        "werkpleinen": WERKPLEIN_NAMES,
        "programmes": PROGRAMMES,
        "rows_sha256": "0" * 64,
        **_people(),
        **_work(kind),
        **_money(kind),
        **_targets("2022-01-01" if kind == "final" else "2020-01-01"),
    }
    content |= changed
    return content | {"sha256": canonical.digest(content)}


def _places(share: int = 1) -> Mapping[str, int]:
    return {code: count // share for code, count in zip(MUNICIPALITIES, COUNTS, strict=True) if count // share}


def _split(period: Json, cumulative: Json, **more: Any) -> Json:
    return {"period": period, "cumulative": cumulative, **more}


def _people() -> Json:
    sources = {"self": 181, "municipality": 147, "uwv": 72, "sw_company": 22, "school": 31, "temp_agency": 17}
    by_source = {
        "participatiewet": sources,
        "ww": {"self": 64, "uwv": 130, "municipality": 16},
        "wsw": {"sw_company": 34},
        "work_to_work": {"self": 40, "temp_agency": 11},
        "unknown": {"self": 12},
    }
    few = {"participatiewet": 61, "ww": 24, "wsw": 3, "work_to_work": 6}
    programmes = {"METSEL-1": 88, "LAS-2": 74, "ZORG-1": 61, "ICT-3": 40, "INSTALLATIE-1": 159}
    return {
        "registrations": _split(
            {
                "total": 94,
                "by_group": few,
                "by_group_and_source": {"participatiewet": {"self": 40, "municipality": 21}, "ww": {"uwv": 24}},
                "priority_area": 50,
                "from_outside_region": 2,
                "by_municipality": _places(3),
                "by_municipality_now": _places(3),
            },
            {
                "total": 777,
                "by_group": GROUPS,
                "by_group_and_source": by_source,
                "priority_area": 402,
                "from_outside_region": 9,
                "by_municipality": _places(),
                "by_municipality_now": _places(),
            },
            series=[],
        ),
        "training_started": _split(
            {
                "total": 51,
                "by_group": {"participatiewet": 40, "ww": 11},
                "by_form": {"intensive": 37, "short": 12, "comparable": 2},
                "by_programme": {"METSEL-1": 20, "LAS-2": 31},
                "priority_area": 30,
                "by_municipality": _places(6),
            },
            {
                "total": 422,
                "by_group": {"participatiewet": 290, "ww": 121, "wsw": 11},
                "by_form": {"intensive": 301, "short": 104, "comparable": 17},
                "by_programme": programmes,
                "priority_area": 233,
                "by_municipality": _places(2),
            },
        ),
        "training_completed": _split(
            {
                "total": 33,
                "by_group": {"participatiewet": 22, "ww": 11},
                "by_form": {"intensive": 25, "short": 8},
                "no_certificate": 2,
                "open": 71,
                "followed_by_sustained": 19,
                "dropouts": {"moved": 1, "unknown": 2},
            },
            {
                "total": 288,
                "by_group": {"participatiewet": 190, "ww": 90, "wsw": 8},
                "by_form": {"intensive": 200, "short": 80, "comparable": 8},
                "no_certificate": 15,
                "open": 71,
                "followed_by_sustained": 204,
                "dropouts": {"moved": 6, "werk gevonden": 21, "unknown": 13},
            },
        ),
        "programmes_developed": [
            {"code": "LAS-2", "name": "Lassen voor starters", "developed_on": "2019-10-14"},
            {"code": "ZORG-1", "name": "Helpende in de zorg", "developed_on": "2019-11-02"},
        ],
        "pass_over": _split(
            {"total": 3, "nearer": 1, "by_reason": {"vervoer": 3}},
            {"total": 17, "nearer": 6, "by_reason": {"vervoer": 9, "rooster past niet": 8}},
        ),
        "matching_passed_over": _split(
            {"total": 2, "by_pass_reason": {"skills": 2}},
            {"total": 9, "by_pass_reason": {"skills": 5, "not_free": 4}},
        ),
        "employer_refusals": _split(
            {"total": 6, "by_refusal": {"experience": 5, "hours": 1}},
            {"total": 21, "by_refusal": {"experience": 15, "hours": 6}},
        ),
        "partner_efforts": [
            {"partner": "Alfa-college", "period": "2019-Q4", "text": "Twee groepen gestart. Nieuwe docent lassen."},
            {"partner": "Werkplein Ability", "period": "2019-Q4", "text": "Elke week een spreekuur in Winsum."},
        ],
    }


def _work(kind: str) -> Json:
    placed = {
        "by_group": {"participatiewet": 250, "ww": 120, "wsw": 9, "work_to_work": 20},
        "by_duration": {"<6": 40, "6-<12": 120, "12": 151, ">12": 88},
        "by_hours": {"0-11": 4, "12-23": 50, "24-31": 122, "32+": 223},
        "by_werkplein": WERKPLEINEN,
        "without_werkplein": 94,
        "by_municipality": _places(),
    }
    after = {
        "6": {"due": 301, "at_work": 240, "not_at_work": 41, "unknown": 20},
        "12": {"due": 180, "at_work": 131, "not_at_work": 30, "unknown": 19},
        "24": {"due": 20, "at_work": 11, "not_at_work": 2, "unknown": 7},
    }
    outflow: Json = {
        "total": 433,
        "by_group_detail": {"participatiewet": 244, "nuo": 71, "ww": 98, "uwv_other": 9, "wsw": 4, "unknown": 7},
        "by_sector": {"construction": 161, "engineering": 149, "other": 123},
        "by_municipality": _places(),
        "by_municipality_now": _places(),
        "by_werkplein": WERKPLEINEN,
        "priority_area": 219,
    }
    if kind != "quarterly":
        outflow |= {
            "by_municipality_detail": {
                code: {"count": count, "enrolments": count + 2, "cost": f"{count * 3150}.50", "at_work_after": after}
                for code, count in _places().items()
            },
            "by_werkplein_detail": {
                code: {
                    "started_work": count,
                    "cost": f"{count * 4000}.00",
                    "cost_per_person": "4000.00",
                    "sustained": count - 9,
                    "at_work_after": after,
                }
                for code, count in WERKPLEINEN.items()
            },
        }
    days = ("03-31", "06-30", "09-30", "12-31")
    years = (2018, 2019, 2020, 2021) if kind == "final" else (2018, 2019)
    steps = (9, 36, 81, 142, 198, 263, 344, 433, 480, 560, 640, 741, 800, 860, 930, 1004)
    series = [f"{year}-{day}" for year in years for day in days]
    return {
        "employments": _split(
            {"total": 60, "sroi": 21, "not_sroi": 39, "priority_area": 30, **{key: {} for key in placed}}
            | {"without_werkplein": 4},
            {"total": 399, "sroi": 150, "not_sroi": 249, "priority_area": 200, **placed},
        ),
        "sustained_outflow": _split(
            {"total": 89, **{key: {} for key in outflow if key.startswith("by_")}, "priority_area": 40},
            outflow,
            series=[{"on": on, "count": count} for on, count in zip(series, steps, strict=False)],
        ),
        "half_year_at_work": {"period": 70, "cumulative": 331},
        "at_work_after": after,
        "sroi_jobs": _split(
            {"from_programme": 21, "other": 17, "spending": "1200.00"},
            {"from_programme": 150, "other": 88, "spending": "40500.00"},
        ),
        "funnel": {
            "registered": 777,
            "intake": 640,
            "training_started": 410,
            "placed": 377,
            "half_year": 331,
            "sustained": 433,
            "at_work_after_12": 131,
        },
    }


def _money(kind: str) -> Json:
    spent = {"training": "1210500.00", "guidance": "402000.50", "back_office": "190250.00", "secretary": "21000.00"}
    contracts = [
        {
            "reference": f"OP-{number}",
            "authority": ("Gemeente Groningen", "Provincie Groningen", "Waterschap Noorderzijlvest")[number % 3],
            "contractor": "Bouwbedrijf Łukasz B.V.",
            "awarded_on": f"2019-{number % 12 + 1:02}-01",
            "obligation": f"{number * 2500}.50",
            "precalculated_period": "0.00",
            "precalculated_cumulative": f"{number * 2500}.50",
        }
        for number in range(1, 16)
    ]
    authorities = sorted({row["authority"] for row in contracts})
    return {
        "finance": {
            "by_category": {"period": {"training": "110500.00", "guidance": "42000.50"}, "cumulative": spent},
            "total": {"period": "152500.50", "cumulative": "1823750.50"},
            "cost_per_programme": {"LAS-2": "51000.00", "METSEL-1": "59500.00"},
            "cost_per_programme_cumulative": {"LAS-2": "201000.00", "METSEL-1": "459500.00"},
            "guidance_excl_participatiewet": "17000.25",
            "cost_by_werkplein": {"wp-groningen": "91000.00"},
            "cost_by_werkplein_cumulative": {"wp-groningen": "700000.00", "wp-oost": "250000.00"},
            "training_and_guidance": "1612500.50",
            "cost_per_sustained": "3724.02",
            "tracks": 38,
        },
        "outside_priority_spending": {
            "period": {"total": "40000.00", "by_category": {}, "inside": "100500.50", "nobody": "12000.00"},
            "cumulative": {"total": "400000.00", "by_category": {}, "inside": "1200000.00", "nobody": "223750.50"},
        },
        **({"budget": _budget()} if kind in {"yearly", "final"} else {}),
        "sroi": {
            "precalculated": {"period": "120500.00", "cumulative": "300007.50"},
            "realised": {"period": "40111.11", "cumulative": "199222.22"},
            "expected": "88000.00",
            "by_authority": [
                {
                    "authority": name,
                    "contracts": 5,
                    "precalculated": {"period": "40166.00", "cumulative": "100002.50"},
                }
                for name in authorities
            ],
            "contracts": sorted(contracts, key=lambda row: (row["authority"], row["reference"])),
        },
        "calendar": {"included": 61, "open": 22},
        "tender_reasons": {"te klein": 5, "little_labour": 9, "unknown": 2},
    }


def _budget() -> Json:
    plan = {
        "training": (97000, 1708500, 1708500, 1130000, 1130000),
        "back_office": (73000, 198000, 143000, 132000, 132000),
        "sroi_procurement": (24000, 67000, 42000, 9000, 9000),
        "secretary": (0, 22000, 11000, 11000, 11000),
    }
    cover = {"state": (0, 1869000, 1869000, 1246000, 1246000), "ncg": (100000, 0, 0, 0, 0)}

    def against(years: tuple[int, ...], name: str) -> Json:
        found: Json = {}
        for year, amount in [*zip(("2017", "2018", "2019", "2020", "2021"), years, strict=True), ("all", sum(years))]:
            spent = amount * 3 // 10 if year in {"2020", "2021"} else amount * 9 // 10
            found[year] = {name: f"{amount}.00", "spent": f"{spent}.00", "deviation": f"{spent - amount}.00"}
        return found

    totals = (194000, 1995500, 1904500, 1282000, 1282000)
    return {
        "by_category": {key: against(years, "budget") for key, years in plan.items()},
        "total": against(totals, "budget"),
        "by_source": {key: against(years, "cover") for key, years in cover.items()},
        "tranches": [
            {"year": 2018, "promised": "1900000.00", "received": "1900000.00"},
            {"year": 2019, "promised": "1900000.00", "received": None},
        ],
        "back_office_detail": {
            "accountant": {"2018": "10000.00", "2019": "5000.00", "all": "15000.00"},
            "systems": {"2017": "28000.00", "2018": "12500.00", "all": "40500.00"},
        },
        "contribution_key": {
            "amount": "278000.00",
            "rows": [
                {"name": "Appingedam", "kind": "municipality", "inhabitants": 11971, "amount": "9050.00"},
                {"name": "Totaal", "kind": "total", "inhabitants": 367724, "amount": "278000.00"},
            ],
        },
    }


def _targets(milestone_on: str) -> Json:
    years = ("2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01")

    def target(actual: int, *counts: int) -> Json:
        milestones = [{"on": on, "count": count} for on, count in zip(years[-len(counts) :], counts, strict=True)]
        due = next((one["count"] for one in milestones if one["on"] == milestone_on), None)
        return {
            "target": due,
            "actual": actual,
            "deviation": None if due is None else actual - int(str(due)),
            "milestone_on": milestone_on,
            "milestones": milestones,
            "source": PLAN,
        }

    return {
        "targets": {
            "sustained_outflow": target(1004 if milestone_on == "2022-01-01" else 433, 150, 450, 750, 1000),
            "intake": target(777, 480, 960, 1280, 1600),
            "started": target(405, 300, 600, 800, 1000),
            "start_intensive": target(301, 225, 450, 600, 750),
            "start_short": target(104, 75, 150, 200, 250),
            "sustained_participatiewet": target(244, 600),
            "sustained_ww": target(98, 200),
            "sustained_nuo": target(71, 200),
            "sustained_construction_engineering": target(310, 750),
            "sustained_other": target(123, 250),
            "sustained_year_minimum": target(291, 150) | {"target": None, "deviation": None},
        }
    }
