"""The Open Policy Agent itself, from its Python bindings, to be asked what a policy means."""

import os
import pathlib
import subprocess
import sys
import zipfile

PACKAGE, VERSION = "opa-golib-python-bindings", "0.4.4"


class Unavailable(Exception):
    """The bindings cannot be had on this machine."""


def engine(cache):
    """The engine class and its error, from a folder that the bindings are kept in."""
    folder = pathlib.Path(cache) / VERSION
    if not (folder / "opa_bindings").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        # The bindings ask for a newer Python than they need: they load a shared library, and nothing else.
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
        command += ["--python-version", "3.14", "--implementation", "py", "--abi", "none"]
        command += ["--platform", "manylinux_2_34_x86_64", "-d", str(folder), f"{PACKAGE}=={VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(folder.glob("*.whl"))
        if done.returncode or not wheels:
            raise Unavailable(done.stderr.strip()[-200:])
        with zipfile.ZipFile(wheels[0]) as wheel:
            wheel.extractall(folder)
        wheels[0].unlink()
    sys.path.insert(0, str(folder))
    os.environ.setdefault("GOGC", "400")
    from opa_bindings import OpaEngine
    from opa_bindings.engine import OpaError

    return OpaEngine, OpaError


class Oracle:
    """Answers what a rule is worth."""

    def __init__(self, cache):
        self.engine, self.error = engine(cache)

    def ask(self, modules, rule, document, data):
        """`("value", value)`, `("undefined", None)`, or `("error", text)`; errors of builtins are errors."""
        try:
            with self.engine() as opa:
                opa.print_handler = lambda message, location: None
                for name, text in modules.items():
                    opa.add_policy(name, text)
                if data:
                    opa.add_data(data)
                found = opa.eval_query(f"x = {rule}", document)
        except self.error as error:
            return "error", f"{error.code}: {error}"
        return ("value", found[0]["x"]) if found else ("undefined", None)
