"""ChatML as the page prompts with it: no default system message."""

TEMPLATE = "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n"
SYSTEM_TEMPLATE = "<|im_start|>system\n{description}<|im_end|>\n"
END = "<|im_end|>"


def prompt(text: str, description: str | None = None) -> str:
    """The prompt for one message; with `description`, the description-as-prompt control."""
    system = "" if description is None else SYSTEM_TEMPLATE.replace("{description}", description)
    return system + TEMPLATE.replace("{input}", text)
