#!/usr/bin/env python3
"""The page of `check -f html` in a browser: hostile text stays text, the filters filter, the page fits wide and narrow
windows, is whole without its script, and prints.

    tests/browser/report.py target/debug/fiducia [FOLDER FOR SCREENSHOTS]
"""

import json
import pathlib
import subprocess
import tempfile

from chromium import Browser, driver, fits, prints, run

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


def page(fiducia, folder, lang="en"):
    """A hostile project, its page, and how many findings it shows."""
    (folder / "policy").mkdir()
    (folder / "policy/echo.rego").write_text(POLICY)
    for index, text in enumerate(TEXTS):
        quoted = json.dumps(text, ensure_ascii=False) if "\u202e" not in text else json.dumps(text)
        (folder / f"{index}.yaml").write_text(f"name: {quoted}\n{quoted}: {quoted}\nreplicas: 1\n")
    (folder / "<img src=x onerror=alert(1)>.yaml").write_text("name: <b>x\n")
    (folder / "broken<script>.yaml").write_text("a: [<script>alert(1)</script>\n")
    made = subprocess.run(
        [fiducia, "check", ".", "-p", "./policy", "--lang", lang, "-f", "json", "-o", "html=page.html"],
        cwd=folder, capture_output=True, text=True, check=False,
    )
    assert made.returncode == 2, made.stderr
    return folder / "page.html", len(json.loads(made.stdout)["findings"])


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
        prints(browser, shots, "hostile-print")
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
    run(main)
