"""Validators written by others: XML schemas, TypeScript types of schema.org, a validator of web manifests."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.generated_places import run, run_checked
from support.paths import VALIDATORS
from support.requirements import require_file, require_program

NODE = VALIDATORS / "node_modules"


def run_node(script: str, folder: Path, *arguments: str) -> Any:
    """The JSON that a script for Node prints; it may require the packages of ``tests/validators``."""
    require_file(NODE / "opening_hours")
    environment = {**os.environ, "NODE_PATH": str(NODE), "TZ": "Europe/Paris"}
    return json.loads(run_checked([require_program("node"), "-e", script, *arguments], folder, environment).output)


#: The schema of sitemaps, and that of their links to other languages, which the package lacks (a part of XHTML's).
_SITEMAP = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{}"/>
<xs:import namespace="http://www.w3.org/1999/xhtml" schemaLocation="link.xsd"/>
</xs:schema>"""
_LINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
<xs:element name="link"><xs:complexType>
<xs:attribute name="rel" fixed="alternate" use="required"/>
<xs:attribute name="hreflang" type="xs:language" use="required"/>
<xs:attribute name="href" type="xs:anyURI" use="required"/>
</xs:complexType></xs:element>
</xs:schema>"""


def sitemap_command(folder: Path) -> list[str]:
    """The command that validates the sitemaps whose paths follow; writes its schemas to ``folder``."""
    schema = folder / "map.xsd"
    schema.write_text(_SITEMAP.format(require_file(NODE / "sitemap/schema/sitemap.xsd").as_uri()), encoding="utf-8")
    (folder / "link.xsd").write_text(_LINK, encoding="utf-8")
    return [require_program("xmllint"), "--noout", "--nonet", "--schema", str(schema)]


def atom_command() -> list[str]:
    """The command that validates the feeds whose paths follow, by the schema of RFC 4287."""
    schema = VALIDATORS / "atom.rng"
    return [require_program("xmllint"), "--noout", "--nonet", "--relaxng", str(schema)]


_HEAD = 'import type { Graph } from "schema-dts";\n'
_OPTIONS = {
    "compilerOptions": {
        "strict": True, "noEmit": True, "skipLibCheck": True, "module": "node16", "moduleResolution": "node16",
        "target": "es2022", "types": [], "typeRoots": [],
    },
    "include": ["*.ts"],
}  # fmt: skip


def typescript_errors(folder: Path, sources: dict[str, str]) -> list[str]:
    """The errors of the TypeScript compiler in files of schema.org data (name: source)."""
    script = require_file(NODE / "typescript/bin/tsc")
    require_file(NODE / "schema-dts")
    (folder / "node_modules").symlink_to(NODE.resolve())
    (folder / "tsconfig.json").write_text(json.dumps(_OPTIONS), encoding="utf-8")
    for name, text in sources.items():
        (folder / name).write_text(_HEAD + text, encoding="utf-8")
    result = run([require_program("node"), str(script), "--project", str(folder), "--pretty", "false"], folder)
    return [line for line in result.output.splitlines() if "error" in line]


def shape(value: Any) -> str:
    """The keys, types and enumerations of some schema.org data, without its texts, which do not change its types."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{value[key] if key == '@type' else shape(value[key])}" for key in value) + "}"
    if isinstance(value, list):
        return "[" + "|".join(sorted({shape(item) for item in value})) + "]"
    if isinstance(value, str):
        return value if re.match("https?://schema.org/", value) else "text"
    return type(value).__name__


#: Errors for features of https://www.w3.org/TR/appmanifest/ that the validator lacks: icons of any size, shortcuts.
_UNSUPPORTED = {
    'Invalid icon\'s "sizes" value "any". The expected format is "123x345".',
    'Unknown manifest attribute "shortcuts".',
}
_MANIFESTS = """
    const validate = require("web-app-manifest-validator"), { readFileSync } = require("fs");
    const paths = JSON.parse(readFileSync(process.argv[1]));
    console.log(JSON.stringify(paths.map((path) => validate(JSON.parse(readFileSync(path))))));
"""


def manifest_errors(folder: Path, paths: Sequence[Path]) -> list[list[str]]:
    """The errors of each web manifest."""
    require_file(NODE / "web-app-manifest-validator")
    (folder / "manifests.json").write_text(json.dumps([str(path) for path in paths]), encoding="utf-8")
    errors_by_file = run_node(_MANIFESTS, folder, str(folder / "manifests.json"))
    return [[error for error in errors if error not in _UNSUPPORTED] for errors in errors_by_file]
