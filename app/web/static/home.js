/* The first page: parts of a block, lines chosen by key, decisions unfolded in their place. */
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  all("[data-block]").forEach((block) => {
    const tabs = all("[role=tab]", block);
    function show(tab) {
      tabs.forEach((each) => {
        const here = each === tab;
        each.setAttribute("aria-selected", String(here));
        each.tabIndex = here ? 0 : -1;
        document.getElementById(each.getAttribute("aria-controls")).hidden = !here;
      });
      try { sessionStorage.setItem("home-" + block.id, tab.id); } catch (error) { /* it then begins with the first */ }
    }
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => show(tab));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = tabs[(index + step + tabs.length) % tabs.length];
        show(next);
        next.focus();
      });
    });
    if (tabs.length) {
      let kept = null;
      try { kept = sessionStorage.getItem("home-" + block.id); } catch (error) { /* as above */ }
      show(tabs.find((tab) => tab.id === kept) || tabs[0]);
    }
  });

  async function unfold(item) {
    const box = item.querySelector(".home-unfolded"), button = item.querySelector("[data-unfold]");
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    box.hidden = open;
    if (open || box.dataset.loaded) return;
    try {
      const answer = await fetch(item.dataset.part, { redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      box.innerHTML = await answer.text();
      box.dataset.loaded = "yes";
      const first = box.querySelector("button, textarea, input:not([type=hidden])");
      if (first) first.focus();
    } catch (error) { window.location = button.href; }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (!button || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    unfold(button.closest(".home-item"));
  });

  // The decision's own form, answered without leaving the page; what is refused is said above it and stays as typed.
  async function decide(form) {
    const item = form.closest(".home-item"), note = item.querySelector(".approval-refused");
    const buttons = all("button", item);
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
      });
      const told = await answer.json();
      if (answer.ok) {
        const done = document.createElement("p");
        done.className = "note note-good home-done"; done.textContent = told.done; done.setAttribute("role", "status");
        item.replaceChildren(done);
        item.removeAttribute("data-part");
        const count = item.closest("[data-block]").querySelector("header > .home-count");
        if (count) count.textContent = Math.max(0, Number(count.textContent) - 1);
        const next = item.nextElementSibling && item.nextElementSibling.querySelector("[data-unfold]");
        if (next) next.focus();
        return;
      }
      const fields = told.error.fields || {};
      note.textContent = [told.error.message, ...Object.values(fields)].filter(Boolean).join(" ");
      note.hidden = false;
      const wrong = all("[name]", form).find((box) => fields[box.name]);
      if (wrong) wrong.focus();
    } catch (error) { window.location = item.querySelector("[data-open]").href; }
    delete form.dataset.sent;
    buttons.forEach((button) => { button.disabled = false; });
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decide]") || !event.target.closest(".home-unfolded")) return;
    event.preventDefault();
    decide(event.target);
  });

  // J and K walk through the lines that are seen, Enter opens one, A takes its first step, D unfolds its decision.
  const seen = () => all(".home-item").filter((item) => item.offsetParent);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase(), items = seen(), at = items.findIndex((item) => item.classList.contains("here"));
    const start = document.querySelector('[data-start="' + key.toUpperCase() + '"]');
    if (start && /^[a-z]$/.test(key)) { event.preventDefault(); start.click(); return; }
    if ((key === "j" || key === "k") && items.length) {
      event.preventDefault();
      const next = items[Math.max(0, Math.min(items.length - 1, at + (key === "j" ? 1 : -1)))];
      items.forEach((item) => item.classList.toggle("here", item === next));
      next.scrollIntoView({ block: "nearest" });
      (next.querySelector("[data-open]") || next).focus({ preventScroll: true });
    }
    const step = at >= 0 && { a: "[data-press]", d: "[data-unfold]" }[key];
    const button = step && items[at].querySelector(step);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
