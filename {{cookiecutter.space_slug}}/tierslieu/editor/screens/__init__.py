"""The screens of the editor: a module for each task, with the addresses that it answers in ``urlpatterns``."""
