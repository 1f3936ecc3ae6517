"""The words of a mail as Markdown: quotations folded, signatures cut, addresses hidden."""

import re

from groundswell.exchange.importers.markup import from_html, without_marks

MOST_TEXT = 400_000
QUOTED_LINES = 8
SHORT_QUOTE = 3
LEFT_OUT = "*The mail that this answers was quoted here in full; it stands above.*"

_ADDRESS = re.compile(
    r"(?:mailto:)?[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_SIGNATURE = re.compile(r"\n--[ \t]?\n|\A--[ \t]?\n")
_FOOTER = re.compile(r"\n_{30,}\n[^\n]{0,200}(?:mailing list|list)\b", re.IGNORECASE)
_FORWARD = re.compile(
    r"\n[ \t]*(?:-{2,} ?(?:original message|ursprüngliche nachricht|message d'origine|"
    r"mensaje original|messaggio originale|oorspronkelijk bericht)[^\n]{0,40}"
    r"|_{20,}\n(?:From|Von|De): )",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[ \t]{0,3}(>(?:[ \t]?>){0,20})[ \t]?(.*)\Z", re.DOTALL)
_ATTRIBUTION = re.compile(
    r"(?:wrote|writes|schrieb|schreef|a écrit|escribió|ha scritto|va escriure|skrev)\b"
    r".{0,60}:\s*\Z",
    re.IGNORECASE,
)


def without_addresses(text: str) -> str:
    """Nobody agreed to have their address shown here."""
    return _ADDRESS.sub("(address)", text)


def from_mail(plain: str, html: str, *, flowed: bool = False) -> str:
    """The text of a mail from its plain form, or else from its HTML."""
    source = plain[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    if source.strip():
        text = without_marks(_quotations(_trimmed(_unwrapped(source) if flowed else source)))
    else:
        text = _trimmed(from_html(html))
    return without_addresses(text).strip("\n")


def _unwrapped(text: str) -> str:
    """Lines that format=flowed broke softly, joined again."""
    lines: list[str] = []
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and not stuffed.startswith(">"):
            lines[-1] += stuffed
        else:
            lines.append(stuffed)
    return "\n".join(lines)


def _trimmed(text: str) -> str:
    """Without signature, list footer and forwarded original."""
    for pattern in (_SIGNATURE, _FOOTER, _FORWARD):
        found = pattern.search(text)
        if found and text[: found.start()].strip():
            text = text[: found.start()]
    return text


def _quotations(text: str) -> str:
    """Runs of quoted lines as Markdown: long ones folded, a whole mail at the end left out."""
    blocks = _blocks(text.rstrip().split("\n"))
    own = [lines for quoted, lines in blocks if not quoted and any(map(str.strip, lines))]
    parts = []
    for place, (quoted, lines) in enumerate(blocks):
        if not quoted:
            parts.append("\n".join(lines).strip("\n"))
        elif place == len(blocks) - 1 and len(lines) > SHORT_QUOTE and _has_words(own):
            parts = _without_attribution(parts)
            parts.append(LEFT_OUT)
        else:
            parts.append(_folded(lines))
    return "\n\n".join(part for part in parts if part)


def _has_words(own: list[list[str]]) -> bool:
    """Whether there is more than the line that says whom it quotes."""
    lines = [line for lines in own for line in lines if line.strip()]
    return any(not _ATTRIBUTION.search(line) for line in lines[-3:])


def _without_attribution(parts: list[str]) -> list[str]:
    """Takes away "On Monday, Ada wrote:", which may run over two lines."""
    if not parts or not _ATTRIBUTION.search(parts[-1]):
        return parts
    lines = parts[-1].split("\n")
    while lines and lines[-1].strip():
        lines.pop()
    return [*parts[:-1], "\n".join(lines).rstrip("\n")]


def _blocks(lines: list[str]) -> list[tuple[bool, list[str]]]:
    blocks: list[tuple[bool, list[str]]] = []
    for line in lines:
        quoted = bool(_QUOTED.match(line))
        if blocks and blocks[-1][0] == quoted:
            blocks[-1][1].append(line)
        elif line.strip() or not blocks:
            blocks.append((quoted, [line]))
        else:
            blocks.append((False, [line]))
    return [block for block in blocks if any(map(str.strip, block[1]))]


def _folded(lines: list[str]) -> str:
    shown = [_requoted(line) for line in lines[:QUOTED_LINES]]
    return "\n".join([*shown, "> […]"] if len(lines) > QUOTED_LINES else shown)


def _requoted(line: str) -> str:
    found = _QUOTED.match(line)
    if found is None:
        return line
    return "> " * min(found[1].count(">"), 3) + found[2]
