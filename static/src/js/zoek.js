// Ctrl+K, or a click on a search box, opens the search dialog: a combobox whose options the server makes.
import { $, $$ } from "./dom.js";

const PAUSE = 120; // ms after the last key
const dialog = $("#zoekdialoog");

function combobox() {
  const field = $("[role=combobox]", dialog);
  const list = $("[role=listbox]", dialog);
  const sentence = $("[role=status]", dialog);
  let timer, request;

  const options = () => $$("[role=option]", list);
  const chosen = () => $("[role=option][aria-selected=true]", list);

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(chosen());
    if (all.length) choose(all[(at < 0 && by < 0 ? all.length - 1 : at + by + all.length) % all.length]);
  }

  function show(html, text) {
    list.innerHTML = html;
    sentence.textContent = text ?? $("[data-zin]", list)?.textContent ?? "";
    field.setAttribute("aria-expanded", String(options().length > 0));
    choose($("[data-precies]", list));
  }

  async function search() {
    request?.abort();
    request = new AbortController();
    try {
      const url = `${dialog.dataset.snel}?${new URLSearchParams({ q: field.value })}`;
      const answer = await fetch(url, { signal: request.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") show("", "Zoeken lukt nu niet. Druk op Enter om het opnieuw te proberen.");
    }
  }

  field.addEventListener("input", () => {
    choose(null);
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  return (text) => {
    if (!dialog.open) dialog.showModal();
    if (text) field.value = text;
    field.select();
    search();
  };
}

if (dialog?.showModal) {
  const open = combobox();
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  for (const field of $$(".duo-search input[type=search]")) {
    field.setAttribute("aria-haspopup", "dialog");
    field.addEventListener("click", () => open(field.value));
  }
  $(".duo-zoekknop").setAttribute("aria-haspopup", "dialog");
  $(".duo-zoekknop").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
