/** Brings in the cards of photos that have arrived, without touching what is being written in those that are there; says whether it could. */
export async function refreshPhotos(draft) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  // The sign-in page in its place is not what was asked for.
  if (!answer?.ok || answer.redirected) return false;
  const text = await answer.text().catch(() => null);
  if (text === null) return false;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const cards = document.getElementById("photo-cards");
  const devices = fresh.getElementById("devices");
  // A page without photos never has them.
  if (!cards || !devices) return true;
  document.getElementById("devices").replaceChildren(...devices.childNodes);
  for (const card of fresh.querySelectorAll("#photo-cards > [data-photo]")) {
    const here = document.getElementById(card.id);
    if (!here) cards.append(document.importNode(card, true));
    else here.querySelector(".photo-face").replaceWith(document.importNode(card.querySelector(".photo-face"), true));
  }
  // What is typed in them is typed over that version, not over the one the page came with.
  draft?.learn(fresh.querySelector("form[data-draft] [name=version]")?.value);
  return true;
}
