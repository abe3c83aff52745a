"""The tests that a change may break are found by what imports what."""

import subprocess

import pytest
from tools import affected, quick


@pytest.fixture(scope="module")
def project() -> affected.Project:
    return affected.read_project()


def called_for(project, *changed: str) -> dict[str, int]:
    return affected.affected_tests(project, changed)


def test_a_changed_page_calls_for_its_own_tests_and_not_for_other_parts(project):
    found = called_for(project, "src/tongxin/web/saved_views/views.py")
    assert found["tests/web/saved_views/test_saved_views.py"] == 0
    assert not [test for test in found if test.startswith(("tests/kamkit", "tests/importers", "tests/crm"))]


def test_a_changed_action_calls_for_its_tests_first_and_for_those_of_its_faces(project):
    found = called_for(project, "src/tongxin/saved_views/actions.py")
    assert found["tests/saved_views/test_saved_views.py"] == 0
    assert found["tests/web/saved_views/test_saved_views.py"] <= 1
    assert found["tests/api/test_saved_views.py"] <= 1
    assert list(found.values()) == sorted(found.values())


def test_a_changed_template_calls_for_the_tests_of_the_views_that_show_it(project):
    found = called_for(project, "src/tongxin/web/templates/saved_views/form.html")
    assert found["tests/web/saved_views/test_saved_views.py"] <= 2
    assert "tests/importers/test_batches.py" not in found


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("src/tongxin/crm/migrations/0003_pinyin_keys.py", "tests/crm/test_clearing.py"),
        ("src/tongxin/common/text/data/strokes.tsv", "tests/common/text/test_names.py"),
        ("tests/importers/running.py", "tests/importers/test_apply.py"),
        ("tests/api/conftest.py", "tests/api/test_lists.py"),
        ("tools/bootstrap.py", "tests/meta/test_tools.py"),
        ("tests/search/test_search.py", "tests/search/test_search.py"),
        ("src/kamkit/pipeline/stall.py", "tests/kamkit/test_stall.py"),
    ],
)
def test_migrations_data_helpers_tools_and_tests_are_followed_too(project, changed, test):
    assert test in called_for(project, changed)


def test_nothing_is_followed_through_what_only_puts_the_product_together(project):
    steps = affected.distances(project, ["src/tongxin/api/v1/saved_views.py"])
    assert steps["tongxin.api.v1.build"] == 1
    assert "tongxin.api.urls" not in steps


def test_the_addresses_that_a_changed_module_answers_are_visited():
    found = quick.doors({"tongxin.web.saved_views.views": 0, "tongxin.api.v1.saved_views": 2})
    assert f"{quick.DOORS}[web:saved_view]" in found
    assert not [name for name in found if "[api:" in name or "[web:account]" in name]


def test_the_nearest_tests_that_fit_are_taken_and_the_others_named():
    costs = {"a": 2, "b": 5, "c": 1}
    assert affected.within({"a": 0, "b": 1, "c": 2}, 3, costs.__getitem__) == (["a", "c"], ["b"])


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Return a command of git in a clone that `quick` looks at, with one commit on main."""
    monkeypatch.setattr(quick, "ROOT", tmp_path)

    def git(*arguments: str) -> None:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.test"]
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch", "main")
    for name in ("first", "second"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--message", name)
    return git


def test_compared_is_the_work_tree_with_where_the_branch_left_main(clone, tmp_path):
    clone("switch", "--quiet", "--create", "mine")
    (tmp_path / "third").write_text("3", encoding="utf-8")
    clone("add", "--all")
    clone("commit", "--quiet", "--message", "third")
    (tmp_path / "first").unlink()
    (tmp_path / "fourth").write_text("4", encoding="utf-8")
    assert quick.changed_files("main") == ["first", "fourth", "third"]


def test_on_main_itself_with_nothing_uncommitted_the_last_commit_is_checked(clone):
    assert quick.changed_files("main") == ["second"]
