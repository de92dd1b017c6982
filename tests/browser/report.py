#!/usr/bin/env python3
"""The page of `check -f html` in a browser: hostile text stays text, the filters filter, the page fits wide and narrow
windows, is whole without its script, and prints. Needs `chromedriver`; speaks WebDriver with the standard library alone.

    tests/browser/report.py target/debug/fiducia [FOLDER FOR SCREENSHOTS]
"""

import base64
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TEXTS = [
    "<script>window.pwned = 1; alert(1)</script><img src=x onerror='window.pwned = 1'>",
    "</script><svg onload=alert(1)><style>body{display:none}</style>",
    "]]><x/>\n::error::forged %0A",
    "\x1b[2J\x1b]0;title\x07",
    "`code` ```\n# heading",
    "\u202e\u2066\u200fgnp.exe",
    "javascript:alert(1)",
    "\" onmouseover=\"alert(1)\" x='",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "超长" * 400,
    "x" * 3000,
]
POLICY = """# METADATA
# title: "<script>alert('title')</script>"
# custom:
#   id: "<b>ID"
#   indicator: "</td><img src=x onerror=alert(1)>"
#   remediation: "[go](javascript:alert(1)) <a href=javascript:alert(1)>x</a>"
package echo

deny contains {"msg": sprintf("%s: %s", [k, v]), "path": [k], "expected": v, "severity": level, "related": [{"msg": v, "path": ["name"]}]} if {
	some k, v in input
	is_string(v)
	level := ["high", "low"][count(v) % 2]
}
"""
TAGS = set(
    """a article b body button caption code dd details div dl dt fieldset figcaption figure form h1 h2 h3 head header html
    input label legend li main mark meta output p pre script section span style summary table tbody td th thead title tr
    ul""".split()
)


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


def page(fiducia, folder, lang="en"):
    """A hostile project, its page, and how many findings it shows."""
    (folder / "policy").mkdir()
    (folder / "policy/echo.rego").write_text(POLICY)
    for index, text in enumerate(TEXTS):
        quoted = json.dumps(text, ensure_ascii=False) if "\u202e" not in text else json.dumps(text)
        (folder / f"{index}.yaml").write_text(f"name: {quoted}\n{quoted}: {quoted}\nreplicas: 1\n")
    (folder / "<img src=x onerror=alert(1)>.yaml").write_text("name: <b>x\n")
    (folder / "broken<script>.yaml").write_text("a: [<script>alert(1)</script>\n")
    run = subprocess.run(
        [fiducia, "check", ".", "-p", "./policy", "--lang", lang, "-f", "json", "-o", "html=page.html"],
        cwd=folder, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 2, run.stderr
    return folder / "page.html", len(json.loads(run.stdout)["findings"])


def harmless(browser):
    assert browser.dialog() is None, browser.dialog()
    seen = browser.run("return Array.from(document.querySelectorAll('*'), e => e.localName)")
    assert set(seen) <= TAGS, set(seen) - TAGS
    handlers = browser.run(
        "return Array.from(document.querySelectorAll('*')).flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on') || n === 'style')"
    )
    assert handlers == [], handlers
    targets = browser.run("return Array.from(document.links, a => a.protocol)")
    assert set(targets) == {"file:"}, set(targets)
    assert browser.run("return document.scripts.length") == 1
    assert browser.run("return typeof window.pwned") == "undefined"
    assert browser.complaints() == [], browser.complaints()


def visible(browser):
    return browser.run("return Array.from(document.querySelectorAll('article.finding')).filter(e => !e.hidden).length")


def filters(browser, total):
    assert visible(browser) == total
    high = browser.run("return document.querySelectorAll('article.finding[data-severity=high]').length")
    assert 0 < high < total, (high, total)
    browser.click("input[name=severity][value=high]")
    assert visible(browser) == total - high, visible(browser)
    assert browser.run("return document.getElementById('shown').value") == f"{total - high} / {total}"
    browser.click("input[name=severity][value=high]")
    browser.write("#words", "JAVASCRIPT:ALERT")
    found = visible(browser)
    assert 0 < found <= total, found
    browser.write("#words", "no finding says this")
    assert visible(browser) == 0


def fits(browser, where):
    wide, room = browser.run("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{where}: {wide} pixels in a window of {room}"


def shown(browser, selector):
    return browser.run(f"return getComputedStyle(document.querySelector('{selector}')).display") != "none"


def main(fiducia, shots):
    with tempfile.TemporaryDirectory() as name, driver() as port:
        path, total = page(fiducia, pathlib.Path(name))
        browser = Browser(port)
        for width in (1280, 390):
            browser.size(width)
            browser.open(path)
            fits(browser, f"{width} px")
            harmless(browser)
            browser.shot(shots, f"hostile-{width}")
        filters(browser, total)
        browser.open(path)
        browser.devtools("Emulation.setEmulatedMedia", media="print")
        assert not shown(browser, "#filters"), "filters are of no use on paper"
        browser.shot(shots, "hostile-print")
        browser.close()
        plain = Browser(port, javascript=False)
        plain.size(1280)
        plain.open(path)
        source = plain("GET", "/source")
        assert source.count("<article class=\"finding") == total
        assert '<form id="filters" hidden="">' in source, "filters that cannot filter"
        plain.shot(shots, "hostile-plain")
        plain.close()
    print(f"browser: {total} findings stay text, are filtered, fit and print")


if __name__ == "__main__":
    pictures = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    main(pathlib.Path(sys.argv[1]).resolve(), pictures)
