"""Addresses of the pages that several parts make together."""

from django.urls import path

from groundswell.timelines import urls as feeds  # noqa: F401 - it registers <feed:form>
from groundswell.web.views import about, feed, home, space

urlpatterns = [
    path("", home.home, name="home"),
    path("search/feed.<feed:form>", feed.search_feed, name="search_feed"),
    path("about/", about.about, name="about"),
    path("guidelines/", about.guidelines, name="guidelines"),
    path("s/<str:handle>/", space.space_show, name="space"),
]
