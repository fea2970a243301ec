// A report that was unfolded counts as read; only then can it be ticked.
document.querySelectorAll("details[data-read]").forEach((report) => {
  report.addEventListener("toggle", async () => {
    const tick = report.parentElement.querySelector("input[type=checkbox]");
    if (!report.open || !tick.disabled) return;
    const token = document.querySelector("meta[name=csrf-token]").content;
    const answer = await fetch(report.dataset.read, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) { tick.disabled = false; tick.title = ""; }
  });
});
