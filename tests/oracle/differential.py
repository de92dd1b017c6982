#!/usr/bin/env python3
"""Generated policies and documents through `fiducia check` and through the Open Policy Agent.

    differential.py BINARY [--first SEED] [--count N] [--show N] [--cache DIR]

Prints how many agree and every kind of difference with its seeds; exits 1 where a verdict differs, and 0 with a word
where the bindings of the Open Policy Agent cannot be had. The same seed makes the same case.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import tempfile

import generate
import opa

PROBE = "package fiducia_probe\n\ndeny contains text if text := json.marshal({\"value\": data.p})\n"


BUILTIN_ERRORS = ["eval_type_error", "eval_builtin_error"]
WRONG = ["crash", "DIFFERENT", "AN ERROR ONLY HERE", "AN ERROR ONLY THERE"]


def comparable(value):
    """A value with sets as sorted arrays, and numbers by value."""
    if isinstance(value, list):
        return sorted((comparable(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, float):
        return int(value) if value == int(value) else float(f"{value:.12e}")
    return value


def here(binary, folder, case):
    """What the checker makes of a case, in the words of the oracle."""
    (folder / "p.rego").write_text(case.policy)
    (folder / "probe.rego").write_text(PROBE)
    (folder / "in.json").write_text(json.dumps(case.document))
    (folder / "data.json").write_text(json.dumps(case.data))
    command = [binary, "check", "-f", "json", "-p", "p.rego", "-p", "probe.rego", "-d", "data.json"]
    command += ["--only", "fiducia_probe.deny", "in.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return "crash", done.stderr[-300:]
    problems = [problem["message"] for problem in report["problems"]]
    if problems:
        return "error", problems[0]
    values = [json.loads(finding["message"])["value"] for finding in report["findings"]]
    return ("value", values[0]) if values else ("undefined", None)


def verdict(there, ours):
    """How the two answers compare."""
    if ours[0] == "crash":
        return "crash"
    if there[0] == "error" and any(code in there[1] for code in BUILTIN_ERRORS):
        return "not judged: an error of a builtin, which the bindings do not take for undefined"
    if there[0] == "error" and ours[0] != "error":
        # Here fewer mistakes are found before a policy runs; two values of one rule are no such mistake.
        return "refused only there" if "prepare_error" in there[1] else "AN ERROR ONLY THERE"
    if "error" in (there[0], ours[0]):
        return "agree" if there[0] == ours[0] else "AN ERROR ONLY HERE"
    same = there[0] == ours[0] and comparable(there[1]) == comparable(ours[1])
    return "agree" if same else "DIFFERENT"


def main():
    """Compares, and tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--cache", default=os.path.expanduser("~/.cache/fiducia-oracle"))
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    try:
        oracle = opa.Oracle(options.cache)
    except opa.Unavailable as error:
        print(f"not run: the Open Policy Agent cannot be had here: {error}")
        return 0
    kinds = collections.defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="differential") as folder:
        for seed in range(options.first, options.first + options.count):
            case = generate.case(seed)
            modules = {"p.rego": case.policy}
            there = oracle.ask(modules, "data.p", case.document, case.data)
            ours = here(binary, pathlib.Path(folder), case)
            kind = verdict(there, ours)
            kinds[kind].append(seed)
            if kind != "agree" and len(kinds[kind]) <= options.show:
                print(f"--- seed {seed}: {kind}\n{case.policy}\ninput {json.dumps(case.document)}")
                print(f"data {json.dumps(case.data)}\nthere {str(there)[:400]}\nhere  {str(ours)[:400]}")
    for kind, seeds in sorted(kinds.items()):
        print(f"{len(seeds)} {kind}" + ("" if kind == "agree" else f" (seeds {seeds[:10]})"))
    wrong = sum(len(seeds) for kind, seeds in kinds.items() if kind in WRONG)
    print(f"{len(kinds['agree'])} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
