// Print the stroke table of src/tongxin/common/text/data/strokes.tsv.
// The order is CLDR's "stroke" collation as built into this Node (see process.versions.cldr): run
//   node tools/strokes.mjs > src/tongxin/common/text/data/strokes.tsv
// U+FDD0 followed by U+2800+n is CLDR's own mark for "characters of n strokes start here".
const LAST_COUNT = 48;
const UNTAILORED = 100;
const collator = new Intl.Collator("zh-Hant-u-co-stroke");
const items = [];
for (const [from, to] of [[0x3400, 0x4dbf], [0x4e00, 0x9fff]]) {
  for (let code = from; code <= to; code += 1) items.push(String.fromCodePoint(code));
}
for (let n = 1; n <= LAST_COUNT; n += 1) items.push("\uFDD0" + String.fromCharCode(0x2800 + n));
items.sort(collator.compare);

const groups = new Map();
let count = 0;
for (const item of items) {
  if (item[0] === "\uFDD0") count = item.charCodeAt(1) - 0x2800;
  else groups.set(count, (groups.get(count) ?? "") + item);
}
console.log("# Characters by total strokes, in the order of CLDR " + process.versions.cldr + "'s stroke collation (ICU " + process.versions.icu + ").");
console.log("# Made by tools/strokes.mjs. Copyright © 1991-2025 Unicode, Inc. Unicode License v3, see strokes.LICENSE beside this file.");
for (const [n, characters] of groups) {
  // Characters the collation does not list follow its last one in code order: they have no stroke count here.
  console.log(n + "\t" + (characters.length > UNTAILORED && n === LAST_COUNT ? characters[0] : characters));
}
