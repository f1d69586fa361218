// Sends a form again that was interrupted because its sender had to sign in; without script a button does it.
export function sendAgain() {
  document.querySelector("form[data-again]")?.requestSubmit();
}
