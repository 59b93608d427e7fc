// Autosave: <form data-autosave="/…/bewaren/" data-autosave-status="id">. Nothing typed is ever lost.
// The server answers JSON {versie, bewaard_om} (200; for a new draft also url and bewaar_url),
// {melding, url} (409), or a login page (401, redirect).
import { $, each, say } from "./dom.js";

const PAUSE = 1000;
const RETRY = [2000, 5000, 15000, 30000];
const FAILED = "Het bewaren lukt niet. Uw tekst staat er nog. We proberen het opnieuw.";

function show(status, state, text, link) {
  if (!status || (status.dataset.staat === state && status.dataset.tekst === text)) return;
  status.dataset.staat = state;
  status.dataset.tekst = text;
  const label = $("span", status) ?? status;
  label.textContent = text;
  if (!link) return;
  const anchor = Object.assign(document.createElement("a"), { href: link.url, textContent: link.label });
  if (link.tab) anchor.target = "_blank";
  label.append(" ", anchor);
}

/** Who logged in again on another tab got a new token; the old one in the form would be refused. */
function freshToken(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const token = document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=(\w+)/)?.[1];
  if (field && token) field.value = token;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById(form.dataset.autosaveStatus);
    this.version = form.elements.namedItem("versie");
    this.failures = 0;
    this.sent = this.snapshot();
    form.addEventListener("input", () => this.plan(PAUSE));
    form.addEventListener("change", () => this.plan(0));
    form.addEventListener("focusout", () => this.plan(0));
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.plan(0));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => (this.stopped = false));
  }

  /** The form without its files (they upload on their own) and as one comparable string. */
  data() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  snapshot() {
    const data = this.data();
    data.delete("versie");
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  plan(wait) {
    clearTimeout(this.timer);
    if (this.stopped || this.snapshot() === this.sent) return;
    this.timer = setTimeout(() => this.save(), wait);
  }

  retry(wait) {
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** A save under way would raise the version behind the submit's back: let it finish first. */
  async submit(event) {
    this.stop();
    freshToken(this.form);
    if (!this.busy) return;
    event.preventDefault();
    await this.busy;
    this.form.requestSubmit(event.submitter);
  }

  /** The page goes away with unsaved text: let the browser finish the request. */
  leave() {
    if (this.stopped || this.snapshot() === this.sent) return;
    navigator.sendBeacon(this.form.dataset.autosave, this.data());
  }

  async save() {
    if (this.busy) return void (this.again = true);
    this.again = false;
    show(this.status, "bezig", "Concept wordt bewaard…");
    this.busy = this.post(this.snapshot()).catch(() => this.failed());
    await this.busy;
    this.busy = null;
    if (this.again) this.plan(PAUSE);
  }

  async post(snapshot) {
    freshToken(this.form);
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const options = { method: "POST", body: this.data(), headers, redirect: "manual" };
    const answer = await fetch(this.form.dataset.autosave, options);
    if (answer.type === "opaqueredirect" || answer.status === 401) return this.loggedOut();
    if (answer.status === 409) return this.conflict(await answer.json());
    if (!answer.ok) throw new Error(String(answer.status));
    this.saved(snapshot, await answer.json());
  }

  saved(snapshot, { versie, bewaard_om: time, url, bewaar_url: next }) {
    this.sent = snapshot;
    if (next) this.move(url, next);
    this.failures = 0;
    if (this.version && versie !== undefined) this.version.value = versie;
    show(this.status, "goed", `Concept bewaard om ${time} uur`);
    if (this.snapshot() !== snapshot) this.plan(PAUSE);
  }

  /** The first save gave the draft an address of its own. */
  move(url, next) {
    if (this.form.getAttribute("data-autosave") === next) return;
    this.form.dataset.autosave = next;
    this.form.action = url;
    history.replaceState(history.state, "", url);
  }

  failed() {
    show(this.status, "fout", FAILED);
    this.retry(RETRY[Math.min(this.failures++, RETRY.length - 1)]);
  }

  conflict({ melding, url }) {
    this.stop();
    const link = url && { url, label: "Bekijk beide versies", tab: true };
    show(this.status, "fout", melding ?? "Iemand anders heeft dit net gewijzigd.", link);
    say("Iemand anders heeft dit net gewijzigd. Uw tekst staat er nog.");
  }

  loggedOut() {
    const link = { url: "/inloggen/", label: "Log in op een nieuw tabblad", tab: true };
    show(this.status, "fout", "Uw sessie is verlopen. Uw tekst staat er nog.", link);
    this.retry(RETRY.at(-1));
  }
}

each("form[data-autosave]", (form) => new Autosave(form));
