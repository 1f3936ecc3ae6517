"""The addresses of the search."""

from django.urls import path

from groundswell.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
]
