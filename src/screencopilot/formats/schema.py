"""JSON Schemas: of the files, for editors that complete and check TOML, and of what ``compare`` prints as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from screencopilot.domain.bank import Bank, Module
from screencopilot.domain.debrief_record import DebriefRecord
from screencopilot.domain.note import Note
from screencopilot.domain.theme import ThemeFile
from screencopilot.domain.vignette import VignetteFile
from screencopilot.formats.bank_toml import CardsFile, ClaimsFile, FlagsFile
from screencopilot.formats.checked import schema_name
from screencopilot.formats.comparison_document import ComparisonDocument
from screencopilot.formats.config_toml import Config
from screencopilot.formats.keymap_toml import KeymapFile

#: Every kind of file with its type, and the document of a comparison.
KINDS: dict[str, type[msgspec.Struct]] = {
    "bank": Bank,
    "module": Module,
    "note": Note,
    "debrief": DebriefRecord,
    "theme": ThemeFile,
    "cards": CardsFile,
    "claims": ClaimsFile,
    "flags": FlagsFile,
    "vignette": VignetteFile,
    "config": Config,
    "keymap": KeymapFile,
    "comparison": ComparisonDocument,
}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file; KeyError for a kind that is not in ``KINDS``."""
    into = KINDS[kind]
    schema = msgspec.json.schema(into)
    fields = schema["$defs"][into.__name__]["properties"]
    fields["schema"] = {"const": schema_name(kind)}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": f"Screencopilot {kind}", **schema}
