/* Attachments in a box over the page; arrows lead to the next one. Without a script the link opens the file itself. */
(function () {
  "use strict";
  const box = document.getElementById("lightbox");
  if (!box) return;
  const content = box.querySelector(".lightbox-content"), name = document.getElementById("lightbox-name");
  const links = () => Array.from(document.querySelectorAll("a[data-preview]:not(.thumb)"));
  let at = 0;

  function made(kind, url) {
    const tag = { image: "img", audio: "audio", video: "video", pdf: "iframe", text: "iframe" }[kind];
    const part = document.createElement(tag);
    if (tag === "img") part.alt = name.textContent;
    if (tag === "iframe") part.title = name.textContent;
    if (tag === "audio" || tag === "video") part.controls = true;
    part.src = url;
    return part;
  }
  function show(index) {
    const all = links();
    at = (index + all.length) % all.length;
    name.textContent = all[at].dataset.name;
    content.replaceChildren(made(all[at].dataset.preview, all[at].href));
    if (!box.open) box.showModal();
  }
  document.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-lightbox]");
    if (turn) { show(at + Number(turn.dataset.lightbox)); return; }
    if (event.target === box) { box.close(); return; }
    const link = event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(links().findIndex((each) => each.href === link.href));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at - 1);
  });
  box.addEventListener("close", () => content.replaceChildren());
})();
