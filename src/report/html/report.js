"use strict";
const filters = document.getElementById("filters");
const words = document.getElementById("words");
const settled = document.getElementById("settled");
const shown = document.getElementById("shown");
const findings = Array.from(document.querySelectorAll("article.finding"));
const filter = () => {
  const wanted = words.value.trim().toLowerCase();
  const severities = new Set(Array.from(filters.querySelectorAll("[name=severity]:checked"), (box) => box.value));
  let count = 0;
  for (const finding of findings) {
    const fits = severities.has(finding.dataset.severity) && (settled.checked || finding.dataset.status === "open") &&
      (wanted === "" || finding.textContent.toLowerCase().includes(wanted));
    finding.hidden = !fits;
    if (fits) count += 1;
  }
  shown.value = count + " / " + findings.length;
};
filters.hidden = findings.length === 0;
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
filter();
