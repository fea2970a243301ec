/* Chosen files are kept with the draft at once, so that neither a refusal nor a reload loses them; with small pictures. */
(function () {
  "use strict";
  const form = document.getElementById("intake"), box = form.elements.files, list = document.getElementById("picked");
  const picker = document.getElementById("picker"), pick = document.getElementById("pick"), hint = document.getElementById("files-hint");
  const { post, inTurn, adopt, words } = form.kesu;
  box.hidden = true;
  pick.hidden = document.getElementById("pick-hint").hidden = false;
  pick.addEventListener("click", () => box.click());

  function say(text) {
    hint.querySelectorAll(".file-error").forEach((line) => line.remove());
    if (!text) return;
    const line = document.createElement("p");
    line.className = "error file-error";
    line.textContent = text;
    hint.append(line);
  }
  function draw(file) {
    const item = document.createElement("li"), name = document.createElement("span"), size = document.createElement("small");
    const drop = document.createElement("button");
    item.dataset.id = file.id;
    if (file.image) { const image = document.createElement("img"); image.src = file.url; image.alt = ""; item.append(image); }
    else { const icon = document.createElement("i"); icon.className = "fa-solid fa-file"; icon.setAttribute("aria-hidden", "true"); item.append(icon); }
    name.textContent = file.name + " ";
    size.textContent = file.size;
    name.append(size);
    drop.type = "button"; drop.className = "btn btn-link btn-sm"; drop.dataset.dropFile = ""; drop.textContent = words.drop;
    item.append(name, drop);
    list.append(item);
  }
  async function keep(files) {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("draft", form.elements.draft.value);
    files.forEach((file) => body.append("files", file));
    picker.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/draft/files", body), told = await answer.json();
      if (answer.ok) { say(""); adopt(told); told.files.forEach(draw); form.dispatchEvent(new Event("change")); }
      else say(Object.values(told.error.fields)[0] || told.error.message);
    } catch (error) { say(words.failed); }
    picker.removeAttribute("aria-busy");
  }
  function take(files) {
    const chosen = Array.from(files);
    if (chosen.length) inTurn(() => keep(chosen));
  }
  box.addEventListener("change", (event) => { event.stopPropagation(); take(box.files); box.value = ""; });
  picker.addEventListener("dragover", (event) => { event.preventDefault(); picker.classList.add("over"); });
  picker.addEventListener("dragleave", () => picker.classList.remove("over"));
  picker.addEventListener("drop", (event) => { event.preventDefault(); picker.classList.remove("over"); take(event.dataTransfer.files); });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData && event.clipboardData.files.length) { event.preventDefault(); take(event.clipboardData.files); }
  });
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-drop-file]");
    if (!button) return;
    const item = button.closest("li"), body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    const answer = await post("/draft/" + form.elements.draft.value + "/file/" + item.dataset.id + "/drop", body);
    if (answer.ok) { item.remove(); pick.focus(); }
  });
})();
