"""What a browser that was never here fetches for one page: how often, and how much, compressed."""

import http.client
import re
from dataclasses import dataclass

MOST_REQUESTS, MOST_KB = 12, 150
# What a browser loads by itself. Feeds that are only named, and links, are not.
_LOADED = re.compile(
    r'<link rel="(?:stylesheet|icon|manifest|preload|modulepreload)"[^>]*? href="([^"]+)"'
    r'|<script[^>]*? src="([^"]+)"|<img[^>]*? src="([^"]+)"|<use href="([^"#]+)#'
)
_IN_SHEETS = re.compile(r'@import url\("([^"]+)"\)|url\(["\']?(/[^"\')]+)')


@dataclass
class Visit:
    """One page with all it loads."""

    name: str
    requests: int = 0
    size: int = 0

    @property
    def fits(self) -> bool:
        """Within both budgets."""
        return self.requests <= MOST_REQUESTS and self.size <= MOST_KB * 1024


def visit(name: str, port: int, path: str) -> Visit:
    """Loads the page as a browser that has nothing kept."""
    seen = Visit(name)
    waiting, known = [path], {path}
    while waiting:
        size, text = _fetched(port, waiting.pop())
        seen.requests += 1
        seen.size += size
        for match in (*_LOADED.finditer(text), *_IN_SHEETS.finditer(text)):
            found = next(filter(None, match.groups()))
            if found.startswith("/") and found not in known:
                known.add(found)
                waiting.append(found)
    return seen


def _fetched(port: int, path: str) -> tuple[int, str]:
    """Bytes on the wire, and the text when it may name more to load."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.request("GET", path)
    plain = connection.getresponse()
    body = plain.read()
    connection.close()
    kind = plain.getheader("Content-Type", "")
    names_more = kind.startswith(("text/html", "text/css"))
    return size, body.decode("utf-8", "replace") if names_more else ""
