// What somebody is changing: texts by file, kept for this tab until it is published or taken back.
const KEY = "waggle-draft";

const stored = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch (failure) {
    return null;
  }
};

export class Draft {
  #kept;
  #live;
  #liveTag;

  // The page's data (tag, version, path) and the text of its file as it is live.
  constructor(data, live) {
    this.#kept = stored() || { tag: data.tag, version: data.version, files: {} };
    this.#liveTag = data.tag;
    this.path = data.path;
    this.#live = live;
    if (this.isEmpty()) this.#kept = { tag: data.tag, version: data.version, files: {} };
  }

  get tag() {
    return this.#kept.tag;
  }

  isEmpty() {
    return this.changed().length === 0;
  }

  // Whether something was published since it was begun.
  isStale() {
    return !this.isEmpty() && this.#kept.tag !== this.#liveTag;
  }

  changed() {
    return Object.keys(this.#kept.files);
  }

  // Path → text, of every file that is changed.
  files() {
    return Object.fromEntries(Object.entries(this.#kept.files).map(([file, { text }]) => [file, text]));
  }

  // The text that a file's change began with.
  base(file) {
    return this.#kept.files[file].base;
  }

  text() {
    const mine = this.#kept.files[this.path];
    return mine ? mine.text : this.#live;
  }

  knows(file, select) {
    return [...select.options].some((option) => option.value === file);
  }

  open(path, live) {
    this.path = path;
    this.#live = live;
  }

  write(text) {
    const mine = this.#kept.files[this.path];
    const base = mine ? mine.base : this.#live;
    if (text === base) delete this.#kept.files[this.path];
    else this.#kept.files[this.path] = { base, text };
    this.#keep();
  }

  takeBack(file) {
    delete this.#kept.files[file];
    if (this.isEmpty()) this.#kept.tag = this.#liveTag;
    this.#keep();
  }

  drop() {
    this.#kept.files = {};
    this.#keep();
  }

  // From now on it is a change of another version, whose texts of the changed files are given: what equals them is no
  // change any more.
  rebase(tag, version, texts) {
    for (const file of this.changed()) {
      if (texts[file] === this.#kept.files[file].text) delete this.#kept.files[file];
      else this.#kept.files[file].base = texts[file];
    }
    if (this.path in texts) this.#live = texts[this.path];
    this.#kept = { tag, version, files: this.#kept.files };
    this.#liveTag = tag;
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch (failure) {
      // Without room for it the draft lasts as long as the page.
    }
  }
}
