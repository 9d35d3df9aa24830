"""Programs of others, called the same way wherever the tests ask for their judgement."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.generated_places import run
from support.paths import VALIDATORS
from support.requirements import require_file, require_program

NODE = VALIDATORS / "node_modules"


def run_node(script: str, folder: Path, *arguments: str) -> Any:
    """What a script for Node prints as JSON; the modules of the tests are there to be required."""
    require_file(NODE / "opening_hours")
    environment = {**os.environ, "NODE_PATH": str(NODE), "TZ": "Europe/Paris"}
    done = run([require_program("node"), "-e", script, *arguments], folder, environment)
    assert done.status == 0, done.output
    return json.loads(done.output)


#: The schema of maps asks for that of the links to other languages, which is part of XHTML's and not in the package.
_MAP = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
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
    """The command that judges the maps of sites whose paths follow; its schemas go to ``folder``."""
    schema = folder / "map.xsd"
    schema.write_text(_MAP.format(require_file(NODE / "sitemap/schema/sitemap.xsd").as_uri()), encoding="utf-8")
    (folder / "link.xsd").write_text(_LINK, encoding="utf-8")
    return [require_program("xmllint"), "--noout", "--nonet", "--schema", str(schema)]


def atom_command() -> list[str]:
    """The command that judges the feeds whose paths follow, by the schema of RFC 4287."""
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
    """What the compiler of TypeScript says of some data of schema.org, by file."""
    script = require_file(NODE / "typescript/bin/tsc")
    require_file(NODE / "schema-dts")
    (folder / "node_modules").symlink_to(NODE.resolve())
    (folder / "tsconfig.json").write_text(json.dumps(_OPTIONS), encoding="utf-8")
    for name, text in sources.items():
        (folder / name).write_text(_HEAD + text, encoding="utf-8")
    done = run([require_program("node"), str(script), "--project", str(folder), "--pretty", "false"], folder)
    return [line for line in done.output.splitlines() if "error" in line]


#: What the judge does not know yet of https://www.w3.org/TR/appmanifest/: icons of any size, and shortcuts.
_NEWER = {
    'Invalid icon\'s "sizes" value "any". The expected format is "123x345".',
    'Unknown manifest attribute "shortcuts".',
}
_MANIFESTS = """
    const judge = require("web-app-manifest-validator"), { readFileSync } = require("fs");
    const paths = JSON.parse(readFileSync(process.argv[1]));
    console.log(JSON.stringify(paths.map((path) => judge(JSON.parse(readFileSync(path))))));
"""


def manifest_errors(folder: Path, paths: Sequence[Path]) -> list[list[str]]:
    """The faults of each web manifest."""
    require_file(NODE / "web-app-manifest-validator")
    (folder / "manifests.json").write_text(json.dumps([str(path) for path in paths]), encoding="utf-8")
    told = run_node(_MANIFESTS, folder, str(folder / "manifests.json"))
    return [[fault for fault in faults if fault not in _NEWER] for faults in told]
