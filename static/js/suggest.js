/** Offers names under each search box while one types: the combobox pattern of the ARIA Authoring Practices. */
export function addSuggestions() {
  for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
}

const PAUSE_MS = 120;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = element("ul", { id: `${form.id}-offered`, className: "offered", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.querySelector("label").textContent);
    this.said = element("p", { className: "unseen" });
    this.said.setAttribute("role", "status");
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    form.append(this.list, this.said);
    this.at = -1;
    // While characters are being composed, what stands in the box is not what is meant.
    this.input.addEventListener("input", (event) => event.isComposing || this.ask());
    this.input.addEventListener("compositionend", () => this.ask());
    this.input.addEventListener("keydown", (event) => event.isComposing || this.key(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    // The box keeps the focus: if it lost it, the list would close before the press is done.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    this.timer = setTimeout(async () => {
      const asking = new AbortController();
      this.asking = asking;
      const query = new URLSearchParams({ q: typed, lang: document.documentElement.lang === "en" ? "en" : "zh" });
      try {
        const response = await fetch(`${this.form.dataset.suggest}?${query}`, { signal: asking.signal });
        if (response.ok) this.show((await response.json()).suggestions);
        else this.close();
      } catch {
        // Whoever broke this off has asked anew already. The box works without.
        if (!asking.signal.aborted) this.close();
      }
    }, PAUSE_MS);
  }

  show(offered) {
    // The answer may come when the reader has gone on; a list that opens then would lie over the page.
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...offered.map((one, number) => this.option(one, number)));
    this.mark(-1);
    this.open(offered.length > 0);
    const words = this.form.dataset;
    if (offered.length > 1) this.said.textContent = `${offered.length} ${words.offered}`;
    else this.said.textContent = offered.length ? words.oneOffered : words.noneOffered;
  }

  option(one, number) {
    const option = element("li", { id: `${this.list.id}-${number}` });
    option.setAttribute("role", "option");
    option.dataset.url = one.url;
    option.append(element("span", { textContent: one.text }));
    if (one.note) option.append(element("small", { textContent: one.note }));
    return option;
  }

  key(event) {
    const count = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape" && count) this.close();
    // Beyond either end lies the box itself (-1), as the pattern has it.
    else if (event.key === "ArrowDown" && count) this.mark(this.at + 1 < count ? this.at + 1 : -1);
    else if (event.key === "ArrowUp" && count) this.mark(this.at < 0 ? count - 1 : this.at - 1);
    else if (event.key === "Enter" && count && this.at >= 0) location.assign(this.list.children[this.at].dataset.url);
    else if (event.key === "ArrowDown") return this.ask();
    else return;
    event.preventDefault();
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = this.list.children[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.mark(-1);
    this.open(false);
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
