"""Published conversations in the field's exchange format, each as an opinion map."""

from groundswell.exchange.importers.polis.run import SOURCE, bring_conversation

__all__ = ["SOURCE", "bring_conversation"]
