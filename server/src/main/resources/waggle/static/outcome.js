// What became, or would become, of a change, in words and tables.
import { element, number, count } from "./dom.js";

const WORDS = {
  "runs": "runs",
  "runs-with-caveats": "runs with caveats",
  "unknown": "unknown",
  "cannot-run": "cannot run",
};
const CLASSES = { "runs": "v-runs", "runs-with-caveats": "v-caveats", "unknown": "v-unknown", "cannot-run": "v-cannot" };
const STEPS = {
  none: "none: nothing changes at all",
  patch: "patch: no verdict changes, only words, cases or comments",
  minor: "minor: verdicts change, and all that ran still runs",
  major: "major: something that ran no longer does",
};

const MOST_ERRORS = 25;
const KNOWN_GOOD = "catalog/known-good.yaml";
const MUST = { hit: "fire", miss: "not fire", unknown: "say that nobody can know" };
const GOT = { hit: "it fires", miss: "it does not fire", unknown: "nobody can know: a fact that it reads is not given" };

const placeOf = (error) => error.file + (error.line > 0 ? ":" + error.line + (error.column > 0 ? ":" + error.column : "") : "");

const sentence = (error) => {
  const who = error.rule ? error.rule + ": " : "";
  return who + error.found + (error.allowed ? "; allowed: " + error.allowed : "") + ".";
};

// Each error with a way to its place, and to what was probably meant.
export const showErrors = (list, errors, go, replace) => {
  list.replaceChildren();
  addErrors(list, errors, go, replace, "");
};

// What is probably a slip but could be meant, after what is wrong.
export const showWarnings = (list, warnings, go, replace) => addErrors(list, warnings, go, replace, "doubt");

const addErrors = (list, errors, go, replace, css) => {
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const item = element("li", "", css);
    if (error.file) {
      const place = element("button", placeOf(error), "place");
      place.type = "button";
      place.addEventListener("click", () => go(error.file, error.line, error.column || 0));
      item.append(place);
    }
    item.append(element("p", sentence(error)));
    if (error.suggestion && error.column > 0) {
      const use = element("button", "Write “" + error.suggestion + "” instead", "use");
      use.type = "button";
      use.addEventListener("click", () => replace(error));
      item.append(use);
    }
    list.append(item);
  }
  if (errors.length > MOST_ERRORS) list.append(element("li", "… and " + (errors.length - MOST_ERRORS) + " more.", css));
};

export const showProblem = (box, text) => {
  box.replaceChildren(element("p", text, "problem"));
};

export const showPublished = (box, version, isNew) => {
  const line = element("p", "", "good");
  line.append(isNew ? "Live: " : "That is what is live already: ");
  const link = element("a", "version " + version.version);
  link.href = "/rules/history#v" + version.version;
  line.append(link, ". ");
  const rules = element("a", "See the rules");
  rules.href = "/rules";
  line.append(rules);
  box.replaceChildren(line);
};

const outcomeWord = (kind) => {
  const word = element("span", "", CLASSES[kind] + " verdict-word");
  word.append(element("span", "", "mark"), WORDS[kind] || kind);
  return word;
};

const table = (heads, rows) => {
  const made = element("table", "", "plain");
  const head = element("tr");
  for (const each of heads) {
    const cell = element("th", each);
    cell.scope = "col";
    head.append(cell);
  }
  const thead = element("thead");
  thead.append(head);
  const body = element("tbody");
  for (const cells of rows) {
    const row = element("tr");
    for (const each of cells) {
      const cell = element("td");
      cell.append(each);
      row.append(cell);
    }
    body.append(row);
  }
  made.append(thead, body);
  const wide = element("div", "", "wide-table");
  wide.append(made);
  return wide;
};

const cellLink = (cell) => {
  const link = element("a", cell.model + ":" + cell.variant);
  link.href = "/cell?" + new URLSearchParams(
      { machine: cell.machine, model: cell.model, worker: cell.worker, variant: cell.variant });
  return link;
};

const change = (example) => {
  const parts = [];
  if (example.gained.length > 0) parts.push("now " + example.gained.join(", "));
  if (example.lost.length > 0) parts.push("no longer " + example.lost.join(", "));
  return parts.join("; ") || "the same rules, placed otherwise";
};

