"""The watch over templates sees what renders, and nothing else."""

from django.template import engines

from tests.laws import rendering


def test_judge_lists_what_nobody_rendered():
    names = rendering.all_names(engines["jinja2"].env)

    assert rendering.judge(names) == []
    assert rendering.judge(set()) == sorted(names - set(rendering.UNSEEN))


def test_loading_a_template_is_not_rendering_it(monkeypatch):
    seen = set()
    monkeypatch.setattr(rendering, "_seen", seen)
    environment = engines["jinja2"].env

    environment.get_template("components/icon.html")

    assert seen == set()


def test_calling_a_macro_is_noted(monkeypatch):
    seen = set()
    monkeypatch.setattr(rendering, "_seen", seen)
    icons = engines["jinja2"].env.get_template("components/icon.html")

    icons.module.icon("eye")

    # The file itself is entered once a process.
    assert seen - {"components/icon.html"} == {"components/icon.html:icon"}
