/* Lists: rows from the keyboard, ticked rows, columns in their order, what is remembered. Everything works without it but the keys. */
(function () {
  "use strict";
  const words = document.currentScript.dataset;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const card = document.querySelector("[data-list]");
  if (!card) return;
  const rows = all("tbody > tr", card);

  // A table that is wider than the page scrolls in a box of its own; otherwise its head stays below the top bar.
  const box = card.querySelector(".table-box");
  function fit() { if (box) { box.classList.remove("wide"); box.classList.toggle("wide", box.scrollWidth > box.clientWidth + 1); } }
  if (box) { box.classList.add("fits"); fit(); addEventListener("resize", fit); }

  // Order and page size are kept as they were last chosen; the address of the next page says them anyway.
  card.addEventListener("click", (event) => {
    const link = event.target.closest("[data-left-column], [data-left-size]");
    if (!link) return;
    const told = new URLSearchParams({ csrf_token: document.querySelector("meta[name=csrf-token]").content });
    if (link.dataset.leftColumn) { told.set("column", link.dataset.leftColumn); told.set("direction", link.dataset.leftDirection); }
    if (link.dataset.leftSize) told.set("size", link.dataset.leftSize);
    fetch(card.dataset.list, { method: "POST", body: told, keepalive: true, redirect: "error" }).catch(() => {});
  });

  // Ticked rows: how many, and buttons only where there are some.
  const actions = card.querySelector(".list-actions");
  function count() {
    if (!actions) return;
    const ticked = all("input[name=rowid]:checked", card).length;
    actions.classList.toggle("some", ticked > 0);
    actions.querySelector(".ticked").textContent = words.ticked.replace("{count}", ticked);
    all("button", actions).forEach((button) => { button.disabled = !ticked; });
    rows.forEach((row) => row.classList.toggle("is-ticked", Boolean(row.querySelector("input[name=rowid]:checked"))));
  }
  document.addEventListener("change", count);
  document.addEventListener("click", (event) => { if (event.target.matches("[data-tick-all]")) count(); });
  addEventListener("pageshow", count);
  count();

  // Columns: up and down; only what is ticked is sent, in the order of the list.
  all("[data-columns]").forEach((list) => list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button) return;
    const item = button.closest("li"), up = "up" in button.dataset;
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (other) { if (up) other.before(item); else other.after(item); }
    button.focus();
  }));

  // One box at a time, closed by Escape.
  const boxes = all(".filters > details, details.more");
  boxes.forEach((each) => each.addEventListener("toggle", () => {
    if (!each.open) return;
    boxes.forEach((other) => { if (other !== each) other.open = false; });
    const field = each.querySelector(".filter-box input:not([type=hidden]), .filter-box select");
    if (field && !each.classList.contains("chip-add")) field.focus();
  }));
  document.addEventListener("click", (event) => boxes.forEach((each) => { if (!each.contains(event.target)) each.open = false; }));

  all(".filter-field").forEach((each) => each.addEventListener("toggle", () => {
    if (each.open) each.scrollIntoView({ block: "nearest" });
  }));

  const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  function go(step) {
    const at = rows.indexOf(document.activeElement.closest("tbody > tr"));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    if (row) { row.focus(); row.scrollIntoView({ block: "nearest" }); }
  }
  function open(selector) {
    const details = document.querySelector(selector);
    if (details) { details.open = true; details.querySelector("summary").focus(); }
    return Boolean(details);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      const shown = boxes.find((each) => each.open);
      if (shown) { shown.open = false; shown.querySelector("summary").focus(); }
      return;
    }
    if (typing(event.target)) return;
    const row = document.activeElement.closest("tbody > tr"), onRow = row && document.activeElement === row;
    if (event.key === "j" || (event.key === "ArrowDown" && row)) { event.preventDefault(); go(1); }
    else if (event.key === "k" || (event.key === "ArrowUp" && row)) { event.preventDefault(); go(-1); }
    else if (event.key === "Enter" && onRow && row.dataset.open) { window.location = row.dataset.open; }
    else if (event.key === "x" && row) { const tick = row.querySelector("input[name=rowid]"); if (tick) { tick.checked = !tick.checked; count(); } }
    else if (event.key === "f") { if (open(".chip-add")) event.preventDefault(); }
    else if (event.key === "?") { event.preventDefault(); document.getElementById("list-keys").showModal(); }
  });
})();
