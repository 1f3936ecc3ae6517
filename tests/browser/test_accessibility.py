"""Every main page as people meet it: axe, the console, the network and the narrowest screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core import limits
from groundswell.live.actions import (
    Asks,
    Rhythm,
    Typed,
    begin_series,
    begin_session,
    close_session,
    make_link,
    open_poll,
    plan_prompts,
    prepare_poll,
    put_prompt,
    take_question,
    write_line,
)
from groundswell.live.models import Session, SessionLink
from groundswell.live.selectors.link import address_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

SignIn = Callable[[BrowserContext, Actor], Page]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
JUDGED = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const {violations} = await axe.run(document, {runOnly: rules});
  return violations.flatMap(({id, nodes}) => nodes.map(({target, any}) =>
    `${id}: ${target.join(" ")} ${any.map(({message}) => message).join("; ")}`));
}"""
# What reaches past the right edge, named so that it can be found.
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const far = [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > wide + 1);
  return ["page", ...far.map((node) => `${node.localName}.${node.className}`)].slice(0, 9);
}"""
TEXT = """Water stands in the lower meadow again, @ben. See #drainage.

- [x] measured
- the `pipe` at https://example.org/a-long-address-that-nobody-would-ever-want-to-read-aloud

> It was so last year too.

| Week | Depth |
|---|---|
| 1 | 12 cm |
"""
BOTH = (
    ("/", "/s/meadow/", "/t/{topic}/", "/@ben/"),
    ("/tags/drainage/", "/search/?q=meadow", "/gone/"),
)
STRANGERS = (("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/about/"),)
MEMBERS = (
    ("/s/meadow/new/", "/s/meadow/members/", "/s/meadow/settings/", "/alerts/"),
    ("/settings/profile/", "/settings/security/", "/settings/alerts/", "/bookmarks/"),
)

SESSION = ("room/", "desk/", "polls/")
OVER = ("", "recap.html")
# Pages of sessions with no colours of their own.
PLAIN = ("session/", "prompts/", "links/", "takeaways/", "series/", "replay/")


REFUSED = """
  window.refusedByPolicy = [];
  addEventListener("securitypolicyviolation", (refused) => {
    window.refusedByPolicy.push(`${refused.violatedDirective} refused ${refused.blockedURI}`);
  });
"""


class Watched:
    """A browser's page, and all that went wrong on it."""

    def __init__(self, page: Page, site: str, topic: int) -> None:
        self.page, self.site, self.topic = page, site, topic
        self.faults: list[str] = []
        page.add_init_script(REFUSED)
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.fault(str(error)))
        page.on("request", self.asked)

    def note(self, message: Any) -> None:
        # The browser reports the 404 that is asked for on purpose, and, whenever it gets round to
        # it, the styles that axe tries: what a page itself is refused is counted in the page.
        expected = ("404 (Not Found)", "Content Security Policy")
        if message.type == "error" and not any(words in message.text for words in expected):
            self.fault(message.text)

    def asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(
            self.site
        ):
            self.fault(f"asks {request.url}")

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.page.url}: {text}")

    def visit(self, address: str) -> None:
        self.page.goto(self.site + address.format(topic=self.topic), wait_until="load")
        for refused in self.page.evaluate("window.refusedByPolicy"):
            self.fault(refused)

    def judge(self, how: str) -> None:
        found = self.page.evaluate(JUDGED)
        self.faults += [f"{self.page.url}: {how}: {fault}" for fault in found]

    def glance(self, address: str, *, schemes: tuple[str, ...]) -> None:
        """On a telephone, once: for pages made of what other pages are made of."""
        self.page.set_viewport_size({"width": 375, "height": 800})
        self.visit(address)
        self.page.evaluate(AXE)
        for scheme in schemes:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.judge(f"375 {scheme}")
        self.measure()

    def measure(self) -> None:
        self.page.set_viewport_size({"width": 320, "height": 640})
        for found in self.page.evaluate(OVERFLOW):
            self.fault(f"320: {found}")


@pytest.fixture
def topic(transactional_db: None) -> int:
    """Ada stewards the meadow and writes; Ben answers, so that she has an alert."""
    limits.reset()
    ada, ben = (
        factories.person("ada"),
        factories.person("ben", name="Benedikt Weidenthaler-Okonkwo"),
    )
    meadow = factories.space(ada, "meadow", name="The Meadow")
    factories.member(ben, meadow)
    topic = factories.topic(ada, meadow, kind="question", title="Why does it flood?", text=TEXT)
    factories.reply(ben, topic, text="The pipe under the meadow is too small, @ada.")
    project_pending()
    return topic.id


