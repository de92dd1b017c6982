"use strict";
const filters = document.getElementById("filters");
const words = document.getElementById("words");
const shown = document.getElementById("shown");
const kinds = ["dimension", "result", "severity"];
const rows = Array.from(document.querySelectorAll("tr.control"));
const filter = () => {
  const wanted = words.value.trim().toLowerCase();
  let count = 0;
  for (const row of rows) {
    const fits = kinds.every((kind) => ["", row.dataset[kind]].includes(document.getElementById(kind).value)) &&
      (wanted === "" || row.textContent.toLowerCase().includes(wanted));
    row.hidden = !fits;
    if (fits) count += 1;
  }
  shown.value = count + " / " + rows.length;
};
const find = () => {
  const row = rows.find((row) => "#" + row.id === decodeURIComponent(location.hash));
  if (!row) return;
  if (row.hidden) {
    filters.reset();
    filter();
  }
  const details = row.querySelector("details");
  if (details) details.open = true;
  row.scrollIntoView();
};
filters.hidden = rows.length === 0;
for (const event of ["input", "change"]) filters.addEventListener(event, filter);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(filter));
window.addEventListener("hashchange", find);
filter();
find();
