/** Keys of the review: j and k go from row to row, x ticks one, c opens its comment, Escape leads back out of it. */
export function addReviewKeys(form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  form.querySelector(".keys-hint").hidden = rows.length === 0;
  document.addEventListener("keydown", (event) => {
    // An input method composes with letters, and with these keys the browser has its own ways.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === "Escape" && at >= 0 && isTyping(event.target)) return rows[at].focus();
    if (isTyping(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      const next = at < 0 ? firstInSight(rows) : at + (event.key === "j" ? 1 : -1);
      if (!rows[next]) return;
      event.preventDefault();
      rows[next].focus({ preventScroll: true });
      rows[next].scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && at >= 0) {
      // A click, since to set `checked` fires no `change`, by which a photo goes as a whole.
      rows[at].querySelector("input[name=approve]")?.click();
    } else if (event.key === "c" && at >= 0) {
      const comment = rows[at].querySelector("details.comment");
      if (!comment) return;
      // Else the c itself would be typed into the box.
      event.preventDefault();
      comment.open = true;
      comment.querySelector("textarea").focus();
    }
  });
}

/** A photo goes with all that is said of it: its box ticks those of its fields, and none of them goes without it. */
export function tickPhotosWhole(form) {
  form.addEventListener("change", ({ target }) => {
    const photo = target.name === "approve" && target.closest("[data-photo]");
    if (!photo) return;
    const whole = photo.querySelector("[data-whole]");
    if (target !== whole) whole.checked ||= target.checked;
    else for (const box of photo.querySelectorAll("input[name=approve]")) box.checked = whole.checked;
  });
}

function isTyping(target) {
  return target.matches?.("textarea, select, input:not([type=checkbox], [type=radio])");
}

function firstInSight(rows) {
  const at = rows.findIndex((row) => row.getBoundingClientRect().bottom > 0);
  return at < 0 ? 0 : at;
}
