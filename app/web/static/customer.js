/* A new customer's form: who looks alike is shown while one types. */
(function () {
  "use strict";
  const box = document.getElementById("lookalikes");
  if (!box) return;
  const name = document.getElementById("name"), code = document.getElementById("credit_code");
  let timer = 0, asked = "";
  async function look() {
    const query = new URLSearchParams({ name: name.value.trim(), code: code ? code.value.trim() : "" }).toString();
    if (query === asked) return;
    asked = query;
    const answer = await fetch(`${box.dataset.lookalikes}?${query}`, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && query === asked) box.innerHTML = await answer.text();
  }
  function soon() { clearTimeout(timer); timer = setTimeout(look, 300); }
  [name, code].forEach((field) => field && field.addEventListener("input", soon));
  if (name && name.value.trim()) look();
})();
