"""Addresses of people, tags and feeds."""

from django.urls import path, register_converter

from groundswell.timelines.views import feed, person, tag


class FeedForm:
    """The two formats a feed has."""

    regex = "atom|json"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(FeedForm, "feed")

urlpatterns = [
    path("feed.<feed:form>", feed.site_feed, name="site_feed"),
    path("s/<str:handle>/feed.<feed:form>", feed.space_feed, name="space_feed"),
    path(
        "s/<str:handle>/messages/feed.<feed:form>",
        feed.space_messages_feed,
        name="space_messages_feed",
    ),
    path("t/<int:topic_id>/feed.<feed:form>", feed.topic_feed, name="topic_feed"),
    path("t/<int:topic_id>/ideas/feed.<feed:form>", feed.ideas_feed, name="ideas_feed"),
    path("people/", person.people_list, name="people"),
    path("@<str:address>/", person.person_show, name="person"),
    path("@<str:address>/feed.<feed:form>", feed.person_feed, name="person_feed"),
    path("tags/", tag.tag_list, name="tags"),
    path("tags/<str:tag>/", tag.tag_show, name="tag"),
    path("tags/<str:tag>/feed.<feed:form>", feed.tag_feed, name="tag_feed"),
]
