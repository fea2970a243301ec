// The role form: whole rows, columns and sections at once, the reach beside each screen, and what is about to change.
// Without scripts the boxes are ticked one by one.
(function () {
  "use strict";
  const table = document.querySelector("[data-matrix]");
  if (!table) return;
  const form = table.closest("form"), summary = form.querySelector("[data-summary]"), words = summary.dataset;
  const save = form.querySelector(".form-actions button[type=submit]"), editing = Boolean(form.elements.seen_version && form.elements.seen_version.value);
  const boxes = (root) => Array.from(root.querySelectorAll("input[type=checkbox]"));
  const before = new Map(boxes(table).map((box) => [box, box.defaultChecked]));
  const toggle = (some) => { const on = some.some((box) => !box.checked); some.forEach((box) => { box.checked = on; }); };

  function others() {
    const found = [], reach = form.querySelector("input[name=reach]:checked");
    const label = (radio) => (radio ? radio.closest("label").textContent.trim() : "—");
    const was = Array.from(form.querySelectorAll("input[name=reach]")).find((radio) => radio.defaultChecked);
    if (reach !== was) found.push(`${label(was)} → ${label(reach)}`);
    const name = form.elements.name, sees = form.elements.sees_personal_data;
    if (name.value !== name.defaultValue) found.push(`${name.defaultValue} → ${name.value}`);
    if (sees.checked !== sees.defaultChecked) found.push(`${sees.closest("label").textContent.trim()}: ${sees.checked ? "✓" : "✗"}`);
    return found;
  }
  function lines(on) {
    const screens = new Map();
    before.forEach((was, box) => {
      if (box.checked === was || box.checked !== on) return;
      const list = screens.get(box.dataset.of) || screens.set(box.dataset.of, []).get(box.dataset.of);
      list.push(box.closest("label").textContent.trim());
    });
    return Array.from(screens, ([screen, list]) => `${on ? words.given : words.taken} · ${screen}: ${list.join(words.comma)}`);
  }
  function tell() {
    const changed = Array.from(before).filter(([box, was]) => box.checked !== was);
    const given = changed.filter(([box]) => box.checked).length, all = [...others(), ...lines(true), ...lines(false)];
    summary.hidden = false;
    summary.querySelector("summary").textContent = all.length ? `${words.given} ${given} · ${words.taken} ${changed.length - given}` : words.none;
    summary.querySelector("ul").replaceChildren(...all.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    changed.forEach(([box]) => box.closest("label").classList.add("changed"));
    before.forEach((was, box) => box.closest("label").classList.toggle("changed", box.checked !== was));
    if (editing && all.length) save.dataset.confirm = `${words.ask}\n${all.slice(0, 12).join("\n")}${all.length > 12 ? "\n…" : ""}`;
    else delete save.dataset.confirm;
  }
  function showReach() {
    const reach = form.querySelector("input[name=reach]:checked");
    if (reach) table.querySelectorAll("[data-reach-shown]").forEach((cell) => { cell.textContent = reach.closest("label").textContent.trim(); });
  }
  table.querySelectorAll("button[hidden]").forEach((button) => { button.hidden = false; });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const group = button.closest(button.dataset.tick === "toggle" ? "tr" : "tbody");
    if (button.dataset.tickColumn) toggle(boxes(table).filter((box) => { const cell = box.closest("td"); return cell.dataset.column === button.dataset.tickColumn; }));
    else if (button.dataset.tick === "toggle") toggle(boxes(group));
    else boxes(group).forEach((box) => { box.checked = button.dataset.tick === "all"; });
    tell();
  });
  form.addEventListener("input", () => { showReach(); tell(); });
  showReach();
  tell();
})();
