"""The scripts of every page. Modules wait for the page, depend on nothing and on no order."""

from typing import Final

from django.contrib.staticfiles.storage import staticfiles_storage

BUNDLE: Final = "js/app.js"
_NAMES: Final = (
    *("gs-page", "gs-time", "gs-menu", "gs-dialog", "gs-focus", "gs-said", "gs-copy", "gs-toggle"),
    *("gs-theme", "gs-hotkeys", "gs-live", "gs-region", "gs-autosize", "gs-draft", "gs-toolbar"),
    *("gs-upload", "gs-complete", "gs-suggest", "gs-preview", "gs-reply", "gs-acts", "gs-read"),
    *("gs-presence", "gs-scrubber", "gs-arrange", "gs-rank", "gs-board", "gs-pick", "gs-desk"),
    *(
        "gs-when",
        "gs-countdown",
        "gs-room",
        "gs-asked",
        "gs-lines",
        "gs-pollbox",
        "gs-tally",
        "gs-signs",
    ),
    *("gs-moved", "gs-link", "gs-queue", "gs-pause", "gs-replay"),
)
SCRIPTS: Final = tuple(f"js/{name}.js" for name in _NAMES)


def scripts() -> tuple[str, ...]:
    """What a page loads: each by itself for developers, all in one file on a running site."""
    return (BUNDLE,) if getattr(staticfiles_storage, "bundles", False) else SCRIPTS
