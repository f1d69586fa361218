/** Keys of the review: j and k go from row to row, c opens the row's comment, Escape leads back out of it. */
export function addReviewKeys(form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  form.querySelector(".keys-hint").hidden = rows.length === 0;
  document.addEventListener("keydown", (event) => {
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
    } else if (event.key === "c" && at >= 0) {
      const comment = rows[at].querySelector("details.comment");
      if (!comment) return;
      event.preventDefault();
      comment.open = true;
      comment.querySelector("textarea").focus();
    }
  });
}

function isTyping(target) {
  return target.matches?.("textarea, select, input:not([type=checkbox], [type=radio])");
}

function firstInSight(rows) {
  const at = rows.findIndex((row) => row.getBoundingClientRect().bottom > 0);
  return at < 0 ? 0 : at;
}
