"""``bank new``: asks what is not given, drafts, writes, and says what is left to do."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

import click
import msgspec

from screencopilot.analysis.lint.tables import PEOPLE
from screencopilot.cli import checking
from screencopilot.cli.authoring_text import NewBank, NewModule, bank_text, module_text
from screencopilot.domain.bank import Category, FamilyId, Level, Module, Slug
from screencopilot.domain.clock import Clock
from screencopilot.domain.plan_draft import DraftError, Family, draft_plans, families_of
from screencopilot.formats.bank_toml import load_module
from screencopilot.formats.errors import BankError
from screencopilot.formats.schema import json_schema
from screencopilot.formats.text_safety import one_line
from screencopilot.formats.words import nearest
from screencopilot.store.authoring import write_new
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_banks, find_modules, load_banks

T = TypeVar("T")

#: What a new bank draws from unless its author says otherwise: four sides of the craft, a claim, and people.
SOURCES = (
    "claim-verification",
    "failure-archaeology",
    "evaluation",
    "nondeterministic-debugging",
    "cost-tradeoffs",
    "stakeholder-judgment",
)
LEVELS = (Level.MID, Level.SENIOR, Level.STAFF)
MINUTES = (30, 45, 60)
SHORTEST, LONGEST = 20, 180
#: Days until the facts of a new bank are due for review.
REVIEW_DAYS = 180


@dataclass(frozen=True)
class Asker:
    """Takes an answer from the options, from the author at a terminal, or the default, in this order."""

    asking: bool

    def ask(
        self, option: str, given: str | None, question: str, default: str | None, read: Callable[[str], T]
    ) -> T:
        """Return one answer, read.

        Args:
            option: the option that answers the question too.
            given: what stood there, None for nothing.
            question: to be asked, without a question mark.
            default: shown, and taken without an answer; None when there is none.
            read: turns text into the answer; raises ValueError with the reason.

        Raises:
            click.UsageError: an option's value is not to be used, or nobody is there to answer.
        """
        if given is None and self.asking:
            answer: T = click.prompt(question, default=default, value_proc=_asking(read), err=True)
            return answer
        text = default if given is None else given
        if text is None:
            raise click.UsageError(f"Missing option '{option}': without a terminal nobody can be asked.")
        try:
            return read(text)
        except ValueError as error:
            raise click.UsageError(f"{option}: {error}") from error


def _asking(read: Callable[[str], T]) -> Callable[[str], T]:
    def proc(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    return proc


def new_bank(
    folders: Folders, clock: Clock, given: Mapping[str, str | None], asker: Asker, into: Path
) -> Path:
    """Ask for a bank, draft it and write it; return its path.

    Raises:
        click.UsageError: an answer cannot be used.
        StoreError: the id is taken, or the file cannot be written.
    """
    modules = _modules(folders)
    bank_id = asker.ask("--id", given["id"], "Id, such as search-engineer", None, _slug)
    _refuse_taken(bank_id, "bank", find_banks(folders))
    title = asker.ask("--title", given["title"], "Title", _title(bank_id)[:60].strip(), _line(60))
    role = asker.ask("--role", given["role"], "Role, as notes name it", bank_id, _slug)
    levels = asker.ask(
        "--level", given["level"], "Levels, of mid senior staff lead", " ".join(LEVELS), _levels
    )
    minutes = asker.ask(
        "--minutes", given["minutes"], "Minutes, one plan each", " ".join(map(str, MINUTES)), _minutes
    )
    default = " ".join(name for name in SOURCES if name in modules) or " ".join(modules)
    chosen = asker.ask(
        "--from", given["from"], "Modules or families to draw from", default, _sources(modules, folders)
    )
    try:
        plans = draft_plans(minutes, [family for _module, family in chosen])
    except DraftError as error:
        raise click.UsageError(f"--minutes: {error}") from error
    families = {family.name: family for _module, family in chosen}
    asked = {name: families[name] for plan in reversed(plans) for name in (b.family for b in plan.blocks)}
    bank = NewBank(
        id=bank_id,
        title=title,
        role=role,
        levels=levels,
        review_by=clock.wall().date() + dt.timedelta(days=REVIEW_DAYS),
        modules=tuple(dict.fromkeys(module for module, _family in chosen)),
        competencies=tuple(dict.fromkeys(family.competency for family in asked.values())),
        plans=plans,
    )
    text = bank_text(bank, {name: family.forms for name, family in asked.items()})
    return _write(into / "roles" / f"{bank_id}.toml", text, "bank")


def new_module(folders: Folders, given: Mapping[str, str | None], asker: Asker, into: Path) -> Path:
    """Ask for a module and write it with one example; return its path.

    Raises:
        click.UsageError: an answer cannot be used.
        StoreError: the id is taken, or the file cannot be written.
    """
    module_id = asker.ask("--id", given["id"], "Id, such as search-stories", None, _slug)
    _refuse_taken(module_id, "module", find_modules(folders))
    taken = {probe.family for module in _modules(folders).values() for probe in module.probes}
    title = asker.ask("--title", given["title"], "Title", _title(module_id)[:40].strip(), _line(40))
    categories = ", ".join(get_args(Category))
    category = asker.ask(
        "--category", given["category"], f"Category ({categories})", "production-deployment", _category
    )
    family = asker.ask(
        "--family",
        given["family"],
        "Family of the first probe",
        free_family(module_id, taken),
        _family(taken),
    )
    text = module_text(NewModule(module_id, title, category, family))
    return _write(into / "modules" / f"{module_id}.toml", text, "module")


def tell_what_is_left(path: Path, folders: Folders) -> None:
    """Print the path of a new file, and on stderr what ``bank check`` has against it and what to do next."""
    click.echo(str(path))
    sys.stdout.flush()
    report = checking.check_paths([path], folders)
    if report.findings:
        click.echo("bank check still finds:", err=True)
        for finding in report.findings:
            click.echo(f"  {finding}", err=True)
    click.echo(f"next: edit it, then  screencopilot bank check --strict {path}", err=True)
    click.echo(f"      and see it run:  screencopilot bank preview {path}", err=True)


def free_family(module_id: str, taken: set[str]) -> str:
    """Return a family for a module's first probe that no other module has: OS1 for own-stories."""
    words = re.findall(r"[a-z0-9]+", module_id)
    letters = "".join(words).upper()
    initials = "".join(word[0] for word in words).upper()
    stems = [initials, *(letters[:count] for count in range(2, 15)), *(f"X{number}X" for number in range(99))]
    fitting = (f"{stem[:15]}1" for stem in stems if len(stem) > 1 and stem[0].isalpha())
    return next(family for family in fitting if family not in taken)


