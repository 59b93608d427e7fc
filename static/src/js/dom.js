export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Run for every match now, and for the matches inside whatever htmx swaps in later. */
export function each(selector, setup) {
  const run = (root) => {
    if (root.matches?.(selector)) setup(root);
    $$(selector, root).forEach(setup);
  };
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

/** Tell a screen reader, once, through the page's live region. */
export function say(text) {
  const live = $("#duo-live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 40);
}

export const csrf = () => $("input[name=csrfmiddlewaretoken]")?.value ?? "";
