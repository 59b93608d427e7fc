// <a href="/bevestig/…" data-dialoog="id"> opens <dialog id>; without script the link opens the confirm page.
import { $ } from "./dom.js";

document.addEventListener("click", (event) => {
  const trigger = event.target.closest("[data-dialoog]");
  if (trigger && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const dialog = document.getElementById(trigger.dataset.dialoog);
    if (dialog?.showModal) {
      event.preventDefault();
      trigger.closest("details")?.removeAttribute("open");
      dialog.showModal();
    }
  }
  const closer = event.target.closest("[data-sluit]");
  if (closer?.closest("dialog")) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// A dialog that came back from the server with errors opens again, with focus on the summary.
const failed = $("dialog .duo-errors")?.closest("dialog");
if (failed && !failed.open) failed.showModal();
