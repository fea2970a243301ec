/* The complaint form: observed behaviours are asked for only where the category is about attitude. */
(function () {
  "use strict";
  const attitude = new Set(document.currentScript.dataset.attitude.split(","));
  const category = document.querySelector("[name=category_id]"), behaviours = document.getElementById("behaviours");
  if (!category || !behaviours) return;
  const box = behaviours.closest(".field");
  box.classList.add("settled");
  function settle() {
    const asked = attitude.has(category.value);
    box.hidden = !asked;
    if (!asked) behaviours.querySelectorAll("input").forEach((tick) => { tick.checked = false; });
  }
  category.addEventListener("change", settle);
  settle();
})();
