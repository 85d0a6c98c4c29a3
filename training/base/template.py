"""ChatML as the page prompts with it: no default system message."""

from __future__ import annotations

from tokenizers import Tokenizer

TEMPLATE = "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n"
OPENING, _, CLOSING = TEMPLATE.partition("{input}")
SYSTEM_TEMPLATE = "<|im_start|>system\n{description}<|im_end|>\n"
END = "<|im_end|>"


def prompt(
    text: str, description: str | None = None, shots: list[dict[str, str]] | None = None
) -> str:
    """The prompt for one message.

    With `description`, the description-as-prompt control; with `shots` (input and output of
    each), earlier turns of the chat, the in-context control.
    """
    system = "" if description is None else system_message(description)
    turns = [TEMPLATE.replace("{input}", s["input"]) + s["output"] + END + "\n" for s in shots or []]
    return system + "".join(turns) + TEMPLATE.replace("{input}", text)


def template_tokens(tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """The template's tokens before the message and behind it."""
    return tokenizer.encode(OPENING).ids, tokenizer.encode(CLOSING).ids


def system_message(description: str) -> str:
    return SYSTEM_TEMPLATE.replace("{description}", description)
