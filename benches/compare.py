"""What `benches/compare.sh` does: makes trees of configuration, runs the programs over them, measures and compares."""

import argparse
import collections
import json
import math
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
DAY = "2026-11-22"
SIZES = [10, 100, 1000, 10000]
# Rules that need nothing but a document, in Rego and in the language of cfn-guard.
RULES = {
    "R01": ('not startswith(input.spec.image, "registry.example.com/")', r"spec.image == /^registry\.example\.com\//"),
    "R02": ('endswith(input.spec.image, ":latest")', "spec.image != /:latest$/"),
    "R03": ("input.spec.replicas < 2", "spec.replicas >= 2"),
    "R04": ("not input.spec.securityContext.runAsNonRoot", "spec.securityContext.runAsNonRoot == true"),
    "R05": ("not input.spec.resources.limits.memory", "spec.resources.limits.memory exists"),
    "R06": ('not input.metadata.labels.team', "metadata.labels.team exists"),
    "R07": ('input.spec.tls.minVersion == "1.0"', 'spec.tls.minVersion != "1.0"'),
    "R08": ("input.spec.hostNetwork", "spec.hostNetwork != true"),
}


def rego(rules):
    blocks = [f'deny contains "{name}" if {{ {body} }}' for name, (body, _) in rules.items()]
    return "package main\n\nimport rego.v1\n\n" + "\n\n".join(blocks) + "\n"


def guard():
    return "".join(f"rule {name} {{ {body} }}\n" for name, (_, body) in RULES.items())


def document(chance, number):
    """A document of some sixty lines; one setting in forty is bad."""
    bad = lambda: chance.random() < 0.025
    registry, tag = ("docker.io" if bad() else "registry.example.com"), ("latest" if bad() else "1.4.2")
    labels = "" if bad() else f"\n    team: t{number % 9}"
    limits = "" if bad() else "\n      memory: 256Mi"
    lines = [
        "apiVersion: bench.example.com/v1", "kind: Service", "metadata:", f"  name: service-{number:05}",
        f"  labels:\n    app: service-{number:05}{labels}", "spec:", f"  image: {registry}/pay/app:{tag}",
        f"  replicas: {1 if bad() else 3}", f"  hostNetwork: {str(bad()).lower()}", "  tls:",
        f'    minVersion: "{"1.0" if bad() else "1.2"}"', "  securityContext:",
        f"    runAsNonRoot: {str(not bad()).lower()}", "  resources:", f"    limits:\n      cpu: 500m{limits}", "  env:",
    ]
    lines += [f"    - name: SETTING_{at}\n      value: \"value-{chance.randint(0, 99999)}\"" for at in range(16)]
    return "\n".join(lines) + "\n"


def tree(folder, count):
    chance = random.Random(count)
    for number in range(count):
        path = folder / f"{number % 10}" / f"service-{number:05}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(chance, number))
    return folder


class Cost:
    """Seconds on the wall and on the processor, and MiB at the peak."""

    def __init__(self, wall, cpu, memory):
        self.wall, self.cpu, self.memory = wall, cpu, memory


