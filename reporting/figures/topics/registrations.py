from collections import defaultdict

from reporting.figures.facts import Candidate, Facts
from reporting.figures.topics.divisions import Division, monitor_group, series, split
from reporting.figures.tree import Refs, Tree, counted


def registrations(facts: Facts) -> Tree:
    """Files by the day of registration (domain rules, section 10; plan of action, chapter 1).

    Candidates from outside the region count, under their own code; of merged files the one that was kept.
    Rows: candidates.
    """
    division = Division(facts.municipalities, facts.window.on)

    def count(candidates: list[Candidate]) -> Tree:
        sources: dict[str, list[Candidate]] = defaultdict(list)
        for one in candidates:
            sources[monitor_group(one)].append(one)
        return {
            "total": Refs.of(one.reference for one in candidates),
            "by_group": counted(candidates, by=monitor_group, reference=_reference),
            "by_group_and_source": {
                group: counted(sources[group], by=lambda one: one.source, reference=_reference)
                for group in sorted(sources)
            },
            "priority_area": Refs.of(one.reference for one in candidates if one.in_priority),
            "from_outside_region": Refs.of(one.reference for one in candidates if not one.in_region),
            **division.of(candidates, candidate=lambda one: one, reference=_reference),
        }

    return split(facts.window, facts.candidates, on=lambda one: one.registered_on, count=count) | {
        "series": series(facts.window, (one.registered_on for one in facts.candidates))
    }


def _reference(candidate: Candidate) -> str:
    return candidate.reference
