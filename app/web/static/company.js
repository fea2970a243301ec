// A picker beside the box for the colour; while one chooses, the page shows it. The server alone judges it.
(function () {
  "use strict";
  const box = document.querySelector("[data-colour]");
  if (!box) return;
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "colour-picker";
  picker.setAttribute("aria-labelledby", "accent-label");
  const label = document.querySelector("label[for=accent]");
  if (label) label.id = "accent-label";
  const fits = (text) => /^#[0-9a-f]{6}$/i.test(text);
  function show(colour) {
    const names = ["--accent-fill", "--accent-fill-hover"];
    names.forEach((name) => { if (fits(colour)) document.documentElement.style.setProperty(name, colour); else document.documentElement.style.removeProperty(name); });
  }
  picker.value = fits(box.value) ? box.value : box.placeholder;
  picker.addEventListener("input", () => { box.value = picker.value; show(box.value); });
  box.addEventListener("input", () => { if (fits(box.value)) picker.value = box.value; show(box.value); });
  box.after(picker);
})();
