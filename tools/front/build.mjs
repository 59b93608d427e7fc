// Builds static/dist from npm packages and static/src: one stylesheet, one script, one icon sprite, the fonts.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { transform } from "lightningcss";
import { basis, component, duo, utrechtGaps } from "./tokens.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const src = (path) => join(root, "static/src", path);
// Built beside the real folder and moved in its place at the end, so that a portal at work misses nothing.
const building = `static/.dist-${process.pid}`;
const dist = (path) => join(root, building, path);
const npm = (path) => join(root, "node_modules", path);
const text = (path) => readFileSync(path, "utf8");

const CANDIDATE = ["button", "data-badge", "skip-link"];
const UTRECHT = [
  "alert",
  "checkbox",
  "form-field",
  "form-field-description",
  "form-field-error-message",
  "form-fieldset",
  "form-label",
  "pagination",
  "radio-button",
  "select",
  "table",
  "textarea",
  "textbox",
];
const OWN = [
  "base",
  "shell",
  "page",
  "buttons",
  "status",
  "tables",
  "lijst",
  "volgorde",
  "bord",
  "scenario",
  "overleg",
  "standpunten",
  "cyclus",
  "capaciteit",
  "uren",
  "lumpsum",
  "werkplan",
  "verantwoording",
  "dvo",
  "rows",
  "facts",
  "feedback",
  "navigation",
  "forms",
  "steps",
  "intake",
  "feed",
  "actie",
  "dossier",
  "instellingen",
  "hulp",
  "inlezen",
  "text",
  "zoeken",
  "entrance",
  "print",
];
const TARGETS = { chrome: 123 << 16, firefox: 125 << 16, safari: (17 << 16) | (5 << 8) };
const WOFF2 = ["public-sans-latin-wght-normal.woff2", "public-sans-latin-ext-wght-normal.woff2"];
const TTF = ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold"];

function vendorCss() {
  const files = [
    ...CANDIDATE.map((name) => `@nl-design-system-candidate/${name}-css/dist/${name}.css`),
    ...UTRECHT.map((name) => `@utrecht/${name}-css/dist/index.css`),
  ];
  return files.map((file) => text(npm(file)).replace(/\/\*#.*?\*\//g, "")).join("\n");
}

/** All tokens by name; ours come last and win. */
function allTokens() {
  const tokens = new Map();
  const theme = text(npm("@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css"));
  for (const [, name, value] of theme.matchAll(/^\s*(--[\w-]+):\s*(.*?);/gm)) tokens.set(name, value);
  for (const layer of [basis, component, duo, utrechtGaps]) {
    for (const [name, value] of Object.entries(layer)) tokens.set(name, value);
  }
  return tokens;
}

const references = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

/** Keep only the tokens that some rule reaches, directly or through another token. */
function usedTokens(css) {
  const tokens = allTokens();
  const used = new Set();
  const queue = references(css);
  while (queue.length) {
    const name = queue.pop();
    if (used.has(name) || !tokens.has(name)) continue;
    used.add(name);
    queue.push(...references(tokens.get(name)));
  }
  return `:root{${[...used]
    .sort()
    .map((name) => `${name}:${tokens.get(name)}`)
    .join(";")}}`;
}

/** Widths of 0 to 100 %, because the content security policy allows no style attribute. */
function widths() {
  return Array.from({ length: 101 }, (_, i) => `.duo-w-${i}{inline-size:${i}%}`).join("");
}

function buildCss() {
  const vendor = vendorCss();
  const own = OWN.map((name) => text(src(`css/${name}.css`))).join("\n");
  const code = `@layer tokens,base,vendor,layout,components,utilities,print;
@layer tokens{${usedTokens(vendor + own)}}@layer vendor{${vendor}}${own}@layer utilities{${widths()}}`;
  const out = transform({ filename: "duo.css", code: Buffer.from(code), minify: true, targets: TARGETS });
  for (const warning of out.warnings) console.warn(warning.message, warning.loc);
  if (/url\(["']?data:/.test(out.code.toString()))
    throw new Error("duo.css: data: addresses break the content policy");
  writeFileSync(dist("duo.css"), out.code);
}

async function buildJs() {
  await build({
    entryPoints: [src("js/duo.js")],
    outfile: dist("duo.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
  });
  copyFileSync(npm("htmx.org/dist/htmx.min.js"), dist("htmx.min.js"));
}

function symbol(name) {
  const file = npm(`@tabler/icons/icons/outline/${name}.svg`);
  if (!existsSync(file)) throw new Error(`static/src/icons.txt: no Tabler icon named ${name}`);
  const inner = text(file)
    .replace(/<!--.*?-->/gs, "")
    .match(/<svg[^>]*>(.*)<\/svg>/s)[1];
  const shapes = inner.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

function buildSprite() {
  const names = text(src("icons.txt"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const symbols = names.map(symbol).join("");
  writeFileSync(dist("sprite.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`);
}

function copyAssets() {
  for (const name of WOFF2)
    copyFileSync(npm(`@fontsource-variable/public-sans/files/${name}`), dist(`fonts/${name}`));
  for (const style of TTF) {
    const name = `PublicSans_${style}.ttf`;
    copyFileSync(npm(`@expo-google-fonts/public-sans/${style}/${name}`), dist(`fonts/ttf/${name}`));
  }
  cpSync(src("img"), dist(""), { recursive: true });
}

/** The licence of every package that ends up in static/dist, with its full text where the package ships one. */
function writeLicences() {
  const { dependencies } = JSON.parse(text(join(root, "package.json")));
  const parts = Object.keys(dependencies).map((name) => {
    const { version, license } = JSON.parse(text(npm(`${name}/package.json`)));
    const files = readdirSync(npm(name)).filter((file) => /^licen[cs]e/i.test(file));
    return [
      `${name} ${version} (${license})`,
      ...files.map((file) => text(npm(`${name}/${file}`)).trim()),
    ].join("\n\n");
  });
  writeFileSync(dist("LICENSES.txt"), parts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n");
}

const started = performance.now();
mkdirSync(dist("fonts/ttf"), { recursive: true });
buildCss();
await buildJs();
buildSprite();
copyAssets();
writeLicences();

function moveInPlace() {
  const target = join(root, "static/dist");
  const old = join(root, `${building}-oud`);
  if (existsSync(target)) renameSync(target, old);
  renameSync(join(root, building), target);
  rmSync(old, { recursive: true, force: true });
}

const size = (name) =>
  `${name} ${(gzipSync(readFileSync(dist(name)), { level: 9 }).length / 1024).toFixed(1)} kB`;
const sizes = ["duo.css", "duo.js", "htmx.min.js", "sprite.svg"].map(size).join(", ");
moveInPlace();
console.log(`static/dist in ${Math.round(performance.now() - started)} ms; gzip: ${sizes}`);
