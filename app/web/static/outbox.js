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
    parameters.hidden = !given.length;
    parameters.textContent = `${parameters.dataset.label}: ${given.map((value, index) => `{${index + 1}} ${value}`).join(" · ")}`;
    box.hidden = false;
  }
  function ask() {
    const mine = ++asked;
    fetch(box.dataset.try, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((told) => { if (mine === asked) show(told); })
      .catch(() => { if (mine === asked) box.hidden = true; });
  }
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 300); });
  ask();
})();
