"""Addresses of exports."""

from django.urls import path

from groundswell.exchange import views

urlpatterns = [
    path("s/<str:handle>/export/", views.export_list, name="space_export"),
    path("s/<str:handle>/export/<int:export_id>/", views.export_download, name="space_export_file"),
]
