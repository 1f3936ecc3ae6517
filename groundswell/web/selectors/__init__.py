"""What the layout and the pages that several parts make together show."""

from groundswell.web.selectors.layout import NavSpace, nav_spaces, unread_alerts

__all__ = ["NavSpace", "nav_spaces", "unread_alerts"]
