/* Who else has this page open: a sign of life every twenty seconds while it is in sight, goodbye when it is left. */
(function () {
  "use strict";
  const line = document.querySelector("[data-presence]");
  if (!line) return;
  const token = document.querySelector("meta[name=csrf-token]").content;
  function body(gone) {
    const form = new FormData();
    form.append("csrf_token", token);
    form.append("doing", line.dataset.doing || "");
    if (gone) form.append("gone", "1");
    return form;
  }
  async function beat() {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.presence, { method: "POST", body: body(false), headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      const others = (await answer.json()).others;
      line.querySelector("span").textContent = others.join(" · ");
      line.hidden = others.length === 0;
    } catch (error) { /* the next one may get through */ }
  }
  window.addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.presence, body(true)));
  document.addEventListener("visibilitychange", beat);
  beat();
  setInterval(beat, 20000);
})();
