/* The search box: suggestions in groups while one types, from the keyboard; “/” leads there from anywhere. */
(function () {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const box = form.querySelector("input"), list = form.querySelector("[role=listbox]"), words = form.dataset;
  let waiting = null, asked = 0, active = -1;
  const options = () => Array.from(list.querySelectorAll("[role=option]"));

  function close() { list.hidden = true; active = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); }
  function mark(index) {
    const items = options();
    if (!items.length) return;
    active = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    items[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[active].id);
  }
  function line(className, text) {
    const made = document.createElement("p");
    made.className = className;
    made.textContent = text;
    return made;
  }
  // The server has escaped the piece; what isn't text or a mark is dropped all the same.
  function piece(html) {
    const made = line("search-piece", "");
    new DOMParser().parseFromString(html, "text/html").body.childNodes.forEach((node) => {
      const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
      part.textContent = node.textContent;
      made.append(part);
    });
    return made;
  }
  function option(href, id) {
    const made = document.createElement("a");
    made.href = href;
    made.id = id;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    return made;
  }
  function draw(answer) {
    list.replaceChildren();
    let number = 0;
    answer.groups.forEach((group) => {
      const part = document.createElement("div");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", group.label);
      part.append(line("search-kind", group.label));
      group.hits.forEach((hit) => {
        const item = option(hit.url, "search-" + number++);
        const name = document.createElement("strong");
        name.textContent = hit.name;
        item.append(name, " ", hit.about);
        if (hit.piece) item.append(piece(hit.piece));
        part.append(item);
      });
      list.append(part);
    });
    if (answer.groups.length) {
      const rest = option(form.action + "?q=" + encodeURIComponent(box.value), "search-" + number);
      rest.className = "search-all";
      rest.textContent = words.all;
      list.append(rest);
    } else list.append(line("remark", answer.enough ? words.none : words.short));
    list.hidden = false;
    active = -1;
    box.setAttribute("aria-expanded", "true");
  }
  async function ask() {
    const mine = ++asked;
    if (!box.value.trim()) { close(); return; }
    try {
      const answer = await fetch(words.search + "?q=" + encodeURIComponent(box.value), { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (mine === asked) draw(found);
    } catch (error) {
      if (mine === asked) { list.replaceChildren(line("remark", words.failed)); list.hidden = false; }
    }
  }
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 180); });
  box.addEventListener("focus", () => { if (box.value.trim() && list.hidden && document.referrer !== "") ask(); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(active - 1); }
    else if (event.key === "Enter" && !list.hidden && active >= 0) { event.preventDefault(); window.location = options()[active].href; }
    else if (event.key === "Escape") { if (list.hidden) { box.value = ""; box.blur(); } close(); }
  });
  form.addEventListener("submit", (event) => { if (!box.value.trim()) event.preventDefault(); });
  box.addEventListener("blur", () => setTimeout(() => { if (!form.contains(document.activeElement)) close(); }, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
