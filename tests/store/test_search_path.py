from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from screencopilot.formats.errors import BankError, ThemeError
from screencopilot.store import search_path
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import (
    find_banks,
    find_modules,
    find_themes,
    load_banks,
    load_resolved,
    load_theme_named,
    shipped,
)

SIGNALS = """
[[probes.signals]]
id = "s1"
tone = "strong"
text = "Names the number"
"""

PROBE = """
[[probes]]
id = "{family}-A"
rev = 1
family = "{family}"
form = "A"
title = "{title}"
kind = "archaeology"
competency = "diagnosis"
minutes = 9
say = "Tell me about the last one that broke."
say_again = "What broke last?"
intent = "Who was there."
bar = {{ mid = 3, senior = 4, staff = 5, lead = 5 }}
cards = ["labels-late"]

[[probes.follow_ups]]
id = "f1"
rung = "specifics"
say = "Which number moved?"
when = "always"
reveals = ["s1"]
{signals}
""" + "".join(f'\n[[probes.ladder]]\nrung = {n}\ntext = "Rung {n}."\n' for n in range(1, 6))

MODULE = """schema = "screencopilot/module/1"
id = "{id}"
title = "{id}"
safe_title = "Stories"
category = "none"
version = "1.0.0"
"""

BANK = """schema = "screencopilot/bank/1"
id = "{id}"
title = "{title}"
version = "1.0.0"
role = "ml-engineer"
levels = ["mid", "senior"]
status = "reviewed"
review_by = 2027-05-01
modules = ["{module}"]
opening = "Hello."
closing = "Thank you."

[[competencies]]
id = "diagnosis"
label = "Diagnosis"

[[plans]]
id = "30"
minutes = 30
buffer = 6
candidate_time = 15
blocks = [{{ slot = "one", family = "{family}", minutes = 9, must = true }}]
"""

CARDS = """schema = "screencopilot/cards/1"
[[cards]]
id = "labels-late"
title = "{title}"
say = "Labels take ninety days."
dimension = "data"
"""

CLAIMS = """schema = "screencopilot/claims/1"
[[claims]]
id = "owned-model"
label = "Owned a model"
say = "What did you own?"
"""

FLAGS = """schema = "screencopilot/flags/1"
[[flags]]
id = "no-failure"
label = "No failure"
check = "What broke?"
"""

COLOURS = "primary secondary accent foreground background surface panel success warning error"
THEME = 'schema = "screencopilot/theme/1"\nname = "{name}"\ndark = true\n[colors]\n' + "".join(
    f'{colour} = "#123456"\n' for colour in COLOURS.split()
)


def bank_file(
    folder: Path, bank: str = "ml", *, title: str = "ML", module: str = "failures", family: str = "FA1"
) -> Path:
    path = folder / "roles" / f"{bank}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BANK.format(id=bank, title=title, module=module, family=family))
    return path


def module_file(folder: Path, name: str = "failures", *, family: str = "FA1", title: str = "Decay") -> Path:
    path = folder / "modules" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MODULE.format(id=name) + PROBE.format(family=family, title=title, signals=SIGNALS))
    return path


def shared_files(folder: Path, **files: str) -> None:
    (folder / "shared").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "shared" / f"{name}.toml").write_text(text)


@pytest.fixture
def ours(tmp_path, monkeypatch) -> Path:
    """A shipped folder of one bank, one module and the shared files."""
    root = tmp_path / "shipped" / "question_banks"
    bank_file(root)
    module_file(root)
    shared_files(root, cards=CARDS.format(title="Late labels"), claims=CLAIMS, flags=FLAGS)
    themes = root.parent / "themes"
    themes.mkdir()
    (themes / "calm.toml").write_text(THEME.format(name="calm"))
    monkeypatch.setattr(search_path, "shipped", lambda kind: root.parent / kind)
    return root


def test_the_checkouts_own_folders_are_found():
    assert shipped("question_banks").is_dir()
    assert shipped("themes").is_dir()


def test_packaged_data_come_before_a_checkouts(tmp_path, monkeypatch):
    packaged = tmp_path / "_data" / "themes"
    packaged.mkdir(parents=True)
    monkeypatch.setattr(search_path, "__file__", str(tmp_path / "store" / "search_path.py"))
    assert shipped("themes") == packaged


def test_packaged_data_are_found_where_they_are_no_files(tmp_path, monkeypatch):
    packaged = tmp_path / "_data" / "themes"
    packaged.mkdir(parents=True)
    monkeypatch.setattr("importlib.resources.files", lambda _package: tmp_path)
    monkeypatch.setattr(search_path, "__file__", "/x/y/z/package.zip/store/search_path.py")
    assert shipped("themes") == packaged


