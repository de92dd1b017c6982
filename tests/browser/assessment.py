#!/usr/bin/env python3
"""The page of `assess -f html` in a browser: the filters of the control table filter, links to controls open them, charts have
their tables, text can be read, the page fits wide and narrow windows in light and dark, is whole without its script, and prints.

    tests/browser/assessment.py target/debug/fiducia [FOLDER FOR SCREENSHOTS]
"""

import json
import pathlib
import subprocess
import tempfile

from chromium import Browser, driver, fits, prints, run

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/harbor-pay"
DAY = "2026-11-22"
# The contrast that WCAG asks for of text.
CONTRAST = 4.5

CONTRASTS = """
const luminance = (color) => {
  const parts = color.match(/[\\d.]+/g).map(Number).slice(0, 3).map((c) => c / 255)
    .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
};
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (!/, 0\\)$/.test(color)) return color;
  }
  return "rgb(255, 255, 255)";
};
const low = [];
for (const element of document.querySelectorAll("body *")) {
  const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || element.closest("script, style, svg") || element.getClientRects().length === 0) continue;
  const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < %f) low.push(element.localName + "." + element.className + " " + contrast.toFixed(2));
}
return Array.from(new Set(low));
"""


def page(fiducia, folder):
    """The page, with an earlier assessment, and the controls as JSON has them."""
    history = folder / "assessments"
    history.mkdir()
    assess = [fiducia, "assess", EXAMPLE, "--as-of"]
    subprocess.run([*assess, "2026-05-22", "-f", "json", "-o", history / "2026-05-22.json"], check=True, cwd=folder)
    out = ["-f", "json", "-o", "html=page.html", "--history", history]
    made = subprocess.run([*assess, DAY, *out], cwd=folder, capture_output=True, text=True, check=True)
    return folder / "page.html", json.loads(made.stdout)["controls"]


def visible(browser):
    return browser.run("return Array.from(document.querySelectorAll('tr.control')).filter(e => !e.hidden).length")


def choose(browser, name, value):
    browser.click(f"#{name} option[value='{value}']")
    assert browser.run(f"return document.getElementById('{name}').value") == value


def filters(browser, controls):
    total = len(controls)
    of = lambda **wanted: sum(all(one[key] == value for key, value in wanted.items()) for one in controls)
    assert visible(browser) == total
    choose(browser, "result", "fail")
    failed = of(result="fail")
    assert 0 < failed < total and visible(browser) == failed, (visible(browser), failed)
    assert browser.run("return document.getElementById('shown').value") == f"{failed} / {total}"
    choose(browser, "severity", "critical")
    assert visible(browser) == of(result="fail", severity="critical")
    choose(browser, "dimension", "TEC")
    wanted = sum(
        one["result"] == "fail" and one["severity"] == "critical" and one["indicator"].startswith("TEC.")
        for one in controls
    )
    assert 0 < wanted and visible(browser) == wanted, (visible(browser), wanted)
    browser.click("button[type=reset]")
    assert browser.run("return new Promise(done => setTimeout(() => done(true), 50))")
    assert visible(browser) == total, visible(browser)
    browser.write("#words", "tec-enc-0")
    assert visible(browser) == sum(one["id"].startswith("TEC-ENC-0") for one in controls), visible(browser)


def links(browser, controls):
    """A link to a control that filters hide shows and opens it."""
    browser.write("#words", "no control says this")
    assert visible(browser) == 0
    browser.click("#vetoes ~ article a")
    assert browser.run("return new Promise(done => setTimeout(() => done(true), 50))")
    assert visible(browser) == len(controls)
    opened = "return document.querySelector(location.hash + ' details').open"
    assert browser.run(opened), "the control that a link names is not open"


def accessible(browser, where):
    low = browser.run(CONTRASTS % CONTRAST)
    assert low == [], f"{where}: {low}"
    names = "return Array.from(document.querySelectorAll('svg[role=img]')).filter(e => !e.querySelector('title')).length"
    assert browser.run(names) == 0
    unlabelled = "return Array.from(document.querySelectorAll('input, select')).filter(e => !e.labels.length).length"
    assert browser.run(unlabelled) == 0
    # Whatever scrolls sideways can be reached and scrolled with the keyboard.
    stuck = "return Array.from(document.querySelectorAll('.wide')).filter(e => e.tabIndex < 0 || !e.getAttribute('aria-label')).length"
    assert browser.run(stuck) == 0
    assert browser.complaints() == []


def main(fiducia, shots):
    with tempfile.TemporaryDirectory() as name, driver() as port:
        path, controls = page(fiducia, pathlib.Path(name))
        browser = Browser(port)
        for scheme in ("light", "dark"):
            browser.devtools(
                "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
            )
            for width in (1280, 390):
                browser.size(width)
                browser.open(path)
                fits(browser, f"{width} px")
                accessible(browser, f"{scheme}, {width} px")
                browser.shot(shots, f"assessment-{scheme}-{width}")
        browser.size(1280)
        browser.open(path)
        filters(browser, controls)
        browser.open(path)
        links(browser, controls)
        browser.open(path)
        prints(browser, shots, "assessment-print")
        browser.close()
        plain = Browser(port, javascript=False)
        plain.open(path)
        source = plain("GET", "/source")
        assert source.count('<tr class="control"') == len(controls)
        assert '<form id="filters" hidden="">' in source, "filters that cannot filter"
        plain.close()
    print(f"browser: {len(controls)} controls are filtered and linked, can be read, fit and print")


if __name__ == "__main__":
    run(main)
