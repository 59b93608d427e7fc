export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Run once for every match: now, and for what htmx swaps in later. (htmx also loads the page itself.) */
export function each(selector, setup) {
  const done = new WeakSet();
  const once = (element) => {
    if (done.has(element)) return;
    done.add(element);
    setup(element);
  };
  const run = (root) => {
    if (root.matches?.(selector)) once(root);
    $$(selector, root).forEach(once);
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
