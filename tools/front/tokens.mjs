// The Duo+ theme: NL Design System "basis" tokens with our own values, computed from eight hues in OKLCH.
// Every colour is one light-dark() pair, so light and dark share one definition.
// Layers: --basis-* (names of NL Design System) > component aliases > --duo-* (what our CSS uses).
const clamp = (x) => Math.min(1, Math.max(0, x));
function oklchToLinear(L, C, H) {
  const a = C * Math.cos((H * Math.PI) / 180),
    b = C * Math.sin((H * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
export function hex(L, C, H) {
  let c = C,
    rgb;
  for (;;) {
    rgb = oklchToLinear(L, c, H);
    if (c <= 0.001 || rgb.every((v) => v >= -0.0005 && v <= 1.0005)) break;
    c -= 0.002;
  }
  return (
    "#" +
    rgb
      .map(clamp)
      .map((v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055))
      .map((v) =>
        Math.round(v * 255)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")
  );
}

//        1      2      3      4      5      6      7      8      9      10     11     12
const LL = [0.99, 0.972, 0.948, 0.922, 0.892, 0.866, 0.612, 0.55, 0.48, 0.418, 0.358, 0.262];
const LC = [0.1, 0.16, 0.28, 0.38, 0.48, 0.42, 0.85, 0.95, 1.0, 1.0, 0.92, 0.62];
const DL = [0.196, 0.224, 0.258, 0.292, 0.33, 0.352, 0.58, 0.64, 0.745, 0.8, 0.86, 0.95];
const DC = [0.2, 0.24, 0.34, 0.42, 0.5, 0.36, 0.7, 0.8, 0.85, 0.78, 0.6, 0.22];
const hues = {
  neutral: [175, 0.016],
  petrol: [197, 0.085],
  blue: [252, 0.125],
  green: [152, 0.115],
  amber: [72, 0.115],
  red: [27, 0.165],
  iris: [295, 0.12],
  rust: [42, 0.125],
};
export const ramps = {};
for (const [n, [h, c]] of Object.entries(hues)) {
  ramps[n] = LL.map((L, i) => [hex(L, c * LC[i], h), hex(DL[i], c * DC[i], h)]);
}
// neutrals: text a touch stronger, surfaces hand-tuned
const N = ramps.neutral;
N[0] = ["#ffffff", "#161b1a"];
N[1] = ["#f6f8f7", "#111514"];
N[2] = ["#eff2f1", "#1e2423"];
N[3] = ["#e7ebea", "#262d2b"];
N[4] = ["#dde3e1", "#2f3735"];
N[5] = ["#dbe1df", "#303836"];
N[6] = ["#7d8986", "#74817d"];
N[7] = ["#626e6b", "#8b9894"];
N[8] = ["#55615e", "#a5b1ad"];
N[9] = ["#1b2422", "#e6ebe9"];
N[10] = ["#141c1a", "#f1f4f3"];
N[11] = ["#0f1614", "#ffffff"];

const ld = ([l, d]) => (l === d ? l : `light-dark(${l}, ${d})`);
const steps = [
  "bg-document",
  "bg-subtle",
  "bg-default",
  "bg-hover",
  "bg-active",
  "border-subtle",
  "border-default",
  "border-hover",
  "color-subtle",
  "color-default",
  "color-hover",
  "color-document",
];
const groups = {
  default: "neutral",
  disabled: "neutral",
  "action-1": "petrol",
  "action-2": "petrol",
  "accent-1": "petrol",
  "accent-2": "iris",
  "accent-3": "rust",
  selected: "petrol",
  highlight: "amber",
  info: "blue",
  positive: "green",
  warning: "amber",
  negative: "red",
};
export const basis = {};
for (const [g, hue] of Object.entries(groups)) {
  steps.forEach((s, i) => (basis[`--basis-color-${g}-${s}`] = ld(ramps[hue][i])));
  basis[`--basis-color-${g}-border-active`] = ld(ramps[hue][8]);
  basis[`--basis-color-${g}-color-active`] = ld(ramps[hue][11]);
  // inverse = solid fill with light text; in dark mode a mid fill with dark text
  const solid =
    g === "default"
      ? [
          ["#26302e", "#dfe5e3"],
          ["#1b2422", "#eef2f1"],
          ["#0f1614", "#ffffff"],
        ]
      : [ramps[hue][9], ramps[hue][10], ramps[hue][11]].map(([l, d], i) => [l, ramps[hue][[8, 9, 10][i]][1]]);
  const on = ["#ffffff", "#0c1413"];
  for (const [k, v] of Object.entries({
    "bg-document": solid[0],
    "bg-subtle": solid[0],
    "bg-default": solid[0],
    "bg-hover": solid[1],
    "bg-active": solid[2],
    "border-subtle": solid[0],
    "border-default": solid[0],
    "border-hover": solid[1],
    "border-active": solid[2],
    "color-subtle": on,
    "color-default": on,
    "color-hover": on,
    "color-active": on,
    "color-document": on,
  }))
    basis[`--basis-color-${g}-inverse-${k}`] = ld(v);
}
for (const k of ["bg-subtle", "bg-default", "bg-hover", "bg-active"])
  basis[`--basis-color-disabled-${k}`] = ld(N[2]);
for (const k of ["color-default", "color-hover", "color-active", "color-subtle"])
  basis[`--basis-color-disabled-${k}`] = ld(["#626d6a", "#8b9894"]);
Object.assign(basis, {
  "--basis-text-font-family-default": "'Public Sans Variable', 'Segoe UI', system-ui, sans-serif",
  "--basis-text-font-family-monospace": "ui-monospace, 'Cascadia Mono', Consolas, monospace",
  "--basis-heading-font-family": "var(--basis-text-font-family-default)",
  "--basis-heading-font-weight": "660",
  "--basis-text-font-weight-bold": "620",
  "--basis-text-font-weight-default": "400",
  "--basis-heading-color": "var(--basis-color-default-color-default)",
  "--basis-text-font-size-sm": "0.875rem",
  "--basis-text-font-size-md": "0.9375rem",
  "--basis-text-font-size-lg": "1.0625rem",
  "--basis-text-font-size-xl": "1.25rem",
  "--basis-text-font-size-2xl": "1.625rem",
  "--basis-text-font-size-3xl": "1.875rem",
  "--basis-text-font-size-4xl": "2.25rem",
  "--basis-text-line-height-sm": "1.4",
  "--basis-text-line-height-md": "1.5",
  "--basis-text-line-height-lg": "1.35",
  "--basis-text-line-height-xl": "1.3",
  "--basis-text-line-height-2xl": "1.2",
  "--basis-border-radius-sm": "4px",
  "--basis-border-radius-md": "6px",
  "--basis-border-radius-lg": "10px",
  "--basis-pointer-target-min-block-size": "var(--duo-control)",
  "--basis-pointer-target-min-inline-size": "var(--duo-control)",
  "--basis-size-icon-sm": "1rem",
  "--basis-size-icon-md": "1.125rem",
  "--basis-size-icon-lg": "1.25rem",
  "--basis-size-icon-xl": "1.5rem",
  "--basis-form-control-border-radius": "var(--basis-border-radius-md)",
  "--basis-form-control-max-inline-size": "100%",
  "--basis-form-control-padding-block-start": "var(--duo-control-pad)",
  "--basis-form-control-padding-block-end": "var(--duo-control-pad)",
  "--basis-form-control-padding-inline-start": "10px",
  "--basis-form-control-padding-inline-end": "10px",
  "--basis-form-control-line-height": "1.35",
  "--basis-form-control-background-color": "var(--basis-color-default-bg-document)",
  "--basis-form-control-color": "var(--basis-color-default-color-default)",
  "--basis-form-control-border-color": "var(--basis-color-default-border-default)",
  "--basis-form-control-hover-border-width": "1px",
  "--basis-form-control-focus-border-width": "1px",
  "--basis-form-control-active-border-width": "1px",
  "--basis-form-control-invalid-border-width": "2px",
  "--basis-focus-outline-width": "3px",
  "--basis-focus-outline-style": "solid",
  "--basis-focus-outline-offset": "2px",
  "--basis-focus-outline-color": "light-dark(#0b5cad, #8fc7ff)",
  "--basis-focus-inverse-outline-color": "transparent",
  "--basis-focus-background-color": "transparent",
  "--basis-focus-color": "inherit",
  "--basis-page-max-inline-size": "1440px",
});
// Where Voorbeeld's aliases do not fit a dense tool, Duo+ overrides the component token.
export const component = {
  "--nl-button-border-radius": "var(--basis-border-radius-md)",
  "--nl-button-padding-block-start": "7px",
  "--nl-button-padding-block-end": "7px",
  "--nl-button-padding-inline-start": "14px",
  "--nl-button-padding-inline-end": "14px",
  "--nl-button-column-gap": "7px",
  "--nl-button-icon-size": "1.0625rem",

  "--nl-button-default-font-weight": "560",
  "--nl-button-primary-font-weight": "590",
  "--nl-button-secondary-font-weight": "560",
  "--nl-button-subtle-font-weight": "560",
  "--nl-button-secondary-background-color": "var(--basis-color-default-bg-document)",
  "--nl-button-secondary-border-color": "var(--basis-color-default-border-default)",
  "--nl-button-secondary-border-width": "1px",
  "--nl-button-secondary-color": "var(--basis-color-default-color-default)",
  "--nl-button-secondary-hover-background-color": "var(--basis-color-default-bg-default)",
  "--nl-button-secondary-hover-border-color": "var(--basis-color-default-border-hover)",
  "--nl-button-secondary-hover-color": "var(--basis-color-default-color-default)",
  "--nl-button-secondary-active-background-color": "var(--basis-color-default-bg-hover)",
  "--nl-button-secondary-active-border-color": "var(--basis-color-default-border-hover)",
  "--nl-button-secondary-active-color": "var(--basis-color-default-color-default)",
  "--nl-button-subtle-color": "var(--basis-color-action-1-color-default)",
  "--nl-button-subtle-background-color": "transparent",
  "--nl-button-primary-border-width": "1px",
  "--nl-data-badge-border-radius": "4px",
  "--nl-data-badge-border-width": "1px",
  "--nl-data-badge-padding-block": "1px",
  "--nl-data-badge-padding-inline": "7px",
  "--nl-data-badge-font-size": "0.8125rem",
  "--nl-data-badge-font-weight": "520",
  "--nl-data-badge-line-height": "1.4",
  "--nl-data-badge-min-block-size": "0",
  "--nl-data-badge-min-inline-size": "0",
  "--utrecht-form-control-max-inline-size": "100%",
  "--utrecht-form-label-font-size": "1rem",
  "--utrecht-form-label-font-weight": "620",
  "--utrecht-form-label-color": "var(--basis-color-default-color-default)",
  "--utrecht-form-field-description-color": "var(--basis-color-default-color-subtle)",
  "--utrecht-form-field-description-font-size": "0.9375rem",
  "--utrecht-form-field-description-margin-block-start": "2px",
  "--utrecht-form-field-description-margin-block-end": "6px",
  "--utrecht-form-field-label-margin-block-end": "0",
  "--utrecht-form-field-error-message-color": "var(--basis-color-negative-color-default)",
  "--utrecht-form-field-error-message-font-weight": "600",
  "--utrecht-form-field-error-message-margin-block-start": "2px",
  "--utrecht-form-field-error-message-margin-block-end": "6px",
  "--utrecht-form-field-invalid-border-inline-start-color": "var(--basis-color-negative-border-default)",
  "--utrecht-form-field-invalid-border-inline-start-width": "4px",
  "--utrecht-form-field-invalid-padding-inline-start": "14px",
  "--utrecht-table-border-width": "0",
  "--utrecht-table-font-size": "0.875rem",
  "--utrecht-table-line-height": "1.4",
  "--utrecht-table-header-color": "var(--basis-color-default-color-subtle)",
  "--utrecht-table-header-font-weight": "560",
  "--utrecht-table-header-background-color": "transparent",
  "--utrecht-table-header-text-transform": "none",
  "--utrecht-table-header-border-block-end-color": "var(--basis-color-default-border-default)",
  "--utrecht-table-header-border-block-end-width": "1px",
  "--utrecht-table-cell-padding-block-start": "var(--duo-cell)",
  "--utrecht-table-cell-padding-block-end": "var(--duo-cell)",
  "--utrecht-table-cell-padding-inline-start": "10px",
  "--utrecht-table-cell-padding-inline-end": "10px",
  "--utrecht-table-cell-line-height": "1.4",
  "--utrecht-table-row-border-block-end-color": "var(--basis-color-default-border-subtle)",
  "--utrecht-table-row-border-block-end-width": "1px",
  "--utrecht-table-row-hover-background-color": "var(--basis-color-default-bg-subtle)",
  "--utrecht-table-row-hover-color": "inherit",
  "--utrecht-alert-border-radius": "8px",
  "--utrecht-alert-padding-block-start": "12px",
  "--utrecht-alert-padding-block-end": "12px",
  "--utrecht-alert-padding-inline-start": "14px",
  "--utrecht-alert-padding-inline-end": "14px",
  "--utrecht-alert-column-gap": "10px",
  "--utrecht-alert-border-width": "1px",
  "--utrecht-alert-icon-size": "1.25rem",
  "--utrecht-radio-button-size": "22px",
  "--utrecht-checkbox-size": "20px",
  "--utrecht-radio-button-border-width": "1px",
  "--utrecht-radio-button-margin-inline-end": "10px",
  "--utrecht-checkbox-margin-inline-end": "10px",
  "--utrecht-radio-button-icon-size": "55%",
};
for (const s of ["info", "ok", "warning", "error"]) {
  const g = { info: "info", ok: "positive", warning: "warning", error: "negative" }[s];
  component[`--utrecht-alert-${s}-border-width`] = "1px";
  component[`--utrecht-alert-${s}-background-color`] = `var(--basis-color-${g}-bg-subtle)`;
  component[`--utrecht-alert-${s}-border-color`] = `var(--basis-color-${g}-border-subtle)`;
  component[`--utrecht-alert-${s}-color`] = `var(--basis-color-default-color-default)`;
  component[`--utrecht-alert-icon-${s}-color`] = `var(--basis-color-${g}-color-subtle)`;
}
export const duo = {
  "--duo-bg": ld(N[1]),
  "--duo-surface": ld(N[0]),
  "--duo-surface-2": ld(N[2]),
  "--duo-hover": ld(N[2]),
  "--duo-line": ld(N[5]),
  "--duo-line-2": ld(["#c5cdca", "#404a47"]),
  "--duo-control-line": ld(N[6]),
  "--duo-text": ld(N[9]),
  "--duo-text-2": ld(N[8]),
  "--duo-brand": ld(ramps.petrol[9]),
  "--duo-brand-strong": ld(ramps.petrol[10]),
  "--duo-brand-bg": ld(ramps.petrol[2]),
  "--duo-tint": ld(ramps.petrol[1]),
  "--duo-brand-line": ld(ramps.petrol[6]),
  "--duo-link": ld(ramps.petrol[9]),
  "--duo-solid": "var(--basis-color-action-1-inverse-bg-default)",
  "--duo-on-solid": "var(--basis-color-action-1-inverse-color-default)",
};
for (const [n, hue] of Object.entries({
  info: "blue",
  ok: "green",
  warn: "amber",
  bad: "red",
  diemen: "blue",
  uithoorn: "rust",
  ouder: "iris",
  duoplus: "petrol",
})) {
  duo[`--duo-${n}`] = ld(ramps[hue][9]);
  duo[`--duo-${n}-bg`] = ld(ramps[hue][2]);
  duo[`--duo-${n}-line`] = ld(ramps[hue][6]);
  duo[`--duo-${n}-fill`] = ld([ramps[hue][7][0], ramps[hue][7][1]]);
  duo[`--duo-${n}-soft`] = ld([ramps[hue][4][0], ramps[hue][5][1]]);
}
// Utrecht reads --utrecht-* names for which the Voorbeeld theme has no alias.
export const utrechtGaps = {
  "--utrecht-document-font-family": "var(--basis-text-font-family-default)",
  "--utrecht-focus-outline-color": "var(--basis-focus-outline-color)",
  "--utrecht-focus-outline-width": "3px",
  "--utrecht-focus-outline-style": "solid",
  "--utrecht-focus-outline-offset": "2px",
  "--utrecht-focus-inverse-outline-color": "transparent",
  "--utrecht-pointer-target-min-size": "var(--duo-control)",
  "--utrecht-action-activate-cursor": "pointer",
};
