"""The form of our archives, as the exporter writes and the importer reads it.

One zip: `manifest.json`, `space.json`, one file of JSON lines for each noun, `media/`, and pages
for people to read. Objects are in ActivityStreams terms; what has no term there is ours, and the
name says so in the manifest's context.
"""

from typing import Final

FORMAT: Final = "groundswell-space"
VERSION: Final = 2
SOURCE: Final = "archive"
MANIFEST: Final = "manifest.json"
SPACE: Final = "space.json"
MEDIA: Final = "media/"

LINES: Final = (
    "actors",
    "memberships",
    "guidelines",
    "topics",
    "messages",
    "versions",
    "contributions",
    "links",
    "challenges",
    "moves",
    "themes",
    "ideas",
    "edits",
    "series",
    "sessions",
    "polls",
    "answers",
    "signs",
    "decisions",
    "reactions",
    "reshares",
)

CONTEXT: Final = [
    "https://www.w3.org/ns/activitystreams",
    {
        "gs": "https://groundswell.invalid/ns#",
        **{
            name: f"gs:{name}"
            for name in (
                "accepted",
                "alignment",
                "answerDays",
                "closed",
                "delegateCap",
                "holding",
                "joining",
                "kind",
                "licence",
                "locked",
                "meToo",
                "number",
                "pinned",
                "provenance",
                "reactions",
                "role",
                "share",
                "visibility",
                "writing",
            )
        },
    },
]


def lines_of(noun: str) -> str:
    """The name of a noun's file."""
    return f"{noun}.jsonl"
