"""Which checks a file gets, by the kind its first line says; used by ``bank check``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from screencopilot.analysis import lint
from screencopilot.cli.output import print_json
from screencopilot.domain.bank import Module, Probe
from screencopilot.domain.vignette import VignetteFile, kinds_of
from screencopilot.formats import bank_toml
from screencopilot.formats.bank_toml import Loaded, Shared
from screencopilot.formats.errors import Fault, FormatError
from screencopilot.formats.note_toml import load_note
from screencopilot.formats.toml_source import Place, read_toml
from screencopilot.formats.vignette_toml import load_vignettes, unfit
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_modules, find_vignettes, load_shared_files

_SHARED: dict[str, Callable[[Path], Any]] = {
    "cards": bank_toml.load_cards,
    "claims": bank_toml.load_claims,
    "flags": bank_toml.load_flags,
}
_KINDS = "bank, module, vignette, cards, claims or flags"


@dataclass(frozen=True)
class Report:
    """How many files were looked at, and all that was found, in order of file and line."""

    files: int
    findings: tuple[lint.Finding, ...]

    def count(self, severity: str) -> int:
        """Return how many findings are errors, or warnings."""
        return sum(finding.severity == severity for finding in self.findings)


def check_paths(
    paths: Iterable[Path], folders: Folders, context: lint.Context = lint.NOTHING_KNOWN
) -> Report:
    """Check files and all ``*.toml`` under folders; a bank uses the modules beside it over the shipped ones.

    Args:
        paths: files and folders.
        folders: where the user's own modules and shared files lie.
        context: what is known beside the files, such as how often signals were heard.
    """
    files: list[Path] = []
    missing: list[Fault] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*.toml") if not p.name.startswith("."))
        elif path.exists():
            files.append(path)
        else:
            missing.append(Fault(str(path), None, "", "there is no such file or folder", "check the path"))
    checking = _Checking(list(dict.fromkeys(files)), folders, context)
    findings = [*lint.reader_findings(missing), *checking.run()]
    findings.sort(key=lambda f: (f.fault.path, f.fault.line or 0, f.rule))
    return Report(len(checking.files), tuple(dict.fromkeys(findings)))


def context_of(notes: Iterable[Path]) -> lint.Context:
    """Return what notes tell of the probes' use; NoteError for the first that cannot be read."""
    files = [file for path in notes for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    return lint.Context(heard=lint.heard_in(load_note(file).note for file in files))


def print_report(report: Report, as_json: bool) -> None:
    """Print what was found, grouped by file, and the count."""
    errors, warnings = report.count("error"), report.count("warning")
    if as_json:
        rows = [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "path": finding.fault.path,
                "line": finding.fault.line,
                "key": finding.fault.key,
                "message": finding.fault.message,
                "mend": finding.fault.mend,
            }
            for finding in report.findings
        ]
        print_json({"files": report.files, "errors": errors, "warnings": warnings, "problems": rows})
        return
    for number, (_path, group) in enumerate(groupby(report.findings, lambda f: f.fault.path)):
        if number:
            click.echo(err=True)
        for finding in group:
            click.echo(str(finding), err=True)
    which = f" ({counted(errors, 'error')}, {counted(warnings, 'warning')})" if errors + warnings else ""
    click.echo(f"{counted(report.files, 'file')}, {counted(errors + warnings, 'problem')}{which}")


