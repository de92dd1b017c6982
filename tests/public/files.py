#!/usr/bin/env python3
"""Reads public files of every format, and holds the values against another reader of each.

    FIDUCIA_PUBLIC=<a folder of checkouts> python3 tests/public/files.py target/debug/fiducia

The other readers are packages of PyPI: ruamel.yaml, python-hcl2, crossplane, javaproperties, python-dotenv, dockerfile-parse;
the rest is of Python itself. Prints a table, a row a format, and what differs. Files that the other reader cannot read are
counted as such. Exits with 1 where values differ, or where a file cannot be read that the other one reads.
"""

import collections
import configparser
import csv
import io
import json
import os
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree

FORMATS = [
    ("yaml", r"\.ya?ml$"), ("json", r"\.json$"), ("hcl2", r"\.(tf|tfvars|hcl)$"), ("toml", r"\.toml$|(^|/)Cargo\.lock$"),
    ("dockerfile", r"(^|/)Dockerfile(\.[\w-]+)?$"), ("nginx", r"\.conf$"), ("ini", r"\.(ini|cnf)$"),
    ("systemd", r"\.(service|socket|timer)$"), ("dotenv", r"(^|/)\.env(\.\w+)?$|\.env$"), ("properties", r"\.properties$"),
    ("xml", r"\.(xml|csproj|config)$"), ("csv", r"\.csv$"), ("ndjson", r"\.(jsonl|ndjson)$"),
    ("ignore", r"\.(git|docker|helm)ignore$"),
]
MOST = 8


