/* Kesu: what the pages need beyond HTML. No library, no inline handlers, no requests but to our own server. */
(function () {
  "use strict";
  const words = document.currentScript.dataset;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // The menu on phones, notes that close, boxes that close when one clicks beside them.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-toggle-menu]");
    const open = opener ? !document.body.classList.contains("menu-open") : false;
    if (opener || !event.target.closest(".sidebar")) {
      document.body.classList.toggle("menu-open", open);
      all("[data-toggle-menu]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
    }
    const note = event.target.closest("[data-dismiss-note]");
    if (note) note.closest(".note").remove();
    all("details.dropdown-menu-box[open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; });
    if (event.target.matches("[data-tick-all]")) {
      all("input[name=rowid]", event.target.closest("table")).forEach((box) => { box.checked = event.target.checked; });
    }
  });

  // “Why?” of a list: the reason's own page, its part shown in a box over the list; the page itself where that fails.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-why]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const dialog = document.getElementById("why-dialog");
      dialog.querySelector(".why-content").replaceChildren(...page.getElementById("why").childNodes);
      dialog.showModal();
    } catch (error) { window.location = link.href; }
  });

  // Questions before a button does its work, and no second press while the first one is on its way.
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post") return;
    if (button && button.dataset.confirm && !button.dataset.confirmed) {
      event.preventDefault();
      const dialog = document.getElementById("confirm");
      dialog.querySelector("p").textContent = button.dataset.confirm;
      dialog.returnValue = "";
      dialog.addEventListener("close", () => {
        if (dialog.returnValue !== "yes") return;
        button.dataset.confirmed = "yes";
        form.requestSubmit(button);
      }, { once: true });
      dialog.showModal();
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // Which parts of the menu are open, told to the server, which draws the next page so.
  document.addEventListener("toggle", (event) => {
    const name = event.target.dataset && event.target.dataset.section;
    if (!name) return;
    const kept = (document.cookie.match(/(?:^|; )kesu_menu=([^;]*)/) || ["", ""])[1].split(".").filter((part) => part && !part.startsWith(name + "="));
    document.cookie = "kesu_menu=" + [...kept, name + "=" + (event.target.open ? 1 : 0)].join(".") + "; path=/; max-age=31536000; samesite=lax";
  }, true);

  // What was chosen or dropped into a box for files.
  document.addEventListener("change", (event) => {
    const box = event.target.type === "file" && event.target.closest("[data-files-box]");
    if (!box) return;
    const names = box.querySelector("[data-files-names]"), files = Array.from(event.target.files);
    names.dataset.empty = names.dataset.empty || names.textContent;
    const count = files.length > 1 ? words.files.replace("{n}", files.length) + "  " : "";
    names.textContent = files.length ? count + files.map((file) => file.name).join("  ") : names.dataset.empty;
  });

  // <time data-countdown datetime="…">
  function timeLeft(seconds) {
    const minutes = Math.floor(Math.abs(seconds) / 60);
    const d = Math.floor(minutes / 1440), h = Math.floor(minutes % 1440 / 60), m = minutes % 60;
    const form = d ? words.days : h ? words.hours : words.minutes;
    const span = form.replace("{d}", d).replace("{h}", h).replace("{m}", h && !d ? String(m).padStart(2, "0") : m);
    return (seconds < 0 ? words.late : words.left).replace("{span}", span);
  }
  function tick() {
    all("[data-countdown]").forEach((time) => {
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      time.textContent = timeLeft(seconds);
      time.className = "countdown " + (seconds < 0 ? "late" : seconds < 3600 ? "soon" : "calm");
    });
  }
  if (document.querySelector("[data-countdown]")) { tick(); setInterval(tick, 15000); }

  // Remote select: suggestions from the server while one types; arrows, Enter, Escape; the id goes into the hidden box.
  all("[data-remote-select]").forEach((root) => {
    const chosen = root.querySelector("input[type=hidden]"), box = root.querySelector("[role=combobox]");
    const list = root.querySelector("[role=listbox]");
    let waiting = null, asked = 0, active = -1, settled = box.value;
    const options = () => all("[role=option]", list);

    function close() { list.hidden = true; active = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); }
    function mark(index) {
      const items = options();
      if (!items.length) return;
      active = (index + items.length) % items.length;
      items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
      items[active].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", items[active].id);
    }
    function choose(item) { take({ id: item.dataset.id, text: item.textContent, hints: JSON.parse(item.dataset.hints) }); }
    // Another part of the page may choose too: it sends the event, with what a suggestion would bring.
    root.addEventListener("kesu:choose", (event) => take(event.detail));
    function take(found) {
      asked += 1;
      clearTimeout(waiting);
      chosen.value = found.id;
      settled = box.value = found.text;
      hint(found.hints);
      close();
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
    }
    // What the choice brings along shows in the boxes that stay empty because of it.
    function hint(hints) {
      Object.entries(hints).forEach(([name, text]) => {
        const other = root.closest("form").elements[name];
        if (other) other.placeholder = text;
      });
    }
    function remark(text) {
      const line = document.createElement("li");
      line.className = "remark";
      line.textContent = text;
      list.append(line);
    }
    function draw(answer) {
      list.replaceChildren();
      answer.results.forEach((row, index) => {
        const item = document.createElement("li");
        item.id = list.id + "-" + index;
        item.dataset.id = row.id;
        item.dataset.hints = JSON.stringify(row.hints || {});
        item.setAttribute("role", "option");
        item.textContent = row.text;
        list.append(item);
      });
      if (!answer.results.length) remark(words.none);
      if (answer.more) remark(words.more);
      show();
      if (answer.results.length === 1) mark(0);
    }
    function show() { list.hidden = false; active = -1; box.setAttribute("aria-expanded", "true"); }
    async function ask() {
      const mine = ++asked;
      try {
        const url = root.dataset.remoteSelect + "?q=" + encodeURIComponent(box.value === settled && chosen.value ? "" : box.value);
        const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.status);
        const found = await answer.json();
        if (mine === asked) draw(found);
      } catch (error) {
        if (mine === asked) { list.replaceChildren(); remark(words.failed); show(); }
      }
    }
    box.addEventListener("input", () => { chosen.value = ""; clearTimeout(waiting); waiting = setTimeout(ask, 200); });
    box.addEventListener("click", () => { if (list.hidden) ask(); });
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(active + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(active - 1); }
      else if (event.key === "Enter" && !list.hidden && active >= 0) { event.preventDefault(); choose(options()[active]); }
      else if (event.key === "Escape") close();
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) choose(item);
    });
    box.addEventListener("blur", () => setTimeout(close, 120));
  });
})();
