"""Holding sessions and questions still while something is done with them. Called by actions."""

from groundswell.live.models import Session


def hold(session: Session) -> Session:
    """The session as it stands, its row locked."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True).with_topic()
    return rows.get(topic=session.topic_id)
