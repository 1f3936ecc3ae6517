"""Every activity, once committed, tells the open pages it touches and wakes the worker."""

from groundswell.activity.declarations import kind_of
from groundswell.activity.models import Activity
from groundswell.activity.projector import immediate
from groundswell.core.bus import publish


@immediate
def signal(activity: Activity) -> None:
    if not kind_of(activity).unseen:
        _wake_pages(activity)
    publish("worker")


def _wake_pages(activity: Activity) -> None:
    if activity.topic_id is not None:
        publish(f"topic-{activity.topic_id}")
    if activity.space_id is not None:
        publish(f"space-{activity.space_id}")