def same(ours, theirs):
    """Whether two values are one, whatever types their readers have for dates and numbers."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        theirs = {key_text(key): value for key, value in theirs.items()}
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, (list, tuple)) and isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(theirs, bool) or isinstance(ours, bool) or theirs is None or ours is None:
        return ours is theirs or ours == theirs and type(ours) is type(theirs)
    if isinstance(theirs, (int, float)) and isinstance(ours, (int, float)):
        return ours == theirs or abs(ours - theirs) < 1e-9 * abs(theirs) or theirs != theirs
    if isinstance(theirs, str) or isinstance(theirs, bytes):
        return isinstance(ours, str) and (ours == theirs or isinstance(theirs, bytes))
    return isinstance(ours, str) and ours[:4] == str(theirs)[:4]


def key_text(key):
    if key is None or isinstance(key, bool):
        return json.dumps(key)
    return str(key)


def yaml(text, ours):
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor

    class Plain(SafeConstructor):
        pass

    def untagged(loader, suffix, node):
        build = {"scalar": loader.construct_scalar, "sequence": lambda n: loader.construct_sequence(n, deep=True), "mapping": lambda n: loader.construct_mapping(n, deep=True)}
        return build[node.id](node)

    kinds = {}
    for version in ((1, 2), (1, 1)):
        reader = YAML(typ="safe", pure=True)
        reader.Constructor = Plain
        Plain.add_multi_constructor("!", untagged)
        reader.version = version
        kinds[version] = [document for document in reader.load_all(text)]
    documents = []
    for new, old in zip(kinds[1, 2], kinds[1, 1]):
        of_kind = isinstance(new, dict) and "apiVersion" in new and "kind" in new
        templates = isinstance(new, dict) and ("AWSTemplateFormatVersion" in new or "Resources" in new)
        plays = isinstance(new, list) and new and all(isinstance(play, dict) and ("hosts" in play or "import_playbook" in play) for play in new)
        documents.append(old if of_kind or templates or plays else new)
    # What holds no document is none; keys stay as YAML 1.2 has them.
    return [ours, documents] if len(ours) != len([d for d in documents if d is not None]) else keyed(ours, [d for d in documents if d is not None])


def keyed(ours, theirs):
    """Both with functions of CloudFormation and keys of YAML 1.1 out of the way."""
    return [[bare(one) for one in ours], [bare(one) for one in theirs]]


def bare(value):
    if isinstance(value, dict):
        if len(value) == 1:
            (key, inner), = value.items()
            if isinstance(key, str) and (key in ("Ref", "Condition") or key.startswith("Fn::")):
                inner = bare(inner)
                if key == "Fn::GetAtt" and isinstance(inner, list):
                    return ".".join(str(part) for part in inner)
                return inner
        return {("on" if key is True else "off" if key is False else key): bare(inner) for key, inner in value.items()}
    return [bare(one) for one in value] if isinstance(value, list) else value


def element(node):
    """An element as conftest has it."""
    value = {f"-{local(name)}": text for name, text in node.attrib.items()}
    for child in node:
        if not isinstance(child.tag, str):
            continue
        name, inner = local(child.tag), element(child)
        if name in value:
            value[name] = (value[name] if isinstance(value[name], list) else [value[name]]) + [inner]
        else:
            value[name] = inner
    texts = [(node.text or "").strip()] + [(child.tail or "").strip() for child in node]
    text = "".join(texts)
    if not value:
        return text
    if text:
        value["#content"] = text
    return value


def local(name):
    return name.rsplit("}", 1)[-1]


def without_spaces(value):
    """Texts without white space: readers join the texts around elements in several ways."""
    if isinstance(value, dict):
        return {key: without_spaces(inner) for key, inner in value.items() if not key.startswith("-xmlns") and key != "-schemaLocation"}
    if isinstance(value, list):
        return [without_spaces(one) for one in value]
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


def drop(value, key):
    """Takes a key out of all mappings."""
    if isinstance(value, dict):
        value.pop(key, None)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        drop(inner, key)


def xml(text, ours):
    root = ElementTree.fromstring(text)
    # A declaration of a namespace is an attribute, as in conftest; the other reader has none of them.
    for prefix in re.findall(r"xmlns:(\w+)", text):
        drop(ours[0], f"-{prefix}")
    return [without_spaces(ours[0]), without_spaces({local(root.tag): element(root)})]


def hcl2(text, ours):
    """Types and labels of blocks, and attributes that are plain values."""
    import hcl2 as reader

    def theirs(value, labels=()):
        found = set()
        for key, blocks in value.items():
            key = key.strip('"')
            if key.startswith("__"):
                continue
            if isinstance(blocks, list) and blocks and all(isinstance(block, dict) for block in blocks):
                for block in blocks:
                    found.add((*labels, key))
            elif isinstance(blocks, (bool, int)):
                found.add((*labels, key, str(blocks).lower()))
        return found

    def own(value):
        found = set()
        for key, inner in value.items():
            if isinstance(inner, (dict, list)) and not (isinstance(inner, list) and not (inner and isinstance(inner[0], dict))):
                found.add((key,))
            elif isinstance(inner, (bool, int)):
                found.add((key, str(inner).lower()))
        return found

    read = reader.loads(text)
    listed = lambda found: sorted(map(list, found))
    return [listed(own(ours[0])) if ours else [], listed(theirs(read))]


def nginx(text, ours):
    import crossplane
    import tempfile

    def directive(one):
        value = {"name": one["directive"], "parameters": one["args"]}
        if one["directive"] == "if":
            value["parameters"] = None
        if "block" in one:
            value["block"] = {"directives": [directive(inner) for inner in one["block"]]}
        return value

    def ours_of(one):
        value = {"name": one["name"], "parameters": None if one["name"] == "if" else one["parameters"]}
        if "block" in one:
            value["block"] = {"directives": [ours_of(inner) for inner in one["block"]["directives"]]}
        return value

    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
        file.write(text)
    read = crossplane.parse(file.name, single=True, strict=False, check_ctx=False, check_args=False)
    os.unlink(file.name)
    if read["status"] != "ok":
        raise ValueError(read["errors"])
    return [[ours_of(one) for one in ours[0]["directives"]], [directive(one) for one in read["config"][0]["parsed"]]]


def ini(text, ours):
    reader = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True, inline_comment_prefixes=("#", ";"), comment_prefixes=("#", ";"), default_section="\0")
    reader.optionxform = str
    reader.read_string(text)
    texts = lambda value: "true" if value is True else "false" if value is False else str(value)
    theirs = {name: {key: "true" if value is None else value.strip("\"'").replace("\n", " ") for key, value in section.items()} for name, section in reader.items() if name != "\0"}
    own = {name: {key: texts(value[-1] if isinstance(value, list) else value).replace("\n", " ") for key, value in section.items()} for name, section in ours[0].items()}
    number = lambda text: text.lower()
    return [{n: {k: number(v) for k, v in s.items()} for n, s in own.items()}, {n: {k: number(v) for k, v in s.items()} for n, s in theirs.items()}]


def properties(text, ours):
    import javaproperties

    theirs = javaproperties.loads(text)
    plain = {key for key, value in theirs.items() if "${" not in value}
    return [{key: value for key, value in ours[0].items() if key in plain or key not in theirs}, {key: theirs[key] for key in plain}]


def dotenv(text, ours):
    import dotenv as reader

    theirs = reader.dotenv_values(stream=io.StringIO(text), interpolate=False)
    plain = {key for key, value in theirs.items() if "$" not in (value or "")}
    return [{key: value for key, value in ours[0].items() if key in plain or key not in theirs}, {key: theirs[key] or "" for key in plain}]


def dockerfile(text, ours):
    from dockerfile_parse import DockerfileParser

    reader = DockerfileParser(fileobj=io.BytesIO(text.encode()))
    theirs = [one["instruction"].lower() for one in reader.structure if one["instruction"] != "COMMENT"]
    return [[one["Cmd"] for one in ours[0] if one["Cmd"] != "comment"], theirs]


def table(text, ours):
    rows = list(csv.reader(io.StringIO(text)))
    rows = [row for row in rows if row]
    head = rows[0]
    value = lambda row: dict(zip(head, row)) | ({"": row[len(head):]} if len(row) > len(head) else {})
    return [ours[0], [value(row) for row in rows[1:]]]


def ignore(text, ours):
    lines = text.split("\n")
    return [[one["Original"] for one in ours[0]] if ours else [], [line.rstrip("\r") for line in lines]]


READERS = {
    "yaml": yaml, "xml": xml, "hcl2": hcl2, "nginx": nginx, "ini": ini, "systemd": ini, "properties": properties, "dotenv": dotenv,
    "dockerfile": dockerfile, "csv": table, "ignore": ignore,
    "json": lambda text, ours: [ours[0], json.loads(text)],
    "toml": lambda text, ours: [ours[0], tomllib.loads(text)],
    "ndjson": lambda text, ours: [ours, [json.loads(line) for line in text.splitlines() if line.strip()]],
}


def files(folder):
    counts = collections.Counter()
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            below = os.path.relpath(path, folder)
            for form, pattern in FORMATS:
                repository = below.split(os.sep)[0]
                if re.search(pattern, below) and counts[form, repository] < MOST:
                    counts[form, repository] += 1
                    yield form, repository, path
                    break


def ours_of(program, form, path):
    """What is read, and the problems."""
    run = subprocess.run([program, "parse", path, "--spans", "--format-of", f"**={form}"], capture_output=True, text=True)
    decoder, text, values = json.JSONDecoder(), run.stdout, []
    while text.strip():
        document, end = decoder.raw_decode(text.lstrip())
        text = text.lstrip()[end:]
        if not document["within"]:
            values.append(document["value"])
    return values, run.stderr


def main():
    folder, program = os.environ.get("FIDUCIA_PUBLIC"), os.path.abspath(sys.argv[1])
    if not folder:
        print("not run: FIDUCIA_PUBLIC names no folder of checkouts")
        return 0
    rows, told = collections.defaultdict(collections.Counter), []
    repositories = collections.defaultdict(set)
    for form, repository, path in files(folder):
        row, name = rows[form], os.path.relpath(path, folder)
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                text = file.read()
        except ValueError:
            continue
        row["files"] += 1
        repositories[form].add(repository)
        ours, problems = ours_of(program, form, path)
        problems = "problem[" in problems and problems.split("\n", 3)
        if not text.strip():
            row["empty"] += 1
            continue
        try:
            pair = READERS[form](text, ours)
        except Exception as error:
            row["other cannot"] += 1
            if not problems:
                row["ours alone"] += 1
            continue
        if problems:
            row["false problem"] += 1
            told.append(f"{name}: {' '.join(problems)[:160]}")
        elif same(*pair):
            row["same"] += 1
        else:
            row["differs"] += 1
            told.append(f"{name}: {difference(*pair)}")
    print(f"{'format':11}{'repositories':>13}{'files':>7}{'same':>6}{'differs':>9}{'false problem':>15}{'other cannot read':>19}{'empty':>7}")
    for form, _ in FORMATS:
        row = rows[form]
        print(f"{form:11}{len(repositories[form]):>13}{row['files']:>7}{row['same']:>6}{row['differs']:>9}{row['false problem']:>15}{row['other cannot']:>19}{row['empty']:>7}")
    print("\n".join(told))
    return 1 if told else 0


def difference(ours, theirs, at=""):
    """The first place at which two values differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        theirs = {key_text(key): value for key, value in theirs.items()}
        for key in [*theirs, *ours]:
            if key not in ours or key not in theirs:
                return f"{at}/{key}: {'missing' if key not in ours else 'too much'}"
            if not same(ours[key], theirs[key]):
                return difference(ours[key], theirs[key], f"{at}/{key}")
    if isinstance(theirs, (list, tuple)) and isinstance(ours, list):
        for index, (own, other) in enumerate(zip(ours, theirs)):
            if not same(own, other):
                return difference(own, other, f"{at}/{index}")
        return f"{at}: {len(ours)} items, not {len(theirs)}: {str((ours + list(theirs))[min(len(ours), len(theirs)):][:1])[:80]}"
    return f"{at}: {str(ours)[:60]!r}, not {str(theirs)[:60]!r}"


sys.exit(main())
