"""What the pages and mails about alerts show."""

from groundswell.notifications.selectors.alert import alert_group, alerts_page

__all__ = ["alert_group", "alerts_page"]