def walk(watched: Watched, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        for width, scheme in ((1280, "light"), (375, "dark")):
            watched.page.set_viewport_size({"width": width, "height": 800})
            watched.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            watched.visit(address)
            watched.page.evaluate(AXE)
            watched.judge(f"{width} {scheme}")
        watched.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        watched.judge("375 light")
        watched.page.set_viewport_size({"width": 1280, "height": 800})
        watched.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        watched.judge("1280 dark")
        watched.measure()


def a_room(ada: Actor, ben: Actor, meadow: Space) -> Session:
    """A session that is on, with something of everything in its room."""
    held = factories.session(ada, meadow, guests=True, moderation="first", hashtag="River")
    plan_prompts(actor=ada, session=held, typed=Typed(lines="What did you try?"))
    begin_session(actor=ada, session=held)
    who = came(ben, held)
    on, wanted = (asks(who, held, f"How high is dyke {number}?") for number in "12")
    votes(came(ada, held), wanted)
    asks(guest(held), held, "Is the mill safe?")
    take_question(actor=ada, question=again(on))
    put_prompt(actor=ada, session=own(held), number=1)
    write_line(actor=ben, session=own(held), participant=who, text="A1: willows", chosen=None)
    for kind in ("scale", "words"):
        poll = prepare_poll(actor=ada, session=own(held), asks=Asks(words="How safe?", kind=kind))
        poll.session = own(held)
        open_poll(actor=ada, poll=poll)
    return own(held)


def sessions_of(ada: Actor, ben: Actor, meadow: Space) -> tuple[list[str], list[str]]:
    """Every page of sessions: one that is on, with its links, and one that is over; those with
    colours of their own first."""
    on, over = a_room(ada, ben, meadow), a_room(ada, ben, meadow)
    close_session(actor=ada, session=over)
    rhythm = Rhythm(title="River evenings", weeks=1, hosts=[ada])
    series = begin_series(actor=ada, session=on, rhythm=rhythm)
    links = [make_link(actor=ada, session=on, kind=kind) for kind in SessionLink.Kind.values]
    coloured = [
        *(f"/t/{on.topic_id}/{page}" for page in SESSION),
        *(f"/t/{over.topic_id}/{page}" for page in OVER),
        *map(address_of, links),
    ]
    plain = [f"/t/{over.topic_id}/{page}" for page in PLAIN]
    plain += ["/s/meadow/sessions/", "/s/meadow/session/", "/join/", f"/series/{series.id}/"]
    return coloured, plain


def ada_watching(context: BrowserContext, sign_in: SignIn, site: str, topic: int) -> Watched:
    return Watched(sign_in(context, Actor.objects.get(handle="ada")), site, topic)


@pytest.mark.parametrize("addresses", BOTH + STRANGERS)
def test_stranger_meets_no_barrier(
    page: Page, site: str, topic: int, addresses: tuple[str, ...]
) -> None:
    watched = Watched(page, site, topic)

    walk(watched, addresses)

    assert watched.faults == []


@pytest.mark.parametrize("addresses", BOTH + MEMBERS)
def test_steward_meets_no_barrier(
    context: BrowserContext, sign_in: SignIn, site: str, topic: int, addresses: tuple[str, ...]
) -> None:
    watched = ada_watching(context, sign_in, site, topic)

    walk(watched, addresses)

    assert watched.faults == []


@pytest.mark.parametrize("part", ["coloured", "plain"])
def test_host_meets_no_barrier(
    context: BrowserContext, sign_in: SignIn, site: str, topic: int, part: str
) -> None:
    watched = ada_watching(context, sign_in, site, topic)
    cast = (Actor.objects.get(handle=name) for name in ("ada", "ben"))
    coloured, plain = sessions_of(*cast, Space.objects.get(actor__handle="meadow"))

    if part == "coloured":
        for address in coloured:
            watched.glance(address, schemes=("light", "dark"))
    else:
        for address in plain:
            watched.glance(address, schemes=("dark",))

    assert watched.faults == []
