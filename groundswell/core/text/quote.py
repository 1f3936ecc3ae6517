"""Quoting somebody in a reply: where it is from, then their words, in Markdown."""

MOST_QUOTED = 2_000


def quoted(source: str, *, author: str, address: str) -> str:
    """Lines to put into a composer; the renderer shows the first as the attribution."""
    text = _beginning(source.strip())
    name = author.replace("\\", "").replace("[", "(").replace("]", ")")
    lines = [f"[{name}]({address}):", "", *text.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _beginning(text: str) -> str:
    """As much as is quoted, up to the end of a word; a word without end is cut."""
    if len(text) <= MOST_QUOTED:
        return text
    whole_words = text[: MOST_QUOTED + 1].rsplit(maxsplit=1)
    cut = whole_words[0] if len(whole_words) > 1 else text[:MOST_QUOTED]
    return f"{cut} \u2026"
