from __future__ import annotations

import pytest

from screencopilot.formats.schema import KINDS, json_schema


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_schema_names_its_kind(kind: str) -> None:
    schema = json_schema(kind)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert kind in schema["title"]
    body = schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    assert body["properties"]["schema"] == {"const": f"screencopilot/{kind}/1"}
    assert "schema" in body["required"]


def test_limits_come_from_the_types() -> None:
    signal = json_schema("module")["$defs"]["Signal"]
    assert signal["properties"]["text"]["maxLength"] == 60
    assert signal["additionalProperties"] is False


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        json_schema("vignettes")
