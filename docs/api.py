"""The reference of the editor's API: what `docs/generate.py` makes of its OpenAPI document, with examples.

The examples are lines of a shell; `tests/e2e/test_api.py` runs each of them against a served project.
"""

from __future__ import annotations

from typing import Any

INTRODUCTION = """\
# The API of the editor

`translate-kit serve` answers programs as it answers its own pages: everything that the pages do is here. Made from the
server's own description by `make docs`; a running server gives that, as OpenAPI 3.1, at `/api/openapi.json`, and shows
it as a page at `/docs`.

Without accounts a program shows the token that is in the address which `serve` prints (`serve --json` prints it apart):

```sh
translate-kit --project my-book serve --json --no-open
```

```json
{"url": "http://127.0.0.1:8765", "open": "http://127.0.0.1:8765/?token=…", "token": "…", "project": "my-book"}
```

In the examples `$URL` and `$TOKEN` are those. With `serve --team` a program logs in and shows the token of its session;
see [people](#people).

- Bodies and answers are JSON in UTF-8, except files and the live events. A name in a body that is not known is an
  error.
- Ids of segments are strings of digits. `revision` is the number of the version of a target: pass the one that your
  user saw, and a change that came in between is answered with 409 instead of being overwritten; the answer has `yours`,
  `theirs` and the `segment` as it is now.
- An error has one form, `{"error": "what happened, and what to do"}`:

"""

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "segments": (
        (
            "The drafts of a document, and what stands beside the first of its segments:",
            """
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/segments/ids?document=article.md&state=draft"
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/segments/1/help"
""",
        ),
        (
            "Confirm one, as whoever saw its version 1; and take that back:",
            """
curl -sS --fail-with-body -X PUT -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"target": "The eternal leader", "state": "translated", "revision": 1}' "$URL/api/segments/1"
curl -sS --fail-with-body -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"revision": 2}' "$URL/api/segments/1/undo"
""",
        ),
    ),
    "search": (
        (
            "What replacing would do, without doing it; `\\1` is the first group of the expression:",
            """
curl -sS --fail-with-body -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"find": "leader(s?)", "replace": "guide\\\\1", "regex": true, "preview": true}' "$URL/api/replace"
""",
        ),
    ),
    "project": (
        (
            "How far it is, and a document as it stands:",
            """
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/progress"
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" \\
  -o article.po "$URL/api/export?format=po&document=article.md"
""",
        ),
    ),
    "coordination": (
        (
            "Check the whole project. That takes its time: ask for the state of the job until it is `done`:",
            """
curl -sS --fail-with-body -X POST -H "Authorization: Bearer $TOKEN" "$URL/api/qa/run"
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/jobs/1"
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/qa?limit=20"
""",
        ),
    ),
    "people": (
        (
            "Log in; `token` in the answer is what to show from then on:",
            """
curl -sS --fail-with-body -X POST -H "Content-Type: application/json" \\
  -d '{"name": "ann", "password": "zeventien kleine katten"}' "$URL/api/session"
""",
        ),
        (
            "An account for a colleague:",
            """
curl -sS --fail-with-body -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"name": "bob", "role": "translator", "password": "achttien grote honden"}' "$URL/api/people"
""",
        ),
    ),
}
"""Group of operations → what an example shows, and its lines."""


def page(document: dict[str, Any]) -> str:
    """The reference page out of an OpenAPI document."""
    lines = [INTRODUCTION + "| status | |", "| --- | --- |"]
    statuses = document["paths"]["/api/segments/{segment_id}"]["put"]["responses"]
    lines += [f"| {status} | {statuses[status]['description']} |" for status in sorted(statuses) if status >= "400"]
    wait = document["paths"]["/api/session"]["post"]["responses"]["429"]["description"]
    lines += [f"| 429 | {wait} |"]
    for tag in document["tags"]:
        operations = [
            (method, path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if tag["name"] in operation["tags"]
        ]
        lines += ["", f"## {tag['name']}", "", tag["description"]]
        for says, example in EXAMPLES[tag["name"]]:
            lines += ["", says, "", "```sh", example.strip(), "```"]
        for method, path, operation in operations:
            lines += ["", f"### {method.upper()} {path}", "", f"{operation['summary']}. {operation['description']}"]
            lines += _fields(operation, document)
    lines += ["", "## forms", "", "What is named above."]
    for name in sorted(_named(document)):
        schema = document["components"]["schemas"][name]
        rows = [
            (field, _kind(one, document), field in schema.get("required", ()), one.get("description", ""))
            for field, one in schema["properties"].items()
        ]
        lines += ["", f"### {name}", "", schema.get("description", ""), *_table(rows)]
    return "\n".join(lines) + "\n"


def _fields(operation: dict[str, Any], document: dict[str, Any]) -> list[str]:
    rows = [
        (
            one["name"],
            f"{one['in']}: {_kind(one['schema'], document)}",
            one.get("required", False),
            one.get("description", ""),
        )
        for one in operation.get("parameters", ())
        if one["in"] != "path"
    ]
    if "requestBody" in operation:
        body = _body(operation, document)
        rows += [
            (name, f"body: {_kind(one, document)}", name in body.get("required", ()), one.get("description", ""))
            for name, one in body.get("properties", {}).items()
        ]
    return _table(rows)


def _body(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def _table(rows: list[tuple[str, str, bool, str]]) -> list[str]:
    if not rows:
        return []
    return [
        "",
        "| name | kind | |",
        "| --- | --- | --- |",
        *(f"| `{name}`{' (needed)' if needed else ''} | {kind} | {about} |" for name, kind, needed, about in rows),
    ]


def _named(document: dict[str, Any]) -> set[str]:
    """The forms that are part of bodies and answers, with those that are part of them."""
    schemas = document["components"]["schemas"]
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        for methods in document["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    }
    inner = {name for body in bodies for one in schemas[body]["properties"].values() for name in _references(one)}
    return {name for name in {*inner, "SegmentRow"} if "properties" in schemas[name]}


def _references(schema: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        return [str(schema["$ref"].rsplit("/", 1)[-1])]
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return [name for one in inner for name in _references(one)]


def _kind(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """A schema in a few words; the name of a form."""
    if "$ref" in schema:
        name = str(schema["$ref"].rsplit("/", 1)[-1])
        named = document["components"]["schemas"][name]
        return _kind(named, document) if "enum" in named else f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(one, document) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"`{one}`" if one else "empty" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], document)}"
    return str(schema.get("type", "any"))
