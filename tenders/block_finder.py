"""Find the block of a person by plain questions: what is asked, and to which blocks of a tariff the answers lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenders.choices import EvidenceKind, Situation
from tenders.models import Block
from tenders.situation_words import ANSWERS, QUESTIONS, Words
from tenders.situations import way

#: Before the key of a question in the names of form fields.
PREFIX = "vraag_"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question as radio buttons under ``name``."""

    name: str
    label: Words
    help_text: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the answers stand: the questions so far, and once they end the blocks of the tariff that fit."""

    questions: tuple[Question, ...]
    situation: Situation | None
    is_unknown: bool
    #: Blocks of the situation, in the order of the tariff: a region may have none, or several.
    blocks: tuple[Block, ...]

    @property
    def has_ended(self) -> bool:
        return self.situation is not None or self.is_unknown

    @property
    def block(self) -> Block | None:
        """The one block to which the answers lead."""
        return self.blocks[0] if len(self.blocks) == 1 else None


def can_ask(blocks: Sequence[Block]) -> bool:
    """Whether questions lead anywhere in this tariff; a region may have blocks of its own only."""
    return any(block.situation for block in blocks)


def find(blocks: Sequence[Block], given: Mapping[str, str]) -> Finding:
    """Follow the answers in ``given``, under the names of the form fields, among the blocks of one tariff."""
    answers = {name.removeprefix(PREFIX): given[name] for name in given if name.startswith(PREFIX)}
    found = way(answers)
    questions = tuple(
        Question(
            PREFIX + asked.asks,
            *QUESTIONS[asked.asks],
            tuple(Option(one, ANSWERS[asked.asks, one], one == asked.given) for one in asked.answers),
        )
        for asked in found.asked
    )
    situation = Situation(found.situation) if found.situation else None
    fitting = tuple(block for block in blocks if situation and block.situation == situation)
    return Finding(questions, situation, found.is_unknown, fitting)


def evidence_of(block: Block) -> list[str]:
    """The kinds of evidence that the block needs, in words; a code that is none any more is left out."""
    return [str(EvidenceKind(code).label) for code in block.evidence if code in EvidenceKind.values]
