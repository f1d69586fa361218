// Signing in again without leaving the page, so that nothing that was written is lost.
import { word } from "./words.js";

let asking;

/** Asks for name and password; true when signed in, false when the person would rather do it later. */
export function signIn() {
  // One dialog, however many requests find at the same moment that the session has ended.
  asking ??= ask().finally(() => (asking = undefined));
  return asking;
}

async function ask() {
  const dialog = document.getElementById("sign-in-again");
  if (!dialog) return false;
  const form = dialog.querySelector("form");
  const before = document.activeElement;
  form.elements.password.value = "";
  dialog.showModal();
  const signedIn = await new Promise((done) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      send(form).then((good) => good && done(true));
    };
    form.querySelector("[data-later]").onclick = () => done(false);
    // Escape: the dialog closes itself, and whoever waits for an answer has to get one.
    dialog.oncancel = () => done(false);
  });
  dialog.close();
  before?.focus?.();
  return signedIn;
}

async function send(form) {
  const problem = form.querySelector(".problem");
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  problem.hidden = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(address(form), { method: "POST", headers: { Accept: "application/json" }, body });
    if (answer.ok) return true;
    problem.textContent = (await answer.json().catch(() => ({}))).title ?? word("unsaved");
  } catch {
    problem.textContent = word("offline");
  } finally {
    button.disabled = false;
  }
  problem.hidden = false;
  form.elements.password.select();
  return false;
}

/** Said by the form, else one step above the changes, beside them. */
function address(form) {
  return form.getAttribute("action") ?? new URL("../sign-in", document.querySelector("form[data-draft]").action);
}