# Runs a command for a process that may have grown: the peak of a child counts what its parent held when it began.
LAUNCHER = """
import json, os, sys, time
out, told = (os.open(path, os.O_WRONLY) for path in sys.argv[1:3])
actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, told, 2)]
started = time.monotonic()
process = os.posix_spawnp(sys.argv[3], sys.argv[3:], os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
wall = time.monotonic() - started
print(json.dumps([os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


def run(command, folder):
    """What a command writes, its exit code, and what it costs."""
    with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as told:
        launcher = [sys.executable, "-S", "-E", "-c", LAUNCHER, out.name, told.name, *command]
        status, *cost = json.loads(subprocess.run(launcher, cwd=folder, stdout=subprocess.PIPE, check=True).stdout)
        if status < 0:
            sys.exit(f"{command[0]} ended by signal {-status}: {told.read()[-300:]}")
        return out.read().decode("utf-8", "replace"), status, Cost(*cost)


def best(command, folder, times):
    """The fastest of several runs; the first one warms the files up."""
    runs = [run(command, folder) for _ in range(times)]
    return min(runs, key=lambda result: result[2].wall)


def by_rule(names):
    return collections.Counter(names)


def of_fiducia(text):
    return by_rule(finding["message"] for finding in json.loads(text)["findings"])


def of_conftest(text):
    return by_rule(failure["msg"] for file in json.loads(text) for failure in file.get("failures") or [])


def of_opa(text):
    results = json.loads(text)["result"]
    return by_rule(name for result in results for name in result.get("result") or [])


def of_guard(text):
    found = re.findall(r"^\S+/(R\d+)\s+FAIL", text, re.M)
    return by_rule(found)


def tools(binary):
    """Each program: its command over `tree` and how its findings are counted."""
    known = {
        "fiducia": ([binary, "check", "tree", "-p", "policy", "-f", "json", "--as-of", DAY, "--fail-on", "never"], of_fiducia),
        "conftest": (["conftest", "test", "-p", "policy", "-o", "json", "--no-fail", "tree"], of_conftest),
        "opa": (["opa", "exec", "--decision", "main/deny", "--bundle", "policy", "tree"], of_opa),
        "cfn-guard": (["cfn-guard", "validate", "-r", "rules.guard", "-d", "tree", "--show-summary", "fail"], of_guard),
    }
    return {name: tool for name, tool in known.items() if name == "fiducia" or shutil.which(name)}


def compare(binary, folder, sizes, times):
    """Rows of the table of programs; fails where two of them disagree."""
    (folder / "policy").mkdir()
    (folder / "policy/main.rego").write_text(rego(RULES))
    (folder / "rules.guard").write_text(guard())
    rows = []
    for size in sizes:
        shutil.rmtree(folder / "tree", ignore_errors=True)
        tree(folder / "tree", size)
        verdicts = {}
        for name, (command, count) in tools(binary).items():
            text, _, cost = best(command, folder, times)
            verdicts[name] = count(text)
            rows.append((name, size, sum(verdicts[name].values()), cost))
        expected = verdicts["fiducia"]
        for name, found in verdicts.items():
            if found != expected:
                sys.exit(f"{name} finds {dict(found)}, fiducia {dict(expected)} in {size} files")
        cached = [*tools(binary)["fiducia"][0], "--cache", str(folder / "cache")]
        run(cached, folder)
        text, _, cost = best(cached, folder, times)
        if of_fiducia(text) != expected:
            sys.exit(f"a run with a cache finds something else in {size} files")
        rows.append(("fiducia, cached", size, sum(expected.values()), cost))
    return rows


def many_rules(count):
    return rego({f"R{at:05}": (f'input.spec.replicas < 0; input.metadata.name != "n{at}"', "") for at in range(count)})


def waivers(count):
    head = "apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {name: w}\nspec:\n  waivers:\n"
    each = "    - {{id: W-{0}, rule: main.deny, path: tree/{1}/service-{0:05}.yaml, reason: measured, owner: a, requested_by: a, approved_by: b, created: 2026-11-01, expires: 2026-12-31}}\n"
    return head + "".join(each.format(at, at % 10) for at in range(count))


def growing(folder, kind, size):
    """A place where one thing is there so many times, and the options of `check`."""
    place = folder / f"{kind}-{size}"
    (place / "policy").mkdir(parents=True)
    policy, files, options = rego(RULES), {}, []
    if kind == "files":
        tree(place / "tree", size)
    elif kind == "rules":
        policy, files = many_rules(size), {"tree/a.yaml": document(random.Random(1), 1)}
    elif kind == "METADATA blocks":
        block = "# METADATA\n# custom: {{id: M-{0}}}\ndeny contains \"{0}\" if input.never == {0}\n\n"
        policy = "package main\n\nimport rego.v1\n\n" + "".join(block.format(at) for at in range(size))
        files = {"tree/a.yaml": "a: 1\n"}
    elif kind == "waivers":
        tree(place / "tree", 100)
        files = {"fiducia.waivers.yaml": waivers(size)}
    elif kind == "findings":
        policy = 'package main\n\nimport rego.v1\n\ndeny contains {"msg": "odd", "path": ["items", i]} if some i, _ in input.items\n'
        files = {"tree/a.yaml": "items:\n" + "".join(f"  - {{name: n{at}}}\n" for at in range(size))}
    elif kind == "baseline entries":
        policy = 'package main\n\nimport rego.v1\n\ndeny contains {"msg": "odd", "path": ["items", i]} if some i, _ in input.items\n'
        files = {"tree/a.yaml": "items:\n" + "".join(f"  - {{name: n{at}}}\n" for at in range(size))}
        options = ["--baseline", "baseline.json"]
    elif kind == "items nested in turn":
        # Depth is bounded, so what nests is repeated: a sixteenth of so many sequences of a hundred levels.
        nested = "[" * 100 + "1" + "]" * 100
        files = {"tree/a.yaml": "".join(f"k{at}: {nested}\n" for at in range(size // 16))}
    for name, text in {**files, "policy/main.rego": policy}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place, options


KINDS = ["files", "rules", "METADATA blocks", "waivers", "findings", "baseline entries", "items nested in turn"]


def grow(binary, folder, sizes, times):
    """The cost of each kind at each size."""
    rows = []
    for kind in KINDS:
        for size in sizes:
            place, options = growing(folder, kind, size)
            command = [binary, "check", "tree", "-p", "policy", "-f", "json", "--as-of", DAY, "--fail-on", "never", *options]
            if "--baseline" in options:
                run([*command, "--update-baseline"], place)
            _, status, cost = best(command, place, times)
            if status != 0:
                sys.exit(f"{kind}, {size}: exit code {status}")
            rows.append((kind, size, cost))
            shutil.rmtree(place)
    return rows


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" if at == 0 else "---:" for at in range(len(head))) + " |")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


COLORS = ["#1b6ac9", "#c2410c", "#15803d", "#7e22ce", "#64748b"]


def picture(rows, path):
    """Cost against size on scales of powers of ten: seconds of the processor, and MiB."""
    width, height, left, top = 420, 300, 60, 40
    names = list(dict.fromkeys(name for name, *_ in rows))
    sizes = sorted({size for _, size, *_ in rows})
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * (width + left) + 60} {height + 130}" font-family="sans-serif" font-size="12">']
    out.append('<rect width="100%" height="100%" fill="#ffffff"/>')
    x_of = lambda size: (math.log10(size) - math.log10(sizes[0])) / max(math.log10(sizes[-1] / sizes[0]), 0.01) * width
    for panel, (title, value) in enumerate([("seconds of the processor", lambda c: c.cpu), ("MiB at the peak", lambda c: c.memory)]):
        at = left + panel * (width + left + 40)
        values = [max(value(cost), 0.001) for *_, cost in rows]
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        high = max(high, low + 1)
        y_of = lambda v: top + height - (math.log10(max(v, 0.001)) - low) / (high - low) * height
        out.append(f'<text x="{at}" y="{top - 16}" font-weight="bold">{title}, by files</text>')
        for power in range(low, high + 1):
            y = y_of(10**power)
            out.append(f'<path d="M{at} {y:.1f}h{width}" stroke="#d4d4d8"/><text x="{at - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
        for size in sizes:
            out.append(f'<text x="{at + x_of(size):.1f}" y="{top + height + 18}" text-anchor="middle">{size}</text>')
        for index, name in enumerate(names):
            points = [(at + x_of(size), y_of(value(cost))) for other, size, _, cost in rows if other == name]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            color = COLORS[index % len(COLORS)]
            out.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
            out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in points]
    for index, name in enumerate(names):
        x, y = left + index * 170, top + height + 56
        out.append(f'<path d="M{x} {y - 4}h24" stroke="{COLORS[index % len(COLORS)]}" stroke-width="3"/><text x="{x + 30}" y="{y}">{name}</text>')
    path.write_text("\n".join(out) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--quick", action="store_true", help="small sizes, once each; writes no picture")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    sizes = SIZES[:2] if options.quick else SIZES
    grown = [100, 200] if options.quick else [1000, 2000, 4000, 8000, 16000]
    times = 1 if options.quick else 3
    missing = [name for name in ["conftest", "opa", "cfn-guard"] if not shutil.which(name)]
    print(f"not on the PATH, and so not compared: {', '.join(missing)}\n" if missing else "all three are compared\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        rows = compare(binary, pathlib.Path(name), sizes, times)
        shown = [(n, s, f, f"{c.wall:.3f}", f"{c.cpu:.3f}", f"{c.memory:.0f}") for n, s, f, c in rows]
        table(["program", "files", "findings", "wall, s", "CPU, s", "MiB"], shown)
        if not options.quick:
            picture(rows, ROOT / "docs/performance.svg")
        grown = grow(binary, pathlib.Path(name), grown, times)
        by_kind = collections.defaultdict(list)
        for kind, size, cost in grown:
            by_kind[kind].append((size, cost))
        sizes = sorted({size for _, size, _ in grown})
        cell = lambda cost: f"{cost.cpu:.2f} s, {cost.memory:.0f} MiB"
        lines = []
        for kind, costs in by_kind.items():
            (_, first), (_, last) = costs[0], costs[-1]
            times_as = f"{last.cpu / max(first.cpu, 0.001):.1f}, {last.memory / first.memory:.1f}"
            lines.append((kind, *(cell(cost) for _, cost in costs), times_as))
        table(["so many", *map(str, sizes), f"times for {sizes[-1] // sizes[0]} times as many"], lines)


if __name__ == "__main__":
    main()
