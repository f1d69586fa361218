// Two photographs of one viewpoint: side by side in the page, laid over each other here, with a slider between them.
export function addSliders() {
  for (const figure of document.querySelectorAll("[data-then-now]")) {
    const pair = figure.querySelector(".then-now-pair");
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, step: 1, value: 50 });
    slider.setAttribute("aria-label", figure.dataset.thenNow);
    const show = () => {
      // Under the middle of the grip, which stays within the picture; at an end one picture is whole.
      const [least, most] = [slider.value === slider.min, slider.value === slider.max];
      const share = `calc(1.375rem + (100% - 2.75rem) * ${slider.value / 100})`;
      pair.style.setProperty("--at", least ? "0%" : most ? "100%" : share);
      slider.setAttribute("aria-valuetext", figure.dataset.value.replace("{}", slider.value));
    };
    slider.addEventListener("input", show);
    pair.append(slider);
    // The pictures are under the slider now: their pages are linked below.
    for (const link of pair.querySelectorAll("a")) link.tabIndex = -1;
    figure.classList.add("laid");
    show();
  }
}
