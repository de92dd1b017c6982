#!/usr/bin/env python3
"""`examples/fleet/fleet.sql` on the lines of 1,000 runs, and what it has to say of them counted by hand.

    fleet.py BINARY [--cache DIR]

A few repositories are checked; each of the 1,000 runs is one of these with a repository, a commit and a day of its own.
Needs DuckDB's Python package, which is fetched from PyPI once; exits 0 with a word where it cannot be had.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

PACKAGE, VERSION = "duckdb", "2.0.1"
ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNS, REPOSITORIES = 1000, 250
SEVERITIES = ["critical", "high", "medium"]
# Rego of one rule a severity, and documents that break some of them; the last cannot be read.
POLICY = "\n".join(
    ["package fleet", "", "import rego.v1"]
    + [
        f"\n# METADATA\n# title: {severity} is unset\n# custom: {{id: F-{severity}, severity: {severity}}}\n"
        f'deny contains {{"msg": "{severity} is set", "path": ["{severity}"]}} if input.{severity}'
        for severity in SEVERITIES
    ]
)
DOCUMENTS = ["a: 1\n", "critical: 1\nhigh: 2\n", "high: 1\n---\nhigh: 2\nmedium: 3\n", "medium: 1\n", "critical: [\n"]


def module(cache):
    """DuckDB, from a folder that it is kept in; None where it cannot be had."""
    folder = pathlib.Path(cache) / f"{PACKAGE}-{VERSION}"
    if not (folder / PACKAGE).is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--root-user-action=ignore"]
        done = subprocess.run(
            [*command, "--target", str(folder), f"{PACKAGE}=={VERSION}"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print("NOT RUN: DuckDB cannot be had here:", done.stderr.strip()[-200:])
            return None
    sys.path.insert(0, str(folder))
    import duckdb

    return duckdb


def reports(binary):
    """The lines of a run over each of the documents."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "fleet.rego").write_text(POLICY)
        for document in DOCUMENTS:
            path = pathlib.Path(folder) / "app.yaml"
            path.write_text(document)
            command = [binary, "check", "app.yaml", "-p", "fleet.rego", "-f", "ndjson", "--as-of", "2026-11-22"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            yield [json.loads(line) for line in done.stdout.splitlines()]


def fleet(binary, folder):
    """Writes the runs; gives them as repository, day, file and lines."""
    chance, made = random.Random(7), list(reports(binary))
    runs = []
    for number in range(RUNS):
        repository = f"https://git.example/team/r{number % REPOSITORIES:03}.git"
        day = f"2026-{1 + number // REPOSITORIES * 3:02}-{1 + number % 28:02}"
        about = {
            "repository": repository,
            "commit": f"{number:040x}",
            "as_of": day,
            "labels": {"team": f"t{number % 7}"},
        }
        lines = [{**line, **about} for line in chance.choice(made)]
        path = folder / f"reports/{number % 10}/{number:04}.ndjson"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        runs.append((repository, day, str(path), lines))
    return runs


def opened(lines, **wanted):
    """How many open findings lines hold."""
    fits = lambda line: line["record"] == "finding" and line["status"] == "open"
    return sum(1 for line in lines if fits(line) and all(line[key] == value for key, value in wanted.items()))


def last(runs, key):
    """The last run of each repository, or of whatever the key tells apart."""
    found = {}
    for run in sorted(runs, key=lambda run: (run[1], run[2])):
        found[key(run)] = run
    return found


def expected(runs):
    """What each view has to say."""
    latest = last(runs, lambda run: run[0])
    by_control, worst = collections.Counter(), {}
    for repository, _, _, lines in latest.values():
        by_control.update(line["rule"] for line in lines if line["record"] == "finding" and line["status"] == "open")
        problems = sum(1 for line in lines if line["record"] == "problem")
        worst[repository] = (problems, *(opened(lines, severity=severity) for severity in SEVERITIES), opened(lines))
    months = collections.defaultdict(list)
    for (_, month), run in last(runs, lambda run: (run[0], run[1][:7])).items():
        months[month].append(run[3])
    trend = {
        f"{month}-01": (
            len(found),
            sum(opened(lines, severity="critical") for lines in found),
            sum(opened(lines) for lines in found),
        )
        for month, found in months.items()
    }
    return dict(by_control), worst, trend


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--cache", default=str(pathlib.Path(tempfile.gettempdir()) / "fiducia-fleet"))
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    duckdb = module(options.cache)
    if duckdb is None:
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        runs = fleet(binary, folder)
        os.chdir(folder)
        connection = duckdb.connect()
        text = (ROOT / "examples/fleet/fleet.sql").read_text()
        # Commands of the shell are no SQL.
        connection.execute("\n".join(line for line in text.splitlines() if not line.startswith(".")))
        ask = lambda query: connection.execute(query).fetchall()
        by_control, worst, trend = expected([(r, d, str(pathlib.Path(f).relative_to(folder)), l) for r, d, f, l in runs])
        found = dict(ask("SELECT id, findings FROM findings_by_control WHERE findings > 0"))
        assert found == by_control, (found, by_control)
        rows = ask("SELECT repository, problems, critical, high, medium, findings FROM worst_repositories")
        assert {row[0]: row[1:] for row in rows} == worst
        order = [(row[1] > 0, *row[2:6]) for row in rows]
        assert order == sorted(order, reverse=True) and len(rows) == REPOSITORIES
        rows = ask("SELECT month::VARCHAR, repositories, critical, findings FROM trend")
        assert {row[0]: row[1:] for row in rows} == trend, (rows, trend)
        versions = ask("SELECT pack, repositories FROM policy_versions")
        assert [count for _, count in versions] == [REPOSITORIES], versions
    print(f"{RUNS} runs of {REPOSITORIES} repositories: {sum(by_control.values())} open findings, as counted by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
