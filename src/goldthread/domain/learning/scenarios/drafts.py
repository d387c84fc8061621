"""What a maker says of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One question, and what a good answer holds."""

    text: str
    good_answer: str


@dataclass(frozen=True)
class Draft:
    """A scenario as typed; `questions` in their order."""

    title: str
    story: str
    subject: str
    questions: tuple[Asked, ...] = ()

    def passages(self) -> Iterable[tuple[str, str]]:
        """Every text that readers will see, each with the place it stands at."""
        yield "the title", self.title
        yield "the story", self.story
        for number, asked in enumerate(self.questions, 1):
            yield f"question {number}", asked.text
            yield f"what a good answer to question {number} holds", asked.good_answer
