#!/usr/bin/env python3
"""What the program is made of, as CycloneDX 1.6: sbom.py [TARGET] >fiducia.cdx.json

Reads Cargo.lock and `cargo metadata`, offline, so it says what `cargo build --locked` builds for the target and nothing else: what only
tests need is left out. The same sources give the same bytes.
"""

import collections
import hashlib
import json
import pathlib
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]


def metadata(target):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]
    if target:
        command += ["--filter-platform", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return json.loads(done.stdout)


def needed(resolve):
    """The packages that the program or its build needs, and what each of them needs."""
    nodes = {node["id"]: node for node in resolve["nodes"]}
    graph, pending = {}, collections.deque([resolve["root"]])
    while pending:
        package = pending.popleft()
        if package in graph:
            continue
        kinds = lambda dependency: {kind["kind"] for kind in dependency["dep_kinds"]}
        graph[package] = sorted(d["pkg"] for d in nodes[package]["deps"] if kinds(d) - {"dev"})
        pending.extend(graph[package])
    return graph


def component(package, checksums, kind):
    name, version = package["name"], package["version"]
    made = {
        "type": kind,
        "bom-ref": f"pkg:cargo/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:cargo/{name}@{version}",
    }
    if package.get("description"):
        made["description"] = " ".join(package["description"].split())
    if package.get("license"):
        # Older manifests write `/` for OR.
        made["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if (name, version) in checksums:
        made["hashes"] = [{"alg": "SHA-256", "content": checksums[name, version]}]
    if package.get("repository"):
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else None
    text = (ROOT / "Cargo.lock").read_bytes()
    lock = tomllib.loads(text.decode())
    checksums = {(p["name"], p["version"]): p["checksum"] for p in lock["package"] if "checksum" in p}
    told = metadata(target)
    packages = {package["id"]: package for package in told["packages"]}
    graph, root = needed(told["resolve"]), told["resolve"]["root"]
    ref = lambda package: f"pkg:cargo/{packages[package]['name']}@{packages[package]['version']}"
    others = sorted((package for package in graph if package != root), key=ref)
    unknown = [ref(package) for package in others if (packages[package]["name"], packages[package]["version"]) not in checksums]
    if unknown:
        sys.exit(f"without a checksum in Cargo.lock: {', '.join(unknown)}")
    own = component(packages[root], checksums, "application")
    if target:
        own["properties"] = [{"name": "fiducia:target", "value": target}]
    digest = hashlib.sha256(text + (target or "").encode()).hexdigest()
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {"component": own, "tools": {"components": [{"type": "application", "name": "sbom.py"}]}},
        "components": [component(packages[package], checksums, "library") for package in others],
        "dependencies": [
            {"ref": ref(package), "dependsOn": sorted({ref(other) for other in graph[package]})}
            for package in sorted(graph, key=ref)
        ],
    }
    json.dump(bom, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