const showCases = (box, cases) => {
  const failed = cases.failed;
  if (cases.passed + failed.length === 0) return;
  const all = cases.passed + failed.length;
  if (failed.length === 0) {
    box.append(element("p", all === 1 ? "Its case passes." : "All " + number(all) + " cases pass.", "good"));
    return;
  }
  box.append(element("h3", failed.length + " of " + count(all, "case") + " went otherwise: it can’t be published", "bad"));
};

const caseErrors = (failed) => failed.map((each) => ({
  file: each.file,
  line: each.line,
  rule: each.rule,
  found: "in the case “" + each.case + "” it must " + MUST[each.expected] + ", but " + GOT[each.got],
  allowed: "",
}));

const showMoves = (box, impact) => {
  const moves = element("div", "", "moves");
  for (const move of impact.moves) {
    const details = element("details", "", "move");
    const summary = element("summary");
    const same = move.from === move.to;
    summary.append(element("b", number(move.count)), " ");
    if (same) summary.append("still ", outcomeWord(move.to), ", with other reasons or placed otherwise");
    else summary.append(outcomeWord(move.from), " → ", outcomeWord(move.to));
    const rows = move.examples.map((each) => [cellLink(each), each.worker, each.machine, change(each)]);
    details.append(summary, table(["Model", "Worker", "Machine", "Rules"], rows));
    if (move.count > move.examples.length)
      details.append(element("p", "The first " + move.examples.length + " of " + number(move.count) + ".", "soft"));
    moves.append(details);
  }
  box.append(moves);
};

const showBroken = (box, broken) => {
  const alarm = element("div", "", "problem");
  alarm.append(element("h3", "It can’t be published: " + count(broken.length, "combination") + " known to work would not run"));
  const rows = broken.map((each) =>
      [cellLink(each), each.worker, each.machine, outcomeWord(each.verdict), each.rules.join(", "), each.why]);
  alarm.append(table(["Model", "Worker", "Machine", "Would be", "By", "Known because"], rows));
  box.append(alarm);
};

const showImpact = (box, impact) => {
  if (impact.broken.length > 0) showBroken(box, impact.broken);
  const of = number(impact.verdicts);
  box.append(element("h3", impact.changed === 0
      ? "No verdict changes, of " + of
      : number(impact.changed) + " of " + of + (impact.changed === 1 ? " verdicts changes:" : " verdicts change:")));
  showMoves(box, impact);
  if (impact.rules.length > 0) {
    box.append(element("h3", "By rule"));
    box.append(table(["Rule", "Speaks in more", "Speaks in fewer"],
        impact.rules.map((each) => [element("code", each.rule), number(each.gained), number(each.lost)])));
  }
  if (impact.onlyBefore > 0) box.append(element("p", count(impact.onlyBefore, "verdict") + " would no longer be given: their model, worker or machine is gone."));
  if (impact.onlyAfter > 0) box.append(element("p", count(impact.onlyAfter, "verdict") + " would be new."));
  box.append(element("p", "Proposed step of the version: " + (STEPS[impact.step] || impact.step) + "."));
};

// Whether a change that was previewed so can be published.
export const isPublishable = (answer) =>
    answer.errors.length === 0 && answer.cases.failed.length === 0 && !(answer.impact && answer.impact.broken.length > 0);

// Errors, cases, and what moves where.
export const showPreview = (box, answer, go, replace) => {
  box.replaceChildren(element("h2", "What would change"));
  const isBroken = answer.impact && answer.impact.broken.length > 0;
  // Those of the known-good list stand in a table of their own.
  const errors = answer.errors.filter((error) => !(isBroken && error.file === KNOWN_GOOD && error.line === 0));
  if (errors.length > 0) box.append(element("h3", "It can’t be published:", "bad"));
  else showCases(box, answer.cases);
  const all = errors.length > 0 ? errors : caseErrors(answer.cases.failed);
  if (all.length > 0) {
    const list = element("ol", "", "errors");
    showErrors(list, all, go, replace);
    box.append(list);
  }
  if (answer.impact) showImpact(box, answer.impact);
};
