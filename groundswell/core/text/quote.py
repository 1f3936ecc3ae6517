"""Quoting somebody in a reply: where it is from, then their words, in Markdown."""

MOST_QUOTED = 2_000


def quoted(source: str, *, author: str, address: str) -> str:
    """Lines to put into a composer; the renderer shows the first as the attribution."""
    text = source.strip("\n")
    if len(text) > MOST_QUOTED:
        text = text[:MOST_QUOTED].rsplit(maxsplit=1)[0] + " \u2026"
    name = author.replace("\\", "").replace("[", "(").replace("]", ")")
    lines = [f"[{name}]({address}):", "", *text.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
