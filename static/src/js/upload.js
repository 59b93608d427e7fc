// <input type=file data-upload="/…/bijlagen/" data-upload-lijst="id">: every chosen file goes up at once.
// The server answers the HTML of the new list (200) or a sentence in <p> with 4xx; the field then empties.
import { $, csrf, each, say } from "./dom.js";

const LOST = "De verbinding viel weg. Kies het bestand opnieuw.";

function progressLine(field) {
  const known = $(".duo-file__progress", field.parentElement);
  if (known) return known;
  const line = Object.assign(document.createElement("p"), { className: "duo-file__progress" });
  line.setAttribute("role", "status");
  field.after(line);
  return line;
}

function send(field, file, onProgress) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", csrf());
  data.append(field.name, file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", field.dataset.upload);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error(LOST)));
    request.send(data);
  });
}

/** The sentence inside an error answer; a whole page says nothing useful here. */
function reason(request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const text = $("main", answer) ? "" : answer.body.textContent.trim();
  return text || "Het bestand is niet bewaard. Probeer het opnieuw.";
}

async function upload(field, file, line) {
  const request = await send(field, file, (part) => {
    line.textContent = `${file.name}: ${Math.round(part * 100)}% verzonden`;
  });
  if (request.status >= 300 || request.responseURL.includes("/inloggen/")) throw new Error(reason(request));
  const list = document.getElementById(field.dataset.uploadLijst);
  const parsed = new DOMParser().parseFromString(request.responseText, "text/html");
  list?.replaceChildren(...parsed.body.childNodes);
}

each("input[type=file][data-upload]", (field) => {
  field.addEventListener("change", async () => {
    const line = progressLine(field);
    line.dataset.staat = "bezig";
    try {
      for (const file of field.files) await upload(field, file, line);
      line.dataset.staat = "goed";
      line.textContent = field.files.length === 1 ? "Het bestand is bewaard." : "De bestanden zijn bewaard.";
    } catch (error) {
      line.dataset.staat = "fout";
      line.textContent = error.message;
      say(error.message);
    }
    field.value = "";
  });
});
