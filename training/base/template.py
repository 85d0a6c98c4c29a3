"""Chat templates: the prompts of a base model, the same here as on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A stretch of a prompt: a template's own text, or what somebody wrote.

    Control tokens that are written out in a template's text are those tokens; in a text that
    somebody wrote they are letters like any other.
    """

    text: str
    is_template: bool = False


Prompt = tuple[Part, ...]


def prompt_text(prompt: Prompt) -> str:
    """A prompt as one text, for people."""
    return "".join(part.text for part in prompt)


def filled(template: str, field: str, text: str) -> Prompt:
    """The template with the text in place of its field."""
    before, _, behind = template.partition(field)
    return Part(before, True), Part(text), Part(behind, True)


@dataclass(frozen=True)
class ChatTemplate:
    """Prompts of a chat model, without a default system message."""

    message: str  # one message up to where its answer begins, with {input} in it
    system: str  # a system message, with {description} in it
    end: str  # token behind an answer
    turn_end: str  # text behind that token, before the next message

    @property
    def opening(self) -> str:
        """Text before a message."""
        return self.message.partition("{input}")[0]

    @property
    def closing(self) -> str:
        """Text between a message and its answer."""
        return self.message.partition("{input}")[2]

    @property
    def system_end(self) -> str:
        """Text behind a description."""
        return self.system.partition("{description}")[2]

    def prompt(
        self, text: str, description: str | None = None, shots: list[dict[str, str]] | None = None
    ) -> Prompt:
        """Prompt for one message.

        With `description`, the description-as-prompt control; with `shots` (input and output of
        each), earlier turns of the chat, the in-context control.
        """
        system = () if description is None else self.system_message(description)
        turns: Prompt = ()
        for shot in shots or []:
            end = Part(self.turn_end, True)
            turns += (*self._message(shot["input"]), *self.answer(shot["output"]), end)
        return (*system, *turns, *self._message(text))

    def system_message(self, description: str) -> Prompt:
        return filled(self.system, "{description}", description)

    def answer(self, text: str) -> Prompt:
        """An answer and the token behind it."""
        return Part(text), Part(self.end, True)

    def _message(self, text: str) -> Prompt:
        return filled(self.message, "{input}", text)


CHATML = ChatTemplate(
    message="<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n",
    system="<|im_start|>system\n{description}<|im_end|>\n",
    end="<|im_end|>",
    turn_end="\n",
)