def counted(number: int, noun: str) -> str:
    """Return ``1 file`` or ``2 files``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def print_rules(as_json: bool) -> None:
    """Print every rule: what it is called, where it looks, why it matters, how a breach is mended."""
    rules = sorted(lint.RULES.values(), key=lambda rule: (int(rule.id[1:]), rule.id))
    if as_json:
        names = ("id", "name", "severity", "scope", "by", "reason", "mend")
        print_json({"rules": [{name: getattr(rule, name) for name in names} for rule in rules]})
        return
    for rule in rules:
        by = "" if rule.by == "lint" else ", by the reader"
        click.echo(f"{rule.id}  {rule.name}  ({rule.severity}, {rule.scope}{by})")
        click.echo(f"     {rule.reason}")
        click.echo(f"     Mend: {rule.mend}.")


@dataclass
class _Checking:
    """One run over a set of files: what was read, and which waivers and probes it met."""

    files: list[Path]
    folders: Folders
    context: lint.Context
    read: dict[Place, Loaded[Module]] = field(default_factory=dict)
    answers: dict[Place, VignetteFile | None] = field(default_factory=dict)
    spared: set[tuple[str, str]] = field(default_factory=set)
    planned: set[str] = field(default_factory=set)

    @cached_property
    def shared(self) -> Shared:
        return load_shared_files(self.folders)

    def run(self) -> list[lint.Finding]:
        found: list[lint.Finding] = []
        for file in self.files:
            try:
                found += self._file(file)
            except FormatError as error:
                found += lint.reader_findings(error.faults)
        for file in self.files:  # only now is it known which waivers were of use
            if file in self.read:
                used, planned = frozenset(self.spared), frozenset(self.planned)
                found += lint.unused_waivers(self.read[file], used, planned)
        return found

    def _file(self, file: Path) -> Iterable[lint.Finding]:
        kind = _kind(file)
        if kind == "module":
            return self._module(file)
        if kind == "bank":
            return self._bank(file)
        if kind == "vignette":
            return self._vignettes(file)
        if kind in _SHARED:
            return self._kept(lint.lint_shared(_SHARED[kind](file), self.context))
        mend = f'begin with schema = "screencopilot/module/1" ({_KINDS})'
        return lint.reader_findings([Fault(str(file), 1, "schema", "is no kind of bank file", mend)])

    def _module(self, file: Path) -> Iterable[lint.Finding]:
        loaded = self._loaded(file)
        found = self._kept(lint.lint_module(loaded, self.context))
        return [*lint.reader_findings(bank_toml.dangling(loaded, self.shared)), *found]

    def _bank(self, file: Path) -> Iterable[lint.Finding]:
        bank = bank_toml.load_bank(file)
        places = self._places(file)
        modules = {
            name: self._readable(place) for name, place in places.items() if name in bank.value.modules
        }
        resolved = bank_toml.resolve_bank(bank, modules, self.shared)
        self.planned |= {
            p.id for plan in bank.value.plans for b in plan.blocks for p in resolved.forms(b.family)
        }
        values = [module.value for module in modules.values() if isinstance(module, Loaded)]
        context = replace(self.context, vignettes=self._calibrated(file))
        return self._kept(lint.lint_bank(bank, resolved, values, context))

    def _vignettes(self, file: Path) -> Iterable[lint.Finding]:
        loaded = load_vignettes(file)
        modules = [self._readable(place) for place in self._places(file).values()]
        read = [module for module in modules if isinstance(module, Loaded)]
        probes: dict[str, Probe] = {probe.id: probe for module in read for probe in module.value.probes}
        complete = len(read) == len(modules)
        return lint.reader_findings(unfit(loaded, probes, self.shared.flags, complete))

    def _calibrated(self, bank: Path) -> Mapping[str, frozenset[str]] | None:
        """Return which vignettes each family has; None where none are written beside the bank's own files.

        A first bank of one's own need not bring any; who begins with them is told of those that are missing.
        """
        beside = {p.stem: p for p in bank.parent.parent.glob("vignettes/*.toml")}
        beside |= {p.stem: p for p in self.files if p.parent.name == "vignettes"}
        if not beside:
            return None
        places: dict[str, Place] = {
            name: source.path for name, source in find_vignettes(self.folders).items()
        }
        files = [self._answers(place) for place in (places | beside).values()]
        return {file.family: kinds_of(file.vignettes) for file in files if file}

    def _answers(self, place: Place) -> VignetteFile | None:
        """Return a file of vignettes, read once; None when it has faults, which are told where it is checked."""
        if place not in self.answers:
            try:
                self.answers[place] = load_vignettes(place).value
            except FormatError:
                self.answers[place] = None
        return self.answers[place]

    def _places(self, file: Path) -> Mapping[str, Place]:
        places: dict[str, Place] = {name: source.path for name, source in find_modules(self.folders).items()}
        places |= {p.stem: p for p in self.files if p != file and p.parent.name == "modules"}
        return places | {p.stem: p for p in file.parent.parent.glob("modules/*.toml")}

    def _loaded(self, place: Place) -> Loaded[Module]:
        if place not in self.read:
            self.read[place] = bank_toml.load_module(place)
        return self.read[place]

    def _readable(self, place: Place) -> Place | Loaded[Module]:
        """Return the module read once for all banks; its place when it has faults, so that the bank tells them."""
        try:
            return self._loaded(place)
        except FormatError:
            return place

    def _kept(self, linted: lint.Linted) -> Iterable[lint.Finding]:
        self.spared |= linted.spared
        return linted.findings


def _kind(file: Path) -> str:
    schema = read_toml(file).data.get("schema")
    parts = schema.split("/") if isinstance(schema, str) else []
    return parts[1] if len(parts) > 1 and parts[0] == "screencopilot" else ""
