// Checks every text and line pair of the palette against WCAG; exit code 1 when one falls short.
import { ramps } from "./tokens.mjs";

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const neutral = ramps.neutral;
const surface = neutral[0];
const onSolid = ["#ffffff", "#0c1413"];
const pairs = [
  ["tekst op vlak", neutral[9], surface, 7],
  ["tweede tekst op vlak", neutral[8], surface, 4.5],
  ["tweede tekst op achtergrond", neutral[8], neutral[1], 4.5],
  ["tweede tekst op tweede vlak", neutral[8], neutral[2], 4.5],
  ["rand van een invoerveld", neutral[6], surface, 3],
  ["focusring", ["#0b5cad", "#8fc7ff"], surface, 3],
];
for (const [hue, steps] of Object.entries(ramps)) {
  if (hue === "neutral") continue;
  pairs.push([`${hue}: tekst op vlak`, steps[9], surface, 4.5]);
  pairs.push([`${hue}: tekst op eigen tint`, steps[9], steps[2], 4.5]);
  pairs.push([`${hue}: lijn op vlak`, steps[6], surface, 3]);
  pairs.push([`${hue}: knop`, onSolid, [steps[9][0], steps[8][1]], 4.5]);
}

let failed = 0;
for (const [name, front, back, need] of pairs) {
  for (const [mode, i] of [
    ["licht", 0],
    ["donker", 1],
  ]) {
    const ratio = contrast(front[i], back[i]);
    if (ratio < need) failed += 1;
    console.log(`${ratio < need ? "FOUT" : "goed"}  ${ratio.toFixed(2).padStart(5)}  ${name} (${mode})`);
  }
}
process.exitCode = failed ? 1 : 0;
