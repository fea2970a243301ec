/* A select that one types into: characters of the name or initials of its pinyin; arrows, Enter or Tab, Escape. */
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const MOST = 40;

  // “nwps” against [["n"], ["w"], ["p"], ["s"]]: the letters stand for characters that follow one another.
  function inARow(letters, typed) {
    for (let at = 0; at + typed.length <= letters.length; at += 1) {
      if (Array.from(typed).every((letter, index) => letters[at + index].includes(letter))) return at;
    }
    return -1;
  }

  // “nws” for 内物破损: in this order, with others between them.
  function inOrder(letters, typed) {
    let at = 0;
    letters.forEach((these) => { if (at < typed.length && these.includes(typed[at])) at += 1; });
    return at === typed.length;
  }

  all("[data-combo]").forEach((root) => {
    const select = root.querySelector("select"), box = document.createElement("input"), list = document.createElement("ul");
    const lines = Array.from(select.options).filter((option) => option.value).map((option) => ({
      value: option.value,
      path: option.dataset.path || option.textContent.trim(),
      letters: option.dataset.letters.split(" ").filter(Boolean),
    }));
    let active = -1;
    const label = () => (lines.find((line) => line.value === select.value) || { path: "" }).path;
    const items = () => all("[role=option]", list);

    box.type = "text"; box.className = "form-control"; box.autocomplete = "off"; box.placeholder = root.dataset.hint;
    const about = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": select.id + "-options" };
    ["aria-describedby", "aria-invalid"].forEach((name) => { if (select.hasAttribute(name)) about[name] = select.getAttribute(name); });
    Object.entries(about).forEach(([name, value]) => box.setAttribute(name, value));
    list.id = select.id + "-options"; list.hidden = true; list.setAttribute("role", "listbox");
    box.id = select.id; select.id += "-select"; select.hidden = true; select.tabIndex = -1;
    box.value = label();
    root.append(box, list);

    function rank(line, typed) {
      const text = line.path.toLowerCase(), at = text.indexOf(typed);
      if (at >= 0) return at + typed.length === text.length ? 0 : 1;
      if (!/^[a-z0-9]+$/.test(typed)) return -1;
      const there = inARow(line.letters, typed);
      if (there < 0) return inOrder(line.letters, typed) ? 4 : -1;
      return there + typed.length === line.letters.length ? 2 : 3;
    }
    function close() { list.hidden = true; active = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); }
    function mark(index) {
      const found = items();
      if (!found.length) return;
      active = (index + found.length) % found.length;
      found.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
      found[active].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", found[active].id);
    }
    function draw(typed) {
      const found = lines.map((line) => [typed ? rank(line, typed) : 1, line]).filter(([fit]) => fit >= 0);
      found.sort((one, other) => one[0] - other[0]);
      list.replaceChildren(...found.slice(0, MOST).map(([, line], index) => {
        const item = document.createElement("li");
        item.id = list.id + "-" + index; item.dataset.value = line.value; item.textContent = line.path;
        item.setAttribute("role", "option");
        return item;
      }));
      if (!found.length) {
        const none = document.createElement("li");
        none.className = "remark"; none.textContent = root.dataset.none;
        list.append(none);
      }
      list.hidden = false; active = -1; box.setAttribute("aria-expanded", "true");
      if (typed) mark(0);
    }
    function choose(value) {
      select.value = value;
      box.value = label();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    box.addEventListener("input", () => {
      const typed = box.value.trim().toLowerCase();
      if (typed) draw(typed); else choose("");
    });
    box.addEventListener("click", () => { if (list.hidden) draw(""); });
    box.addEventListener("keydown", (event) => {
      const open = !list.hidden;
      if (event.key === "ArrowDown") { event.preventDefault(); if (open) mark(active + 1); else draw(""); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(active - 1); }
      else if ((event.key === "Enter" || event.key === "Tab") && open && active >= 0) {
        if (event.key === "Enter") event.preventDefault();
        choose(items()[active].dataset.value);
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
      else if (event.key === "Escape" && open) { event.stopPropagation(); box.value = label(); close(); }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) choose(item.dataset.value);
    });
    box.addEventListener("blur", () => { if (!list.hidden || box.value !== label()) { box.value = label(); close(); } });
    root.addEventListener("kesu:choose", (event) => choose(event.detail.id));
  });
})();
