// The slip that tells of what is chosen.

export class Card {
  constructor(element, { close, row }) {
    this.element = element;
    this.part = (name) => element.querySelector(name);
    this.part("[data-card=close]").addEventListener("click", close);
    this.part("[data-card=row]").addEventListener("click", (event) => {
      event.preventDefault();
      row(this.id);
    });
  }

  /** Shows a village, or nothing; `inList` whether the list of the page has it, `away` how far it is. */
  show(id, village, { inList, away }) {
    this.id = id;
    this.element.hidden = !village;
    if (!village) return;
    const name = this.part("[data-card=name]");
    name.textContent = village.name.text;
    name.href = village.href;
    if (village.name.lang) name.lang = village.name.lang;
    else name.removeAttribute("lang");
    this.part("[data-card=how]").textContent = village.how;
    const drawn = this.part("[data-card=drawn]");
    drawn.textContent = drawn.dataset[village.surveyed ? "point" : village.at ? "circle" : "none"];
    const visit = this.part("[data-card=visit]");
    visit.hidden = !village.surveyed;
    visit.href = `${village.href}#visit`;
    this.part("[data-card=page]").href = village.href;
    this.part("[data-card=row]").hidden = !inList;
    this.tell(away);
  }

  tell(away) {
    const line = this.part("[data-card=away]");
    line.textContent = away;
    line.hidden = !away;
  }
}
