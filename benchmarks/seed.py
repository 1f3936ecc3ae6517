"""A site of the size the budgets speak of: 2,000 people, 5,000 topics, 100,000 messages.

Run with the settings of the site to fill: `python -m benchmarks.seed`. Rows are written as the
importers' bulk door would write them, from a few hundred rendered texts, so that filling takes
seconds; pages, queries and indexes see what a real site has. Prints what the load needs as JSON.
"""

import argparse
import json
import os
import random
import sys
from datetime import timedelta

import django

PEOPLE, MESSAGES, LONGEST = 2_000, 100_000, 10_000
MESSAGES_A_TOPIC = 20
SPACES, TEXTS, READERS = 40, 400, 40
SYLLABLES = ["ka", "lo", "mi", "ra", "ten", "sel", "vor", "ash", "dun", "el", "fi", "gar", "hol"]


def vocabulary(rng: random.Random) -> list[str]:
    """Four thousand made-up words of two to four syllables."""
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(4_000)]


def text(rng: random.Random, words: list[str]) -> str:
    """A message of 20 to 120 words, common words often; some with a list, a quote or code."""
    picked = [words[min(int(rng.paretovariate(0.7)) - 1, len(words) - 1)] for _ in range(120)]
    body = " ".join(picked[: rng.randint(20, 120)])
    extra = rng.choice(["", "", "", "\n\n- one\n- two", "\n\n> quoted", "\n\n```\ncode = 1\n```"])
    return f"**{picked[0]}** {body}{extra} #tag{rng.randint(1, 40)}"


def main() -> None:
    """Fills the empty site and prints sessions and addresses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=MESSAGES)
    messages = parser.parse_args().messages
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the apps

    call_command("migrate", verbosity=0)
    from benchmarks.seeding import analyse, fill  # noqa: PLC0415

    topics = messages // MESSAGES_A_TOPIC
    numbers = {"people": PEOPLE, "topics": topics, "messages": messages, "longest": LONGEST}
    rng = random.Random(20261122)
    words = vocabulary(rng)
    texts = [text(rng, words) for _ in range(TEXTS)]
    made = fill(rng, texts, numbers, spaces=SPACES, readers=READERS, day=timedelta(days=1))
    analyse()
    json.dump({**made, "words": words[20:220]}, sys.stdout)


if __name__ == "__main__":
    main()
