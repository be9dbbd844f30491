// The text that is edited, with the numbers of its lines.
const LINES_ABOVE = 6;

export class Pane {
  #text = document.getElementById("text");
  #numbers = document.getElementById("numbers");
  #released = false;

  constructor() {
    this.#text.addEventListener("scroll", () => {
      this.#numbers.scrollTop = this.#text.scrollTop;
    });
  }

  get value() {
    return this.#text.value;
  }

  set value(text) {
    this.#text.value = text;
  }

  // Numbers the lines; those that something is wrong with stand out.
  number(bad) {
    const lines = this.value.split("\n").length;
    const parts = [];
    for (let line = 1; line <= lines; line++) {
      const number = document.createElement(bad.has(line) ? "b" : "span");
      number.textContent = line + "\n";
      parts.push(number);
    }
    this.#numbers.replaceChildren(...parts);
    this.#numbers.scrollTop = this.#text.scrollTop;
  }

  toTop() {
    this.#text.scrollTop = 0;
    this.#numbers.scrollTop = 0;
  }

  #offset(line, column) {
    const lines = this.value.split("\n");
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    return before + Math.min(Math.max(column, 1) - 1, (lines[line - 1] || "").length);
  }

  #wordAt(start) {
    return /^"?[\w.$/-]*/.exec(this.value.slice(start))[0];
  }

  // Selects the word at a place, or its whole line where no column is known, and shows it; line 0 is no place.
  select(line, column) {
    this.#text.focus();
    if (line < 1) return;
    const start = this.#offset(line, column);
    const lineEnd = this.value.indexOf("\n", start);
    const end = column > 0 ? start + this.#wordAt(start).length : lineEnd < 0 ? this.value.length : lineEnd;
    this.#text.setSelectionRange(start, end);
    const height = this.#text.scrollHeight / this.value.split("\n").length;
    this.#text.scrollTop = Math.max(0, (line - LINES_ABOVE) * height);
  }

  // Writes another word where one stands; quotes around it stay.
  replaceWord(line, column, word) {
    const start = this.#offset(line, column);
    const old = this.#wordAt(start);
    this.#text.setSelectionRange(start + (old.startsWith('"') ? 1 : 0), start + old.length);
    this.insert(word);
  }

  insert(words) {
    this.#text.focus();
    // The old command keeps the browser's own undo working; where it is gone, the text is put in all the same.
    if (!document.execCommand("insertText", false, words)) {
      this.#text.setRangeText(words, this.#text.selectionStart, this.#text.selectionEnd, "end");
      this.#text.dispatchEvent(new Event("input"));
    }
  }

  // Tab indents, but never traps: after Escape it leaves the text, and backwards it always does.
  listen({ changed, preview, indent }) {
    this.#text.addEventListener("input", changed);
    this.#text.addEventListener("blur", () => {
      this.#released = false;
    });
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        preview();
      } else if (event.key === "Escape") this.#released = true;
      else if (event.key === "Tab" && !event.shiftKey && !this.#released) {
        event.preventDefault();
        this.insert(indent());
      } else if (event.key !== "Shift" && event.key !== "Tab") this.#released = false;
    });
  }
}
