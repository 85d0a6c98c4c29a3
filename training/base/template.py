"""Chat templates: the prompts of a base model, the same here as on the page."""

from __future__ import annotations

from dataclasses import dataclass


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
    ) -> str:
        """Prompt for one message.

        With `description`, the description-as-prompt control; with `shots` (input and output of
        each), earlier turns of the chat, the in-context control.
        """
        system = "" if description is None else self.system_message(description)
        turns = [
            self._message(shot["input"]) + shot["output"] + self.end + self.turn_end
            for shot in shots or []
        ]
        return system + "".join(turns) + self._message(text)

    def system_message(self, description: str) -> str:
        return self.system.replace("{description}", description)

    def _message(self, text: str) -> str:
        return self.message.replace("{input}", text)


CHATML = ChatTemplate(
    message="<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n",
    system="<|im_start|>system\n{description}<|im_end|>\n",
    end="<|im_end|>",
    turn_end="\n",
)
