/* Writing on a complaint: “/” offers canned replies, “@” people who may see it; arrows, Enter, Escape, or the buttons. */
(function () {
  "use strict";

  function insert(box, from, text) {
    box.setRangeText(text, from, box.selectionStart, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function attach(box, root) {
    const list = document.createElement("ul");
    list.className = "compose-list";
    list.id = (box.id || box.name) + "-offers";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.after(list);
    box.setAttribute("aria-controls", list.id);
    let offers = [], active = 0, from = 0, asked = 0, waiting = null;

    function close() { list.hidden = true; box.removeAttribute("aria-activedescendant"); }
    function mark(index) {
      active = (index + offers.length) % offers.length;
      Array.from(list.children).forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
      list.children[active].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", list.children[active].id);
    }
    function choose(index) { const offer = offers[index]; close(); insert(box, from, offer.insert); }
    function draw() {
      list.replaceChildren(...offers.map((offer, index) => {
        const item = document.createElement("li"), under = document.createElement("span");
        item.id = list.id + "-" + index;
        item.setAttribute("role", "option");
        item.textContent = offer.text;
        under.className = "under";
        under.textContent = offer.under;
        item.append(" ", under);
        return item;
      }));
      list.hidden = offers.length === 0;
      if (offers.length) mark(0);
    }
    async function ask(url, query, start) {
      const mine = ++asked;
      try {
        const answer = await fetch(url + "?q=" + encodeURIComponent(query), { headers: { Accept: "application/json" }, redirect: "error" });
        if (!answer.ok || mine !== asked) return;
        offers = (await answer.json()).results;
        from = start;
        if (mine === asked) draw();
      } catch (error) { close(); }
    }
    function look() {
      const before = box.value.slice(0, box.selectionStart);
      const reply = /(?:^|\s)\/([^\s/]{0,20})$/.exec(before), person = /(?:^|[^A-Za-z0-9_.])@([^\s@]{0,20})$/.exec(before);
      clearTimeout(waiting);
      if (reply) waiting = setTimeout(() => ask(root.dataset.replies, reply[1], before.length - reply[1].length - 1), 150);
      else if (person && root.dataset.people) waiting = setTimeout(() => ask(root.dataset.people, person[1], before.length - person[1].length - 1), 150);
      else { asked += 1; close(); }
    }
    box.addEventListener("input", look);
    box.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(active + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(active - 1); }
      else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); choose(active); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) choose(Array.from(list.children).indexOf(item));
    });
    box.addEventListener("blur", () => setTimeout(close, 150));
    root.querySelectorAll("[data-offer]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        box.focus();
        insert(box, box.selectionStart, (box.selectionStart && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? " " : "") + button.dataset.offer);
      });
    });
  }

  document.querySelectorAll("[data-compose]").forEach((root) => {
    root.querySelectorAll("textarea").forEach((box) => attach(box, root));
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-insert]"), box = document.getElementById("body");
    if (place && box) insert(box, box.selectionStart, place.dataset.insert);
  });
})();