def test_a_broken_installation_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.resources.files", lambda _package: tmp_path)
    monkeypatch.setattr(search_path, "__file__", str(tmp_path / "a" / "b" / "c" / "search_path.py"))
    with pytest.raises(StoreError, match="install screencopilot again"):
        shipped("themes")


def test_banks_are_found_by_the_names_of_their_files_without_opening_them(ours, home):
    (ours / "roles" / "broken.toml").write_bytes(b"\0")
    (ours / "roles" / "README.md").touch()
    (ours / "roles" / ".tmp-1.toml").touch()
    found = find_banks(home)
    assert list(found) == ["broken", "ml"]
    assert {source.origin for source in found.values()} == {"shipped"}
    assert not home.data.exists(), "looking makes no folder"


def test_a_bank_is_resolved_with_its_modules_and_shared_files(ours, home):
    resolved = load_resolved("ml", home)
    assert list(resolved.probes) == ["FA1-A"]
    assert resolved.module_titles["FA1-A"] == ("failures", "Stories")
    assert (list(resolved.cards), list(resolved.claim_kinds), list(resolved.flags)) == (
        ["labels-late"],
        ["owned-model"],
        ["no-failure"],
    )


def test_only_what_the_bank_needs_is_read(ours, home):
    (ours / "roles" / "other.toml").write_bytes(b"\0")
    (ours / "modules" / "other.toml").write_bytes(b"\0")
    assert load_resolved("ml", home).bank.id == "ml"


def test_the_users_files_override_by_id(ours, home):
    bank_file(home.banks, title="Mine")
    module_file(home.banks, title="My decay")
    shared_files(home.banks, cards=CARDS.format(title="My labels"))
    assert find_banks(home)["ml"].origin == find_modules(home)["failures"].origin == "yours"
    resolved = load_resolved("ml", home)
    assert resolved.bank.title == "Mine"
    assert resolved.probes["FA1-A"].title == "My decay"
    assert resolved.cards["labels-late"].title == "My labels"
    assert list(resolved.claim_kinds) == ["owned-model"]


def test_a_users_bank_may_use_shipped_modules(ours, home):
    bank_file(home.banks, "mine")
    assert load_resolved("mine", home).bank.id == "mine"


def test_an_unknown_bank_names_those_there_are(ours, home):
    with pytest.raises(StoreError, match="choose one of: ml"):
        load_resolved("\x1bnl", home)


def test_a_bank_whose_file_is_named_otherwise_is_at_fault(ours, home):
    bank_file(home.banks, "mine").rename(home.banks / "roles" / "other.toml")
    with pytest.raises(BankError) as caught:
        load_resolved("other", home)
    (fault,) = caught.value.faults
    assert (fault.key, fault.line) == ("id", 2)
    assert "other" in fault.message


def test_a_module_whose_file_is_named_otherwise_is_at_fault(ours, home):
    (ours / "modules" / "failures.toml").rename(ours / "modules" / "costs.toml")
    bank_file(home.banks, "mine", module="costs")
    with pytest.raises(BankError, match="file"):
        load_resolved("mine", home)


def test_a_list_of_banks_goes_on_after_a_bad_one(ours, home):
    (ours / "roles" / "broken.toml").write_bytes(b"\0")
    bank_file(home.banks, "mine").rename(home.banks / "roles" / "misnamed.toml")
    listed = load_banks(home)
    assert list(listed.banks) == ["ml"]
    assert len(listed.problems) == 2


def test_a_folder_that_cannot_be_listed_is_our_error(ours, home, monkeypatch):
    shutil.rmtree(ours / "roles")
    (home.banks / "roles").mkdir(parents=True)

    def refuse(self: Path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(StoreError, match="cannot be listed"):
        find_banks(home)


def test_themes_are_found_overridden_and_loaded(ours, home: Folders):
    assert load_theme_named("calm", home).name == "calm"
    home.themes.mkdir(parents=True)
    (home.themes / "calm.toml").write_text(THEME.format(name="calm").replace("dark = true", "dark = false"))
    assert find_themes(home)["calm"].origin == "yours"
    assert load_theme_named("calm", home).dark is False
    (home.themes / "loud.toml").write_text(THEME.format(name="calm"))
    with pytest.raises(ThemeError, match="name"):
        load_theme_named("loud", home)
    with pytest.raises(StoreError, match="choose one of: calm, loud"):
        load_theme_named("none", home)
