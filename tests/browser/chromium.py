"""Headless Chromium, spoken to in WebDriver with the standard library alone. Needs `chromedriver`."""

import base64
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request


class Browser:
    """A session of headless Chromium."""

    def __init__(self, port, javascript=True):
        self.root = f"http://127.0.0.1:{port}"
        self.folder = tempfile.TemporaryDirectory()
        arguments = """--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run
            --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars""".split()
        options = {"args": arguments + [f"--user-data-dir={self.folder.name}"]}
        if not javascript:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
            "unhandledPromptBehavior": "ignore",
        }
        self.session = ""
        self.session = "/session/" + self("POST", "/session", capabilities={"alwaysMatch": wanted})["sessionId"]

    def __call__(self, method, path, **body):
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.root + self.session + path, data, {"Content-Type": "application/json"})
        request.get_method = lambda: method
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, page):
        self("POST", "/url", url=page.resolve().as_uri())

    def run(self, script):
        return self("POST", "/execute/sync", script=script, args=[])

    def devtools(self, command, **parameters):
        return self("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def size(self, width, height=900):
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def element(self, selector):
        return "/element/" + list(self("POST", "/element", using="css selector", value=selector).values())[0]

    def click(self, selector):
        self("POST", self.element(selector) + "/click")

    def write(self, selector, text):
        self("POST", self.element(selector) + "/value", text=text)

    def dialog(self):
        try:
            return self("GET", "/alert/text")
        except urllib.error.HTTPError:
            return None

    def complaints(self):
        entries = self("POST", "/se/log", type="browser")
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def shot(self, folder, name):
        if folder:
            picture = base64.b64decode(self("GET", "/screenshot"))
            (folder / f"{name}.png").write_bytes(picture)

    def close(self):
        self("DELETE", "")
        self.folder.cleanup()


@contextlib.contextmanager
def driver():
    with subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            for line in process.stdout:
                if "on port " in line and "successfully" in line:
                    yield int(line.rsplit("on port ", 1)[1].rstrip(".\n"))
                    break
            else:
                raise SystemExit("chromedriver did not start")
        finally:
            process.kill()


def fits(browser, where):
    wide, room = browser.run("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{where}: {wide} pixels in a window of {room}"


def shown(browser, selector):
    return browser.run(f"return getComputedStyle(document.querySelector('{selector}')).display") != "none"


def prints(browser, shots, name):
    browser.devtools("Emulation.setEmulatedMedia", media="print")
    assert not shown(browser, "#filters"), "filters are of no use on paper"
    browser.shot(shots, name)


def run(main):
    """Runs a check with the program, and the folder for screenshots if one is named."""
    pictures = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    main(pathlib.Path(sys.argv[1]).resolve(), pictures)
