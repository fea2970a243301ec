// A rule's form: its own buttons and its fields of conditions show the form anew in place. Without scripts the same
// buttons load the page anew, so that the server alone knows what a form looks like.
(function () {
  "use strict";
  let turn = 0;
  // While an answer is on its way nothing can be typed that it would take away; of two, the later one counts.
  async function redraw(form, button) {
    const sent = new FormData(form), mine = ++turn;
    sent.set("do", button);
    const focused = document.activeElement ? document.activeElement.id : "";
    form.inert = true;
    const answer = await fetch(form.action, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    const next = page.querySelector("form[data-editor]");
    if (!next) { form.submit(); return; }
    const before = new Set(Array.from(form.elements, (box) => box.name));
    form.replaceWith(next);
    const added = Array.from(next.elements).find((box) => box.name && !before.has(box.name) && box.type !== "hidden" && !box.name.endsWith(".join"));
    const again = focused && document.getElementById(focused);
    if (/^(add|row|group):/.test(button) && added) added.focus();
    else if (again) again.focus();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form[data-editor] button[name=do]");
    if (!button || button.value === "save") return;
    event.preventDefault();
    redraw(button.form, button.value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-editor] [data-refresh]")) redraw(event.target.form, "refresh");
  });
})();
