/* Registering while the customer talks: what is known appears beside the form, drafts are kept, the record is read back. */
(function () {
  "use strict";
  const form = document.getElementById("intake");
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const at = (id) => document.getElementById(id);
  const panel = at("panel"), preview = at("preview"), state = at("draft-state"), wrong = at("intake-wrong"), dialog = at("readback");
  const words = form.dataset, base = words.url;
  let dirty = false, leaving = false, looking = null, timer = null, queue = Promise.resolve();

  // One request after the other where the draft is concerned, so that two never make two drafts.
  function post(path, body, signal) {
    return fetch(base + path, { method: "POST", body: body, signal: signal, redirect: "error", headers: { Accept: "application/json" } });
  }
  function inTurn(work) {
    queue = queue.then(work, work);
    return queue;
  }
  function adopt(kept) {
    form.elements.draft.value = kept.draft;
    form.elements.draft_revision.value = kept.revision;
    state.textContent = kept.kept_at;
    at("discard").hidden = false;
    const discard = at("discard-draft");
    discard.action = discard.dataset.action.replace("/0/", "/" + kept.draft + "/");
    history.replaceState(null, "", base + "/add?draft=" + kept.draft);
  }
  form.kesu = { post, inTurn, adopt, words };

  function content() {
    const data = new FormData(form);
    data.delete("files");
    return data;
  }
  async function keep() {
    if (!dirty || leaving) return;
    dirty = false;
    try {
      const answer = await post("/draft", content());
      if (!answer.ok) throw new Error(answer.status);
      if (!leaving) adopt(await answer.json());
    } catch (error) { dirty = true; state.textContent = words.failed; }
  }
  setInterval(() => { if (dirty) inTurn(keep); }, 3000);
  window.addEventListener("pagehide", () => { if (dirty && !leaving) navigator.sendBeacon(base + "/draft", content()); });

  // The panel and the preview, a moment after the last key.
  async function look() {
    if (looking) looking.abort();
    const mine = looking = new AbortController();
    try {
      const answer = await post("/beside", content(), mine.signal);
      if (!answer.ok) return;
      const found = await answer.json();
      if (mine.signal.aborted) return;
      panel.innerHTML = found.panel;
      const open = all("details[open]", preview).length > 0;
      if (!open) preview.innerHTML = found.preview;
    } catch (error) { /* the next key asks again */ }
  }
  function changed() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(look, 300);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  function take(name, detail) {
    form.querySelector("[name=" + name + "]").closest(".remote-select").dispatchEvent(new CustomEvent("kesu:choose", { detail: detail }));
  }
  panel.addEventListener("click", (event) => {
    const offer = event.target.closest("button.offer");
    if (!offer) return;
    if (offer.dataset.takeCaller) {
      take("caller", { id: offer.dataset.takeCaller, text: offer.dataset.label, hints: JSON.parse(offer.dataset.hints) });
      form.elements.category_id && form.querySelector("#category_id").focus();
    } else if (offer.dataset.takeWaybill) {
      take("waybill_id", { id: offer.dataset.takeWaybill, text: offer.dataset.label, hints: {} });
    } else if (offer.dataset.takePhone) {
      form.elements.phone.value = offer.dataset.takePhone;
      form.elements["caller-text"].value = "";
      form.elements.complainant.focus();
    }
    changed();
  });

  function step(from) {
    const boxes = all("input:not([type=hidden]), select:not([hidden]), textarea, button[type=submit]", form).filter((box) => box.offsetParent);
    const next = boxes[boxes.indexOf(from) + 1];
    if (next) next.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (dialog.open) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
    const plain = event.target.matches && event.target.matches("#intake input:not([type=file]):not([type=checkbox])");
    if (event.key === "Enter" && plain && !event.isComposing && !event.defaultPrevented) { event.preventDefault(); step(event.target); return; }
    if (!event.altKey || event.ctrlKey) return;
    const digit = /^Digit([1-9])$/.exec(event.code);
    const target = digit ? all("[data-key]", panel)[Number(digit[1]) - 1] : event.code === "KeyF" ? at("pick") : null;
    if (target) { event.preventDefault(); target.click(); }
    if (event.code === "KeyM" && at("more-facts")) {
      event.preventDefault();
      const more = at("more-facts");
      more.open = !more.open;
      (more.open ? more.querySelector("input, textarea, select") : more.querySelector("summary")).focus();
    }
  });

  // What is wrong stands at its field, without the page being left.
  function clear() {
    wrong.hidden = true;
    all(".live-error", form).forEach((line) => line.remove());
    all(".has-error", form).forEach((field) => field.classList.remove("has-error"));
    all("[aria-invalid]", form).forEach((box) => box.removeAttribute("aria-invalid"));
  }
  function tell(refusal) {
    const lines = [refusal.message || words.wrong];
    let first = null;
    Object.entries(refusal.fields || {}).forEach(([name, texts]) => {
      const box = at(name), field = box && box.closest(".field");
      if (!field) { lines.push(...texts); return; }
      field.classList.add("has-error");
      box.setAttribute("aria-invalid", "true");
      const folded = field.closest("details");
      if (folded) folded.open = true;
      texts.forEach((text, index) => {
        const line = document.createElement("p");
        line.className = "error live-error"; line.textContent = text; line.id = name + "-live-" + index;
        box.setAttribute("aria-describedby", line.id);
        field.append(line);
      });
      first = first && first.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING ? first : box;
    });
    wrong.textContent = lines.join("\n");
    wrong.hidden = false;
    (first && first.matches("input, select, textarea") ? first : wrong).focus();
    (first || wrong).scrollIntoView({ block: "center" });
  }
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    event.stopPropagation();
    clear();
    try {
      const answer = await post("/readback", content());
      if (answer.status === 422) { tell(await answer.json()); return; }
      if (!answer.ok) throw new Error(answer.status);
      dialog.querySelector(".readback-text").innerHTML = (await answer.json()).sentences;
      dialog.returnValue = "";
      dialog.showModal();
    } catch (error) { tell({ message: words.failed }); }
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.elements.read_back.value = "yes";
    inTurn(() => { leaving = true; form.requestSubmit(); });
  });
  at("discard-draft").addEventListener("submit", () => { leaving = true; });

  // Where there is no room beside the form, the caller stands below the first box and what will run above the button.
  const narrow = window.matchMedia("(max-width: 1100px)"), side = document.querySelector(".intake-side");
  function stack() {
    if (narrow.matches) {
      form.querySelector("fieldset").after(panel);
      form.querySelector(".form-actions").before(preview);
    } else side.append(panel, preview);
  }
  narrow.addEventListener("change", stack);
  stack();

  look();
  if (!form.querySelector(".has-error") && !form.elements.draft.value) form.elements["caller-text"].focus();
})();
