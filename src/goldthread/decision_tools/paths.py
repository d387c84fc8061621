"""Where a person could get lost in a tool: dead ends, loops, places never reached."""

from __future__ import annotations

from collections.abc import Iterator

from goldthread.decision_tools.definition import Answer, Definition, Question
from goldthread.decision_tools.places import ABOUT, begin, place_of
from goldthread.versions.faults import Fault


def path_faults(tool: Definition) -> Iterator[Fault]:
    """Every fault of the paths, each at the question or outcome to mend."""
    if tool.start not in tool.questions:
        if tool.start:
            words = f"The tool starts at “{tool.start}”, which is not one of its questions."
            yield Fault(words, ABOUT)
        return
    yield from _dead_ends(tool)
    reached, loops = _follow(tool)
    for question, answer in loops:
        yield Fault(
            f"Answer “{_words(answer)}” of {_said(question)} leads back to "
            f"{_said(tool.questions[answer.next])}, so a person could go round for ever.",
            place_of("question", question.id),
        )
    for place, words in _unreached(tool, reached):
        yield Fault(f"{words} can never be reached: no answer leads to it.", place)


def _said(question: Question) -> str:
    return f"question “{question.text or question.id}”"


def _words(answer: Answer) -> str:
    return answer.label or answer.code


def _dead_ends(tool: Definition) -> Iterator[Fault]:
    for question in tool.questions.values():
        place = place_of("question", question.id)
        for answer in question.answers:
            if not answer.next:
                words = "leads nowhere yet. Choose the question or outcome it leads to."
            elif answer.next not in tool.questions and answer.next not in tool.outcomes:
                words = f"leads to “{answer.next}”, which is neither a question nor an outcome."
            else:
                continue
            yield Fault(f"Answer “{_words(answer)}” of {_said(question)} {words}", place)


def _unreached(tool: Definition, reached: set[str]) -> Iterator[tuple[str, str]]:
    for question in tool.questions.values():
        if question.id not in reached:
            yield place_of("question", question.id), begin(_said(question))
    for outcome in tool.outcomes.values():
        if outcome.id not in reached:
            yield place_of("outcome", outcome.id), f"Outcome “{outcome.label or outcome.id}”"


def _follow(tool: Definition) -> tuple[set[str], list[tuple[Question, Answer]]]:
    """Every place that can be reached, and the answers that lead back onto their own path."""
    reached: set[str] = set()
    on_path: set[str] = set()
    loops: list[tuple[Question, Answer]] = []
    stack = [(tool.start, False)]
    while stack:
        place, leaving = stack.pop()
        if leaving:
            on_path.discard(place)
        elif place not in reached:
            reached.add(place)
            question = tool.questions.get(place)
            if question is None:
                continue
            on_path.add(place)
            stack.append((place, True))
            loops += [(question, one) for one in question.answers if one.next in on_path]
            stack.extend((one.next, False) for one in question.answers)
    return reached, loops
