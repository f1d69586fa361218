// The list of the page, in step with the map: its rows choose, and what is chosen is marked in it.

export class List {
  /** `onChoose(id, opener)` when a row is to be shown on the map; until `signal` says it is over. */
  constructor(onChoose, signal) {
    this.rows = new Map([...document.querySelectorAll("[data-village]")].map((row) => [row.dataset.village, row]));
    for (const [id, row] of this.rows) {
      row.querySelector(".draw")?.addEventListener(
        "click",
        (event) => {
          if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          onChoose(id, event.currentTarget);
        },
        { signal },
      );
    }
  }

  has(id) {
    return this.rows.has(id);
  }

  mark(id) {
    for (const [own, row] of this.rows) {
      const is = own === id;
      row.classList.toggle("sought", is);
      const [name, draw] = [row.querySelector(".place-name"), row.querySelector(".draw")];
      if (is) name.setAttribute("aria-current", "true");
      else name.removeAttribute("aria-current");
      draw?.toggleAttribute("hidden", is);
    }
  }

  /** Brings the row of a village into sight; `andFocus` where a reader asked to go there. */
  show(id, andFocus) {
    const row = this.rows.get(id);
    row?.scrollIntoView({ block: andFocus ? "center" : "nearest" });
    if (andFocus) row?.querySelector(".place-name").focus({ preventScroll: true });
  }
}
