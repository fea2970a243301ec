/* Two people changed one record: their text taken into the form, or one's own kept. Until one saves, both can be had. */
(function () {
  "use strict";
  const kept = new Map();
  function fill(id, value) {
    const box = document.getElementById(id);
    if (!box) return;
    if (!kept.has(id)) kept.set(id, box.type === "checkbox" ? box.checked : box.value);
    if (box.type === "checkbox") box.checked = Boolean(value); else box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]"), keep = event.target.closest("[data-keep]");
    if (!take && !keep) return;
    if (take) fill(take.dataset.take, take.dataset.value);
    else if (kept.has(keep.dataset.keep)) fill(keep.dataset.keep, kept.get(keep.dataset.keep));
    const row = event.target.closest("tr");
    row.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button === (take || keep))));
    row.classList.add("chosen");
  });
})();
