// Progressive enhancement only: every page works without this file.
import "./weergave.js";
import "./menu.js";
import "./dialoog.js";
import "./zoek.js";
import "./fouten.js";
import "./teller.js";
import "./bewaren.js";
import "./upload.js";
import "./tip.js";
import "./verzenden.js";
import "./lijst.js";
import "./bord.js";
import "./triage.js";
import "./uren.js";
import "./htmx.js";
