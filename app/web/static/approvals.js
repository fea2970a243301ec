/* Decisions one after another: j, k, a, r, Enter, or by thumb; each is sent and answered without leaving the page. */
(function () {
  "use strict";
  const words = document.currentScript.dataset;
  const pane = document.getElementById("approval-pane"), list = document.querySelector(".approval-list");
  if (!list) return;
  const entries = Array.from(list.children), where = document.getElementById("approval-where");
  const left = document.getElementById("approvals-left"), done = document.getElementById("approvals-done");
  const parts = new Map();
  let at = entries.findIndex((entry) => entry.classList.contains("here"));
  document.body.classList.add("approvals-alive");

  const open = (entry) => !entry.classList.contains("settled");
  const urlOf = (entry) => entry.querySelector("a").href;

  function fetchPart(entry) {
    const url = urlOf(entry);
    if (!parts.has(url)) {
      parts.set(url, fetch(url + "?part=1", { redirect: "error" }).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).catch((error) => { parts.delete(url); throw error; }));
    }
    return parts.get(url);
  }

  function count() {
    const rest = entries.filter(open).length;
    left.textContent = left.dataset.one.replace("{n}", rest);
    where.textContent = at < 0 ? "" : (at + 1) + " / " + entries.length;
    done.hidden = rest > 0;
    pane.hidden = rest === 0;
  }

  async function turnTo(index) {
    if (index < 0 || index >= entries.length) return;
    at = index;
    const entry = entries[at];
    entries.forEach((each) => {
      each.classList.toggle("here", each === entry);
      each.querySelector("a").toggleAttribute("aria-current", each === entry);
    });
    entry.scrollIntoView({ block: "nearest" });
    count();
    try {
      const html = await fetchPart(entry);
      if (entry !== entries[at]) return;
      const part = new DOMParser().parseFromString(html, "text/html");
      pane.replaceChildren(...part.body.childNodes);
      window.scrollTo(0, 0);
      const article = pane.querySelector(".approval");
      article.focus({ preventScroll: true });
    } catch (error) { window.location = urlOf(entry); return; }
    const next = entries[nextOpen()];
    if (next && next !== entry) fetchPart(next).catch(() => {});
  }

  function nextOpen() {
    const order = entries.map((_entry, step) => (at + 1 + step) % entries.length);
    return order.find((index) => open(entries[index]));
  }

  function step(by) {
    for (let index = at + by; index >= 0 && index < entries.length; index += by) {
      if (open(entries[index])) { turnTo(index); return; }
    }
  }

  function settle(entry, text, tone) {
    entry.classList.add("settled", "settled-" + tone);
    entry.querySelector(".approval-state").textContent = " " + text;
    parts.delete(urlOf(entry));
    count();
    const next = nextOpen();
    if (next !== undefined) turnTo(next);
  }

  function refuse(form, message, fields) {
    const note = pane.querySelector(".approval-refused");
    note.textContent = [message, ...Object.values(fields)].filter(Boolean).join(" ");
    note.hidden = false;
    form.querySelectorAll(".field").forEach((field) => {
      const box = field.querySelector("[name]");
      field.classList.toggle("has-error", Boolean(box && fields[box.name]));
    });
    const wrong = form.querySelector(".has-error [name]");
    if (wrong) wrong.focus(); else note.scrollIntoView({ block: "nearest" });
  }

  async function send(form) {
    const entry = entries[at], label = form.querySelector("button, summary").firstChild.textContent.trim();
    const buttons = pane.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
      });
      const told = await answer.json();
      if (answer.ok) { settle(entry, label, "done"); return; }
      refuse(form, told.error.message, told.error.fields);
      if (answer.status === 409 || answer.status === 404) {
        entry.classList.add("settled", "settled-gone");
        entry.querySelector(".approval-state").textContent = " " + words.gone;
        count();
        pane.hidden = false;
      }
    } catch (error) {
      refuse(form, words.failed, {});
    } finally {
      delete form.dataset.sent;
      buttons.forEach((button) => { button.disabled = false; });
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-decide]")) return;
    event.preventDefault();
    send(form);
  });

  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turnTo(entries.indexOf(link.parentElement));
  });
  document.querySelectorAll("[data-turn]").forEach((button) => {
    button.addEventListener("click", () => step(Number(button.dataset.turn)));
  });

  function press(which) {
    const form = pane.querySelector('form[data-decide="' + which + '"]');
    if (!form) return;
    const more = form.querySelector("details.approval-more");
    if (!more) { form.requestSubmit(); return; }
    more.open = true;
    const field = form.querySelector("textarea, select, input:not([type=hidden])");
    if (field) field.focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, input, select");
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (typing) {
      const form = event.target.closest("[data-decide]");
      if (event.key === "Escape") { event.target.blur(); return; }
      // Enter that ends a word of Chinese isn't the Enter that sends.
      const ends = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea");
      if (ends && form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    const keys = { j: () => step(1), k: () => step(-1), a: () => press("agree"), r: () => press("other") };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  count();
  const next = entries[nextOpen()];
  if (next && next !== entries[at]) fetchPart(next).catch(() => {});
})();
