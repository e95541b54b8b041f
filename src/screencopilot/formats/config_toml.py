"""The settings: read leniently, since one wrong line must not undo the others, and told in full.

A key with a fault keeps its default; whoever reads decides where the faults are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from screencopilot.domain.bank import Slug
from screencopilot.formats.checked import convert, convert_part, schema_fault, schema_name
from screencopilot.formats.errors import ConfigError, Fault
from screencopilot.formats.toml_source import Place, TomlSource, read_toml
from screencopilot.formats.words import nearest

#: Notes kept longer than this many days are worth a reminder, unless set otherwise.
REMIND_AFTER_DAYS = 365

_FIRST_WORD = re.compile(r"[^.\[]+")


class PanelPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the panel shares its notes.

    Attributes:
        remote: the address of its git repository, "" for none.
    """

    remote: Annotated[str, Meta(max_length=1000)] = ""


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """What the evaluator has set.

    Attributes:
        theme: the name of a theme; "" is the program's own choice.
        reduced_motion: nothing glides or blinks.
        remind_after_days: home reminds of notes older than this many days; 0 never does.
        silenced: ids of the nudges silenced for ever.
        panel: where the panel shares its notes.
    """

    schema: str
    theme: Annotated[
        str,
        Meta(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=64, description="a name such as quiet-dark"),
    ] = ""
    reduced_motion: bool = False
    remind_after_days: Annotated[int, Meta(ge=0, le=36_500)] = REMIND_AFTER_DAYS
    silenced: Annotated[tuple[Slug, ...], Meta(max_length=200)] = ()
    panel: PanelPlace = PanelPlace()


#: The settings of someone who has set nothing.
DEFAULTS = Config(schema_name("config"))


class ConfigReading(NamedTuple):
    """The settings, with defaults where something is wrong, and what that is."""

    config: Config
    faults: tuple[Fault, ...] = ()


def load_config(place: Place, nudges: Mapping[str, object]) -> ConfigReading:
    """Read one file of settings; never raises for what is in it.

    Args:
        place: the file.
        nudges: the nudges there are, by id.
    """
    try:
        source = read_toml(place, ConfigError)
    except ConfigError as error:
        return ConfigReading(DEFAULTS, error.faults)
    config, faults = convert(source, Config, "config")
    if config is None:
        wrong = schema_fault(source, "config")
        config = DEFAULTS if wrong else _without_faults(source, faults)
    faults += _unknown_nudges(source, config, nudges)
    return ConfigReading(config, tuple(faults))


def _without_faults(source: TomlSource, faults: list[Fault]) -> Config:
    at_fault = {found[0] for fault in faults if (found := _FIRST_WORD.match(fault.key))}
    kept = {name: value for name, value in source.data.items() if name not in at_fault}
    return convert_part(kept, Config) or DEFAULTS


def _unknown_nudges(source: TomlSource, config: Config, nudges: Mapping[str, object]) -> list[Fault]:
    return [
        source.fault(("silenced", number), f"there is no nudge '{name}'", nearest(name, nudges))
        for number, name in enumerate(config.silenced)
        if name not in nudges
    ]
