#!/usr/bin/env python3
"""Runs the example folders of conftest with their policies, and prints what came of each.

    FIDUCIA_CONFTEST=<a checkout of conftest> python3 tests/public/conftest_examples.py target/debug/fiducia

What is expected is what the acceptance tests of the checkout say: the exit code and the texts of its output. Commands
whose options are about something else than verdicts are left out. Exits with 1 where a verdict differs.
"""

import json
import os
import re
import shlex
import subprocess
import sys

# Formats that are not read, each by the folder of its example.
NOT_READ = {"cue", "edn", "hcl1", "hocon", "jenkins", "jsonnet", "textproto", "ts", "vcl"}
# Options without a meaning for the verdict, and how many words follow each.
IGNORED = {"--no-color": 0, "--quiet": 0, "--trace": 0, "--all-namespaces": 0, "-o": 1, "--output": 1, "--suppress-exceptions": 0}


def commands(text):
    """The commands of the acceptance tests with their names, exit codes and texts."""
    for name, body in re.findall(r'@test "([^"]+)" \{\n(.*?)\n\}', text, re.S):
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        runs = [line for line in lines if line.startswith("run ./conftest test")]
        status = re.search(r'\[ "\$status" -eq (\d+) \]', body)
        # What the checkout does not have, and what is not about verdicts.
        if len(runs) != 1 or not status or re.search(r"\$\{|--trace", runs[0]) or any(line.startswith(("cd ", "DIR=", "export ")) for line in lines):
            continue
        texts = [text.replace("\\", "") for text in re.findall(r'\[\[ "\$output" =~ "([^"]+)" \]\]', body)]
        yield name, runs[0].split("test ", 1)[1], int(status[1]), texts


def translated(words):
    """The options of fiducia and the files; None where an option has no counterpart."""
    options, files, rest = [], [], iter(words)
    for word in rest:
        word, _, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if word in ("-p", "--policy"):
            options += ["-p", "./" + (value or next(rest)).removeprefix("./")]
        elif word in ("-d", "--data"):
            options += ["-d", value or next(rest)]
        elif word == "--combine":
            options.append("--combine")
        elif word == "--parser":
            parser = value or next(rest)
            options += ["--format-of", f"**={parser}", "--stdin-format", parser]
        elif word == "--fail-on-warn":
            options += ["--fail-on", "low"]
        elif word in IGNORED:
            for _ in range(IGNORED[word]):
                next(rest)
        elif word.startswith("--"):
            return None
        elif word:
            files.append(word)
    return options, files


def main():
    folder, program = os.environ.get("FIDUCIA_CONFTEST"), os.path.abspath(sys.argv[1])
    if not folder:
        print("not run: FIDUCIA_CONFTEST names no checkout of conftest")
        return 0
    with open(os.path.join(folder, "acceptance.bats"), encoding="utf-8") as file:
        found = list(commands(file.read()))
    wrong = 0
    for name, line, status, texts in found:
        line, _, stdin = line.partition(" < ")
        folders = set(re.findall(r"examples/([\w-]+)", line))
        command = translated(shlex.split(line))
        if folders & NOT_READ or command is None or not folders:
            print(f"left out  {name}")
            continue
        options, files = command
        policies = [path for at, path in enumerate(options) if at and options[at - 1] == "-p"]
        rego = lambda path: path.endswith(".rego") or any(name.endswith(".rego") for _, _, names in os.walk(path) for name in names)
        if not all(rego(os.path.join(folder, path)) and os.path.exists(os.path.join(folder, path)) for path in policies):
            print(f"left out  {name}: its policy is not there")
            continue
        files = [path for path in files if path == "-" or os.path.exists(os.path.join(folder, path))]
        arguments = [program, "check", *files, *options, "-f", "json"]
        given = open(os.path.join(folder, stdin.strip()), "rb") if stdin else subprocess.DEVNULL
        run = subprocess.run(arguments, cwd=folder, stdin=given, capture_output=True, text=True)
        try:
            report = json.loads(run.stdout)
        except ValueError:
            report = {"findings": [], "problems": [{"message": run.stderr}]}
        messages = [finding["message"] for finding in report["findings"]]
        # `FAIL - file - policy - message`: the message alone is the policy's.
        wanted = [text.rsplit(" - ", 1)[-1] for text in texts if not re.search(r"\d+ tests?|TRAC|\[INFO\]|Rule|^\{|ok \d", text)]
        missing = [text for text in wanted if not any(text in message for message in messages)]
        same = run.returncode == status and not missing
        wrong += not same
        problems = "; ".join(problem["message"].splitlines()[0] for problem in report["problems"])
        print(f"{'same' if same else 'DIFFERS':9} {name}: {run.returncode} of {status}, {len(messages)} findings {missing or ''} {problems}")
    print(f"{len(found)} commands, {wrong} differ")
    return 1 if wrong else 0


sys.exit(main())