def _write(path: Path, text: str, kind: str) -> Path:
    schema = msgspec.json.format(msgspec.json.encode(json_schema(kind)), indent=2)
    write_new(path, text, (kind, schema + b"\n"))
    return path


def _modules(folders: Folders) -> dict[str, Module]:
    """Return the modules that can be read, by id; a broken one is told by ``bank check``, not here."""
    modules: dict[str, Module] = {}
    for name, source in find_modules(folders).items():
        try:
            modules[name] = load_module(source.path).value
        except BankError:
            continue
    return modules


def _proven(folders: Folders) -> frozenset[str]:
    """Return the families that a bank asks as a must."""
    banks = load_banks(folders).banks.values()
    return frozenset(b.family for bank in banks for plan in bank.plans for b in plan.blocks if b.must)


def _refuse_taken(name: str, what: str, found: Mapping[str, object]) -> None:
    if name in found:
        raise StoreError(f"there is a {what} {shown(name)} already, and it is kept", "", "choose another id")


# Reading answers: each raises ValueError with the reason.


def _slug(text: str) -> str:
    return _as(Slug, text.strip(), "small letters, digits and dashes, at most 64: search-engineer")


def _as(kind: object, text: str, form: str) -> str:
    try:
        return str(msgspec.convert(text, type=kind))
    except msgspec.ValidationError as error:
        raise ValueError(f"{shown(text[:64])!r} is not of the form: {form}") from error


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _line(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        line = one_line(text).strip()
        if not 0 < len(line) <= most:
            raise ValueError(f"has {len(line)} characters; 1 to {most} fit")
        return line

    return read


def _parts(text: str) -> list[str]:
    parts = list(dict.fromkeys(part for part in re.split(r"[\s,]+", text) if part))
    if not parts:
        raise ValueError("is empty")
    return parts


def _levels(text: str) -> tuple[Level, ...]:
    given = set(_parts(text))
    unknown = given - set(Level)
    if unknown:
        raise ValueError(f"there is no level {shown(sorted(unknown)[0])}; choose of {', '.join(Level)}")
    return tuple(level for level in Level if level in given)


def _minutes(text: str) -> tuple[int, ...]:
    parts = _parts(text)
    if not all(part.isdecimal() and SHORTEST <= int(part[:9]) <= LONGEST for part in parts):
        raise ValueError(f"whole minutes from {SHORTEST} to {LONGEST}: 30 45 60")
    return tuple(map(int, parts))


def _sources(modules: Mapping[str, Module], folders: Folders) -> Callable[[str], list[tuple[str, Family]]]:
    """Return a reader of names of modules and families, which gives (module id, family) in the order named."""
    proven, files = _proven(folders), find_modules(folders)
    families = [
        (name, family)
        for name, module in modules.items()
        for family in families_of(module, proven, PEOPLE, own=files[name].origin == "yours")
    ]

    def read(text: str) -> list[tuple[str, Family]]:
        chosen: list[tuple[str, Family]] = []
        for part in _parts(text):
            found = [pair for pair in families if part in (pair[0], pair[1].name)]
            if not found:
                names = [*modules, *(family.name for _module, family in families)]
                raise ValueError(f"there is no module or family {shown(part)}; {nearest(part, names)}")
            chosen += [pair for pair in found if pair not in chosen]
        return chosen

    return read


def _category(text: str) -> str:
    return _as(Category, text.strip(), f"one of {', '.join(get_args(Category))}")


def _family(taken: set[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        name = _as(FamilyId, text.strip(), "capitals and digits: OS1")
        if name in taken:
            raise ValueError(f"{name} is a family of another module")
        return name

    return read
