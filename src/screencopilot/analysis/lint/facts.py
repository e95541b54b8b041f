"""E31 to W33, E38: facts that age, and what local notes tell of a probe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from screencopilot.analysis.lint import tables
from screencopilot.analysis.lint.registry import Found, rule
from screencopilot.analysis.lint.subjects import Context, ProbeAt
from screencopilot.domain.bank import Module, Probe, RealityCheck
from screencopilot.formats.errors import shown
from screencopilot.formats.toml_lines import KeyPath

#: Days from ``as_of`` to ``review_by`` that are allowed: 6 months for prices and rules, 12 otherwise.
FAST_DAYS = 184
SLOW_DAYS = 366
#: Screens from which on local counts mean something, and the share of NE that is too high. Research file, W33.
SCREENS = 15
NOT_ENOUGH_PERCENT = 40


@rule(
    "E31", "dated-facts", "probe",
    reason="An evaluator who quotes a stale number loses the candidate's respect, and the point.",
    mend="give as_of, review_by and sources; write 'computed' or 'practitioner prior' when that is the source",
)  # fmt: skip
def dated_facts(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find probes that state figures or rules without date and source, or keep them unreviewed for too long."""
    facts = list(_facts(at.probe))
    missing = [
        name
        for name, there in (
            ("as_of", at.probe.as_of),
            ("review_by", at.probe.review_by),
            ("sources", at.probe.sources),
        )
        if not there
    ]
    if facts and missing:
        place, text = facts[0]
        yield Found((*at.key, *place), f"{shown(text)} states a fact without {', '.join(missing)}")
    if at.probe.as_of and at.probe.review_by:
        fast = any(_is_fast(text) for _place, text in facts) and not _computed(at.probe.sources)
        yield from _term(at.probe.as_of, at.probe.review_by, fast, (*at.key, "review_by"))


@rule(
    "E38", "dated-reality-checks", "module",
    reason="A reality check is trusted blindly, in two seconds: a price in it must be this half-year's.",
    mend="look it up again, and set as_of and review_by",
)  # fmt: skip
def dated_reality_checks(module: Module, _: Context) -> Iterator[Found]:
    """Find reality checks that are reviewed too late; that they have dates and a source is the reader's rule."""
    for index, check in enumerate(module.reality_checks):
        key: KeyPath = ("reality_checks", index, "review_by")
        yield from _term(check.as_of, check.review_by, _is_fast_check(check), key)


def _is_fast_check(check: RealityCheck) -> bool:
    return _is_fast(check.text) and not _computed((check.source,))


def _computed(sources: Iterable[str]) -> bool:
    """Return whether all is a sum: it keeps its truth when its prices change, only what somebody published ages."""
    return all(source.startswith("computed") for source in sources)


def _is_fast(text: str) -> bool:
    return bool(tables.FAST_FACT.search(text) or tables.RULES_BY_NAME.search(text))


def _facts(probe: Probe) -> Iterator[tuple[KeyPath, str]]:
    """Give the texts that tell the evaluator a figure or a rule; what is said aloud is scenery, not fact."""
    texts: list[tuple[KeyPath, str]] = [
        (("false_friends", i), text) for i, text in enumerate(probe.false_friends)
    ]
    texts += [(("signals", i, "text"), signal.text) for i, signal in enumerate(probe.signals)]
    texts += [(("ladder", i, "text"), rung.text) for i, rung in enumerate(probe.ladder)]
    for key, text in texts:
        stated = tables.NOT_A_FIGURE.sub("", tables.NOT_STATED.sub("", text))
        if tables.FIGURE.search(stated) or tables.RULES_BY_NAME.search(text):
            yield key, text


def _term(as_of: dt.date, review_by: dt.date, fast: bool, key: KeyPath) -> Iterator[Found]:
    days = (review_by - as_of).days
    if days <= 0:
        yield Found(key, f"is not after as_of, {as_of.isoformat()}")
    elif days > (FAST_DAYS if fast else SLOW_DAYS):
        most = "6 months: it holds a price or a rule" if fast else "12 months"
        yield Found(key, f"is {days} days after as_of, more than {most}")


@rule(
    "E32", "no-rescinded-rules", "module",
    reason="A rule no longer in force, asked as if it were, ends the practitioner's respect for the screen.",
    mend="say in the same text that it was superseded, or name what has its place",
)  # fmt: skip
def no_rescinded_rules(module: Module, _: Context) -> Iterator[Found]:
    """Find rescinded rules that the text does not call so."""
    for key, text in _texts(msgspec.to_builtins(module), ()):
        for name, heir in tables.RESCINDED.items():
            if name in text and not tables.SUPERSEDED.search(text):
                probe = (module.probes[int(key[1])],) if key[0] == "probes" else ()
                yield Found(key, f"{name} is superseded by {heir}", probes=probe)


def _texts(value: object, key: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    match value:
        case str():
            yield key, value
        case dict():
            for name, item in value.items():
                yield from _texts(item, (*key, name))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from _texts(item, (*key, index))


@rule(
    "W33", "earns-its-place", "probe",
    reason="A probe that often cannot be rated, or a signal that all or none show, tells nobody apart.",
    mend="reword the question or the signal, or retire it; counted over the notes named with --notes",
)  # fmt: skip
def earns_its_place(at: ProbeAt, context: Context) -> Iterator[Found]:
    """Find probes and signals that local notes show to be of no use; silent without notes."""
    heard = context.heard.get(at.probe.id)
    if heard is None or heard.rated < SCREENS:
        return
    if heard.not_enough * 100 > NOT_ENOUGH_PERCENT * heard.rated:
        yield Found((*at.key, "say"), f"was not rated (NE) in {heard.not_enough} of {heard.rated} screens")
    for index, signal in enumerate(at.probe.signals):
        count = heard.ticks.get(signal.id, 0)
        if count in (0, heard.rated):
            often = "never" if count == 0 else "always"
            yield Found((*at.key, "signals", index, "text"), f"was {often} ticked in {heard.rated} screens")
