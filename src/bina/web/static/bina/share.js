// Copies a ready text: [data-share] names the field. Without script the text is selected by hand.
for (const button of document.querySelectorAll("[data-share]")) {
  const field = document.getElementById(button.dataset.share);
  const told = button.parentElement.querySelector("[data-shared]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.hidden = false;
    } catch {
      // an office network without HTTPS has no clipboard: the text stays selected
    }
  });
}
