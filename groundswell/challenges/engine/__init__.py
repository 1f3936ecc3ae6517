"""Ideas at scale: folding and themes as pure functions of texts. No database, no framework."""

from groundswell.challenges.engine.adjacent import Adjacent, adjacent
from groundswell.challenges.engine.breakdown import Breakdown, Unmet, breakdown, unmet
from groundswell.challenges.engine.folder import Folder
from groundswell.challenges.engine.folding import Folding, Group, fold
from groundswell.challenges.engine.likeness import similarity
from groundswell.challenges.engine.shapes import EngineError
from groundswell.challenges.engine.steering import NOWHERE, Steered, join, pin, rename, split, unpin
from groundswell.challenges.engine.theming import Theme, Themes, themes

__all__ = [
    "NOWHERE",
    "Adjacent",
    "Breakdown",
    "EngineError",
    "Folder",
    "Folding",
    "Group",
    "Steered",
    "Theme",
    "Themes",
    "Unmet",
    "adjacent",
    "breakdown",
    "fold",
    "join",
    "pin",
    "rename",
    "similarity",
    "split",
    "themes",
    "unmet",
    "unpin",
]
