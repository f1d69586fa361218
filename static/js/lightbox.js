/** Opens the pictures of a [data-lightbox] grid large, with the arrow keys to go on; their pages stay one link away. */
export function addLightbox() {
  for (const grid of document.querySelectorAll("[data-lightbox]")) new Lightbox(grid);
}

class Lightbox {
  constructor(grid) {
    this.words = grid.dataset;
    this.links = [...grid.querySelectorAll("a[data-photo]")];
    this.at = 0;
    this.links.forEach((link, index) => {
      link.addEventListener("click", (event) => {
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        this.open(index);
      });
    });
  }

  build() {
    this.dialog = element("dialog", "lightbox");
    this.view = element("div", "view");
    this.caption = element("span", "caption");
    this.page = element("a", "", this.words.page);
    const buttons = element("nav");
    buttons.append(
      this.button(this.words.previous, () => this.step(-1)),
      this.button(this.words.next, () => this.step(1)),
      this.button(this.words.close, () => this.dialog.close()),
    );
    // Else the dialog would focus the link to the photo's page, which comes first.
    buttons.lastElementChild.autofocus = true;
    const figure = element("figure");
    const line = element("figcaption");
    line.append(this.caption, this.page, buttons);
    figure.append(this.view, line);
    this.dialog.append(figure);
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") this.step(1);
      if (event.key === "ArrowLeft") this.step(-1);
    });
    this.view.addEventListener("click", (event) => event.target === this.view && this.dialog.close());
    // Back to the picture that was seen last, not to the one that was pressed.
    this.dialog.addEventListener("close", () => this.links[this.at].focus());
    document.body.append(this.dialog);
  }

  open(index) {
    // Not before somebody looks: most readers of a page open none.
    if (!this.dialog) this.build();
    this.show(index);
    this.dialog.showModal();
  }

  step(by) {
    // `%` keeps the sign: before the first there would be -1.
    this.show((this.at + by + this.links.length) % this.links.length);
  }

  show(index) {
    this.at = index;
    const link = this.links[index];
    const small = link.querySelector("picture img");
    const image = new Image(Number(link.dataset.width), Number(link.dataset.height));
    const widths = [640, 1024, 1600, 2400].filter((width) => width <= Number(link.dataset.widest));
    image.alt = small.alt;
    image.sizes = "100vw";
    image.srcset = widths.map((width) => `${link.dataset.photo}/full/${width},/0/default.webp ${width}w`).join(", ");
    // Where the photo is smaller than all of these widths, this is what is shown.
    image.src = small.currentSrc;
    this.view.replaceChildren(image);
    this.dialog.setAttribute("aria-label", small.alt);
    const standIn = link.querySelector(".stand-in")?.textContent;
    const words = link.closest("figure").querySelector(".caption").textContent;
    this.caption.textContent = standIn ? `${standIn} · ${words}` : words;
    this.page.href = link.href;
  }

  button(label, act) {
    const button = element("button", "", label);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
