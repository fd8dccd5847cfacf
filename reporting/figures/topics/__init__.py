"""What a report counts, topic by topic: pure functions from facts to figures, each with the source of its rule."""

from reporting.figures.facts import Facts
from reporting.figures.topics.budget import budget
from reporting.figures.topics.matching import employer_refusals
from reporting.figures.topics.matching import passed_over as matching_passed_over
from reporting.figures.topics.money import finance, outside_priority_spending
from reporting.figures.topics.outflow import outflow_of
from reporting.figures.topics.progress import funnel, targets
from reporting.figures.topics.region import municipalities, partner_efforts, programmes, werkpleinen
from reporting.figures.topics.registrations import registrations
from reporting.figures.topics.social_return import calendar, sroi, sroi_jobs, tender_reasons
from reporting.figures.topics.training import pass_over, programmes_developed, training_completed, training_started
from reporting.figures.topics.work import at_work_after, employments, half_year_at_work, sustained_outflow
from reporting.figures.tree import Tree
from reporting.periods import Kind

#: Kinds that account for the money against the plan (domain rules, section 10).
ACCOUNTS = frozenset({Kind.YEARLY, Kind.FINAL})


def figures(facts: Facts) -> dict[str, Tree]:
    """All topics of one report, by the keys of the JSON."""
    outflow = outflow_of(facts)
    return {
        "registrations": registrations(facts),
        "training_started": training_started(facts),
        "training_completed": training_completed(facts, outflow),
        "employments": employments(facts),
        "sustained_outflow": sustained_outflow(facts, outflow),
        "sroi_jobs": sroi_jobs(facts),
        "half_year_at_work": half_year_at_work(facts, outflow),
        "at_work_after": at_work_after(facts),
        "programmes_developed": programmes_developed(facts),
        "partner_efforts": partner_efforts(facts),
        "finance": finance(facts, outflow),
        "sroi": sroi(facts),
        "calendar": calendar(facts),
        "targets": targets(facts, outflow),
        "funnel": funnel(facts, outflow),
        "pass_over": pass_over(facts),
        "matching_passed_over": matching_passed_over(facts),
        "employer_refusals": employer_refusals(facts),
        "tender_reasons": tender_reasons(facts),
        "outside_priority_spending": outside_priority_spending(facts),
        "municipalities": municipalities(facts),
        "werkpleinen": werkpleinen(facts),
        "programmes": programmes(facts),
        **({"budget": budget(facts)} if facts.window.kind in ACCOUNTS else {}),
    }
