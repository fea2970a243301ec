/* The template form: what is typed, filled in with the sample, with its length. The server fills it in; nothing is saved. */
(function () {
  "use strict";
  const box = document.querySelector("[data-try]"), form = box && box.closest("form");
  if (!form) return;
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  let asked = 0, timer = 0;
  function show(told) {
    const fault = part("fault"), parameters = part("parameters"), given = told.parameters || [];
    fault.textContent = told.fault || "";
    fault.hidden = !told.fault;
    part("text").textContent = told.text || "";
    part("size").textContent = told.size || "";
    parameters.hidden = !given.some(Boolean);
    parameters.textContent = `${parameters.dataset.label}: ${given.map((value, index) => `{${index + 1}} ${value}`).join(" · ")}`;
  }
  function ask() {
    const mine = ++asked;
    fetch(box.dataset.try, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((told) => { if (mine === asked) show(told); })
      .catch(() => { if (mine === asked) show({}); });
  }
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 300); });
  ask();

  // A placeholder goes where the cursor was last.
  const boxes = ["subject", "body", "parameters"].map((name) => form.elements[name]).filter(Boolean);
  let last = form.elements.body;
  boxes.forEach((each) => each.addEventListener("focus", () => { last = each; }));
  document.querySelectorAll("[data-insert]").forEach((button) => button.addEventListener("click", () => {
    last.focus();
    last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
  }));
})();
