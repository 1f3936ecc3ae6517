"""Ideas at scale: folding and themes as pure functions of texts. No database, no framework."""

from groundswell.challenges.engine.folder import Folder
from groundswell.challenges.engine.folding import Folding, Group, fold
from groundswell.challenges.engine.likeness import similarity
from groundswell.challenges.engine.shapes import EngineError

__all__ = ["EngineError", "Folder", "Folding", "Group", "fold", "similarity"]
