"""What somebody wrote in answer to a mail: without what they quoted, and without signatures."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from groundswell.core.text.bounded import bounded

MOST_HTML: Final = 300_000
MOST_TAGS: Final = 5_000
MOST_WORDS: Final = 100_000
"""Of a longer mail only the beginning is read: one's own words, and more than a message holds."""
FARTHEST_ATTRIBUTION: Final = 4
"""Mail clients break "On ... wrote:" over so many lines at most."""
LONGEST_ATTRIBUTION: Final = 400
SIGNATURE_WITHIN: Final = 4

_WROTE: Final = re.compile(
    r"(?:wrote|schrieb\b.*|schreef\b.*|a écrit|escribió|escreveu|ha scritto|skrev\b.*|kirjoitti"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|yazdı|пише[тш]?|написала?|έγραψε|写道|寫道|のメール|작성)\s*[:：]\s*$",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(
    r"\s*(?:(?:On|Am|Le|El|Em|Il|Op|Den|På|W dniu|Dne|Στις|В)\s|[0-9]{1,4}[-./年]|\S+ .*<\S+@)",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"[0-9]{1,2}[:.h][0-9]{2}|\b(?:19|20)[0-9]{2}\b|\S@\S")
_ORIGINAL: Final = re.compile(
    r"\s*(?:-{2,}|_{2,})\s*(?:original message|original appointment|forwarded message"
    r"|ursprüngliche nachricht|message d['’]origine|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse"
    r"|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|původní zpráva"
    r"|исходное сообщение|原始邮件|原始郵件|元のメッセージ)\s*(?:-{2,}|_{2,})?\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"\s*\*?(?:From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|От|发件人|寄件者|差出人)\s*[:：]\*?\s*\S",
    re.IGNORECASE,
)
_SENT: Final = re.compile(
    r"\s*\*?(?:Sent|Gesendet|Envoyé|Enviado|Enviada(?: em)?|Inviato|Verzonden|Skickat|Sendt"
    r"|Lähetetty|Wysłano|Odesláno|Отправлено|Date|Datum|Fecha|Data|To|An|À|Para|发送时间|日期)"
    r"\s*[:：]\*?\s*\S",
    re.IGNORECASE,
)
_MOBILE: Final = re.compile(
    r"\s*(?:sent from (?:my |outlook|yahoo|proton|mail|the )|sent via |sent with |get outlook for"
    r"|von meinem .+ gesendet|gesendet (?:von|mit) |diese nachricht wurde von meinem"
    r"|envoyé (?:de mon|depuis)|télécharger outlook|enviado (?:desde|do meu|a partir)"
    r"|inviato da|verstuurd vanaf|verzonden vanaf|skickat från|sendt fra|wysłano z|odesláno z"
    r"|lähetetty |отправлено с|发自我的|iphoneから送信).{0,80}$",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"--[ \t]*$")
_RULE: Final = re.compile(r"\s*[_-]{10,}\s*$")


def answer_in(text: str) -> str:
    """The words that are the writer's own; quotes stay where they are answered one by one."""
    lines = [line.rstrip("\r") for line in text[:MOST_WORDS].replace("\xa0", " ").split("\n")]
    lines = _without_signature(_without_mail_below(lines))
    lines = _without_mobile_signature(_without_far_quotes(lines))
    return "\n".join(lines).strip("\n").strip()


def _without_mail_below(lines: list[str]) -> list[str]:
    """Cuts before the mail that is answered, however its writer's program set it off."""
    for at, line in enumerate(lines):
        if _ORIGINAL.match(line) or _is_header_block(lines, at):
            above = at - 1 if at and _RULE.match(lines[at - 1]) else at
            return lines[:above]
    return lines


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """ "From: ..." and soon "Sent: ...": what Outlook puts above the mail it answers."""
    return bool(_FROM.match(lines[at])) and any(
        _SENT.match(line) for line in lines[at + 1 : at + 4]
    )


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _SIGNATURE.match(line):
            return lines[:at]
    return lines


