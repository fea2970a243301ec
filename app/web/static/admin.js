// The role form: “all” and “none” per screen. Without scripts the boxes are ticked one by one.
document.querySelectorAll("[data-tick-group]").forEach((group) => {
  group.querySelectorAll("[data-tick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      group.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = button.dataset.tick === "all"; });
    });
  });
});
