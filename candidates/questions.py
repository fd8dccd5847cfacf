"""What is asked at intake and diagnosis: versions of question sets, as plain data. The words stand in ``question_words``.

Answers are codes and nothing else, so that no text about somebody's health, past or beliefs can end up here; nothing of
that kind is asked either. A version never changes once it is used: who wants other questions adds a version. A code
means the same in every version; a question that means something else gets another code.

What stands in the file already (hours, travel, driving licence, certificates, languages) is not asked here again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["intake", "diagnosis"]
#: By question: the code that was chosen, or the codes where several may be.
Answers = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the codes of its answers, in the order in which they are shown.

    ``alone``: of several answers the one that says none of the others.
    """

    code: str
    options: tuple[str, ...]
    many: bool = False
    alone: str = ""

    def contradicts(self, codes: Iterable[str]) -> bool:
        """Whether these answers together cannot be: nothing, and something as well."""
        chosen = set(codes)
        return self.alone in chosen and len(chosen) > 1


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    kind: Kind
    version: int
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that was answered otherwise the last time; both as tuples of codes, empty where nobody answered."""

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]


_ABILITY = ("alone", "with_help", "not_yet", "not_seen")

SETS: tuple[QuestionSet, ...] = (
    QuestionSet(
        "intake",
        1,
        (
            Section(
                "now",
                (
                    Question(
                        "income",
                        ("participatiewet", "ww", "uwv_other", "wsw", "job_ends", "no_benefit", "unknown"),
                    ),
                    Question(
                        "without_work", ("at_work", "under_6m", "6_12m", "1_2y", "2_5y", "over_5y", "never_worked")
                    ),
                    Question(
                        "worked_in",
                        (
                            *("construction", "engineering", "roads", "green", "transport"),
                            *("industry", "cleaning", "care", "hospitality", "office", "other"),
                        ),
                        many=True,
                    ),
                ),
            ),
            Section(
                "learned",
                (
                    Question(
                        "education",
                        ("none", "practical", "vmbo", "mbo_1", "mbo_2", "mbo_34", "havo_vwo", "hbo", "abroad"),
                    ),
                    Question("papers", ("has", "can_get", "valued_abroad", "lost", "none")),
                    Question("learning_way", ("by_doing", "by_example", "from_paper", "in_class"), many=True),
                ),
            ),
            Section(
                "wants",
                (
                    Question("start", ("at_once", "within_month", "within_3_months", "later")),
                    Question(
                        "pulls",
                        ("outdoors", "with_hands", "in_team", "alone", "with_machines", "with_people"),
                        many=True,
                    ),
                    Question("wants_training", ("yes", "if_job_follows", "rather_work", "unsure")),
                    Question("benefit_kept", ("yes", "unsure", "no")),
                ),
            ),
            Section(
                "arrange",
                (
                    Question(
                        "first",
                        ("childcare", "care_for_others", "transport", "work_clothes", "papers", "housing", "nothing"),
                        many=True,
                        alone="nothing",
                    ),
                    Question("cv", ("recent", "old", "none")),
                    Question("reached", ("phone", "message", "mail", "letter"), many=True),
                    Question("best_time", ("morning", "afternoon", "evening"), many=True),
                ),
            ),
        ),
    ),
    QuestionSet(
        "diagnosis",
        1,
        (
            Section(
                "shows",
                (
                    Question("on_time", _ABILITY),
                    Question("instructions", _ABILITY),
                    Question("works_together", _ABILITY),
                    Question("keeps_at_it", _ABILITY),
                    Question("asks_help", _ABILITY),
                ),
            ),
            Section(
                "skills",
                (
                    Question("tools", _ABILITY),
                    Question("measuring", _ABILITY),
                    Question("drawings", _ABILITY),
                    Question("safety", _ABILITY),
                    Question("digital", _ABILITY),
                ),
            ),
            Section(
                "choice",
                (
                    Question("fits", ("construction", "engineering", "other", "unclear")),
                    Question("knows_work", ("worked_in_it", "tried_it", "heard_of_it", "no_idea")),
                    Question("seen_by", ("interview", "trial_day", "practice_test", "former_employer"), many=True),
                ),
            ),
            Section(
                "needs",
                (
                    Question("training", ("none", "short", "intensive", "comparable", "language_first")),
                    Question(
                        "certificates",
                        ("vca", "forklift", "driving_licence", "bhv", "trade", "none"),
                        many=True,
                        alone="none",
                    ),
                    Question("guidance", ("none", "at_start", "during_training", "longer")),
                ),
            ),
            Section(
                "conclusion",
                (
                    Question("next", ("work", "training", "try_out", "language", "not_now")),
                    Question("ready_in", ("now", "3_months", "6_months", "12_months", "longer")),
                ),
            ),
        ),
    ),
)

#: The group that an answer about income tells; not knowing tells none.
_GROUPS = {
    "participatiewet": "participatiewet",
    "ww": "ww",
    "uwv_other": "uwv_other",
    "wsw": "wsw",
    "job_ends": "work_to_work",
    "no_benefit": "nuo",
}
#: The state that a conclusion leads to.
_NEXT = {"work": "ready", "training": "training", "try_out": "training", "language": "training", "not_now": "on_hold"}


def current(kind: str) -> QuestionSet:
    """The version that is asked from now on."""
    return max((one for one in SETS if one.kind == kind), key=lambda one: one.version)


def version_of(kind: str, version: int) -> QuestionSet:
    """The set with which answers were given."""
    return next(one for one in SETS if (one.kind, one.version) == (kind, version))


def as_codes(given: str | Sequence[str] | None) -> tuple[str, ...]:
    """What was answered as a tuple, whether one or several could be chosen."""
    if not given:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def cleaned(asked: QuestionSet, given: Answers) -> dict[str, str | list[str]]:
    """The answers as they are kept: known codes of known questions, in the order of the set. Others are a ``ValueError``."""
    known = {question.code: question for question in asked.questions}
    if unknown := set(given) - set(known):
        raise ValueError(f"no such question: {sorted(unknown)}")
    kept: dict[str, str | list[str]] = {}
    for code, question in known.items():
        chosen = set(as_codes(given.get(code)))
        if wrong := chosen - set(question.options):
            raise ValueError(f"no such answer to {code}: {sorted(wrong)}")
        if len(chosen) > 1 and not question.many:
            raise ValueError(f"one answer to {code}, not {len(chosen)}")
        if question.contradicts(chosen):
            raise ValueError(f"{question.alone} is the one answer to {code}, or none of it")
        in_order = [option for option in question.options if option in chosen]
        if in_order:
            kept[code] = in_order if question.many else in_order[0]
    return kept


def carried_over(asked: QuestionSet, earlier: Answers) -> dict[str, str | list[str]]:
    """What may be filled in beforehand from earlier answers: as far as this version still has question and answer."""
    filled: dict[str, str | list[str]] = {}
    for question in asked.questions:
        codes = [one for one in as_codes(earlier.get(question.code)) if one in question.options]
        if codes and (question.many or len(codes) == 1):
            filled[question.code] = codes if question.many else codes[0]
    return filled


def open_questions(asked: QuestionSet, given: Answers) -> list[str]:
    """The questions without an answer yet."""
    return [question.code for question in asked.questions if not as_codes(given.get(question.code))]


def differences(before: Answers, after: Answers, *, order: Iterable[str]) -> list[Difference]:
    """What was answered otherwise, in this order of questions; those that only one of both knows at the end."""
    questions = dict.fromkeys([*order, *before, *after])
    found = (Difference(code, as_codes(before.get(code)), as_codes(after.get(code))) for code in questions)
    return [one for one in found if set(one.before) != set(one.after)]


def target_group(given: Answers) -> str:
    """The target group that the answers tell, if any."""
    (answer,) = as_codes(given.get("income")) or ("",)
    return _GROUPS.get(answer, "")


def known_income(group: str) -> dict[str, str]:
    """What the file knows already, as an answer: nobody is asked twice where his money comes from."""
    return {"income": next(code for code, value in _GROUPS.items() if value == group)} if group else {}


def next_state(given: Answers) -> str:
    """The state to which the conclusion of a diagnosis leads, if there is a conclusion."""
    (answer,) = as_codes(given.get("next")) or ("",)
    return _NEXT.get(answer, "")