def _without_far_quotes(lines: list[str]) -> list[str]:
    """Drops who wrote when, the quote it leads, and the quote that ends the mail."""
    kept: list[str] = []
    last_quote, last_own = _last(lines, _is_quote), _last(lines, _is_own)
    at = 0
    while at < len(lines):
        end = _attribution_at(lines, at)
        if end is None:
            kept.append(lines[at])
            at += 1
            continue
        # Nobody answers below or between quotes: then what is below is a mere copy.
        if last_quote < end or last_own < end:
            break
        at = _after_leading_quote(lines, end, last_quote)
    return _without_last_quote(kept)


def _attribution_at(lines: Sequence[str], at: int) -> int | None:
    """The line after "On ... wrote:" that begins here; None when it is somebody's own sentence."""
    if not lines[at].strip() or lines[at].lstrip().startswith(">"):
        return None
    for end in range(at + 1, min(at + FARTHEST_ATTRIBUTION, len(lines)) + 1):
        said = " ".join(line.strip() for line in lines[at:end])
        if len(said) > LONGEST_ATTRIBUTION or (end > at + 1 and not _goes_on(lines, at, end)):
            return None
        if _WROTE.search(said):
            following = next((lines[n] for n in range(end, len(lines)) if lines[n].strip()), "")
            sure = following.lstrip().startswith(">") or _DATED.search(said)
            return end if sure else None
    return None


def _goes_on(lines: Sequence[str], at: int, end: int) -> bool:
    """Whether these lines can be one broken one: it begins as such, and none begins anew."""
    return bool(_BEGINS.match(lines[at])) and not _BEGINS.match(lines[end - 1])


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">")


def _is_own(line: str) -> bool:
    return bool(line.strip()) and not _is_quote(line) and not _MOBILE.match(line)


def _last(lines: Sequence[str], wanted: Callable[[str], bool]) -> int:
    """Where the last such line stands; -1 when there is none."""
    return next((at for at in range(len(lines) - 1, -1, -1) if wanted(lines[at])), -1)


def _after_leading_quote(lines: Sequence[str], start: int, last_quote: int) -> int:
    """Where to go on: behind the whole quote when all the answer stands below it."""
    for at in range(start, len(lines)):
        if lines[at].strip() and not _is_quote(lines[at]):
            return start if last_quote > at else at
    return len(lines)


def _without_last_quote(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return lines[:end]


def _without_mobile_signature(lines: list[str]) -> list[str]:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in filled[-SIGNATURE_WITHIN:]:
        if _MOBILE.match(lines[at]):
            return lines[:at]
    return lines


_BLOCKS: Final = frozenset(
    {
        *("address", "article", "blockquote", "div", "dl", "dd", "dt", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section"),
        *("table", "tr", "ul"),
    }
)
_SPACED: Final = frozenset({"p", "ul", "ol", "pre", "h1", "h2", "h3", "blockquote", "table"})
_UNSEEN: Final = (
    "script, style, head, title, template, noscript, .gmail_quote, .gmail_signature, "
    ".moz-cite-prefix, .moz-signature, .yahoo_quoted, .protonmail_quote, #appendonsend, "
    "#divRplyFwdMsg, #divRplyFwdMsg ~ *, #appendonsend ~ *, blockquote[type=cite]"
)


def text_of_html(html: str) -> str:
    """The words of a mail that has them as HTML only, paragraph by paragraph."""
    tree = LexborHTMLParser(bounded(html, length=MOST_HTML, tags=MOST_TAGS))
    unseen = {node.mem_id for node in tree.css(_UNSEEN)}
    pieces: list[str] = []
    # A stack of our own: a hostile mail may nest deeper than Python calls.
    waiting: list[LexborNode | str] = [tree.body] if tree.body else []
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            pieces.append(piece)
        elif piece.mem_id not in unseen:
            _visit(piece, pieces, waiting)
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _visit(node: LexborNode, pieces: list[str], waiting: list[LexborNode | str]) -> None:
    if node.tag == "-text":
        pieces.append(re.sub(r"\s+", " ", node.text_content or ""))
        return
    if node.tag == "br":
        pieces.append("\n")
        return
    around = ("\n\n" if node.tag in _SPACED else "\n") if node.tag in _BLOCKS else ""
    pieces.append(around + ("* " if node.tag == "li" else ""))
    waiting.append("" if node.tag == "li" else around)
    children: list[LexborNode] = []
    child = node.child
    while child is not None:
        children.append(child)
        child = child.next
    waiting.extend(reversed(children))
