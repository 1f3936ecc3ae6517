"""The pages of a space but for its front, which lists topics and is composed in `web`."""

from groundswell.spaces.views._scope import findable_space, visible_space

__all__ = ["findable_space", "visible_space"]
